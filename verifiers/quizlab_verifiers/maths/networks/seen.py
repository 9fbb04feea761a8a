"""What part of the image a unit sees, along one axis, and how far its neighbour looks away.

Walk through a network from the image on. A pixel sees itself: field 1, and its neighbour lies
1 pixel on: jump 1. Each layer that looks at k cells of the layer below, d cells apart, widens the
field by the (k - 1) d jumps between the first and the last of them; its stride multiplies the jump.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Pixels = Fraction | float
"""A length in pixels of the input; infinite where a unit sees the whole image."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a unit sees along one axis.

    Attributes:
        field: Receptive field in pixels; infinite for the whole image.
        jump: Cumulative stride in pixels; below 1 where a network makes more cells than the image
            has pixels.
    """

    field: Pixels = Fraction(1)
    jump: Fraction = Fraction(1)

    def through(self, k: int, s: int | Fraction = 1, d: int = 1) -> Seen:
        """Return what is seen through a window.

        Formula:
            r' = r + (k - 1) d j        j' = s j

        Args:
            k: Cells that the window takes.
            s: How many cells further on the next window lies; below 1 where cells are made.
            d: Distance from one cell that it takes to the next.

        Source:
            Araujo, Norris & Sim 2019, Computing Receptive Fields of Convolutional Neural Networks,
            https://distill.pub/2019/computing-receptive-fields/
        """
        if self.field == inf:
            return WHOLE
        return Seen(self.field + (k - 1) * d * self.jump, self.jump * s)


WHOLE = Seen(inf, Fraction(0))
"""The whole image: what is seen after global pooling, or by a layer that takes all cells."""

View = tuple[Seen, ...]
"""What is seen along height and width; empty where the input is no image."""


def widest(views: Iterable[View]) -> View:
    """Return what is seen where paths meet: the maximum over the paths, axis by axis."""
    images = [view for view in views if view]
    return tuple(
        Seen(max(one.field for one in axis), max(one.jump for one in axis))
        for axis in zip(*images, strict=True)
    )
