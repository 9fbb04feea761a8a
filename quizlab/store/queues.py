"""The queues: which memory comes next, and how many wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.domain.memory import DayCount, Memory, Queue
from quizlab.store import sql
from quizlab.store.part import Part
from quizlab.store.records import DueCounts
from quizlab.store.rows import memory_of, words_text

if TYPE_CHECKING:
    from collections.abc import Collection

_QUEUE_FIELDS = {Queue.NEW: "new", Queue.LEARNING: "learning", Queue.REVIEW: "review"}


class QueuePart(Part):
    """Reads of memories and of the counts that are kept beside them."""

    def memory(self, card: str, side: int = 1) -> Memory | None:
        """Return one memory, active or not, or None where there is none."""
        row = self._database.row(sql.MEMORY, {"learner": self.learner, "card": card, "side": side})
        return None if row is None else memory_of(row)

    def memories_of(self, card: str) -> dict[int, Memory]:
        """Return the memories of all sides of `card`, by side, active or not."""
        rows = self._database.rows(sql.MEMORIES_OF, {"learner": self.learner, "card": card})
        return {row[2]: memory_of(row) for row in rows}

    def active_memories(self, decks: Collection[str] = ()) -> tuple[Memory, ...]:
        """Return every memory that may be asked, by queue, due and key: for filtered sessions.

        Suspended ones are among them; those of retired and withheld cards are not.

        Args:
            decks: Deck identities; empty for all.
        """
        given = {"learner": self.learner}
        if decks:
            given["decks"] = words_text(decks)
        rows = self._database.rows(
            sql.ACTIVE_MEMORIES_OF_DECKS if decks else sql.ACTIVE_MEMORIES, given
        )
        return tuple(memory_of(row) for row in rows)

    def next_learning(self, decks: Collection[str], now: int) -> Memory | None:
        """Return the first memory in learning that is due.

        Args:
            decks: Deck identities; empty for all.
            now: Milliseconds since 1970 UTC; what is due later is left out, so that a later
                `now` looks ahead.
        """
        return self._next(Queue.LEARNING, decks, now)

    def next_review(self, decks: Collection[str], now: int) -> Memory | None:
        """Return the first memory in review that is due: by due, then by key."""
        return self._next(Queue.REVIEW, decks, now)

    def next_new(self, decks: Collection[str], now: int) -> Memory | None:
        """Return the first new memory in the packs' order; buried ones wait until their day."""
        return self._next(Queue.NEW, decks, now)

    def _next(self, queue: Queue, decks: Collection[str], now: int) -> Memory | None:
        # One seek on an index, or one per deck: as fast with a million cards as with ten.
        given = {"learner": self.learner, "queue": queue.value, "now": now}
        if decks:
            given["decks"] = words_text(decks)
            row = self._database.row(sql.NEXT_OF_DECKS, given)
        else:
            row = self._database.row(sql.NEXT_OF_ALL, given)
        return None if row is None else memory_of(row)

    def due_counts(self, day: int, decks: Collection[str] = ()) -> dict[str, DueCounts]:
        """Return how many active memories wait, by deck.

        Args:
            day: Learner-day; memories due on it or before count. New ones that are not buried
                always do.
            decks: Deck identities; empty for all. Decks where nothing waits are left out.
        """
        given: dict[str, str | int] = {"learner": self.learner, "day": day}
        if decks:
            given["decks"] = words_text(decks)
        rows = self._database.rows(sql.DUE_COUNTS_OF_DECKS if decks else sql.DUE_COUNTS, given)
        found: dict[str, dict[str, int]] = {}
        for deck, queue, count in rows:
            found.setdefault(deck, {})[_QUEUE_FIELDS[Queue(queue)]] = count
        return {deck: DueCounts(**counts) for deck, counts in found.items()}

    def day_counts(self, day: int, decks: Collection[str] = ()) -> dict[str, DayCount]:
        """Return what was studied on a learner-day, by deck; decks without reviews are left out."""
        rows = self._database.rows(sql.DAY_COUNTS, {"learner": self.learner, "day": day})
        wanted = set(decks)
        return {
            deck: DayCount(day, *amounts) for deck, *amounts in rows if not wanted or deck in wanted
        }
