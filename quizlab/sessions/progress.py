"""The one way in which progress changes: an event is written with the memories it leads to.

The memory after an event is always what `quizlab.scheduling.fold` would make of the whole log, so
that live tables and rebuilt ones are the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quizlab.domain.events import (
    EmptyPayload,
    Event,
    EventKind,
    FlagPayload,
    ProofPayload,
    RegradePayload,
    RetractPayload,
    SettingsPayload,
)
from quizlab.sessions.clock import Moment, moment

if TYPE_CHECKING:
    from quizlab.domain.events import Payload, ReviewPayload
    from quizlab.domain.memory import Memory
    from quizlab.sessions.clock import Clock
    from quizlab.store import Store


class Progress:
    """Writes events of one learner on this device."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self._settings: SettingsPayload | None = None

    @property
    def settings(self) -> SettingsPayload:
        """What memory depends on, as the log says now."""
        if self._settings is None:
            events = self.store.settings_events()
            newest = events[-1].payload if events else SettingsPayload()
            assert isinstance(newest, SettingsPayload)  # noqa: S101  # the store's contract
            self._settings = newest
        return self._settings

    def moment(self) -> Moment:
        """The present moment with its learner-day."""
        return moment(self.clock, self.settings)

    def review(self, memory: Memory, payload: ReviewPayload) -> Event:
        """Commit an answer; durable when this returns.

        Raises:
            StaleAnswer: When another window has moved this memory; nothing is written.
        """
        from quizlab.scheduling import Timeline, step

        history = self.store.events_of(memory.card)
        draft = self._draft(EventKind.REVIEW, memory.card, memory.side, payload, history)
        if history and draft.order < history[-1].order:
            # The clock went back: in replay this event stands before others of its card.
            return self._refolded(draft, history)
        before = {**self.store.memories_of(memory.card), memory.side: memory}
        settings = Timeline(self.store.settings_events()).at(draft)
        positions = self.store.positions(memory.card, history)
        after, count = step(before, draft, settings, positions)
        return self.store.commit(draft, before, after, count)

    def regrade(self, review: Event, grade: int) -> Event:
        """Give `review` another grade."""
        payload = RegradePayload(review.device, review.seq, grade)
        return self._append(EventKind.REGRADE, self._card_of(review), review.side, payload)

    def retract(self, review: Event, *, by: str = "learner", reason: str = "") -> Event:
        """Take `review` back: the memory is what it would be without it."""
        payload = RetractPayload(review.device, review.seq, by, reason)
        return self._append(EventKind.RETRACT, self._card_of(review), review.side, payload)

    def undo(self) -> Event | None:
        """Take back this device's newest review that still counts; return it."""
        review = self.store.newest_review()
        if review is not None:
            self.retract(review)
        return review

    def suspend(self, card: str) -> Event:
        """Set a card aside until it is unsuspended."""
        return self._append(EventKind.SUSPEND, card, 0, EmptyPayload())

    def unsuspend(self, card: str) -> Event:
        """Bring a suspended card back."""
        return self._append(EventKind.UNSUSPEND, card, 0, EmptyPayload())

    def bury(self, card: str) -> Event:
        """Put a card off until the next learner-day."""
        return self._append(EventKind.BURY, card, 0, EmptyPayload())

    def flag(self, card: str, note: str) -> Event:
        """Record that the learner thinks that a card is wrong."""
        return self._append(EventKind.FLAG, card, 0, FlagPayload(note))

    def change_memory(self, settings: SettingsPayload) -> Event:
        """Schedule by `settings` from now on."""
        event = self.store.append(self._draft(EventKind.SETTINGS, "", 0, settings, ()))
        self._settings = None
        return event

    def proof(self, review: Event, verifier: str, version: int) -> Event:
        """Record that the reference agreed with the answer that `review` was graded by."""
        payload = ProofPayload(review.device, review.seq, verifier, version)
        return self._append(EventKind.PROOF, self._card_of(review), review.side, payload)

    def _card_of(self, review: Event) -> str:
        """The card that the history of a review belongs to now: it may have been renamed."""
        return self.store.present_key(review.card)

    def _append(self, kind: EventKind, card: str, side: int, payload: Payload) -> Event:
        """Write an event that may change the past of its card."""
        history = self.store.events_of(card)
        return self._refolded(self._draft(kind, card, side, payload, history), history)

    def _refolded(self, draft: Event, history: tuple[Event, ...]) -> Event:
        """Write `draft` with what the card's whole history comes to with it."""
        from quizlab.scheduling import Timeline, changed_counts, fold

        store, card = self.store, draft.card
        memories = store.memories_of(card)
        positions = store.positions(card, history)
        timeline = Timeline(store.settings_events())
        before = fold(store.learner, card, positions, history, timeline)
        numbered = replace(draft, device=store.device(), seq=store.last_seq() + 1)
        after = fold(store.learner, card, positions, [*history, numbered], timeline)
        return store.append(
            draft,
            {(card, side): memory for side, memory in after.memories.items()},
            changed_counts(before, after),
            expected={(card, side): memory for side, memory in memories.items()},
        )

    def _draft(
        self,
        kind: EventKind,
        card: str,
        side: int,
        payload: Payload,
        history: tuple[Event, ...],
    ) -> Event:
        """Return the event of this moment, never of the same millisecond as the card's last."""
        now = self.moment()
        at = now.at + 1 if history and history[-1].at == now.at else now.at
        return Event(
            device="",
            seq=0,
            learner=self.store.learner,
            at=at,
            offset=now.offset,
            day=now.day,
            kind=kind,
            card=card,
            side=side,
            payload=payload,
        )
