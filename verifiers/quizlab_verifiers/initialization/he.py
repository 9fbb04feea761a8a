"""What both questions about He's initialisation share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from quizlab.verify import Number, OneOf, Verifier
from quizlab_verifiers.initialization.layer import (
    COUNTED,
    Layer,
    clash,
    described,
    fans_of,
    has_easy_root,
    level,
    weight_shape,
    worked_fans,
)
from quizlab_verifiers.notation import equals, squared, tex

if TYPE_CHECKING:
    from collections.abc import Callable

CONVENTION = f"{COUNTED} Slope 0 is ReLU."
CITATION = (
    "He et al. 2015, Delving Deep into Rectifiers, equations 10, 14 and 15, "
    "https://arxiv.org/abs/1502.01852; torch.nn.init, "
    "https://docs.pytorch.org/docs/stable/nn.init.html"
)


@dataclass(frozen=True, slots=True)
class HeParameters(Layer):
    """A layer and what its weights are to keep.

    Attributes:
        mode: ``fan_in`` keeps the signal's size on the way forward, ``fan_out`` the gradient's on
            the way back.
        slope: Slope of the leaky ReLU for negative inputs; 0 for ReLU.
    """

    mode: Annotated[str, OneOf("fan_in", "fan_out", draws=("fan_in", "fan_in", "fan_out"))] = (
        "fan_in"
    )
    slope: Annotated[float, Number(0, 10, draws=(0, 0, 0, 0, 0, 0.5, 0.75))] = 0.0


def fan_of(v: HeParameters) -> int:
    """Return the fan that the formula uses."""
    n_in, n_out = fans_of(v)
    return n_in if v.mode == "fan_in" else n_out


class HeInitialisation(Verifier[HeParameters], abstract=True):
    """Asks how wide He's weights start, in the form that a subclass draws them in.

    Attributes:
        above: What stands above the fan under the root.
    """

    above: ClassVar[int]

    def where(self, v: HeParameters) -> str | None:
        """Say what is contradictory or missing; the fan that is not used may be left out."""
        return clash(v, needed=(v.mode,))

    def comfortable(self, v: HeParameters) -> bool:
        """Hold draws to roots that can be taken on paper; the kernel stands outside of them."""
        if v.mode == "fan_in":
            fan_without_kernel = v.inputs / v.groups or v.fan_in
        else:
            fan_without_kernel = v.outputs or v.fan_out
        return has_easy_root(fan_without_kernel / self.above)

    def difficulty(self, v: HeParameters) -> int:
        """1: a plain fan. 2: a kernel or a slope. 3: both, or groups."""
        return level(v, plain=not v.slope)


def drawing(initialise: Callable[..., object], v: HeParameters) -> Callable[[], object]:
    """Return a call that draws the layer's weight by one of torch's two functions for He's."""
    import torch

    weight = torch.empty(weight_shape(v), device="meta")
    return lambda: initialise(weight, a=v.slope, mode=v.mode, nonlinearity="leaky_relu")


def prompt(v: HeParameters, question: str) -> str:
    """Ask `question` about the layer."""
    activation = f"leaky ReLU with slope ${tex(v.slope)}$" if v.slope else "ReLU"
    fans = " Fans are counted as PyTorch does." if v.groups > 1 else ""
    return (
        f"{described(v)}{fans} A {activation} follows. The weights are drawn by He's (Kaiming's) "
        f"initialisation in mode `{v.mode}`, {question}"
    )


def _letter(v: HeParameters) -> str:
    return "n_{\\text{in}}" if v.mode == "fan_in" else "n_{\\text{out}}"


def formula(v: HeParameters, left: str, above: int) -> str:
    """Return the formula in letters; its root stands over `above`."""
    half = "(1 + s^2) \\, " if v.slope else ""
    return f"$${left} = \\sqrt{{\\frac{{{above}}}{{{half}{_letter(v)}}}}}$$"


def reason(v: HeParameters) -> str:
    """Say which variance He's initialisation takes, and why."""
    fan = "fan in" if v.mode == "fan_in" else "fan out"
    if v.slope:
        return (
            "A leaky ReLU of slope $s$ keeps $(1 + s^2) / 2$ of the mean square, so He's variance "
            f"is $2 / (1 + s^2)$ over the {fan}"
        )
    return f"ReLU keeps half of the mean square, so He's variance is $2$ over the {fan}"


def letters(v: HeParameters) -> str:
    """Introduce the fan, after the formula."""
    meaning = (
        "the fan in, how many inputs an output adds up"
        if v.mode == "fan_in"
        else "the fan out, how many outputs an input reaches"
    )
    return f"${_letter(v)}$ is {meaning}."


def explain(v: HeParameters, left: str, above: int, method: str, answer: float) -> tuple[str, ...]:
    """Return the worked steps: `method`, the fan, the root."""
    fan = fan_of(v)
    half = f"(1 + {squared(v.slope)}) \\cdot " if v.slope else ""
    below = (1 + v.slope * v.slope) * fan
    rest = f" = \\sqrt{{\\frac{{{above}}}{{{tex(below)}}}}}" if v.slope else ""
    counted = worked_fans(v, uses_in=v.mode == "fan_in", uses_out=v.mode == "fan_out")
    root = f"\\sqrt{{\\frac{{{above}}}{{{half}{fan}}}}}"
    return method, counted, f"Put it in:\n\n$${left} = {root}{rest} {equals(answer)}$$"
