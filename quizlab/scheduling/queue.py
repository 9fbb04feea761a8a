"""Which card comes next: the policy alone; the store finds the candidates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from quizlab.scheduling.days import MINUTE

if TYPE_CHECKING:
    from quizlab.domain.memory import Memory

LEARN_AHEAD = 20 * MINUTE
"""Milliseconds by which a learning step may come early when nothing else is left."""


class Done(Protocol):
    """What a learner did on a learner-day: a sum of `DayCount`, or anything with its counts."""

    @property
    def new(self) -> int:
        """New cards seen for the first time."""

    @property
    def reviews(self) -> int:
        """All reviews, first sights included."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a learner-day may hold.

    Attributes:
        new_per_day: New cards.
        reviews_per_day: Reviews of cards seen before.
    """

    new_per_day: int = 10
    reviews_per_day: int = 200


@dataclass(frozen=True, slots=True)
class Remaining:
    """What a learner-day still may hold.

    Attributes:
        new: New cards.
        reviews: Reviews of cards seen before.
    """

    new: int
    reviews: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a learner-day is, for mixing new cards evenly among the reviews.

    Attributes:
        new_done: New cards seen today.
        reviews_done: Reviews of cards seen before, today.
        new_waiting: New cards there are, whatever the limit.
        reviews_waiting: Reviews due by today, whatever the limit.
    """

    new_done: int = 0
    reviews_done: int = 0
    new_waiting: int = 0
    reviews_waiting: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing to ask now, but later today.

    Attributes:
        until: Milliseconds since 1970 UTC at which `choose` will have a card.
    """

    until: int


def remaining(limits: Limits, done: Done) -> Remaining:
    """Return what today's limits leave.

    Steps of learning are never held back by a limit, yet each one done counts as a review.

    Args:
        limits: Limits per learner-day.
        done: What was done on this learner-day.

    Returns:
        New cards and reviews left, never negative.
    """
    return Remaining(
        new=max(0, limits.new_per_day - done.new),
        reviews=max(0, limits.reviews_per_day - (done.reviews - done.new)),
    )


def choose(
    now: int,
    day: int,
    *,
    learning: Memory | None,
    review: Memory | None,
    new: Memory | None,
    remaining: Remaining,
    counts: Counts,
) -> Memory | Waiting | None:
    """Choose the next card among the first of each queue.

    Learning steps that are due come first, because minutes matter to them. Then reviews, with new
    cards spread evenly among them. When nothing else is left, a learning step may come up to 20
    minutes early.

    Args:
        now: Milliseconds since 1970 UTC.
        day: The current learner-day. Reviews and new cards go by it and not by the clock, so that
            a change of clocks or a journey moves no card into another day.
        learning: The learning memory with the earliest due time, due or not.
        review: The review memory with the earliest due time, due or not.
        new: The first new memory, which may be buried.
        remaining: What today's limits leave.
        counts: How far the day is.

    Returns:
        The memory to ask, how long to wait for a learning step of today, or None when the day is
        done.
    """
    if learning is not None and learning.due <= now:
        return learning
    may_review = review is not None and remaining.reviews > 0 and review.due_day <= day
    may_begin = new is not None and remaining.new > 0 and new.due_day <= day
    if may_review and may_begin:
        return new if _new_is_behind(remaining, counts) else review
    if may_review:
        return review
    if may_begin:
        return new
    if learning is None or learning.due_day > day:
        return None
    return learning if learning.due <= now + LEARN_AHEAD else Waiting(learning.due - LEARN_AHEAD)


def _new_is_behind(remaining: Remaining, counts: Counts) -> bool:
    """Compare the shares done of either kind; the halves put a lone new card in the middle."""
    all_new = counts.new_done + max(1, min(remaining.new, counts.new_waiting))
    all_reviews = counts.reviews_done + max(1, min(remaining.reviews, counts.reviews_waiting))
    return (2 * counts.new_done + 1) * all_reviews < (2 * counts.reviews_done + 1) * all_new
