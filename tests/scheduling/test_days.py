"""Learner-days, against the calendar of the standard library."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab.scheduling import day_start, learner_day

EPOCH = date(1970, 1, 1)
TIMES = st.integers(min_value=-(10**12), max_value=10**13)
OFFSETS = st.integers(min_value=-720, max_value=840)
ROLLOVERS = st.integers(min_value=0, max_value=23)


@settings(max_examples=100)
@given(at=TIMES, offset=OFFSETS, rollover=ROLLOVERS)
def test_a_learner_day_is_the_local_date_less_the_rollover(
    at: int, offset: int, rollover: int
) -> None:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)
    local = moment.astimezone(timezone(timedelta(minutes=offset)))
    expected = ((local - timedelta(hours=rollover)).date() - EPOCH).days
    assert learner_day(at, offset, rollover) == expected


@settings(max_examples=100)
@given(at=TIMES, offset=OFFSETS, rollover=ROLLOVERS)
def test_a_day_holds_its_start_and_not_the_millisecond_before(
    at: int, offset: int, rollover: int
) -> None:
    day = learner_day(at, offset, rollover)
    begin = day_start(day, offset, rollover)
    assert begin <= at < day_start(day + 1, offset, rollover)
    assert learner_day(begin, offset, rollover) == day
    assert learner_day(begin - 1, offset, rollover) == day - 1


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-03-10T03:59:59.999", date(2026, 3, 9)),
        ("2026-03-10T04:00:00.000", date(2026, 3, 10)),
        ("2026-03-11T00:30:00.000", date(2026, 3, 10)),
    ],
)
def test_a_night_owl_still_studies_yesterday_until_four(local: str, expected: date) -> None:
    tokyo = timezone(timedelta(hours=9))
    at = int(datetime.fromisoformat(local).replace(tzinfo=tokyo).timestamp() * 1000)
    assert learner_day(at, 540, 4) == (expected - EPOCH).days


def test_crossing_the_date_line_eastwards_repeats_a_day() -> None:
    at = int(datetime(2026, 5, 1, 20, 0, tzinfo=UTC).timestamp() * 1000)
    in_auckland = learner_day(at, 720, 4)
    in_honolulu = learner_day(at + 8 * 3_600_000, -600, 4)
    assert in_honolulu == in_auckland - 1


def test_a_spring_forward_night_is_one_day_although_it_lacks_an_hour() -> None:
    # Berlin, 29 March 2026: 02:00 becomes 03:00, the offset goes from 60 to 120 minutes.
    evening = int(datetime(2026, 3, 28, 22, 0, tzinfo=UTC).timestamp() * 1000)
    morning = int(datetime(2026, 3, 29, 2, 0, tzinfo=UTC).timestamp() * 1000)
    assert learner_day(morning, 120, 4) - learner_day(evening, 60, 4) == 1
    assert learner_day(morning - 1, 120, 4) == learner_day(evening, 60, 4)
