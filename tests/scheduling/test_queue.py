"""Which card comes next."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab.domain.memory import DayCount, Memory, Phase, Queue
from quizlab.scheduling import Counts, Limits, Remaining, Waiting, choose, day_start, remaining
from quizlab.scheduling.days import DAY, MINUTE

TODAY = 20_000
NOW = TODAY * DAY + DAY // 2
PLENTY = Remaining(new=10, reviews=200)
FIVE_OF_EACH = Counts(new_waiting=5, reviews_waiting=5)

NEW = Memory("ada", "core/new", due=3)
REVIEW = Memory(
    "ada",
    "core/review",
    queue=Queue.REVIEW,
    phase=Phase.REVIEW,
    due=day_start(TODAY, 0, 4),
    due_day=TODAY,
)


def learning(due: int, day: int = TODAY) -> Memory:
    return Memory(
        "ada", "core/step", queue=Queue.LEARNING, phase=Phase.LEARNING, due=due, due_day=day
    )


def chosen(
    step: Memory | None,
    review: Memory | None,
    new: Memory | None,
    left: Remaining = PLENTY,
    counts: Counts = FIVE_OF_EACH,
) -> Memory | Waiting | None:
    return choose(NOW, TODAY, learning=step, review=review, new=new, remaining=left, counts=counts)


def test_a_learning_step_that_is_due_comes_before_all() -> None:
    due = learning(NOW)
    assert chosen(due, REVIEW, NEW) == due
    assert chosen(due, REVIEW, NEW, Remaining(0, 0)) == due


def test_a_learning_step_waits_while_there_is_anything_else() -> None:
    soon = learning(NOW + MINUTE)
    assert chosen(soon, REVIEW, None) == REVIEW
    assert chosen(soon, None, NEW) == NEW


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(1, None), (20, None), (21, Waiting(NOW + MINUTE)), (90, Waiting(NOW + 70 * MINUTE))],
)
def test_with_nothing_else_a_step_comes_twenty_minutes_early_or_is_waited_for(
    minutes: int, expected: Waiting | None
) -> None:
    step = learning(NOW + minutes * MINUTE)
    assert chosen(step, None, None) == (expected or step)


def test_waiting_ends_when_there_is_a_card() -> None:
    step = learning(NOW + 90 * MINUTE)
    waiting = chosen(step, None, None)
    assert isinstance(waiting, Waiting)
    nothing = {"review": None, "new": None, "remaining": PLENTY, "counts": Counts()}
    assert choose(waiting.until, TODAY, learning=step, **nothing) == step
    assert choose(waiting.until - 1, TODAY, learning=step, **nothing) == waiting


def test_a_step_that_belongs_to_tomorrow_is_not_waited_for() -> None:
    assert chosen(learning(NOW + 10 * MINUTE, TODAY + 1), None, None) is None


def test_limits_hold_back_reviews_and_new_cards() -> None:
    assert chosen(None, REVIEW, NEW, Remaining(new=0, reviews=1)) == REVIEW
    assert chosen(None, REVIEW, NEW, Remaining(new=1, reviews=0)) == NEW
    assert chosen(None, REVIEW, NEW, Remaining(new=0, reviews=0)) is None


def test_what_falls_due_or_is_buried_until_later_does_not_come_today() -> None:
    tomorrow = replace(REVIEW, due_day=TODAY + 1, due=day_start(TODAY + 1, 0, 4))
    buried = replace(NEW, due_day=TODAY + 1, due=day_start(TODAY + 1, 0, 4))
    assert chosen(None, tomorrow, buried) is None
    assert chosen(None, tomorrow, NEW) == NEW
    assert chosen(None, REVIEW, buried) == REVIEW


def test_a_review_of_today_comes_even_if_clocks_have_changed() -> None:
    # Scheduled under a later clock: its millisecond has not come, its learner-day has.
    moved = replace(REVIEW, due=NOW + 60 * MINUTE)
    assert chosen(None, moved, None) == moved


def test_nothing_at_all_ends_the_day() -> None:
    assert chosen(None, None, None) is None


def asked(new: int, reviews: int) -> str:
    """A day from its first card to its last: N for a new card, R for a review."""
    order = ""
    while True:
        done = Counts(new_done=order.count("N"), reviews_done=order.count("R"))
        left = Remaining(new - done.new_done, reviews - done.reviews_done)
        card = choose(
            NOW,
            TODAY,
            learning=None,
            review=REVIEW if left.reviews else None,
            new=NEW if left.new else None,
            remaining=left,
            # More new cards wait than the limit lets through.
            counts=replace(done, new_waiting=left.new + 9, reviews_waiting=left.reviews),
        )
        if card is None:
            return order
        order += "N" if card is NEW else "R"


@pytest.mark.parametrize(
    ("new", "reviews", "order"),
    [(1, 1, "RN"), (1, 4, "RRNRR"), (2, 4, "RNRRNR"), (4, 1, "NNRNN"), (3, 0, "NNN")],
)
def test_new_cards_come_between_the_reviews(new: int, reviews: int, order: str) -> None:
    assert asked(new, reviews) == order


@settings(max_examples=100)
@given(new=st.integers(0, 30), reviews=st.integers(0, 60))
def test_new_cards_are_spread_evenly_and_all_are_asked(new: int, reviews: int) -> None:
    order = asked(new, reviews)
    assert (order.count("N"), order.count("R")) == (new, reviews)
    # Even: at every place the new cards seen are within one of their share.
    for place in range(1, len(order) + 1):
        assert abs(order[:place].count("N") - new * place / len(order)) <= 1


def test_what_was_done_is_taken_off_the_limits() -> None:
    limits = Limits()
    assert (limits.new_per_day, limits.reviews_per_day) == (10, 200)
    assert remaining(limits, DayCount(TODAY)) == Remaining(10, 200)
    assert remaining(limits, DayCount(TODAY, new=4, reviews=24)) == Remaining(6, 180)
    assert remaining(limits, DayCount(TODAY, new=14, reviews=500)) == Remaining(0, 0)
