"""What the buttons promise, and how they say it. Leeches too: both are read off memories."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab.domain.events import Event, SettingsPayload
from quizlab.domain.grades import Grade
from quizlab.domain.memory import Memory, Phase, Queue
from quizlab.scheduling import (
    interval_text,
    is_leech,
    learner_day,
    leech_to_mention,
    preview,
    preview_texts,
    start,
    step,
)
from quizlab.scheduling.days import DAY, HOUR, MINUTE

if TYPE_CHECKING:
    from collections.abc import Callable

EVENING = 20_000 * DAY + 22 * HOUR
DEFAULTS = SettingsPayload()


def known(stability: float) -> Memory:
    return Memory(
        "ada",
        "core/adam-bias",
        queue=Queue.REVIEW,
        phase=Phase.REVIEW,
        stability=stability,
        difficulty=5.0,
        last_at=EVENING - 10 * DAY,
        last_day=19_990,
    )


@settings(max_examples=60)
@given(stability=st.floats(0.1, 2000), at=st.integers(EVENING, EVENING + 900 * DAY))
def test_a_preview_is_what_the_review_then_gives(
    stability: float, at: int, write: Callable[..., Event]
) -> None:
    memory = known(stability)
    day = learner_day(at, 60, 4)
    promised = preview(memory, at, 60, day, DEFAULTS, deck="core/adam")
    assert list(promised) == list(Grade)
    for grade, due in promised.items():
        after, _ = step({1: memory}, write(at, grade, offset=60), DEFAULTS)
        assert after[1].due == due
    assert promised[Grade.AGAIN] < promised[Grade.HARD]
    assert promised[Grade.HARD] <= promised[Grade.GOOD] <= promised[Grade.EASY]


def test_the_buttons_of_a_new_card() -> None:
    memory = start("ada", "core/adam-bias", 1, 0)
    texts = preview_texts(memory, EVENING, 0, 20_000, DEFAULTS)
    easy = texts.pop(Grade.EASY)
    assert texts == {Grade.AGAIN: "1 min", Grade.HARD: "6 min", Grade.GOOD: "10 min"}
    assert easy in {"6 d", "7 d", "8 d", "9 d", "10 d"}


def test_tomorrow_is_one_day_although_only_hours_are_left() -> None:
    seen_today = replace(known(0.1), last_day=20_000)
    texts = preview_texts(seen_today, EVENING, 0, 20_000, DEFAULTS)
    assert texts[Grade.HARD] == "1 d"


def test_ten_minutes_are_ten_minutes_over_the_end_of_a_day_too() -> None:
    at = 20_001 * DAY + 4 * HOUR - MINUTE
    texts = preview_texts(start("ada", "core/adam-bias", 1, 0), at, 0, 20_000, DEFAULTS)
    assert texts[Grade.GOOD] == "10 min"


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (-5, "<1 min"),
        (MINUTE - 1, "<1 min"),
        (MINUTE, "1 min"),
        (5 * MINUTE + MINUTE // 2, "6 min"),
        (59 * MINUTE + MINUTE // 2, "1 h"),
        (90 * MINUTE, "2 h"),
        (23 * HOUR + HOUR // 2, "1 d"),
        (3 * DAY, "3 d"),
        (30 * DAY, "30 d"),
        (31 * DAY, "1 mo"),
        (61 * DAY, "2 mo"),
        (349 * DAY, "11 mo"),
        (351 * DAY, "1 y"),
        (548 * DAY, "1.5 y"),
        (3650 * DAY, "10 y"),
        (36_500 * DAY, "99.9 y"),
    ],
)
def test_intervals_are_said_as_a_person_would(milliseconds: int, text: str) -> None:
    assert interval_text(milliseconds) == text


@pytest.mark.parametrize(("lapses", "leech"), [(0, False), (7, False), (8, True), (13, True)])
def test_eight_lapses_make_a_leech(lapses: int, *, leech: bool) -> None:
    assert is_leech(Memory("ada", "c", lapses=lapses)) is leech


def test_a_leech_is_mentioned_at_eight_and_then_at_every_fourth_lapse() -> None:
    said = [
        lapses
        for lapses in range(1, 21)
        if leech_to_mention(
            Memory("ada", "c", lapses=lapses - 1), Memory("ada", "c", lapses=lapses)
        )
    ]
    assert said == [8, 12, 16, 20]


def test_a_review_without_a_lapse_mentions_no_leech() -> None:
    leech = Memory("ada", "c", lapses=8)
    assert not leech_to_mention(leech, leech)
