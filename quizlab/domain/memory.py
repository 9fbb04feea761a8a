"""Memory: what the log says about one side of one card."""

from dataclasses import dataclass
from enum import IntEnum


class Queue(IntEnum):
    """Where a memory waits. Stored as integers: the order of the index."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    SUSPENDED = 3


class Phase(IntEnum):
    """FSRS state; NEW before the first review."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory of one side of a card, derived from the log alone.

    Attributes:
        learner: Whose memory.
        card: ``pack/id``.
        side: 1, or 2 for the reverse of a ``.reversed`` card.
        queue: Where it waits.
        due: Milliseconds since 1970 UTC. In the NEW queue the card's position instead, unless
            buried: then the start of the learner-day on which it comes back.
        due_day: Learner-day of `due`; 0 while new and not buried.
        phase: FSRS state.
        step: Learning step, or None outside learning.
        stability: Days until recall falls to 90 %, or None while new.
        difficulty: 1 to 10, or None while new.
        last_at: Time of the last review, or None.
        last_day: Learner-day of the last review, or None.
        reviews: Reviews that count.
        lapses: Reviews graded Again in the review phase.
        suspended: Whether the learner set it aside.
    """

    learner: str
    card: str
    side: int = 1
    queue: Queue = Queue.NEW
    due: int = 0
    due_day: int = 0
    phase: Phase = Phase.NEW
    step: int | None = None
    stability: float | None = None
    difficulty: float | None = None
    last_at: int | None = None
    last_day: int | None = None
    reviews: int = 0
    lapses: int = 0
    suspended: bool = False

    @property
    def key(self) -> str:
        """``pack/id#side``."""
        return f"{self.card}#{self.side}"


@dataclass(frozen=True, slots=True)
class DayCount:
    """What one review added to a learner-day's statistics."""

    day: int
    new: int = 0
    reviews: int = 0
    again: int = 0
    milliseconds: int = 0
