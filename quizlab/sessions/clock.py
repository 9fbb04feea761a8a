"""What sessions need of time; only the command line and the app read a real clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from quizlab.scheduling import learner_day

if TYPE_CHECKING:
    from quizlab.domain.events import SettingsPayload


class Clock(Protocol):
    """A clock on somebody's wall."""

    def now(self) -> int:
        """Milliseconds since 1970 UTC."""

    def offset(self, at: int) -> int:
        """Local offset from UTC in minutes at the moment `at`."""


class Moment(NamedTuple):
    """A point in time as the log records it."""

    at: int
    offset: int
    day: int


def moment(clock: Clock, settings: SettingsPayload) -> Moment:
    """Return the present moment with its learner-day."""
    at = clock.now()
    offset = clock.offset(at)
    return Moment(at, offset, learner_day(at, offset, settings.rollover))
