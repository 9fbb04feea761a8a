"""FSRS-6: the library through our door, against formulas written from the paper and itself."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import fsrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab.domain.events import Event, SettingsPayload
from quizlab.domain.grades import Grade
from quizlab.domain.memory import Memory, Phase, Queue
from quizlab.scheduling import day_start, learner_day, retrievability, start, step
from quizlab.scheduling.days import DAY, MINUTE
from quizlab.scheduling.fuzz import fuzz_bounds, fuzz_key, fuzzed
from quizlab.scheduling.model import BOUNDS, STABILITY_MAX, review

if TYPE_CHECKING:
    from collections.abc import Callable

# The published FSRS-6 defaults, written out so that a change in the library is seen here.
W = (
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
)
NOON = 20_000 * DAY + DAY // 2
GAPS = st.one_of(
    st.integers(1, 30).map(lambda minutes: minutes * MINUTE),
    st.integers(1, 40).map(lambda hours: hours * 60 * MINUTE),
    st.integers(1, 2000).map(lambda days: days * DAY),
)
# Summer time comes and goes, and some reviews are done beyond the date line.
OFFSETS = st.sampled_from([0, 60, 120, 345, -600, 840])
REVIEWS = st.lists(st.tuples(GAPS, st.integers(1, 4), OFFSETS), min_size=10, max_size=40)
PARAMETERS = st.tuples(*(st.floats(low, high) for low, high in BOUNDS))


def curve(days: int, stability: float, w: tuple[float, ...]) -> float:
    factor = 0.9 ** (-1 / w[20]) - 1
    return (1 + factor * days / stability) ** -w[20]


def by_formula(
    state: tuple[float, float] | None, grade: int, days: int, w: tuple[float, ...]
) -> tuple[float, float]:
    """Stability and difficulty after a review, from the published formulas of FSRS-6."""

    def first_difficulty(grade: int) -> float:
        return w[4] - math.exp(w[5] * (grade - 1)) + 1

    if state is None:
        return w[grade - 1], min(10.0, max(1.0, first_difficulty(grade)))
    s, d = state
    change = -w[6] * (grade - 3) * (10 - d) / 9
    difficulty = min(10.0, max(1.0, w[7] * first_difficulty(4) + (1 - w[7]) * (d + change)))
    if days == 0:
        growth = math.exp(w[17] * (grade - 3 + w[18])) * s ** -w[19]
        stability = s * (max(1.0, growth) if grade > 1 else growth)
    elif grade == 1:
        r = curve(days, s, w)
        forgotten = w[11] * d ** -w[12] * ((s + 1) ** w[13] - 1) * math.exp((1 - r) * w[14])
        stability = min(forgotten, s / math.exp(w[17] * w[18]))
    else:
        r = curve(days, s, w)
        bonus = {2: w[15], 3: 1.0, 4: w[16]}[grade]
        gain = math.exp(w[8]) * (11 - d) * s ** -w[9] * (math.exp((1 - r) * w[10]) - 1)
        stability = s * (1 + gain * bonus)
    return min(STABILITY_MAX, max(0.001, stability)), difficulty


def played(reviews: list[tuple[int, int, int]], write: Callable[..., Event]) -> list[Event]:
    at, events = NOON, []
    for gap, grade, offset in reviews:
        at += gap
        events.append(write(at, grade, offset=offset))
    return events


def test_the_defaults_are_the_published_ones() -> None:
    assert fsrs.Scheduler().parameters == W


@pytest.mark.parametrize("grade", list(Grade))
def test_the_first_review_sets_the_initial_stability_and_difficulty(
    grade: Grade, write: Callable[..., Event]
) -> None:
    memories, _ = step({1: start("ada", "c", 1, 0)}, write(NOON, grade), SettingsPayload())
    assert memories[1].stability == W[grade - 1]
    expected = W[4] - math.exp(W[5] * (grade - 1)) + 1
    assert memories[1].difficulty == pytest.approx(max(1.0, expected), rel=1e-12)


@pytest.mark.parametrize(
    ("grade", "minutes", "phase", "learning_step"),
    [
        (1, 1, Phase.LEARNING, 0),
        (2, 5.5, Phase.LEARNING, 0),
        (3, 10, Phase.LEARNING, 1),
    ],
)
def test_a_new_card_walks_the_learning_steps_in_exact_time(
    grade: int, minutes: float, phase: Phase, learning_step: int, write: Callable[..., Event]
) -> None:
    memories, _ = step({1: start("ada", "c", 1, 0)}, write(NOON + 123, grade), SettingsPayload())
    memory = memories[1]
    assert (memory.phase, memory.step, memory.queue) == (phase, learning_step, Queue.LEARNING)
    assert memory.due == NOON + 123 + minutes * MINUTE
    assert memory.due_day == learner_day(memory.due, 0, 4)


@settings(max_examples=60)
@given(stability=st.floats(3, 30_000))
def test_at_ninety_percent_the_interval_is_the_stability_rounded(stability: float) -> None:
    memory = Memory(
        learner="ada",
        card="c",
        queue=Queue.REVIEW,
        phase=Phase.REVIEW,
        stability=stability,
        difficulty=5.0,
        last_day=0,
    )
    outcome = review(memory, Grade.GOOD, round(stability), SettingsPayload())
    assert outcome.days == round(outcome.stability) or outcome.stability == STABILITY_MAX
    tiny = SettingsPayload(retention=0.9, maximum_interval=2)
    assert review(memory, Grade.GOOD, round(stability), tiny).days == 2


@settings(max_examples=60)
@given(reviews=REVIEWS)
def test_a_history_gives_what_the_formulas_give(
    reviews: list[tuple[int, int, int]], write: Callable[..., Event]
) -> None:
    memories = {1: start("ada", "core/adam-bias", 1, 0)}
    state, last = None, 0
    for event in played(reviews, write):
        memories, _ = step(memories, event, SettingsPayload())
        state = by_formula(state, event.payload.grade, max(0, event.day - last), W)
        last = event.day
        assert memories[1].stability == pytest.approx(state[0], rel=1e-9)
        assert memories[1].difficulty == pytest.approx(state[1], rel=1e-9)


@settings(max_examples=60)
@given(
    reviews=REVIEWS,
    parameters=st.one_of(st.just(()), PARAMETERS),
    retention=st.floats(0.7, 0.99),
    steps=st.lists(st.floats(0.1, 2000), max_size=3).map(tuple),
)
def test_a_history_gives_what_fsrs_gives_at_midnights(
    reviews: list[tuple[int, int, int]],
    parameters: tuple[float, ...],
    retention: float,
    steps: tuple[float, ...],
    write: Callable[..., Event],
) -> None:
    scheduler = fsrs.Scheduler(
        parameters=parameters or W,
        desired_retention=retention,
        learning_steps=[timedelta(minutes=minutes) for minutes in steps],
        relearning_steps=[timedelta(minutes=minutes) for minutes in steps[:1]],
        enable_fuzzing=False,
    )
    ours = SettingsPayload(
        parameters=parameters,
        deck_retention={"core/adam": retention},
        learning_steps=steps,
        relearning_steps=steps[:1],
    )
    card = fsrs.Card(card_id=1)
    memories = {1: start("ada", "core/adam-bias", 1, 0)}
    for event in played(reviews, write):
        midnight = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=event.day)
        card, _ = scheduler.review_card(card, fsrs.Rating(event.payload.grade), midnight)
        card.stability = min(card.stability or 0.0, STABILITY_MAX)
        memories, _ = step(memories, event, ours)
        memory = memories[1]
        assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)
        assert (int(memory.phase), memory.step) == (int(card.state), card.step)
        interval = card.due - midnight
        if memory.phase is Phase.REVIEW:
            key = fuzz_key("ada", "core/adam-bias", 1, event.at)
            assert memory.due_day - event.day == fuzzed(interval.days, 36_500, key)
            assert memory.due == day_start(memory.due_day, event.offset, 4)
            assert memory.queue is Queue.REVIEW
        else:
            assert memory.due - event.at == interval // timedelta(milliseconds=1)
            assert memory.queue is Queue.LEARNING
        then = memory.due_day + 3
        assert retrievability(memory, then, ours) == scheduler.get_card_retrievability(
            card, midnight + timedelta(days=then - event.day)
        )


def test_legal_parameters_at_their_ends_never_overflow(write: Callable[..., Event]) -> None:
    # The longest strides the bounds allow, and (parameter 19) nothing that slows a second one.
    highest = [high for _, high in BOUNDS]
    wild = SettingsPayload(parameters=(*highest[:19], 0.0, highest[20]))
    memories = {1: start("ada", "c", 1, 0)}
    for number in range(400):
        memories, _ = step(memories, write(NOON + number, 4), wild)
    assert memories[1].stability == STABILITY_MAX
    assert memories[1].due_day - learner_day(NOON, 0, 4) <= 36_500


def test_recall_is_ninety_percent_after_as_many_days_as_the_stability() -> None:
    memory = Memory("ada", "c", phase=Phase.REVIEW, stability=17.0, difficulty=5.0, last_day=100)
    assert retrievability(memory, 117, SettingsPayload()) == pytest.approx(0.9, abs=1e-12)
    assert retrievability(memory, 150, SettingsPayload()) == pytest.approx(
        curve(50, 17.0, W), rel=1e-12
    )


def test_recall_is_certain_on_the_day_itself_and_on_days_before() -> None:
    memory = Memory("ada", "c", phase=Phase.REVIEW, stability=17.0, difficulty=5.0, last_day=100)
    assert retrievability(memory, 100, SettingsPayload()) == 1.0
    assert retrievability(memory, 40, SettingsPayload()) == 1.0


def test_a_new_card_is_not_recalled() -> None:
    assert retrievability(start("ada", "c", 1, 0), 100, SettingsPayload()) == 0.0


@pytest.mark.parametrize(("retention", "shorter"), [(0.95, True), (0.8, False)])
def test_a_deck_may_have_its_own_retention(
    retention: float, *, shorter: bool, write: Callable[..., Event]
) -> None:
    own = SettingsPayload(deck_retention={"core/adam": retention})
    intervals = []
    for in_force in (own, SettingsPayload()):
        memories = {1: start("ada", "c", 1, 0)}
        for number in range(4):
            event = write(NOON + number * 20 * DAY, 4)
            memories, _ = step(memories, event, in_force)
        intervals.append(memories[1].due_day - event.day)
        other, _ = step({1: start("ada", "c", 1, 0)}, write(NOON, 4, deck="core/other"), in_force)
        assert other[1].due_day - learner_day(NOON, 0, 4) in range(*fuzz_bounds(8, 36_500))
    assert (intervals[0] < intervals[1]) is shorter
