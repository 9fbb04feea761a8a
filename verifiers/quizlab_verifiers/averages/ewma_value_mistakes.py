"""What people get wrong about an exponentially weighted average, and what the question varies."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Flag, Generated, ListOf, Misconception, Number
from quizlab_verifiers.maths import averages

if TYPE_CHECKING:
    from random import Random


def _sequence(dice: Random) -> tuple[float, ...]:
    """Make two to four values as a thermometer or a loss curve would show them."""
    return tuple(float(dice.randrange(2, 41)) for _ in range(dice.choice((2, 2, 3, 3, 4))))


@dataclass(frozen=True, slots=True)
class EwmaParameters:
    """Some values that are averaged.

    Attributes:
        beta: Share of the old average that is kept.
        samples: The values, oldest first.
        corrected: Whether the bias of the start at 0 is corrected.
    """

    beta: Annotated[float, Number(0, 0.999999, draws=(0.9, 0.9, 0.8, 0.75, 0.6, 0.5))]
    samples: Annotated[
        tuple[float, ...], ListOf(Number(-10_000, 10_000), 1, 1000, draws=Generated(_sequence))
    ]
    corrected: Annotated[bool, Flag()] = False


def _uncorrected(v: EwmaParameters) -> float | None:
    return averages.ewma(v.beta, v.samples) if v.corrected else None


def _corrected(v: EwmaParameters) -> float | None:
    return None if v.corrected else averages.ewma(v.beta, v.samples, corrected=True)


def _weights_swapped(v: EwmaParameters) -> float | None:
    # With 1/2 both weights are equal; with next to no decay the 0 would be all that is kept.
    if v.beta < 1e-6 or v.beta == 0.5:
        return None
    return averages.ewma(1 - v.beta, v.samples, corrected=v.corrected)


def _not_damped(v: EwmaParameters) -> float:
    total = 0.0
    for x in v.samples:
        total = v.beta * total + x
    return total / (1 - v.beta ** len(v.samples)) if v.corrected else total


def _from_the_first(v: EwmaParameters) -> float | None:
    if len(v.samples) == 1 and v.corrected:
        return None  # The correction makes the very same of a single value.
    value = v.samples[0]
    for x in v.samples[1:]:
        value = v.beta * value + (1 - v.beta) * x
    return value


def _plain_mean(v: EwmaParameters) -> float | None:
    return sum(v.samples) / len(v.samples) if len(v.samples) > 1 else None


def _newest_first(v: EwmaParameters) -> float | None:
    backwards = v.samples[::-1]
    if backwards == v.samples:
        return None
    return averages.ewma(v.beta, backwards, corrected=v.corrected)


def _no_exponent(v: EwmaParameters) -> float | None:
    if not v.corrected or len(v.samples) == 1 or not v.beta:
        return None
    return averages.ewma(v.beta, v.samples) / (1 - v.beta)


def _corrected_carried(v: EwmaParameters) -> float | None:
    if not v.corrected or len(v.samples) == 1 or not v.beta:
        return None
    value = 0.0
    for t, x in enumerate(v.samples, start=1):
        value = (v.beta * value + (1 - v.beta) * x) / (1 - v.beta**t)
    # Near a beta of 1 this grows with every step, in the end past the largest float.
    return value if isfinite(value) else None


MISTAKES: tuple[Misconception[EwmaParameters], ...] = (
    Misconception(
        "not-corrected",
        "You left out the bias correction: after t values divide by 1 − βᵗ, because the "
        "average started at 0.",
        _uncorrected,
    ),
    Misconception(
        "corrected-unasked",
        "You corrected the bias. Asked is the running average as it is kept, not divided by "
        "1 − βᵗ.",
        _corrected,
    ),
    Misconception(
        "weights-swapped",
        "You swapped the weights: the old average is kept with β, the new value comes in with "
        "1 − β.",
        _weights_swapped,
    ),
    Misconception(
        "new-value-in-full",
        "You added the new value in full. It comes in with 1 − β, or the result is a sum and "
        "no average.",
        _not_damped,
    ),
    Misconception(
        "from-first-value",
        "You started at the first value. Here the average starts at 0.",
        _from_the_first,
    ),
    Misconception(
        "plain-mean",
        "That is the plain mean, in which all values weigh alike. Here a value's weight "
        "shrinks by β with every step.",
        _plain_mean,
    ),
    Misconception(
        "newest-first",
        "You went through the values backwards. The last one is the newest and weighs most.",
        _newest_first,
    ),
    Misconception(
        "correction-without-exponent",
        "You divided by 1 − β. That corrects the first value only; after t values it is 1 − βᵗ.",
        _no_exponent,
    ),
    Misconception(
        "corrected-carried-on",
        "You carried the corrected average on. The running average stays uncorrected; only "
        "what is read from it is divided by 1 − βᵗ.",
        _corrected_carried,
    ),
)
"""Most typical first."""
