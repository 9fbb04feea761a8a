"""What one event does to the memories of a card's sides.

Everything that decides is in the event and the settings: no clock, no dice, no database. So the
whole progress of a learner can be made again from the log, bit for bit.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from quizlab.domain.events import Event, EventKind, ReviewPayload
from quizlab.domain.grades import Grade
from quizlab.domain.memory import DayCount, Memory, Phase, Queue
from quizlab.scheduling.days import day_start, learner_day
from quizlab.scheduling.fuzz import fuzz_key, fuzzed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.domain.events import SettingsPayload

_QUEUE_OF_PHASE = {
    Phase.NEW: Queue.NEW,
    Phase.LEARNING: Queue.LEARNING,
    Phase.REVIEW: Queue.REVIEW,
    Phase.RELEARNING: Queue.LEARNING,
}

_NO_POSITIONS: Mapping[int, int] = MappingProxyType({})

_NEEDS_HISTORY = {
    EventKind.REGRADE: "A regrade changes an earlier review",
    EventKind.RETRACT: "A retraction removes an earlier event",
}


def start(learner: str, card: str, side: int, position: int) -> Memory:
    """Return the memory of a side before any event.

    Args:
        learner: Whose memory.
        card: ``pack/id``.
        side: 1, or 2 for the reverse.
        position: Place in the pack's order.

    Returns:
        A memory in the NEW queue.
    """
    return Memory(learner=learner, card=card, side=side, due=position)


def step(
    memories: Mapping[int, Memory],
    event: Event,
    settings: SettingsPayload,
    positions: Mapping[int, int] = _NO_POSITIONS,
) -> tuple[dict[int, Memory], DayCount | None]:
    """Apply one event that counts to all sides of its card.

    Suspending, unsuspending, burying and forgetting always mean the whole card, whatever the
    event's side. Proofs, flags, interviews and settings change nothing here.

    Args:
        memories: The memories before, by side.
        event: The event; a review with its final grade.
        settings: The settings in force at the event.
        positions: Place in the pack's order by side; read only by an event that forgets.

    Returns:
        The memories after, and what a review adds to its learner-day (None for other events).

    Raises:
        ValueError: If the event is a regrade or a retraction, which need the card's history; if a
            review names an unknown side or grade; or if a forgotten side has no position.
    """
    match event.kind:
        case EventKind.REVIEW:
            return _after_review(memories, event, settings)
        case EventKind.SUSPEND:
            return {side: _suspended(memory) for side, memory in memories.items()}, None
        case EventKind.UNSUSPEND:
            return {side: _unsuspended(memory) for side, memory in memories.items()}, None
        case EventKind.BURY:
            return {side: _buried(m, event, settings) for side, m in memories.items()}, None
        case EventKind.FORGET:
            return {side: _forgotten(m, positions) for side, m in memories.items()}, None
        case EventKind.REGRADE | EventKind.RETRACT:
            raise ValueError(
                f"{_NEEDS_HISTORY[event.kind]}, and one step knows only the present. "
                "Possible here: review, suspend, unsuspend, bury, forget. "
                "Use quizlab.scheduling.fold with all events of the card."
            )
        case _:
            return dict(memories), None


def _after_review(
    memories: Mapping[int, Memory], event: Event, settings: SettingsPayload
) -> tuple[dict[int, Memory], DayCount]:
    payload = event.payload
    if not isinstance(payload, ReviewPayload):
        raise TypeError(
            f"The review {event.device}:{event.seq} carries a {type(payload).__name__}; "
            "it needs a ReviewPayload. Check how the event was read."
        )
    before = memories.get(event.side)
    if before is None:
        raise ValueError(
            f"The review {event.device}:{event.seq} is about side {event.side} of {event.card}; "
            f"known sides: {', '.join(map(str, sorted(memories))) or 'none'}. "
            "Give a memory for every side that the card has or had."
        )
    grade = _grade(payload, event)
    after = {
        side: _buried(sibling, event, settings)
        for side, sibling in memories.items()
        if side != event.side
    }
    after[event.side] = _reviewed(before, grade, payload.deck, event, settings)
    count = DayCount(
        day=event.day,
        new=int(before.phase is Phase.NEW),
        reviews=1,
        again=int(grade is Grade.AGAIN),
        milliseconds=payload.duration,
    )
    return {side: after[side] for side in memories}, count


def _grade(payload: ReviewPayload, event: Event) -> Grade:
    try:
        return Grade(payload.grade)
    except ValueError:
        raise ValueError(
            f"The review {event.device}:{event.seq} has the grade {payload.grade!r}; possible: "
            "1 (again), 2 (hard), 3 (good), 4 (easy). Retract the event or correct the log."
        ) from None


def _reviewed(
    memory: Memory, grade: Grade, deck: str, event: Event, settings: SettingsPayload
) -> Memory:
    from quizlab.scheduling import model  # noqa: PLC0415 - a first question costs no fsrs

    # A journey over the date line, or the merged log of a machine elsewhere, can bring a learner-day
    # before the last one: then no day has passed.
    elapsed = 0 if memory.last_day is None else max(0, event.day - memory.last_day)
    outcome = model.review(memory, grade, elapsed, settings, deck)
    if outcome.phase is Phase.REVIEW:
        key = fuzz_key(event.learner, event.card, event.side, event.at)
        due_day = event.day + fuzzed(outcome.days, settings.maximum_interval, key)
        due = day_start(due_day, event.offset, settings.rollover)
    else:
        due = event.at + outcome.milliseconds
        due_day = learner_day(due, event.offset, settings.rollover)
    return replace(
        memory,
        queue=Queue.SUSPENDED if memory.suspended else _QUEUE_OF_PHASE[outcome.phase],
        due=due,
        due_day=due_day,
        phase=outcome.phase,
        step=outcome.step,
        stability=outcome.stability,
        difficulty=outcome.difficulty,
        last_at=event.at,
        last_day=event.day,
        reviews=memory.reviews + 1,
        lapses=memory.lapses + int(memory.phase is Phase.REVIEW and grade is Grade.AGAIN),
    )


def _buried(memory: Memory, event: Event, settings: SettingsPayload) -> Memory:
    """Move a side that could still come on the event's day to the start of the next one."""
    if memory.due_day > event.day:
        return memory
    due_day = event.day + 1
    due = day_start(due_day, event.offset, settings.rollover)
    return replace(memory, due=due, due_day=due_day)


def _suspended(memory: Memory) -> Memory:
    return replace(memory, queue=Queue.SUSPENDED, suspended=True)


def _unsuspended(memory: Memory) -> Memory:
    return replace(memory, queue=_QUEUE_OF_PHASE[memory.phase], suspended=False)


def _forgotten(memory: Memory, positions: Mapping[int, int]) -> Memory:
    position = positions.get(memory.side)
    if position is None:
        raise ValueError(
            f"{memory.key} is forgotten, but its position is not given; "
            f"given sides: {', '.join(map(str, sorted(positions))) or 'none'}. "
            "Pass the positions of all sides of the card."
        )
    fresh = start(memory.learner, memory.card, memory.side, position)
    return _suspended(fresh) if memory.suspended else fresh
