"""What is known of a network before it is built: its paper, its input, the figures published of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import torch
from torch import Tensor, nn

from quizlab_verifiers.models.proposals import grid_of_boxes

Shape = tuple[int, ...]
"""Sizes of a tensor without its batch axis: channels, height, width of an image."""

NO_OPTIONS: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Published:
    """A figure that somebody printed, or that follows from the paper's table by hand.

    Attributes:
        what: What was counted.
        figure: The figure as printed (``"25.6 M"``, ``"3.8 G"``, ``"60,965,224"``); our count
            must round to it. A whole number instead of a text must be met exactly.
        source: Who printed it and where (table or section, address); or, with `by_hand`, how the
            sum goes.
        by_hand: No figure was published: this one is summed up by hand from the definition.
        options: The options of `build` for which it holds.
        size: Height and width for which it holds, where that is not the network's usual input.
        factor: What our count is multiplied by first: 2 where the source counts a multiply-add
            as two operations.
        within: Largest relative distance allowed where our count does not round to the figure.
        difference: Why it does not; empty where it does.
    """

    what: Literal["parameters", "macs"]
    figure: str | int
    source: str
    by_hand: bool = False
    options: Mapping[str, object] = field(default_factory=lambda: NO_OPTIONS)
    size: tuple[int, int] | None = None
    factor: int = 1
    within: float = 0.0
    difference: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """A network that can be built.

    Attributes:
        name: Its name in `build`.
        title: Its name as people write it.
        year: Of the first publication.
        paper: Authors, year, title, address.
        builder: Makes the module; its keyword arguments are the options.
        inputs: Shape of each input without its batch axis; the image comes first.
        outputs: Shape of each output at these inputs, without the batch axis.
        published: Figures to compare with; at least one of parameters and one of multiply-adds.
        proposals: How many boxes a region-based detector is given besides the image.
    """

    name: str
    title: str
    year: int
    paper: str
    builder: Callable[..., nn.Module]
    inputs: tuple[Shape, ...]
    outputs: tuple[Shape, ...]
    published: tuple[Published, ...]
    proposals: int = 0

    def example(self, size: tuple[int, int] | None = None) -> tuple[Tensor, ...]:
        """Return inputs of batch size 1 on torch's default device, always the same numbers.

        Args:
            size: Height and width instead of the usual ones, for inputs with a height and width.
        """
        shapes = [
            (shape[0], *size) if size is not None and len(shape) == 3 else shape
            for shape in self.inputs
        ]
        made = tuple(_numbers(shape) for shape in shapes)
        if not self.proposals:
            return made
        _, height, width = shapes[0]
        return *made, grid_of_boxes(self.proposals, height, width)


def _numbers(shape: Shape) -> Tensor:
    """Return a batch of one, spread like a normalised image: mean 0, variance 1."""
    count = 1
    for side in shape:
        count *= side
    # An irrational rotation: evenly spread over [0, 1) without a generator, so on meta as well.
    spread = torch.arange(count, dtype=torch.float64) * 0.6180339887498949
    uniform = spread - spread.floor()
    return ((uniform - 0.5) * 12**0.5).to(torch.float32).reshape(1, *shape)
