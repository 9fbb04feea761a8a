"""Small verifiers that the tests share."""

from dataclasses import dataclass
from typing import Annotated

import pytest

from quizlab.verify import (
    AnswerPart,
    Count,
    Flag,
    ListOf,
    Misconception,
    Number,
    OneOf,
    Real,
    Shape,
    Verifier,
    Whole,
)


@dataclass(frozen=True, slots=True)
class SideParameters:
    size: Annotated[int, Whole(1, 4096, draws=range(8, 65))]
    stride: Annotated[int, Whole(1, 64, draws=(1, 2, 3))] = 1


def _side(v: SideParameters) -> int:
    return v.size // v.stride


class Side(Verifier[SideParameters]):
    id = "example.side"
    version = 1
    title = "Side after subsampling"
    Parameters = SideParameters
    parts = (AnswerPart("side", Count(), unit="cells"),)
    convention = "Cells that fill no stride are dropped."
    citation = "Counted by hand."
    code = _side
    misconceptions = (
        Misconception(
            "ceil",
            "You rounded up.",
            lambda v: -(-v.size // v.stride),
            {"zh": "你向上取整了。"},
        ),
        Misconception("no-stride", "You forgot the stride.", lambda v: v.size),
    )

    def where(self, v: SideParameters) -> str | None:
        if v.stride > v.size:
            return f"stride {v.stride} exceeds size {v.size}; at most {v.size} is possible"
        return None

    def comfortable(self, v: SideParameters) -> bool:
        return v.size % 2 == 0

    def compute(self, v: SideParameters) -> int:
        return _side(v)

    def reference(self, v: SideParameters) -> int:
        return len(range(v.stride, v.size + 1, v.stride))

    def prompt(self, v: SideParameters, language: str = "en") -> str:
        del language
        return f"{v.size} cells, every {v.stride}-th is kept. How many?"

    def explain(self, v: SideParameters, language: str = "en") -> tuple[str, ...]:
        del language
        return (f"Divide {v.size} by {v.stride}.", f"Rounded down: {_side(v)}.")


@dataclass(frozen=True, slots=True)
class StackParameters:
    """Every parameter type, one of them a list of pairs (kernel, stride)."""

    layers: Annotated[
        tuple[tuple[int, int], ...],
        ListOf(
            ListOf(Whole(1, 9), 2, 2), 1, 6, draws=(((3, 1),), ((3, 2), (3, 1)), ((5, 1), (3, 2)))
        ),
    ]
    shape: Annotated[tuple[int, ...], ListOf(Whole(1, 512, draws=(8, 16)), 1, 3)]
    scale: Annotated[float, Number(0, 10, draws=(0.5, 1.5), low_open=True)] = 1.0
    bias: Annotated[bool, Flag()] = True
    style: Annotated[str, OneOf("paper", "torch")] = "paper"


class Stack(Verifier[StackParameters]):
    id = "example.stack"
    version = 3
    title = "Field and shape of a stack"
    Parameters = StackParameters
    parts = (
        AnswerPart("field", Count(), "receptive field", "cells"),
        AnswerPart("scaled", Real(relative=0.01), "scaled field"),
        AnswerPart("shape", Shape(), "doubled shape"),
    )
    convention = "Without padding."
    citation = "Counted by hand."
    misconceptions = (
        Misconception("no-jump", "You forgot the strides before.", lambda v: _field(v, jump=False)),
        Misconception(
            "unscaled", "You forgot to scale.", lambda v: {"scaled": float(_field(v)["field"])}
        ),
        Misconception("never", "You cannot get this.", lambda _: None),
    )

    def compute(self, v: StackParameters) -> dict[str, object]:
        return _field(v)

    def reference(self, v: StackParameters) -> dict[str, object]:
        seen = {0}
        for kernel, stride in reversed(v.layers):
            seen = {cell * stride + tap for cell in seen for tap in range(kernel)}
        field = max(seen) + 1
        return {
            "field": field,
            "scaled": v.scale * field,
            "shape": tuple(side + side for side in v.shape),
        }

    def prompt(self, v: StackParameters, language: str = "en") -> str:
        return f"[{language}] The field of {v.layers}?"

    def explain(self, v: StackParameters, language: str = "en") -> tuple[str, ...]:
        del language
        return (f"{_field(v)['field']}",)


def _field(v: StackParameters, *, jump: bool = True) -> dict[str, object]:
    field = step = 1
    for kernel, stride in v.layers:
        field += (kernel - 1) * step
        step *= stride if jump else 1
    return {
        "field": field,
        "scaled": field * v.scale,
        "shape": tuple(2 * side for side in v.shape),
    }


@pytest.fixture(scope="session")
def side() -> Side:
    """A verifier of two whole numbers and one part."""
    return Side()


@pytest.fixture(scope="session")
def stack() -> Stack:
    """A verifier with every parameter type and three parts."""
    return Stack()
