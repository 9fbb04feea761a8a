"""Cards from files to store: only what changed is read, a broken file costs only itself."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quizlab.sessions import packs as packs_room
from quizlab.store import ImportedFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizlab.domain.cards import Card, Lesson
    from quizlab.domain.diagnostics import Diagnostic
    from quizlab.sessions.home import Home
    from quizlab.sessions.packs import Pack, PackFile
    from quizlab.store import FileRecord, Store

# Places a file keeps free for its cards in the order of new cards.
_PLACES = 1000


@dataclass(slots=True)
class SyncReport:
    """What an import found.

    Attributes:
        read: Files that were new or changed.
        cards: Cards in those files.
        diagnostics: Faults in the division of those files.
        faults: Sentences about packs and files that could not be read at all.
    """

    read: int = 0
    cards: int = 0
    diagnostics: list[Diagnostic] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Library:
    """The packs of one home, and the cards in them."""

    def __init__(self, home: Home, store: Store) -> None:
        self.home = home
        self.store = store
        self._packs: tuple[Pack, ...] | None = None
        self._faults: tuple[str, ...] = ()

    @property
    def packs(self) -> tuple[Pack, ...]:
        """All packs, the installed ones first."""
        if self._packs is None:
            self._packs, self._faults = packs_room.discover(self.home)
        return self._packs

    def pack(self, name: str) -> Pack | None:
        """Return the pack called `name`."""
        return next((pack for pack in self.packs if pack.name == name), None)

    def sync(self) -> SyncReport:
        """Bring the store up to date with the files; files whose stat is unchanged are not read."""
        from quizlab.sessions.deriving import catch_up

        report = SyncReport()
        names = {pack.name for pack in self.packs}
        report.faults.extend(self._faults)
        with _collector_at_rest():
            for number, pack in enumerate(self.packs):
                self._sync_pack(pack, number, report)
                report.faults.extend(_upgraded(pack))
        for key in self.store.withheld():
            # What stood in its way may be mended: a package installed, a verifier corrected.
            self.store.withhold(key, False)
        for gone in set(self.store.pack_names()) - names:
            self.store.import_pack(gone, ())
        catch_up(self.store)
        return report

    def _sync_pack(self, pack: Pack, number: int, report: SyncReport) -> None:
        files = [file for file in pack.files() if not file.language]
        known = self.store.known_files(pack.name)
        before = known
        if known and any(file.path not in known and file.is_readable for file in files):
            known = {}  # a file more moves the places of those behind it
        changed: list[ImportedFile] = []
        unchanged: list[str] = []
        for place, file in enumerate(files):
            record = known.get(file.path)
            if record is not None and _same_stat(file, record):
                unchanged.append(file.path)
                continue
            try:
                raw = file.read()
            except OSError as error:
                report.faults.append(f"{file.shown}: cannot be read ({error.strerror or error})")
                unchanged.append(file.path)
                below = f"{file.path}/" if file.path else ""
                unchanged.extend(path for path in before if path.startswith(below))
                continue
            digest = packs_room.digest(raw)
            if record is not None and file.mtime_ns == 0 and digest == record.digest:
                unchanged.append(file.path)
                continue
            first = (number * 100_000 + place) * _PLACES
            changed.append(self._imported(file, raw, digest, first, report))
        if changed or set(before) - set(unchanged):
            imported = self.store.import_pack(pack.name, changed, unchanged=unchanged)
            report.faults.extend(
                f"the id of {key} stands twice in its pack; the first one counts"
                for key in imported.duplicates
            )

    def _imported(
        self, file: PackFile, raw: bytes, digest: str, first: int, report: SyncReport
    ) -> ImportedFile:
        from quizlab import decks

        deck = decks.deck_identity(file.pack, file.path)
        split = decks.split(raw, path=file.path, pack=file.pack, deck=deck, first_position=first)
        report.read += 1
        report.cards += len(split.cards)
        report.diagnostics.extend(split.diagnostics)
        return ImportedFile(
            path=file.path,
            mtime_ns=file.mtime_ns,
            size=file.size,
            digest=digest,
            structural=split.structural,
            deck=deck,
            deck_name=split.deck_name,
            cards=split.cards,
            lessons=split.lessons,
        )

    def card(self, key: str, language: str = "en") -> Card | None:
        """Return the card called `key`, or None when it is withheld by an error in its text.

        A translation replaces what is shown where `language` has one that fits.
        """
        from quizlab import decks

        text = self.store.card_text(key)
        if text is None:
            return None
        card, _ = decks.read_card(text)
        if card is None or language == "en":
            return card
        return self._translated(card, language) or card

    def _translated(self, card: Card, language: str) -> Card | None:
        from quizlab import decks

        file = self.file_of(card.text.key, card.text.path, language)
        return decks.read_translation(card, file.read(), path=file.path) if file else None

    def file_of(self, key: str, path: str, language: str = "") -> PackFile | None:
        """Return the file in which a card stands, or its translation."""
        pack = self.pack(key.split("/", 1)[0])
        if pack is None:
            return None
        wanted = path.removesuffix(".md") + f".{language}.md" if language else path
        return next((file for file in pack.files() if file.path == wanted), None)

    def lessons(self, deck: str) -> tuple[Lesson, ...]:
        """The lessons of a deck, in file order."""
        return self.store.lessons(deck)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Leave cycles be for a while: thousands of live cards hold none, and walking them costs."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _upgraded(pack: Pack) -> tuple[str, ...]:
    """Sentences about edited copies whose installed originals have changed."""
    if pack.overlay is None or not pack.overlay.is_dir():
        return ()
    from quizlab.sessions.overlay import changed_originals

    try:
        return changed_originals(pack)
    except OSError as error:
        return (f"{pack.name}: the originals of your copies cannot be read ({error})",)


def _same_stat(file: PackFile, record: FileRecord) -> bool:
    return file.mtime_ns != 0 and (file.mtime_ns, file.size) == (record.mtime_ns, record.size)
