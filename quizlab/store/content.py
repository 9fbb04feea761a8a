"""Cards, decks and lessons as they were last imported, and what programs are trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.domain.cards import CardText, Lesson
from quizlab.store import sql
from quizlab.store.imports import recount
from quizlab.store.part import Part
from quizlab.store.records import DeckInfo
from quizlab.store.rows import card_of, words_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class ContentPart(Part):
    """Reads of what Markdown said."""

    def card_text(self, key: str) -> CardText | None:
        """Return the last good version of a card, retired or not; None when it was never known."""
        row = self._database.row(sql.CARD_TEXT, {"key": key})
        return None if row is None else card_of(row)

    def card_texts(self, keys: Iterable[str]) -> dict[str, CardText]:
        """Return the cards that are known of `keys`, by key."""
        rows = self._database.rows(sql.CARD_TEXTS, {"keys": words_text(keys)})
        return {row[0]: card_of(row) for row in rows}

    def present_key(self, key: str) -> str:
        """Return the key that the history of `key` belongs to: another one after a renaming."""
        row = self._database.row(sql.PRESENT, {"old": key})
        return key if row is None else str(row[0])

    def all_cards(self, decks: Collection[str] = ()) -> tuple[CardText, ...]:
        """Return the cards that are in the files, by position, then key.

        Args:
            decks: Deck identities; empty for all.
        """
        rows = (
            self._database.rows(sql.ALL_CARDS_OF_DECKS, {"decks": words_text(decks)})
            if decks
            else self._database.rows(sql.ALL_CARDS)
        )
        return tuple(card_of(row) for row in rows)

    def studied_cards(self, pack: str) -> tuple[CardText, ...]:
        """Return the cards of `pack` that the learner has answered, retired ones too, by key."""
        given = {"learner": self.learner, "pack": pack}
        return tuple(card_of(row) for row in self._database.rows(sql.STUDIED_CARDS, given))

    def deck_list(self) -> tuple[DeckInfo, ...]:
        """Return the decks that have cards to ask, by displayed name."""
        return tuple(DeckInfo(*row) for row in self._database.rows(sql.DECK_LIST))

    def lessons(self, deck: str) -> tuple[Lesson, ...]:
        """Return the lessons of a deck in the order of its files."""
        return tuple(Lesson(*row) for row in self._database.rows(sql.LESSONS, {"deck": deck}))

    def withhold(self, key: str, withheld: bool) -> None:  # noqa: FBT001 (the state to set)
        """Set whether a card is kept from being asked because its body has an error.

        An import that changes its text lifts this. An unknown card is left alone.
        """
        with self._database.writing() as connection:
            given = {"key": key, "withheld": 1 if withheld else 0}
            rows = connection.execute(sql.WITHHOLD, given).fetchall()
            if rows:
                connection.execute(sql.SYNC_MEMORIES, {"keys": words_text([key])})
                recount(connection, [row[0] for row in rows])

    def withheld(self) -> tuple[str, ...]:
        """Return the keys of the cards that are kept from being asked."""
        return tuple(row[0] for row in self._database.rows(sql.WITHHELD))

    def trust(self, digest: str) -> None:
        """Remember that the learner trusts the program with this hash."""
        with self._database.writing() as connection:
            connection.execute(sql.TRUST, (digest,))

    def is_trusted(self, digest: str) -> bool:
        """Whether the learner trusts the program with this hash."""
        return self._database.row(sql.IS_TRUSTED, {"digest": digest}) is not None
