"""What both questions about Xavier's initialisation share."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Annotated, ClassVar

from quizlab.verify import Number, Together, Verifier, Whole
from quizlab_verifiers.initialization.layer import (
    BOTH_FANS,
    GIVEN_FANS,
    WIDTHS,
    Layer,
    clash,
    described,
    fans_of,
    has_easy_root,
    level,
)
from quizlab_verifiers.notation import equals, tex

CITATION = (
    "Glorot & Bengio 2010, Understanding the difficulty of training deep feedforward neural "
    "networks, equations 12 and 16, https://proceedings.mlr.press/v9/glorot10a.html; "
    "torch.nn.init, https://docs.pytorch.org/docs/stable/nn.init.html"
)


@dataclass(frozen=True, slots=True)
class XavierParameters(Layer):
    """A layer and the gain of the activation that follows.

    Attributes:
        fan_in: As in any layer, drawn more often.
        fan_out: Likewise.
        gain: Factor on the width; 1 for none.
    """

    fan_in: Annotated[int, Whole(0, 10**9, draws=BOTH_FANS)] = 0
    fan_out: Annotated[int, Whole(0, 10**9, draws=BOTH_FANS)] = 0
    gain: Annotated[float, Number(0.001, 1000, draws=(1, 1, 1, 1, 1, 1, 2, 0.5))] = 1.0


class XavierInitialisation(Verifier[XavierParameters], abstract=True):
    """Asks how wide Xavier's weights start, in the form that a subclass draws them in.

    Attributes:
        above: What stands above the sum of the fans under the root.
    """

    above: ClassVar[int]

    def where(self, v: XavierParameters) -> str | None:
        """Say what is contradictory or missing."""
        return clash(v)

    def comfortable(self, v: XavierParameters) -> bool:
        """Hold draws to roots that can be taken on paper; the kernel stands outside of them."""
        fans_without_kernel = v.inputs / v.groups + v.outputs or v.fan_in + v.fan_out
        return has_easy_root(fans_without_kernel / self.above)

    def difficulty(self, v: XavierParameters) -> int:
        """1: plain fans. 2: a kernel or a gain. 3: both, or groups."""
        return level(v, plain=v.gain == 1)


_CHANNELS = [width for width in WIDTHS if width <= 128]


def layers(above: int) -> Together:
    """Return layers to draw: a fifth gives the fans, the rest is half convolutions.

    Args:
        above: What stands above the sum of the fans under the root, which should then be easy.
    """

    def handy(fans: float) -> bool:
        return has_easy_root(fans / above)

    given = [(i, o, 0, 0, 0, 1) for i, o in product(GIVEN_FANS, repeat=2) if handy(i + o)]
    linear = [(0, 0, i, o, 0, 1) for i, o in product(WIDTHS, repeat=2) if handy(i + o)]
    convolutions = [
        (0, 0, i, o, k, g)
        for i, o, k, g in product(_CHANNELS, _CHANNELS, (2, 3, 3, 5), (1, 1, 2, 3))
        if i % g == o % g == 0 and handy(i / g + o)
    ]
    most = len(convolutions)
    return Together(
        ("fan_in", "fan_out", "inputs", "outputs", "kernel", "groups"),
        (*given * (most // len(given) // 2), *linear * (most // len(linear)), *convolutions),
    )


def prompt(v: XavierParameters, question: str) -> str:
    """Ask `question` about the layer."""
    gain = f" with gain ${tex(v.gain)}$" if v.gain != 1 else ""
    fans = " Fans are counted as PyTorch does." if v.groups > 1 else ""
    return (
        f"{described(v)}{fans} The weights are drawn by Xavier's (Glorot's) initialisation{gain}, "
        f"{question}"
    )


def formula(v: XavierParameters, left: str, above: int) -> str:
    """Return the formula in letters; its root stands over `above`."""
    gain = "\\gamma " if v.gain != 1 else ""
    return (
        f"$${left} = {gain}"
        f"\\sqrt{{\\frac{{{above}}}{{n_{{\\text{{in}}}} + n_{{\\text{{out}}}}}}}}$$"
    )


def letters(v: XavierParameters) -> str:
    """Introduce the letters, after the formula."""
    gain = ", $\\gamma$ the gain" if v.gain != 1 else ""
    return (
        "$n_{\\text{in}}$ is the fan in, how many inputs an output adds up, and $n_{\\text{out}}$ "
        f"the fan out, how many outputs an input reaches{gain}."
    )


def result(v: XavierParameters, left: str, above: int, answer: float) -> str:
    """Put the fans into the formula."""
    n_in, n_out = fans_of(v)
    gain = f"{tex(v.gain)} \\cdot " if v.gain != 1 else ""
    return (
        "Put them in:\n\n"
        f"$${left} = {gain}\\sqrt{{\\frac{{{above}}}{{{n_in} + {n_out}}}}} "
        f"= {gain}\\sqrt{{\\frac{{{above}}}{{{n_in + n_out}}}}} {equals(answer)}$$"
    )
