"""Fuzz: a little chance in long intervals, so that cards learned together part again.

The dice are seeded by the review itself. The same log gives the same due dates on every machine
and at every rebuild, and the buttons show what a press at that moment would give.
"""

import random

_LEAST = 3
"""Shorter intervals, in days, stay as they are: a day more or less would be too much of them."""

_WIDENING = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, float("inf"), 0.05))
"""From so many days to so many days, this share of the length is added to the spread."""


def fuzz_key(learner: str, card: str, side: int, at: int) -> str:
    """Return the seed of one review's dice.

    The event's own key is no part of it: its number is known only once it is committed.

    Args:
        learner: Whose review.
        card: ``pack/id`` as the event has it.
        side: Side of the card.
        at: Milliseconds since 1970 UTC.

    Returns:
        A text that tells this review from every other one.
    """
    return f"{learner}\n{card}\n{side}\n{at}"


def fuzz_bounds(interval: int, maximum: int) -> tuple[int, int]:
    """Return the shortest and the longest interval that fuzz may make of one.

    Source: the ranges that FSRS implementations share: one day, and 15, 10 and 5 % of the days
    beyond 2.5, 7 and 20.

    Args:
        interval: Days that the model asks for, at most `maximum`.
        maximum: Longest interval allowed, in days.

    Returns:
        Both ends in days, inclusive.
    """
    if interval < _LEAST:
        return interval, interval
    spread = 1.0 + sum(
        share * max(0.0, min(interval, end) - start) for start, end, share in _WIDENING
    )
    return round(interval - spread), min(maximum, round(interval + spread))


def fuzzed(interval: int, maximum: int, key: str) -> int:
    """Return an interval moved a little by dice that the key alone decides.

    Args:
        interval: Days that the model asks for, at most `maximum`.
        maximum: Longest interval allowed, in days.
        key: The seed, from `fuzz_key`.

    Returns:
        Days, within `fuzz_bounds`.
    """
    shortest, longest = fuzz_bounds(interval, maximum)
    if shortest == longest:
        return interval
    # Seeding by text and .random() are the two things that Python promises never to change.
    dice = random.Random(key)  # noqa: S311 - chance for spreading, not for secrets
    return shortest + int(dice.random() * (longest - shortest + 1))
