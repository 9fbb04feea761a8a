"""What a question about histogram equalisation varies."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, ListOf, OneOf, Whole
from quizlab_verifiers.maths import equalisation

if TYPE_CHECKING:
    from random import Random


def _drawn_histogram(dice: Random) -> tuple[int, ...]:
    """Return a histogram that leans to one side, of a round number of pixels."""
    levels = dice.choice((4, 5, 6, 8))
    total = dice.choice((16, 20, 25, 32, 40, 50))
    dark = dice.random() < 0.7
    weights = [dice.random() * (levels - k if dark else k + 1) for k in range(levels)]
    whole = sum(weights)
    histogram = [max(1, int(total * w / whole)) for w in weights]
    histogram[dice.randrange(levels)] += max(0, total - sum(histogram))
    return tuple(histogram)


@dataclass(frozen=True, slots=True)
class EqualiseParameters:
    """A grey-level histogram and which formula spreads it.

    Attributes:
        histogram: Pixels of grey level 0, 1, 2 and so on; its length is the number of levels.
        form: ``classical`` or ``opencv``, which subtracts the darkest level's pixels first.
    """

    histogram: Annotated[
        tuple[int, ...], ListOf(Whole(0, 10_000), 2, 256, draws=Generated(_drawn_histogram))
    ]
    form: Annotated[str, OneOf("classical", "opencv")] = "classical"


def new_levels(v: EqualiseParameters) -> tuple[int, ...]:
    """Return the new levels as they should be."""
    return equalisation.equalised_levels(v.histogram, v.form)


def terms(v: EqualiseParameters) -> tuple[list[int], int, int]:
    """Return the cumulative counts, what is subtracted from them, and what divides."""
    cumulative = list(accumulate(v.histogram))
    darkest = next(c for c in cumulative if c) if v.form == "opencv" else 0
    return cumulative, darkest, cumulative[-1] - darkest
