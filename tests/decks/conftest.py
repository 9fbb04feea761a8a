"""Three small verifiers, so that decks are tested without the real ones."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import pytest

from quizlab.verify import (
    AnswerPart,
    Count,
    Fault,
    ListOf,
    Number,
    Real,
    Shape,
    Verifier,
    Whole,
    nearest,
)


class Fake(Verifier[Any], abstract=True):
    version = 1
    convention = "as PyTorch"
    citation = "a test"

    def reference(self, v: Any) -> Any:
        return self.compute(v)

    def prompt(self, v: Any, language: str = "en") -> str:
        return f"{self.title} of {v} in {language}"

    def explain(self, v: Any, language: str = "en") -> tuple[str, ...]:
        return (f"{self.compute(v)} in {language}",)


@dataclass(frozen=True, slots=True)
class SideParameters:
    size: Annotated[int, Whole(1, 4096, draws=range(16, 65))]
    kernel: Annotated[int, Whole(1, 64, draws=(3, 5, 7))] = 3
    stride: Annotated[int, Whole(1, 64, draws=(1, 2))] = 1
    padding: Annotated[int, Whole(0, 64, draws=(0, 1))] = 0
    dilation: Annotated[int, Whole(1, 64, draws=(1, 2))] = 1


class Side(Fake):
    id = "conv2d.output-side"
    title = "Output side"
    Parameters = SideParameters
    parts = (AnswerPart("side", Count()),)

    def where(self, v: SideParameters) -> str | None:
        reach = v.dilation * (v.kernel - 1) + 1
        return "the kernel is larger than the input" if reach > v.size + 2 * v.padding else None

    def compute(self, v: SideParameters) -> int:
        return (v.size + 2 * v.padding - v.dilation * (v.kernel - 1) - 1) // v.stride + 1


@dataclass(frozen=True, slots=True)
class StackParameters:
    layers: Annotated[
        tuple[tuple[int, ...], ...],
        ListOf(ListOf(Whole(1, 9, draws=(1, 3)), 3, 3), 1, 4, draws=(((3, 1, 1),),)),
    ]


class Stack(Fake):
    id = "receptive-field.stack"
    title = "Receptive field"
    Parameters = StackParameters
    parts = (AnswerPart("field", Count()),)

    def compute(self, v: StackParameters) -> int:
        field, jump = 1, 1
        for kernel, stride, dilation in v.layers:
            field += dilation * (kernel - 1) * jump
            jump *= stride
        return field


@dataclass(frozen=True, slots=True)
class StepParameters:
    steps: Annotated[int, Whole(1, 100, draws=(1, 2))]
    lr: Annotated[float, Number(1e-6, 1.0, draws=(1e-3, 1e-2))] = 1e-3


class Step(Fake):
    id = "adam.step"
    title = "Adam"
    Parameters = StepParameters
    parts = (AnswerPart("moment", Real()), AnswerPart("update", Real()))

    def compute(self, v: StepParameters) -> dict[str, float]:
        return {"moment": 1 - 0.9**v.steps, "update": v.lr * v.steps * (1 - 1e-8)}


@dataclass(frozen=True, slots=True)
class ShapeParameters:
    channels: Annotated[int, Whole(1, 4096, draws=(3, 64))] = 3


class OutputShape(Fake):
    id = "image.shape"
    title = "Shape"
    Parameters = ShapeParameters
    parts = (AnswerPart("shape", Shape()),)

    def compute(self, v: ShapeParameters) -> tuple[int, ...]:
        return (v.channels, 224, 224)


class Broken(Fake):
    id = "broken.one"
    title = "Broken"
    Parameters = ShapeParameters
    parts = (AnswerPart("value", Count()),)

    def compute(self, v: ShapeParameters) -> int:
        raise ZeroDivisionError(f"{v.channels} / 0")


VERIFIERS: dict[str, Verifier[Any]] = {
    verifier.id: verifier for verifier in (Side(), Stack(), Step(), OutputShape(), Broken())
}


@pytest.fixture(scope="session")
def lookup() -> Callable[[str], Verifier[Any]]:
    def find(name: str) -> Verifier[Any]:
        if name not in VERIFIERS:
            near = nearest(name, VERIFIERS)
            raise Fault("unknown-verifier", name, f"no verifier {name!r}; the nearest is {near!r}")
        return VERIFIERS[name]

    return find
