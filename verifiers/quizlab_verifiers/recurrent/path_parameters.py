"""What a question about the gradient along the cell states varies."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Annotated

from quizlab.verify import ListOf, Number, Whole

_GATES: tuple[tuple[float, ...], ...] = (
    *product((0.5, 0.6, 0.8, 0.9), (0.2, 0.5, 0.9), (0.5, 0.8, 1.0)),
    *product((0.5, 0.9), (0.4, 0.8, 1.0), (0.5, 0.6, 0.9), (0.5, 0.7, 0.8)),
    *product((0.9, 1.0), (0.4, 0.8), (0.5, 0.9), (0.6, 0.7), (0.5, 0.8)),
)
_CONSTANT = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.98, 0.99)

SMALLEST = 1e-300
"""Smaller products but 0 are refused: floats lose their figures there."""


@dataclass(frozen=True, slots=True)
class PathParameters:
    """Some steps of an LSTM cell.

    Attributes:
        steps: Number of the last step.
        forget: Forget gate of every step; 1 where `gates` lists them.
        gates: The forget gates of step 1 to the last; none at all stands for `forget` throughout.
        since: Step of the earlier cell state, 0 for the initial one.
    """

    steps: Annotated[
        int, Whole(1, 1000, draws=(3, 4, 5, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 20, 25, 40, 50))
    ]
    forget: Annotated[float, Number(0, 1, draws=(*(1.0,) * 16, *_CONSTANT))] = 1.0
    gates: Annotated[
        tuple[float, ...],
        ListOf(Number(0, 1), 0, 1000, draws=(*((),) * 60, *_GATES)),
    ] = ()
    since: Annotated[int, Whole(0, 999, draws=(0, 0, 0, 1, 2, 3))] = 0


def crossed(v: PathParameters) -> tuple[float, ...]:
    """Return the forget gates between both cell states."""
    return v.gates[v.since :] or (v.forget,) * (v.steps - v.since)


def path(v: PathParameters) -> float:
    """Return the product of these gates."""
    return prod(v.gates[v.since :]) if v.gates else v.forget ** (v.steps - v.since)
