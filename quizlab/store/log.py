"""The log: events are appended, with the memories and counts that follow from them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from quizlab.domain.events import Event, EventKind, RetractPayload, ReviewPayload
from quizlab.store import sql
from quizlab.store.errors import StaleAnswer
from quizlab.store.memory_writes import add_day_count, put_memory, swap_memory
from quizlab.store.part import Part
from quizlab.store.rows import event_of, event_parameters, review_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence

    from quizlab.domain.memory import DayCount, Memory

_NOTHING: Final[Mapping[tuple[str, int], Memory]] = MappingProxyType({})


def _stale(card: str) -> StaleAnswer:
    return StaleAnswer(
        f"Another window answered {card} first, so nothing of this was written. "
        "Go on with the next card."
    )


class LogPart(Part):
    """Writes and reads of events."""

    def commit(
        self,
        draft: Event,
        expected: Mapping[int, Memory],
        after: Mapping[int, Memory],
        count: DayCount | None,
    ) -> Event:
        """Append an event and replace the memories of its card; durable when it returns.

        Args:
            draft: The event; its device and number are given here.
            expected: The memories, by side, as they were when `after` was computed.
            after: The memories that follow, for sides of `expected`.
            count: What the event adds to the statistics of the card's deck (for a review, of the
                deck that it names), or None.

        Returns:
            The event as it stands in the log.

        Raises:
            StaleAnswer: A memory is no longer as expected; nothing was written.
            ValueError: Another learner's event, or a side of `after` that was not expected.
        """
        self._check(draft)
        if not after.keys() <= expected.keys():
            raise ValueError(f"sides {sorted(after)} after, but only {sorted(expected)} expected")
        with self._database.writing() as connection:
            deck = ""
            for side, before in expected.items():
                found = swap_memory(connection, before, after.get(side, before))
                if found is None:
                    raise _stale(before.card)
                deck = found
            event = self._write(connection, draft)
            if count is not None:
                if isinstance(draft.payload, ReviewPayload):
                    deck = draft.payload.deck
                add_day_count(connection, self.learner, deck, count)
        return event

    def append(
        self,
        draft: Event,
        replaced: Mapping[tuple[str, int], Memory] = _NOTHING,
        counts: Sequence[tuple[str, DayCount]] = (),
        *,
        expected: Mapping[tuple[str, int], Memory] | None = None,
    ) -> Event:
        """Append an event that changes how earlier ones count; durable when it returns.

        Args:
            draft: The event, such as a retraction or a regrade; device and number are given here.
            replaced: The recomputed memories, by card and side; one whose card is not known here
                is left out.
            counts: Differences to the statistics, by deck; their numbers may be negative.
            expected: The memories as they were when `replaced` was computed, to be compared first.

        Raises:
            StaleAnswer: A memory is no longer as expected, the event to retract is retracted
                already, or a merge waits for `refold`; nothing was written.
            ValueError: Another learner's event.
        """
        self._check(draft)
        with self._database.writing() as connection:
            # Differences computed over events that are not counted yet would count them twice.
            if counts and connection.execute(sql.PENDING).fetchone() is not None:
                raise StaleAnswer(
                    "Another machine's answers have just been merged and are not counted yet, so "
                    "nothing of this was written. Try again in a moment."
                )
            event = self._write(connection, draft)
            known = _NOTHING if expected is None else expected
            for place in {**known, **replaced}:
                before = known.get(place)
                if before is None:
                    put_memory(connection, replaced[place])
                elif swap_memory(connection, before, replaced.get(place, before)) is None:
                    raise _stale(place[0])
            for deck, count in counts:
                add_day_count(connection, self.learner, deck, count)
        return event

    def _check(self, draft: Event) -> None:
        if draft.learner != self.learner:
            raise ValueError(f"an event of {draft.learner!r} in the store of {self.learner!r}")

    def _write(self, connection: sqlite3.Connection, draft: Event) -> Event:
        payload = draft.payload
        if isinstance(payload, RetractPayload):
            new = connection.execute(sql.RETRACT, (payload.device, payload.seq)).rowcount
            if not new:
                raise _stale(draft.card)
        ((seq,),) = connection.execute(sql.WRITE_EVENT, event_parameters(draft, self._device))
        return Event(
            self._device,
            seq,
            draft.learner,
            draft.at,
            draft.offset,
            draft.day,
            draft.kind,
            draft.card,
            draft.side,
            payload,
        )

    def events_of(
        self, card: str, *, kinds: Collection[EventKind] | None = None
    ) -> tuple[Event, ...]:
        """Return the history of `card` in replay order: retracted events and their retractions too.

        Events under a former id of the card are among them and keep that id.

        Args:
            card: The card's present key.
            kinds: Which kinds of event; None for all.
        """
        rows = self._database.rows(sql.CARD_EVENTS, {"learner": self.learner, "card": card})
        return tuple(event_of(row) for row in rows if kinds is None or row[6] in kinds)

    def is_retracted(self, device: str, seq: int) -> bool:
        """Whether the event counts no more."""
        return self._database.row(sql.IS_RETRACTED, {"device": device, "seq": seq}) is not None

    def settings_events(self, learner: str | None = None) -> tuple[Event, ...]:
        """Return the settings-of-memory events in replay order.

        Args:
            learner: Whose; None for the learner of this store.
        """
        given = {"learner": learner or self.learner, "kind": EventKind.SETTINGS.value}
        return tuple(event_of(row) for row in self._database.rows(sql.LEARNER_EVENTS, given))

    def interviews(self) -> tuple[Event, ...]:
        """Return the interview events in replay order."""
        given = {"learner": self.learner, "kind": EventKind.INTERVIEW.value}
        return tuple(event_of(row) for row in self._database.rows(sql.LEARNER_EVENTS, given))

    def flags(self) -> tuple[Event, ...]:
        """Return the learner's flags in replay order, unretracted ones alone."""
        rows = self._database.rows(sql.FLAG_EVENTS, {"learner": self.learner})
        return tuple(event_of(row) for row in rows)

    def newest_review(self) -> Event | None:
        """Return what undo would take back: this device's newest unretracted review, or None."""
        row = self._database.row(
            sql.NEWEST_REVIEW, {"learner": self.learner, "device": self._device}
        )
        return None if row is None else event_of(row)

    def recent_reviews(
        self, *, verifier: str = "", card: str = "", limit: int = 20
    ) -> tuple[ReviewPayload, ...]:
        """Return the last unretracted reviews, newest last, as they were submitted.

        Args:
            verifier: Of questions of this verifier, over all cards.
            card: Else of this card.
            limit: At most so many.

        Raises:
            ValueError: Neither or both are given.
        """
        if bool(verifier) == bool(card):
            raise ValueError("name either a verifier or a card")
        given: dict[str, str | int] = {"learner": self.learner, "limit": limit}
        if verifier:
            given["verifier"] = verifier
        else:
            given["card"] = card
        rows = self._database.rows(
            sql.RECENT_BY_VERIFIER if verifier else sql.RECENT_BY_CARD, given
        )
        return tuple(review_of(row) for row in reversed(rows))
