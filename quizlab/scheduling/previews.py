"""What each grade would do, for the buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.domain.events import Event, EventKind, ReviewPayload
from quizlab.domain.grades import Grade
from quizlab.domain.memory import Phase
from quizlab.scheduling.days import DAY, HOUR, MINUTE
from quizlab.scheduling.memory import step

if TYPE_CHECKING:
    from quizlab.domain.events import SettingsPayload
    from quizlab.domain.memory import Memory

_DAYS_PER_MONTH = 365.25 / 12
_DAYS_PER_YEAR = 365.25


def preview(
    memory: Memory, at: int, offset: int, day: int, settings: SettingsPayload, *, deck: str = ""
) -> dict[Grade, int]:
    """Return when a memory falls due after each grade.

    A review committed with the same time gives exactly this; at another millisecond the fuzz of
    an interval of 3 days or more may fall otherwise.

    Args:
        memory: The memory before the review.
        at: Milliseconds since 1970 UTC.
        offset: Local offset from UTC in minutes.
        day: The current learner-day.
        settings: The settings in force.
        deck: Deck identity, for a retention of its own.

    Returns:
        Milliseconds since 1970 UTC by grade.
    """
    return {
        grade: after.due
        for grade, after in _outcomes(memory, at, offset, day, settings, deck=deck).items()
    }


def preview_texts(
    memory: Memory, at: int, offset: int, day: int, settings: SettingsPayload, *, deck: str = ""
) -> dict[Grade, str]:
    """Return how long each grade puts a memory off, in words: ``10 min``, ``3 d``, ``2 mo``.

    Intervals of a day or more are counted in learner-days: "tomorrow" is ``1 d`` in the evening
    too, when fewer than 24 hours are left.

    Args:
        memory: The memory before the review.
        at: Milliseconds since 1970 UTC.
        offset: Local offset from UTC in minutes.
        day: The current learner-day.
        settings: The settings in force.
        deck: Deck identity, for a retention of its own.

    Returns:
        Short texts by grade.
    """
    return {
        grade: interval_text(
            (after.due_day - day) * DAY if after.phase is Phase.REVIEW else after.due - at
        )
        for grade, after in _outcomes(memory, at, offset, day, settings, deck=deck).items()
    }


def interval_text(milliseconds: int) -> str:
    """Return a length of time as a person would say it on a button.

    Args:
        milliseconds: How long; nothing or less counts as less than a minute.

    Returns:
        ``<1 min``, ``10 min``, ``5 h``, ``3 d``, ``2 mo`` or ``1.5 y``.
    """
    if milliseconds < MINUTE:
        return "<1 min"
    # Each unit ends where its rounded number would reach the next: never "60 min" or "24 h".
    if (minutes := _rounded(milliseconds / MINUTE)) < 60:
        return f"{minutes} min"
    if (hours := _rounded(milliseconds / HOUR)) < 24:
        return f"{hours} h"
    days = milliseconds / DAY
    if _rounded(days) <= 30:
        return f"{_rounded(days)} d"
    if (months := _rounded(days / _DAYS_PER_MONTH)) < 12:
        return f"{months} mo"
    years = _rounded(days / _DAYS_PER_YEAR * 10)
    return f"{years // 10} y" if years % 10 == 0 else f"{years // 10}.{years % 10} y"


def _rounded(value: float) -> int:
    """Round a half upwards: people expect 2.5 minutes to be 3, not the nearest even number."""
    return int(value + 0.5)


def _outcomes(
    memory: Memory, at: int, offset: int, day: int, settings: SettingsPayload, *, deck: str
) -> dict[Grade, Memory]:
    """Try every grade by the road that a committed review takes."""
    outcomes = {}
    for grade in Grade:
        event = Event(
            device="",
            seq=0,
            learner=memory.learner,
            at=at,
            offset=offset,
            day=day,
            kind=EventKind.REVIEW,
            card=memory.card,
            side=memory.side,
            payload=ReviewPayload(deck=deck, grade=int(grade)),
        )
        after, _ = step({memory.side: memory}, event, settings)
        outcomes[grade] = after[memory.side]
    return outcomes
