"""Import of a pack: what the files hold becomes cards, and each card gets its memories."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from quizlab.store import sql
from quizlab.store.former import resettle
from quizlab.store.part import Part
from quizlab.store.records import FileRecord, ImportReport
from quizlab.store.rows import card_row, words_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from quizlab.domain.cards import CardText
    from quizlab.store.records import ImportedFile


class _Known(NamedTuple):
    """What the store held of a card before the import."""

    key: str
    path: str
    deck: str
    retired: int
    withheld: int
    sides: int
    text: str


class ImportPart(Part):
    """Files and the cards in them."""

    def pack_names(self) -> tuple[str, ...]:
        """Return the packs that have files, by name."""
        return tuple(name for (name,) in self._database.rows(sql.PACK_NAMES))

    def known_files(self, pack: str) -> dict[str, FileRecord]:
        """Return what is known of the files of `pack`, by path."""
        rows = self._database.rows(sql.KNOWN_FILES, {"pack": pack})
        return {
            path: FileRecord(mtime_ns, size, digest, structural == 1)
            for path, mtime_ns, size, digest, structural in rows
        }

    def import_pack(
        self,
        pack: str,
        files: Iterable[ImportedFile],
        *,
        unchanged: Collection[str] = (),
        complete: bool = True,
    ) -> ImportReport:
        """Take in files that were read; what is asked follows them.

        A card that its file no longer holds retires: it is not asked, its memory and history
        stay, and it comes back with them. A structural file retires nothing. A changed text is no
        longer withheld. The first holder of a key keeps it; the file of a second one is read again
        at the next import.

        Args:
            pack: The pack's name.
            files: New and changed files.
            unchanged: Paths of files that are as they were at their last import.
            complete: Whether `files` and `unchanged` are the whole pack: files in neither are
                gone, and their cards retire.
        """
        read = {file.path: file for file in sorted(files, key=lambda file: file.path)}
        kept = set(unchanged)
        with self._database.writing() as connection:
            gone: list[str] = []
            if complete:
                rows = connection.execute(sql.KNOWN_FILES, {"pack": pack})
                gone = [row[0] for row in rows if row[0] not in read and row[0] not in kept]
            if not read and not gone:
                return ImportReport()
            return _Import(connection, pack, read, gone).run()


class _Import:
    """One import under way, within the caller's transaction."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        pack: str,
        read: dict[str, ImportedFile],
        gone: list[str],
    ) -> None:
        self.connection = connection
        self.pack = pack
        self.read = read
        self.gone = gone
        self.duplicates: list[str] = []
        self.flawed: set[str] = set()

    def run(self) -> ImportReport:
        """Write files, cards, lessons and memories; return what changed."""
        cards, before = self._offered()
        retired = self._leavers(cards)
        self._write_files()
        changed = [
            key for key, card in cards.items() if key in before and before[key].text != card.text
        ]
        returned = [key for key in cards if key in before and before[key].retired]
        new = [key for key in cards if key not in before]
        self._write_cards(cards, before, {*new, *changed})
        grown = [
            key
            for key, card in cards.items()
            if key in before and len(card.sides) > before[key].sides
        ]
        if retired:
            self.connection.execute(sql.RETIRE, {"keys": words_text(retired)})
        self._write_memories([*new, *grown], [*before, *retired])
        self._count(
            {card.deck for card in cards.values()}
            | {known.deck for known in before.values()}
            | set(retired.values())
        )
        refold = self._mark_history([*new, *grown])
        moved, rebuild = resettle(self.connection)
        return ImportReport(
            new=tuple(new),
            changed=tuple(changed),
            returned=tuple(returned),
            retired=tuple(retired),
            duplicates=tuple(self.duplicates),
            refold=refold or moved,
            rebuild=rebuild,
        )

    def _offered(self) -> tuple[dict[str, CardText], dict[str, _Known]]:
        """Return the cards to take in and what is known of them, less the second claims."""
        cards: dict[str, CardText] = {}
        home: dict[str, str] = {}
        for path, file in self.read.items():
            for card in file.cards:
                if card.key in cards:
                    self._refuse(card.key, path)
                else:
                    cards[card.key] = card
                    home[card.key] = path
        rows = self.connection.execute(sql.KNOWN_CARDS, {"keys": words_text(cards)})
        before = {row[0]: _Known(*row) for row in rows}
        leaving = set(self.gone)
        for key, known in list(before.items()):
            if not known.retired and known.path not in self.read and known.path not in leaving:
                self._refuse(key, home[key])
                del cards[key], before[key]
        return cards, before

    def _refuse(self, key: str, path: str) -> None:
        self.duplicates.append(key)
        self.flawed.add(path)

    def _leavers(self, cards: dict[str, CardText]) -> dict[str, str]:
        """Return the keys, with their decks, of cards that the files no longer hold."""
        sound = [path for path, file in self.read.items() if not file.structural]
        given = {"pack": self.pack, "paths": words_text([*sound, *self.gone])}
        return {
            key: deck
            for key, deck in self.connection.execute(sql.CARDS_OF_FILES, given)
            if key not in cards
        }

    def _write_files(self) -> None:
        execute = self.connection.execute
        paths = words_text([*self.read, *self.gone])
        execute(sql.DROP_LESSONS, {"pack": self.pack, "paths": paths})
        execute(sql.DROP_FILES, {"pack": self.pack, "paths": words_text(self.gone)})
        self.connection.executemany(
            sql.PUT_FILE,
            (
                (
                    self.pack,
                    path,
                    -1 if path in self.flawed else file.mtime_ns,
                    file.size,
                    file.digest,
                    1 if file.structural else 0,
                )
                for path, file in self.read.items()
            ),
        )
        self.connection.executemany(
            sql.ADD_LESSON,
            (
                (self.pack, path, place, lesson.deck, lesson.title, lesson.text, lesson.line)
                for path, file in self.read.items()
                for place, lesson in enumerate(file.lessons)
            ),
        )

    def _write_cards(
        self, cards: dict[str, CardText], before: dict[str, _Known], rewritten: set[str]
    ) -> None:
        withheld = {key for key, known in before.items() if known.withheld} - rewritten
        # In the order of the tables: SQLite then fills page after page.
        rows = sorted(cards.items())
        self.connection.executemany(
            sql.PUT_CARD,
            (card_row(self.pack, card, withheld=key in withheld) for key, card in rows),
        )
        self.connection.executemany(
            sql.PUT_TEXT, ((key, card.text) for key, card in rows if key in rewritten)
        )

    def _write_memories(self, new: list[str], known: list[str]) -> None:
        if new:
            self.connection.execute(sql.ADD_MEMORIES_OF_CARDS, {"keys": words_text(sorted(new))})
        if known:
            self.connection.execute(sql.SYNC_MEMORIES, {"keys": words_text(known)})

    def _count(self, decks: set[str]) -> None:
        recount(self.connection, decks)

    def _mark_history(self, keys: list[str]) -> bool:
        """Mark the new memories that the log already has a history for."""
        if not keys:
            return False
        rows = self.connection.execute(sql.WITH_HISTORY, {"keys": words_text(keys)}).fetchall()
        if rows:
            self.connection.execute(sql.ADD_STALE, {"keys": words_text(row[0] for row in rows)})
        return bool(rows)


def recount(connection: sqlite3.Connection, decks: Collection[str]) -> None:
    """Count the cards and the waiting memories of `decks` again."""
    given = {"decks": words_text(sorted(decks))}
    for statement in (
        sql.DROP_DUE_COUNTS,
        sql.COUNT_MEMORIES_OF_DECKS,
        sql.DROP_DECKS,
        sql.COUNT_SOME_DECKS,
    ):
        connection.execute(statement, given)
