"""The whole history of one card: from the log to memories and counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quizlab.domain.events import (
    EventKind,
    RegradePayload,
    RetractPayload,
    ReviewPayload,
)
from quizlab.domain.memory import DayCount, Memory
from quizlab.scheduling.memory import start, step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from quizlab.domain.events import Event
    from quizlab.scheduling.timeline import Timeline

_CHANGES_MEMORY = frozenset(
    {
        EventKind.REVIEW,
        EventKind.SUSPEND,
        EventKind.UNSUSPEND,
        EventKind.BURY,
        EventKind.FORGET,
    }
)


@dataclass(frozen=True, slots=True)
class Folded:
    """What the log says about one card.

    Attributes:
        memories: By side, for the sides that the card has now.
        counts: Per review that counts, in replay order: the deck it was asked in, and what it
            added to its learner-day.
    """

    memories: dict[int, Memory]
    counts: tuple[tuple[str, DayCount], ...]


def effective(events: Iterable[Event]) -> list[Event]:
    """Return the events that still count for memory, in replay order.

    Events may come in any order and more than once, as the union of two machines' logs does.
    Whatever is retracted is dropped, with the retractions themselves; a review carries the grade of
    its last regrade that is not itself retracted. Retractions and regrades of unknown events mean
    nothing.

    Args:
        events: All events of one card and learner.

    Returns:
        Reviews with their final grades, suspensions, burials and resets.
    """
    known = {event.order: event for event in events}
    ordered = [known[order] for order in sorted(known)]
    retracted = {
        (event.payload.device, event.payload.seq)
        for event in ordered
        if isinstance(event.payload, RetractPayload)
    }
    standing = [event for event in ordered if (event.device, event.seq) not in retracted]
    grades = {
        (event.payload.device, event.payload.seq): event.payload.grade
        for event in standing
        if isinstance(event.payload, RegradePayload)
    }
    return [
        _regraded(event, grades.get((event.device, event.seq)))
        for event in standing
        if event.kind in _CHANGES_MEMORY
    ]


def fold(
    learner: str,
    card: str,
    positions: Mapping[int, int],
    events: Iterable[Event],
    timeline: Timeline,
) -> Folded:
    """Make the memories of a card from its whole history.

    Equal to starting every side and applying `step` to each event that still counts. A side that
    the card had once and has no more still counts in the statistics, and yields no memory.

    Args:
        learner: Whose memories.
        card: ``pack/id``.
        positions: Place in the pack's order of each side that the card has.
        events: All events of the card and the learner, those under former ids included, in any
            order.
        timeline: The learner's settings over time.

    Returns:
        Memories by side, and the counts of each review.

    Raises:
        ValueError: If a review's grade is not 1 to 4.
    """
    counting = effective(events)
    # Sides that are gone keep a place of no importance while the history is replayed.
    places = {event.side: 0 for event in counting if event.kind is EventKind.REVIEW}
    places.update(positions)
    memories = {side: start(learner, card, side, places[side]) for side in sorted(places)}
    counts: list[tuple[str, DayCount]] = []
    for event in counting:
        memories, count = step(memories, event, timeline.at(event), places)
        if count is not None and isinstance(event.payload, ReviewPayload):
            counts.append((event.payload.deck, count))
    return Folded({side: memories[side] for side in positions}, tuple(counts))


def changed_counts(before: Folded, after: Folded) -> tuple[tuple[str, DayCount], ...]:
    """Return what to add to the kept daily counts when a history changes.

    For an undo, a regrade or a merge: fold the card without and with the new events.

    Args:
        before: The card as the counts know it.
        after: The card as it is now.

    Returns:
        Differences by deck and learner-day, negative where something is taken away; those that
        changed nothing are left out.
    """
    totals: Counter[tuple[str, int, str]] = Counter()
    for folded, sign in ((before, -1), (after, 1)):
        for deck, count in folded.counts:
            for field in ("new", "reviews", "again", "milliseconds"):
                totals[deck, count.day, field] += sign * getattr(count, field)
    places = sorted({(deck, day) for (deck, day, _), amount in totals.items() if amount})
    return tuple(
        (
            deck,
            DayCount(
                day=day,
                new=totals[deck, day, "new"],
                reviews=totals[deck, day, "reviews"],
                again=totals[deck, day, "again"],
                milliseconds=totals[deck, day, "milliseconds"],
            ),
        )
        for deck, day in places
    )


def _regraded(event: Event, grade: int | None) -> Event:
    if grade is None or not isinstance(event.payload, ReviewPayload):
        return event
    return replace(event, payload=replace(event.payload, grade=grade))
