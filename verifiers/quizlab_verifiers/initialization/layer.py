"""The layer of a question about initialisation: its fans, or what they are counted from."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt
from typing import Annotated

from quizlab.verify import Whole
from quizlab_verifiers.wording import article

# Multiples of 6 leave a whole number under the roots, so they are drawn twice as often as others.
_SIXES = (
    *(6, 12, 18, 24, 30, 36, 42, 48, 54, 60, 66, 72, 78, 84, 90, 96, 108, 120, 132, 144, 150),
    *(162, 180, 192, 216, 240, 288, 300, 384, 480, 600),
)
_OTHERS = (4, 8, 16, 20, 32, 50, 64, 100, 128, 256)
WIDTHS = (*_SIXES, *_OTHERS)
"""Widths of layers that are drawn."""

GIVEN_FANS = tuple(range(6, 151, 6))
"""Fans that are drawn where they are given."""

# What is not given is 0. Fans and layers exclude each other but are drawn apart: these shares of
# zeros leave the most draws legal of those that give the fans in about a fifth of the questions.
_DRAWN = (*(0,) * 53, *_SIXES * 2, *_OTHERS)
ONE_FAN = (*(0,) * 50, *GIVEN_FANS)
"""What a fan is drawn from where the formula needs only one."""

BOTH_FANS = (*(0,) * 32, *GIVEN_FANS)
"""What a fan is drawn from where the formula needs both, which is rarer by itself."""

COUNTED = (
    "Fans are given or, as in PyTorch, counted: fan_in = inputs / groups · k², fan_out = outputs "
    "· k², not divided by the groups, with k the kernel's side; kernel 0 means fully connected, "
    "k = 1."
)
"""What the conventions say about fans."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer by its fans, or fully connected, or a convolution.

    Attributes:
        fan_in: Fan in, where it is given directly; else 0.
        fan_out: Fan out, where it is given directly; else 0.
        inputs: Features or channels that come in; 0 where the fans are given.
        outputs: Features or channels that go out; 0 where the fans are given.
        kernel: Kernel side of a convolution; 0 for a fully connected layer.
        groups: Groups of a convolution.
    """

    fan_in: Annotated[int, Whole(0, 10**9, draws=ONE_FAN)] = 0
    fan_out: Annotated[int, Whole(0, 10**9, draws=ONE_FAN)] = 0
    inputs: Annotated[int, Whole(0, 2**20, draws=_DRAWN)] = 0
    outputs: Annotated[int, Whole(0, 2**20, draws=_DRAWN)] = 0
    kernel: Annotated[int, Whole(0, 255, draws=(0, 0, 0, 0, 0, 0, 3, 3, 3, 2, 4, 5))] = 0
    groups: Annotated[int, Whole(1, 2**20, draws=(*(1,) * 8, 2, 3, 4, 4))] = 1


def clash(v: Layer, *, needed: tuple[str, ...] = ("fan_in", "fan_out")) -> str | None:
    """Return what is contradictory or missing and what is possible, None where nothing is.

    Args:
        v: The layer.
        needed: Which fans the formula needs.
    """
    if v.inputs and v.outputs:
        if v.fan_in or v.fan_out:
            return (
                f"got fan_in {v.fan_in}, fan_out {v.fan_out} and a layer of {v.inputs} inputs and "
                f"{v.outputs} outputs; give either the fans or the layer"
            )
        if v.groups > 1 and not v.kernel:
            return (
                f"groups {v.groups} need a convolution; give its kernel too, or leave groups at 1"
            )
        if v.inputs % v.groups or v.outputs % v.groups:
            return (
                f"groups {v.groups} must divide both inputs {v.inputs} and outputs {v.outputs}; "
                "take groups that do, such as 1"
            )
        return None
    if v.inputs or v.outputs or v.kernel or v.groups > 1:
        return (
            f"got inputs {v.inputs}, outputs {v.outputs}, kernel {v.kernel}, groups {v.groups}; "
            "a layer needs inputs and outputs of at least 1, and fans go without a layer"
        )
    missing = [name for name in needed if not getattr(v, name)]
    if missing:
        return (
            f"{' and '.join(missing)} must be at least 1; or leave the fans out and give a layer "
            "by inputs and outputs, a convolution by its kernel too"
        )
    return None


def fans_of(v: Layer) -> tuple[int, int]:
    """Return the fan in and the fan out; 0 for one that is not given."""
    if not v.inputs:
        return v.fan_in, v.fan_out
    area = v.kernel * v.kernel or 1
    return v.inputs // v.groups * area, v.outputs * area


def weight_shape(v: Layer) -> tuple[int, ...]:
    """Return the shape of the layer's weight in torch; a fan that is not given counts as 1."""
    if not v.inputs:
        return v.fan_out or 1, v.fan_in or 1
    sides = (v.kernel, v.kernel) if v.kernel else ()
    return v.outputs, v.inputs // v.groups, *sides


