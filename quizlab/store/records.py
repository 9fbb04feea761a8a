"""Records that only the store hands out or takes in; the others are quizlab.domain's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quizlab.domain.cards import CardText, Lesson
    from quizlab.domain.events import Event
    from quizlab.domain.memory import DayCount, Memory


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What is known of a file since its last import: enough to see that it is unchanged.

    Attributes:
        mtime_ns: Modification time in nanoseconds; -1 when it must be read again anyway.
        size: Bytes.
        digest: Hash of its bytes.
        structural: Whether its division into cards could not be trusted.
    """

    mtime_ns: int
    size: int
    digest: str
    structural: bool


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file as it was read: its record, its cards and its lessons.

    Attributes:
        path: The file, relative to its pack's root.
        mtime_ns: Modification time in nanoseconds.
        size: Bytes.
        digest: Hash of its bytes.
        structural: Its division into cards cannot be trusted: cards missing from it stay.
        deck: Identity of its deck.
        deck_name: What people see of the deck.
        cards: Its cards in file order.
        lessons: Its lessons in file order.
    """

    path: str
    mtime_ns: int
    size: int
    digest: str
    structural: bool
    deck: str
    deck_name: str
    cards: tuple[CardText, ...] = ()
    lessons: tuple[Lesson, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import changed, as card keys.

    Attributes:
        new: Cards never seen before.
        changed: Cards whose text changed.
        returned: Cards that had retired and are back.
        retired: Cards that are gone from their file.
        duplicates: Keys that a second card claimed; the first holder keeps them.
        refold: Some card came with a history of its own: call `Store.refold`.
        rebuild: Two histories became one: call `Store.rebuild`.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    refold: bool = False
    rebuild: bool = False


@dataclass(frozen=True, slots=True)
class DeckInfo:
    """A deck that has cards to study; `cards` counts those that may be asked."""

    deck: str
    deck_name: str
    cards: int


@dataclass(frozen=True, slots=True)
class DueCounts:
    """How many memories of a deck wait, by queue."""

    new: int = 0
    learning: int = 0
    review: int = 0


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge of another machine's log brought.

    Attributes:
        added: Events that were not known here.
        cards: The (learner, card) pairs whose history grew.
        rebuild: Settings of memory came along: every memory may change, call `Store.rebuild`;
            else `Store.refold` is enough.
    """

    added: int = 0
    cards: tuple[tuple[str, str], ...] = ()
    rebuild: bool = False


@dataclass(frozen=True, slots=True)
class Behind:
    """How far the derived tables lag behind the log.

    Attributes:
        cards: Pairs of learner and card that `Store.refold` would bring up to date.
        rebuild: Whether only `Store.rebuild` can.
    """

    cards: int = 0
    rebuild: bool = False


class Folded(Protocol):
    """What a whole history comes to; `quizlab.scheduling` makes these."""

    @property
    def memories(self) -> Mapping[int, Memory]:
        """The memory of each side."""

    @property
    def counts(self) -> Sequence[tuple[DayCount, str]]:
        """What the reviews added to the statistics, each with its deck."""


class Derive(Protocol):
    """Folds the history of one card of one learner."""

    def __call__(
        self, learner: str, card: str, positions: Mapping[int, int], events: tuple[Event, ...], /
    ) -> Folded:
        """Return the memories and counts that `events` come to.

        Args:
            learner: Whose history.
            card: The card's present key; the events may carry a former one.
            positions: The place in the pack's order of each side that has a memory.
            events: The events of the card in replay order, retracted ones and their
                retractions included.
        """
