"""What single events do: siblings, suspension, burial, forgetting, lapses, counts, journeys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from quizlab.domain.events import (
    EmptyPayload,
    Event,
    EventKind,
    FlagPayload,
    InterviewPayload,
    ProofPayload,
    RegradePayload,
    RetractPayload,
    SettingsPayload,
)
from quizlab.domain.memory import DayCount, Memory, Phase, Queue
from quizlab.scheduling import day_start, learner_day, start, step
from quizlab.scheduling.days import DAY, HOUR, MINUTE

if TYPE_CHECKING:
    from collections.abc import Callable

NOON = 20_000 * DAY + DAY // 2
TODAY = 20_000
DEFAULTS = SettingsPayload()


def both(**changes: object) -> dict[int, Memory]:
    memories = {side: start("ada", "core/adam-bias", side, 70 + side) for side in (1, 2)}
    return {side: replace(memory, **changes) for side, memory in memories.items()}


def known(**changes: object) -> Memory:
    """A memory in the review phase, last seen 20 days ago, due today."""
    values = {
        "queue": Queue.REVIEW,
        "phase": Phase.REVIEW,
        "due": day_start(TODAY, 0, 4),
        "due_day": TODAY,
        "stability": 20.0,
        "difficulty": 5.0,
        "last_at": NOON - 20 * DAY,
        "last_day": TODAY - 20,
        "reviews": 3,
    }
    return Memory("ada", "core/adam-bias", **{**values, **changes})


def test_a_new_memory_waits_at_its_position() -> None:
    memory = start("ada", "core/adam-bias", 2, 17)
    assert memory == Memory("ada", "core/adam-bias", side=2, queue=Queue.NEW, due=17, due_day=0)


def test_a_review_leaves_what_it_was_given_alone(write: Callable[..., Event]) -> None:
    before = both()
    step(before, write(NOON, 3), DEFAULTS)
    assert before == both()


def test_a_new_sibling_is_buried_behind_every_position_until_tomorrow(
    write: Callable[..., Event],
) -> None:
    after, _ = step(both(), write(NOON, 3, offset=60), DEFAULTS)
    sibling = after[2]
    assert sibling.queue is Queue.NEW
    assert sibling.due == day_start(TODAY + 1, 60, 4) > NOON
    assert sibling.due_day == TODAY + 1


@pytest.mark.parametrize(("due_day", "buried"), [(-40, True), (0, True), (1, False), (9, False)])
def test_a_sibling_due_by_today_is_buried_and_a_later_one_is_not(
    due_day: int, *, buried: bool, write: Callable[..., Event]
) -> None:
    sibling = known(side=2, due_day=TODAY + due_day, due=day_start(TODAY + due_day, 0, 4))
    after, _ = step({1: known(), 2: sibling}, write(NOON, 3), DEFAULTS)
    expected = replace(sibling, due_day=TODAY + 1, due=day_start(TODAY + 1, 0, 4))
    assert after[2] == (expected if buried else sibling)


def test_burying_takes_all_sides_that_could_come_today(write: Callable[..., Event]) -> None:
    later = known(side=2, due_day=TODAY + 4, due=day_start(TODAY + 4, 0, 4))
    event = write(NOON, kind=EventKind.BURY, side=0)
    after, count = step({1: known(), 2: later}, event, DEFAULTS)
    assert after[1] == known(due_day=TODAY + 1, due=day_start(TODAY + 1, 0, 4))
    assert after[2] == later
    assert count is None
    again, _ = step(after, event, DEFAULTS)
    assert again == after


def test_a_buried_card_that_is_answered_all_the_same_is_scheduled_as_usual(
    write: Callable[..., Event],
) -> None:
    buried, _ = step({1: known()}, write(NOON, kind=EventKind.BURY, side=0), DEFAULTS)
    review = write(NOON + HOUR, 3)
    assert step(buried, review, DEFAULTS) == step({1: known()}, review, DEFAULTS)


def test_suspending_takes_all_sides_and_keeps_the_rest(write: Callable[..., Event]) -> None:
    before = {1: known(), 2: start("ada", "core/adam-bias", 2, 5)}
    after, count = step(before, write(NOON, kind=EventKind.SUSPEND, side=0), DEFAULTS)
    assert count is None
    for side in (1, 2):
        assert after[side] == replace(before[side], queue=Queue.SUSPENDED, suspended=True)


@pytest.mark.parametrize(
    ("phase", "queue"),
    [
        (Phase.NEW, Queue.NEW),
        (Phase.LEARNING, Queue.LEARNING),
        (Phase.REVIEW, Queue.REVIEW),
        (Phase.RELEARNING, Queue.LEARNING),
    ],
)
def test_unsuspending_returns_to_the_queue_of_the_phase(
    phase: Phase, queue: Queue, write: Callable[..., Event]
) -> None:
    memories = both(phase=phase, queue=queue)
    for kind in (EventKind.SUSPEND, EventKind.UNSUSPEND):
        memories, _ = step(memories, write(NOON, kind=kind, side=0), DEFAULTS)
    assert memories == both(phase=phase, queue=queue)


def test_a_suspended_card_reviewed_elsewhere_learns_and_stays_suspended(
    write: Callable[..., Event],
) -> None:
    before = {1: known(queue=Queue.SUSPENDED, suspended=True)}
    after, _ = step(before, write(NOON, 3), DEFAULTS)
    free, _ = step({1: known()}, write(NOON, 3), DEFAULTS)
    assert after[1] == replace(free[1], queue=Queue.SUSPENDED, suspended=True)


@pytest.mark.parametrize("suspended", [False, True])
def test_forgetting_keeps_nothing_but_the_suspension(
    *, suspended: bool, write: Callable[..., Event]
) -> None:
    queue = Queue.SUSPENDED if suspended else Queue.REVIEW
    before = {
        1: known(queue=queue, suspended=suspended, lapses=9),
        2: known(side=2, queue=queue, suspended=suspended),
    }
    event = write(NOON, kind=EventKind.FORGET, side=0)
    after, count = step(before, event, DEFAULTS, {1: 71, 2: 72})
    expected_queue = Queue.SUSPENDED if suspended else Queue.NEW
    assert after == both(queue=expected_queue, suspended=suspended)
    assert count is None


def test_forgetting_without_a_position_says_what_is_missing(write: Callable[..., Event]) -> None:
    with pytest.raises(ValueError, match=r"core/adam-bias#1 .* given sides: none.*Pass"):
        step({1: known()}, write(NOON, kind=EventKind.FORGET, side=0), DEFAULTS)


def test_a_lapse_is_again_in_the_review_phase_only(write: Callable[..., Event]) -> None:
    memories = {1: start("ada", "core/adam-bias", 1, 0)}
    lapses = []
    # Again while new and while learning, out by Easy, then a real lapse and Again while relearning.
    for minutes, grade in ((0, 1), (1, 1), (2, 4), (9 * 1440, 1), (9 * 1440 + 10, 1)):
        memories, _ = step(memories, write(NOON + minutes * MINUTE, grade), DEFAULTS)
        lapses.append(memories[1].lapses)
    assert lapses == [0, 0, 0, 1, 1]
    assert memories[1].phase is Phase.RELEARNING
    assert memories[1].queue is Queue.LEARNING
    assert memories[1].reviews == 5


def test_what_a_review_adds_to_its_day(write: Callable[..., Event]) -> None:
    new = {1: start("ada", "core/adam-bias", 1, 0)}
    _, first = step(new, write(NOON, 1, duration=4200), DEFAULTS)
    assert first == DayCount(day=TODAY, new=1, reviews=1, again=1, milliseconds=4200)
    _, later = step({1: known()}, write(NOON, 3, duration=900), DEFAULTS)
    assert later == DayCount(day=TODAY, new=0, reviews=1, again=0, milliseconds=900)


def test_a_learning_step_over_the_end_of_the_day_falls_into_the_next(
    write: Callable[..., Event],
) -> None:
    at = day_start(TODAY + 1, 0, 4) - 5 * MINUTE
    after, _ = step({1: start("ada", "core/adam-bias", 1, 0)}, write(at, 3), DEFAULTS)
    assert after[1].due == at + 10 * MINUTE
    assert after[1].due_day == TODAY + 1


@pytest.mark.parametrize("rollover", [0, 4, 23])
@pytest.mark.parametrize("offset", [-600, 0, 345, 840])
def test_an_interval_of_days_falls_due_when_its_local_day_starts(
    offset: int, rollover: int, write: Callable[..., Event]
) -> None:
    settings = SettingsPayload(rollover=rollover)
    event = write(NOON, 4, offset=offset, rollover=rollover)
    after, _ = step({1: start("ada", "core/adam-bias", 1, 0)}, event, settings)
    due, due_day = after[1].due, after[1].due_day
    assert learner_day(due, offset, rollover) == due_day > event.day
    assert learner_day(due - 1, offset, rollover) == due_day - 1


@pytest.mark.parametrize("maximum", [1, 3, 15])
def test_no_interval_is_longer_than_the_longest_allowed_fuzz_included(
    maximum: int, write: Callable[..., Event]
) -> None:
    settings = SettingsPayload(maximum_interval=maximum)
    intervals = set()
    for millisecond in range(60):
        after, _ = step({1: known()}, write(NOON + millisecond, 4), settings)
        intervals.add(after[1].due_day - TODAY)
    assert max(intervals) == maximum


def test_flying_back_over_the_date_line_counts_as_the_same_day(
    write: Callable[..., Event],
) -> None:
    seen_tomorrow = {1: known(last_day=TODAY + 1, last_at=NOON - HOUR)}
    seen_today = {1: known(last_day=TODAY, last_at=NOON - HOUR)}
    event = write(NOON, 3)
    assert step(seen_tomorrow, event, DEFAULTS) == step(seen_today, event, DEFAULTS)


def test_five_minutes_over_midnight_are_a_day_and_twenty_hours_within_one_are_none(
    write: Callable[..., Event],
) -> None:
    end = day_start(TODAY + 1, 0, 4)
    first = write(end - MINUTE, 4)
    memories, _ = step({1: start("ada", "core/adam-bias", 1, 0)}, first, DEFAULTS)
    over, _ = step(memories, write(end + 4 * MINUTE, 3), DEFAULTS)
    next_noon, _ = step(memories, write(end + 8 * HOUR, 3), DEFAULTS)
    assert over[1].stability == next_noon[1].stability
    begin = day_start(TODAY, 0, 4)
    memories, _ = step({1: start("ada", "core/adam-bias", 1, 0)}, write(begin, 4), DEFAULTS)
    late, _ = step(memories, write(begin + 20 * HOUR, 3), DEFAULTS)
    soon, _ = step(memories, write(begin + MINUTE, 3), DEFAULTS)
    assert late[1].stability == soon[1].stability != over[1].stability


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        (EventKind.FLAG, FlagPayload("wrong sign")),
        (EventKind.PROOF, ProofPayload("laptop", 1, "adam-step", 1)),
        (EventKind.INTERVIEW, InterviewPayload()),
        (EventKind.SETTINGS, SettingsPayload(retention=0.8)),
    ],
)
def test_other_events_change_no_memory(
    kind: EventKind, payload: object, write: Callable[..., Event]
) -> None:
    assert step(both(), write(NOON, kind=kind, payload=payload), DEFAULTS) == (both(), None)


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        (EventKind.RETRACT, RetractPayload("laptop", 1)),
        (EventKind.REGRADE, RegradePayload("laptop", 1, 3)),
    ],
)
def test_what_changes_the_past_is_sent_to_fold(
    kind: EventKind, payload: object, write: Callable[..., Event]
) -> None:
    with pytest.raises(ValueError, match=r"Possible here: review.*Use quizlab\.scheduling\.fold"):
        step(both(), write(NOON, kind=kind, payload=payload), DEFAULTS)


def test_a_review_of_an_unknown_side_names_the_known_ones(write: Callable[..., Event]) -> None:
    with pytest.raises(ValueError, match=r"side 3 of core/adam-bias; known sides: 1, 2\. Give"):
        step(both(), write(NOON, 3, side=3), DEFAULTS)


@pytest.mark.parametrize("grade", [0, 5])
def test_an_impossible_grade_names_the_event(grade: int, write: Callable[..., Event]) -> None:
    event = write(NOON, grade, seq=812)
    with pytest.raises(ValueError, match=rf"laptop:812 has the grade {grade}; possible: 1 .again"):
        step(both(), event, DEFAULTS)


def test_a_review_without_a_review_in_it_is_refused(write: Callable[..., Event]) -> None:
    with pytest.raises(TypeError, match=r"carries a EmptyPayload; it needs a ReviewPayload"):
        step(both(), write(NOON, payload=EmptyPayload()), DEFAULTS)