def level(v: Layer, *, plain: bool) -> int:
    """Return the difficulty: 1 for plain fans, one more for a kernel, for groups, for extras.

    Args:
        v: The layer.
        plain: Whether the formula has nothing that plain ones do not have.
    """
    return min(3, 1 + (v.kernel > 1) + (v.groups > 1) + (not plain))


def has_easy_root(number: float) -> bool:
    """Whether one can take this root on paper: of a small whole number, or of a square."""
    whole = int(number)
    return whole == number and (whole <= 150 or isqrt(whole) ** 2 == whole)


def described(v: Layer) -> str:
    """Introduce the layer in a sentence."""
    if not v.inputs:
        given = [
            f"{name} $n_{{\\text{{{short}}}}} = {fan}$"
            for name, short, fan in (("fan in", "in", v.fan_in), ("fan out", "out", v.fan_out))
            if fan
        ]
        return f"A layer has {' and '.join(given)}."
    if not v.kernel:
        return f"A fully connected layer maps ${v.inputs}$ inputs to ${v.outputs}$ outputs."
    grouped = f", in ${v.groups}$ groups" if v.groups > 1 else ""
    return (
        f"{article(v.kernel).capitalize()} ${v.kernel} \\times {v.kernel}$ convolution maps "
        f"${v.inputs}$ channels to ${v.outputs}$ channels{grouped}."
    )


def worked_fans(v: Layer, *, uses_in: bool = True, uses_out: bool = True) -> str:
    """Count the fans that the formula uses."""
    n_in, n_out = fans_of(v)
    if not v.inputs:
        used = [
            f"$n_{{\\text{{{short}}}}} = {fan}$"
            for short, fan, is_used in (("in", n_in, uses_in), ("out", n_out, uses_out))
            if is_used
        ]
        return f"Given {'are' if len(used) > 1 else 'is'} {' and '.join(used)}."
    if not v.kernel:
        reach = []
        if uses_in:
            reach.append(f"every output adds up all inputs, $n_{{\\text{{in}}}} = {n_in}$")
        if uses_out:
            reach.append(f"every input reaches all outputs, $n_{{\\text{{out}}}} = {n_out}$")
        return f"In a fully connected layer {'; '.join(reach)}."
    said = []
    k = v.kernel
    if uses_in:
        seen = f"\\frac{{{v.inputs}}}{{{v.groups}}}" if v.groups > 1 else f"{v.inputs}"
        channels = "each input channel of its group" if v.groups > 1 else "each input channel"
        said.append(
            f"One output adds up ${k} \\times {k}$ cells of {channels}:\n\n"
            f"$$n_{{\\text{{in}}}} = {seen} \\cdot {k}^2 = {n_in}$$"
        )
    if uses_out:
        groups = (
            "; PyTorch does not divide this by the groups, which the weight's shape does not tell"
            if v.groups > 1
            else ""
        )
        said.append(
            f"One input cell lies under ${k} \\times {k}$ places of each kernel{groups}:\n\n"
            f"$$n_{{\\text{{out}}}} = {v.outputs} \\cdot {k}^2 = {n_out}$$"
        )
    return "\n\n".join(said)
