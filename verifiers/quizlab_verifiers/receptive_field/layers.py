"""Stacks of layers: their type and limits, how they are drawn, told and really run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Fields, Generated, ListOf, Place, Whole
from quizlab_verifiers.maths.receptive_field import jump, receptive_field
from quizlab_verifiers.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    import torch

Layers = tuple[tuple[int, int, int], ...]
"""Kernel, stride and dilation of each layer, from the input on."""

MOST_CELLS = 16384
"""Largest receptive field and jump, so that a network can measure them."""

MOST_TAPS = 10240
"""Most taps of all kernels together, so that it does so within a second or two."""

_KERNELS = (2, 3, 3, 3, 4, 5, 7)
_STRIDES = (1, 1, 2, 2, 3, 4)
_DILATIONS = (1, 1, 2, 3, 4)


def draw_layers(dice: Random) -> Layers:
    """Draw two to five layers; a third of the stacks has neither strides nor dilation."""
    kind = dice.randrange(3)
    return tuple(
        (
            dice.choice(_KERNELS),
            dice.choice(_STRIDES) if kind else 1,
            dice.choice(_DILATIONS) if kind == 2 else 1,
        )
        for _ in range(dice.randrange(2, 6))
    )


def draw_strided(dice: Random) -> Layers:
    """Draw two to six layers with strides; a third of the stacks also has dilation."""
    dilated = dice.random() < 1 / 3
    return tuple(
        (
            dice.choice(_KERNELS),
            dice.choice(_STRIDES),
            dice.choice(_DILATIONS) if dilated else 1,
        )
        for _ in range(dice.randrange(2, 7))
    )


def layers_type(draws: Generated[Layers]) -> ListOf:
    """Return the type of a stack: its layers from the input on, by position or by name."""
    layer = Fields(
        Place("kernel", Whole(1, 64)),
        Place("stride", Whole(1, 128), 1),
        Place("dilation", Whole(1, 4096), 1),
    )
    return ListOf(layer, 1, 300, draws)


@dataclass(frozen=True, slots=True)
class StackParameters:
    """A stack of convolutions or poolings.

    Attributes:
        layers: Kernel, stride and dilation of each layer, from the input on; stride and dilation
            are 1 where they are left out.
    """

    layers: Annotated[Layers, layers_type(Generated(draw_layers))]


@dataclass(frozen=True, slots=True)
class StridedParameters:
    """A stack of convolutions or poolings, drawn with strides.

    Attributes:
        layers: Kernel, stride and dilation of each layer, from the input on; stride and dilation
            are 1 where they are left out.
    """

    layers: Annotated[Layers, layers_type(Generated(draw_strided))]


def too_large(layers: Layers) -> str | None:
    """Say what is too large to be measured, None where all is well."""
    field, step = receptive_field(layers), jump(layers)
    taps = sum(kernel for kernel, _, _ in layers)
    if taps > MOST_TAPS:
        return (
            f"layers have {taps} taps along one side; up to {MOST_TAPS} can be measured, so take "
            "fewer layers or smaller kernels"
        )
    if field > MOST_CELLS:
        return (
            f"layers see {_size(field)} cells; up to {MOST_CELLS} can be measured, so take fewer layers "
            "or smaller kernels, strides or dilations"
        )
    if step > MOST_CELLS:
        return (
            f"layers have strides whose product is {_size(step)}; up to {MOST_CELLS} can be measured, so "
            "take smaller strides"
        )
    return None


def _size(number: int) -> str:
    """Return a number for a message; the huge ones need not be read digit by digit."""
    return str(number) if number < 10**12 else f"over 10^{len(str(number)) - 1}"


def told(layers: Layers) -> str:
    """Return the layers as a list in Markdown."""
    return "\n".join(f"{place}. {_told(layer)}" for place, layer in enumerate(layers, start=1))


def _told(layer: tuple[int, int, int]) -> str:
    kernel, stride, dilation = layer
    settings = [f"stride ${stride}$"]
    if dilation > 1:
        settings.append(f"dilation ${dilation}$")
    return f"${kernel} \\times {kernel}$ with {listed(settings)}"


def seen_by_units(layers: Layers, units: int) -> list[tuple[int, int]]:
    """Measure the first and last input cell that the first units of a real network depend on.

    A network of convolutions in one dimension, all weights positive, is run on longer and longer
    inputs until it puts out enough units. Autograd then says on which inputs each of them depends:
    on those whose gradient is not zero.
    """
    import torch
    from torch.nn.functional import conv1d

    # Weights of 1/k keep ones at one on the way up. On the way down only zero or not matters, so
    # that gradients are made 1 between layers: hundreds of layers neither overflow nor vanish.
    kernels = [torch.full((1, 1, k), 1 / k, dtype=torch.float64) for k, _, _ in layers]

    def run(line: torch.Tensor) -> torch.Tensor:
        for kernel, (k, stride, dilation) in zip(kernels, layers, strict=True):
            if line.shape[2] <= dilation * (k - 1):
                return line[:, :, :0]  # The kernel does not fit.
            line = conv1d(line, kernel, stride=stride, dilation=dilation)
            line.register_hook(torch.sign)  # type: ignore[no-untyped-call]
        return line

    length = 64
    while True:
        line = torch.ones(1, 1, length, dtype=torch.float64, requires_grad=True)
        out = run(line)
        if out.shape[2] >= units:
            break
        length *= 2
    return [_seen(out[0, 0, unit], line) for unit in range(units)]


def _seen(unit: torch.Tensor, line: torch.Tensor) -> tuple[int, int]:
    """Return the first and the last cell of `line` on which `unit` depends."""
    import torch

    (gradient,) = torch.autograd.grad(unit, line, retain_graph=True)
    cells: Sequence[int] = gradient[0, 0].nonzero()[:, 0].tolist()
    return cells[0], cells[-1]
