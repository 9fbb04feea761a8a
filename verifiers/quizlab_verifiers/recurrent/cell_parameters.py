"""What a question about a step of an LSTM cell varies, and its pre-activations."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Annotated

from quizlab.verify import ListOf, Number

Four = tuple[float, float, float, float]

_NONE: Four = (0.0, 0.0, 0.0, 0.0)
_WEIGHTS = tuple(product((-2.0, -1.0, 1.0, 2.0), (-1.0, 1.0, 2.0), (-2.0, -1.0, 1.0), (-1.0, 1.0)))
_OFFSETS = tuple(product((-1.0, 0.0, 1.0), (0.0, 1.0, 2.0), (-1.0, 0.0, 1.0), (-1.0, 0.0, 1.0)))
_MAYBE = (*(_NONE,) * 60, *_OFFSETS)


@dataclass(frozen=True, slots=True)
class CellParameters:
    """A step of a cell of input and hidden size 1; lists are in the order i, f, g, o.

    Attributes:
        x: Input of the step.
        input_weights: Weights of x.
        h: Hidden state before the step.
        c: Cell state before the step.
        recurrent_weights: Weights of h.
        biases: Biases; where there are two, their sum.
    """

    x: Annotated[float, Number(-100, 100, draws=(-1.0, 0.5, 1.0, 1.0, 2.0))]
    input_weights: Annotated[Four, ListOf(Number(-10, 10), 4, 4, draws=_WEIGHTS)]
    h: Annotated[float, Number(-1, 1, draws=(0.0, -0.5, 0.5, 0.5))] = 0.0
    c: Annotated[float, Number(-100, 100, draws=(0.0, -2.0, -1.0, 0.5, 1.0, 2.0))] = 0.0
    recurrent_weights: Annotated[Four, ListOf(Number(-10, 10), 4, 4, draws=_MAYBE)] = _NONE
    biases: Annotated[Four, ListOf(Number(-10, 10), 4, 4, draws=_MAYBE)] = _NONE


def has_memory(v: CellParameters) -> bool:
    """Whether the hidden state before the step reaches a gate."""
    return v.h != 0 and any(v.recurrent_weights)


def has_biases(v: CellParameters) -> bool:
    """Whether a bias is not 0."""
    return any(v.biases)


def pre_activations(v: CellParameters, *, memory: bool = True, biases: bool = True) -> Four:
    """Return what goes into the four gates, with or without one of its summands."""
    x, h, w = v.x, v.h, v.input_weights
    u = v.recurrent_weights if memory else _NONE
    b = v.biases if biases else _NONE
    # Written out, since draws compute them for every mistake.
    return (
        w[0] * x + u[0] * h + b[0],
        w[1] * x + u[1] * h + b[1],
        w[2] * x + u[2] * h + b[2],
        w[3] * x + u[3] * h + b[3],
    )
