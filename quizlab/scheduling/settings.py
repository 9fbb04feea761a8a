"""Checking the settings that memory depends on, before they enter the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizlab.domain.events import SettingsPayload

PARAMETER_COUNT = 21
"""Parameters of FSRS-6."""

_RETENTION = (0.7, 0.99)
_LONGEST_STEP = 7 * 24 * 60
_LONGEST_INTERVAL = 36_500


class MemorySettingsError(ValueError):
    """Settings that no scheduler can work with; the message says what to do."""


def checked(settings: SettingsPayload) -> SettingsPayload:
    """Return the settings if memory can be computed with them.

    Args:
        settings: The settings as read.

    Returns:
        The same settings.

    Raises:
        MemorySettingsError: If a value is not legal; says what was got, what is possible and what
            to do.
    """
    _check_parameters(settings.parameters)
    _check_retention("The desired retention", settings.retention)
    for deck, retention in settings.deck_retention.items():
        _check_retention(f"The desired retention of the deck {deck!r}", retention)
    _check_steps("learning", settings.learning_steps)
    _check_steps("relearning", settings.relearning_steps)
    _check_whole("The longest interval", settings.maximum_interval, 1, _LONGEST_INTERVAL, "days")
    _check_whole("The end of a learner-day", settings.rollover, 0, 23, "as a local hour")
    return settings


def _check_parameters(parameters: tuple[float, ...]) -> None:
    if not parameters:
        return
    if len(parameters) != PARAMETER_COUNT:
        raise MemorySettingsError(
            f"Got {len(parameters)} FSRS parameters; FSRS-6 has {PARAMETER_COUNT}, and none at all "
            "means the defaults. Parameters of an older FSRS cannot be used: leave them out."
        )
    from quizlab.scheduling import model  # noqa: PLC0415 - defaults, the usual case, cost no fsrs

    for place, (value, (low, high)) in enumerate(zip(parameters, model.BOUNDS, strict=True)):
        if not low <= value <= high:  # not a number fails every comparison
            raise MemorySettingsError(
                f"FSRS parameter {place} (counting from 0) is {value!r}; possible: {low} to {high}. "
                "Correct it, or leave all parameters out to use the defaults."
            )


def _check_retention(name: str, value: float) -> None:
    low, high = _RETENTION
    if not low <= value <= high:
        percent = " (a probability, not a percentage)" if 1 < value <= 100 else ""
        raise MemorySettingsError(
            f"{name} is {value!r}; possible: {low} to {high}{percent}. Choose 0.9 if in doubt."
        )


def _check_steps(name: str, steps: tuple[float, ...]) -> None:
    for minutes in steps:
        if not 0 < minutes <= _LONGEST_STEP:
            raise MemorySettingsError(
                f"A {name} step is {minutes!r} minutes; possible: more than 0, at most "
                f"{_LONGEST_STEP} (a week). Correct it, or give no steps to have none."
            )


def _check_whole(name: str, value: int, low: int, high: int, unit: str) -> None:
    if not low <= value <= high:
        raise MemorySettingsError(
            f"{name} is {value!r}; possible: a whole number, {low} to {high} {unit}. Correct it."
        )
