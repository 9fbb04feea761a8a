"""Learner-days: the days of a learner's life, which end at a local hour of the night."""

MINUTE = 60_000
"""Milliseconds in a minute."""
HOUR = 60 * MINUTE
"""Milliseconds in an hour."""
DAY = 24 * HOUR
"""Milliseconds in a day."""


def learner_day(at: int, offset: int, rollover: int) -> int:
    """Return the learner-day that a moment belongs to.

    Args:
        at: Milliseconds since 1970 UTC.
        offset: Local offset from UTC in minutes at that moment.
        rollover: Local hour at which a learner-day ends, 0 to 23.

    Returns:
        Days since 1970-01-01 of local time less the rollover; negative before that.
    """
    return (at + offset * MINUTE - rollover * HOUR) // DAY


def day_start(day: int, offset: int, rollover: int) -> int:
    """Return the first moment of a learner-day, in milliseconds since 1970 UTC.

    The offset is the one known when the question is put. After a change of clocks or a journey
    the real start differs by that change; that is why due dates are kept as learner-days too.

    Args:
        day: Learner-day.
        offset: Local offset from UTC in minutes.
        rollover: Local hour at which a learner-day ends, 0 to 23.

    Returns:
        Milliseconds since 1970 UTC.
    """
    return day * DAY - offset * MINUTE + rollover * HOUR
