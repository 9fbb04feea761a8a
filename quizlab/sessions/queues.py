"""Which memory is asked next: by index seeks, or from a list made once for a filtered session."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from quizlab.domain.memory import DayCount, Memory, Queue
from quizlab.scheduling import Counts, Limits, Waiting, choose, remaining

if TYPE_CHECKING:
    from random import Random

    from quizlab.domain.query import Query
    from quizlab.sessions.progress import Progress
    from quizlab.settings import Settings
    from quizlab.store import Store

__all__ = ["ListQueue", "LiveQueue", "Waiting", "done_on", "limits_of"]

# Two days in milliseconds: more than any learner-day that has begun somewhere may still lie ahead.
_AHEAD = 2 * 86_400_000


def limits_of(query: Query, settings: Settings) -> Limits:
    """What a learner-day may hold: the session's own word over the settings'."""
    new = settings.daily_new if query.new_limit is None else query.new_limit
    return Limits(new_per_day=new, reviews_per_day=settings.reviews_per_day)


def done_on(store: Store, day: int) -> DayCount:
    """What was done on a learner-day, over all decks: the daily limits hold for them together."""
    counts = store.day_counts(day).values()
    return DayCount(
        day,
        new=sum(count.new for count in counts),
        reviews=sum(count.reviews for count in counts),
    )


class LiveQueue:
    """The schedule itself: each call seeks the first memory of each queue."""

    def __init__(self, store: Store, progress: Progress, query: Query, settings: Settings) -> None:
        self._store = store
        self._progress = progress
        self._decks = query.decks
        self._limits = limits_of(query, settings)

    def next(self) -> Memory | Waiting | None:
        """Return the memory to ask, how long to wait, or None when the day is done."""
        store, decks = self._store, self._decks
        now = self._progress.moment()
        done = done_on(store, now.day)
        due = store.due_counts(now.day, decks).values()
        return choose(
            now.at,
            now.day,
            # The first of each, due or not: `choose` goes by learner-days, not by the clock.
            learning=store.next_learning(decks, now.at + _AHEAD),
            review=store.next_review(decks, now.at + _AHEAD),
            new=store.next_new(decks, now.at),
            remaining=remaining(self._limits, done),
            counts=Counts(
                new_done=done.new,
                reviews_done=done.reviews - done.new,
                new_waiting=sum(count.new for count in due),
                reviews_waiting=sum(count.review for count in due),
            ),
        )

    def answered(self, memory: Memory) -> None:
        """Nothing to remember: the store knows."""


class ListQueue:
    """A filtered session or a cram: the list is made once."""

    def __init__(
        self, store: Store, progress: Progress, query: Query, settings: Settings, dice: Random
    ) -> None:
        self._store = store
        self._progress = progress
        self._cram = query.cram
        now = progress.moment()
        tagged = {
            text.key for text in store.all_cards(query.decks) if set(query.tags) <= set(text.tags)
        }
        found = [
            memory
            for memory in store.active_memories(query.decks)
            if memory.card in tagged and not memory.suspended
        ]
        if query.cram:
            shuffled = list(found)
            dice.shuffle(shuffled)
            self._waiting = deque(shuffled)
            return
        left = remaining(limits_of(query, settings), done_on(store, now.day))
        today = sorted((m for m in found if m.due_day <= now.day), key=lambda m: m.due)
        learning, review, new = (
            [m for m in today if m.queue is queue]
            for queue in (Queue.LEARNING, Queue.REVIEW, Queue.NEW)
        )
        self._waiting = deque([*learning, *review[: left.reviews], *new[: left.new]])

    def next(self) -> Memory | Waiting | None:
        """Return the next memory of the list that another window has not moved meanwhile."""
        while self._waiting:
            listed = self._waiting.popleft()
            memory = self._store.memory(listed.card, listed.side)
            if memory is None or memory.suspended:
                continue
            if self._cram or memory.due_day <= self._progress.moment().day:
                return memory
        return None

    def answered(self, memory: Memory) -> None:
        """Put a memory that is still being learnt at the end of the list."""
        if self._cram:
            return
        after = self._store.memory(memory.card, memory.side)
        if after is not None and after.queue is Queue.LEARNING:
            self._waiting.append(after)
