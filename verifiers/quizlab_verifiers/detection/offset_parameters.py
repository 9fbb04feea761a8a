"""Anchors, boxes and variances: what questions about offsets share."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from quizlab.verify import Fields, ListOf, Number, Place
from quizlab_verifiers.notation import GIVEN, row, tex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FARTHEST = 10_000
SHORTEST = 0.001

# Centres a multiple of 6 apart, over these sides, give shifts of at most three decimals; two
# sides have a ratio of twos and threes.
_CENTRE = Number(-FARTHEST, FARTHEST, draws=tuple(float(x) for x in range(60, 127, 6)))
_SIDE = Number(SHORTEST, FARTHEST, draws=(20.0, 30.0, 40.0, 60.0, 80.0, 120.0))

BOX = Fields(Place("cx", _CENTRE), Place("cy", _CENTRE), Place("w", _SIDE), Place("h", _SIDE))
"""A box by its centre and its sides."""

PLAIN = (1.0, 1.0)
SSD = (0.1, 0.2)

VARIANCES = ListOf(Number(0.01, 10), 2, 2, draws=(PLAIN, PLAIN, PLAIN, SSD))
"""What shifts and what logarithms are divided by."""

Four = tuple[float, float, float, float]
Pair = tuple[float, float]

CITATION = (
    "Girshick et al. 2014, Rich feature hierarchies, appendix C, "
    "https://arxiv.org/abs/1311.2524; torchvision/models/detection/_utils.py, "
    "https://github.com/pytorch/vision"
)

LOGARITHMS = "($\\ln 2 \\approx 0.693$, $\\ln 3 \\approx 1.099$)"
"""What helps with the numbers that are drawn."""


def one_each(variances: Pair) -> Four:
    """Return the variance of each of tx, ty, tw and th."""
    centre, size = variances
    return centre, centre, size, size


def given(anchor: Four, name: str, values: Four, variances: Pair) -> str:
    """List the anchor, the other four values by their `name`, and the variances."""
    return (
        f"- anchor ${row(anchor, GIVEN)}$\n"
        f"- {name} ${row(values, GIVEN)}$\n"
        f"- {variances_said(variances)}"
    )


def variances_said(variances: Sequence[float]) -> str:
    """Say which variances hold, as a list item."""
    if variances == PLAIN:
        return "no variances (all $1$)"
    return f"variances ${tex(variances[0])}$ for the centre and ${tex(variances[1])}$ for the size"


def letters_said(*, with_variances: bool) -> str:
    """Introduce the letters of the formulas."""
    tail = ", variances $\\alpha$ of the centre and $\\beta$ of the size" if with_variances else ""
    return (
        "With the anchor's centre $(x_a, y_a)$ and sides $w_a$, $h_a$, the box's $(x, y)$, $w$ "
        f"and $h${tail}:"
    )


def line_root(line: Callable[[Fraction], Fraction], value: float) -> float:
    """Return where a straight line takes `value`, from two of its points, exactly."""
    at_0, at_1 = line(Fraction(0)), line(Fraction(1))
    return float((Fraction(value) - at_0) / (at_1 - at_0))


def bisected(rising: Callable[[float], float], value: float, low: float, high: float) -> float:
    """Return where a rising function takes `value`, by halving what holds it."""
    while True:
        middle = (low + high) / 2
        if not low < middle < high:
            return middle
        if rising(middle) < value:
            low = middle
        else:
            high = middle
