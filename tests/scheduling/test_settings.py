"""Settings of memory: what is refused, and which are in force when."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from quizlab.domain.events import Event, EventKind, SettingsPayload
from quizlab.scheduling import MemorySettingsError, Timeline, checked
from quizlab.scheduling.model import BOUNDS, DEFAULT_PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Callable


def with_parameter(place: int, value: float) -> SettingsPayload:
    parameters = [*DEFAULT_PARAMETERS]
    parameters[place] = value
    return SettingsPayload(parameters=tuple(parameters))


@pytest.mark.parametrize(
    "settings",
    [
        SettingsPayload(),
        SettingsPayload(parameters=tuple(DEFAULT_PARAMETERS)),
        SettingsPayload(parameters=tuple(low for low, _ in BOUNDS)),
        SettingsPayload(parameters=tuple(high for _, high in BOUNDS)),
        SettingsPayload(retention=0.7, deck_retention={"core/adam": 0.99}),
        SettingsPayload(learning_steps=(), relearning_steps=()),
        SettingsPayload(maximum_interval=1, rollover=0),
        SettingsPayload(rollover=23),
    ],
)
def test_legal_settings_pass_unchanged(settings: SettingsPayload) -> None:
    assert checked(settings) is settings


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (SettingsPayload(parameters=(1.0,) * 19), r"Got 19 .* FSRS-6 has 21.*leave them out"),
        (with_parameter(4, 0.5), r"parameter 4 .* is 0\.5; possible: 1\.0 to 10\.0\. Correct"),
        (with_parameter(20, math.nan), r"parameter 20 .* is nan; possible: 0\.1 to 0\.8\."),
        (with_parameter(0, math.inf), r"parameter 0 .* is inf; possible: 0\.001 to 100\.0\."),
        (SettingsPayload(retention=90.0), r"is 90\.0; possible: 0\.7 to 0\.99 .a probability, not"),
        (SettingsPayload(retention=0.5), r"desired retention is 0\.5; possible: 0\.7 to 0\.99\."),
        (SettingsPayload(retention=math.nan), r"is nan; possible"),
        (SettingsPayload(deck_retention={"core/adam": 1.0}), r"deck 'core/adam' is 1\.0; possible"),
        (SettingsPayload(learning_steps=(1.0, 0.0)), r"A learning step is 0\.0 minutes; possible"),
        (SettingsPayload(relearning_steps=(-1.0,)), r"A relearning step is -1\.0 minutes; poss"),
        (SettingsPayload(learning_steps=(math.inf,)), r"is inf minutes; possible.*a week"),
        (SettingsPayload(maximum_interval=0), r"longest interval is 0; possible: .*1 to 36500"),
        (SettingsPayload(rollover=24), r"end of a learner-day is 24; possible: .* 0 to 23"),
    ],
)
def test_illegal_settings_say_what_was_got_and_what_is_possible(
    settings: SettingsPayload, message: str
) -> None:
    with pytest.raises(MemorySettingsError, match=message):
        checked(settings)


def test_the_settings_in_force_are_the_last_at_or_before(write: Callable[..., Event]) -> None:
    first, second = SettingsPayload(retention=0.8), SettingsPayload(retention=0.95)
    log = [
        write(200, kind=EventKind.SETTINGS, payload=second),
        write(150, 3),
        write(100, kind=EventKind.SETTINGS, payload=first),
    ]
    timeline = Timeline(log)
    assert timeline.at(write(99, 3)) == SettingsPayload()
    assert timeline.at(log[2]) == timeline.at(log[1]) == first
    assert timeline.at(write(201, 3)) == timeline.latest == second


def test_settings_at_the_same_millisecond_follow_the_order_of_replay(
    write: Callable[..., Event],
) -> None:
    change = write(100, kind=EventKind.SETTINGS, seq=5, payload=SettingsPayload(retention=0.8))
    timeline = Timeline([change])
    assert timeline.at(write(100, 3, seq=4)) == SettingsPayload()
    assert timeline.at(write(100, 3, seq=6)) == change.payload
    assert timeline.at(write(100, 3, device="tower", seq=1)) == change.payload
    assert timeline.at(write(100, 3, device="desk", seq=9)) == SettingsPayload()


def test_a_log_without_settings_has_the_defaults() -> None:
    assert Timeline().latest == SettingsPayload()


def test_illegal_settings_in_the_log_name_their_event(write: Callable[..., Event]) -> None:
    wrong = write(5, kind=EventKind.SETTINGS, seq=31, payload=SettingsPayload(retention=2.0))
    with pytest.raises(MemorySettingsError, match=r"settings event laptop:31: The desired"):
        Timeline([wrong])
