"""Input shapes of convolutions: their type, and what questions about them share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from quizlab.verify import ListOf, Whole
from quizlab_verifiers.notation import shape as shape_tex

if TYPE_CHECKING:
    from collections.abc import Sequence

Sides = tuple[int, int, int]
"""Channels, height and width."""

SIDE = Whole(1, 65536)
"""Channels, height or width."""


class Sliding(Protocol):
    """A kernel that slides over an input."""

    @property
    def kernel(self) -> int:
        """Kernel side in taps."""

    @property
    def stride(self) -> int:
        """Stride in cells."""

    @property
    def padding(self) -> int:
        """Padding in cells, at each of the four sides."""

    @property
    def dilation(self) -> int:
        """Distance from tap to tap in cells."""


class OverShape(Sliding, Protocol):
    """A convolution over an input of a given shape."""

    @property
    def shape(self) -> Sides:
        """Channels, height and width."""


def shape_type(draws: Sequence[Sides]) -> ListOf:
    """Return the type of a shape: channels, height and width, without the batch."""
    return ListOf(SIDE, 3, 3, draws)


def span(v: Sliding) -> int:
    """Return how many cells the dilated kernel spans."""
    return v.dilation * (v.kernel - 1) + 1


def travel(v: Sliding, size: int) -> int:
    """Return how far the kernel can move along an axis of `size` cells."""
    return size + 2 * v.padding - span(v)


def too_short(v: Sliding, size: int, axis: str, parameter: str) -> str | None:
    """Say that an axis of `size` cells leaves the kernel no place to stand, None where it fits.

    Args:
        v: The convolution.
        size: Length of the axis, without padding.
        axis: What to call it: ``the height 5 of shape``.
        parameter: What may be made larger: ``shape``.
    """
    if travel(v, size) >= 0:
        return None
    return (
        f"kernel {v.kernel} with dilation {v.dilation} spans {span(v)} cells and does not fit "
        f"into {axis} with padding {v.padding}, {size + 2 * v.padding} cells; take a larger "
        f"{parameter} or padding, or a smaller kernel or dilation"
    )


def too_small(v: OverShape) -> str | None:
    """Say which axis leaves the kernel no place to stand, None where it fits."""
    _, height, width = v.shape
    return too_short(v, height, f"the height {height} of shape", "shape") or too_short(
        v, width, f"the width {width} of shape", "shape"
    )


def is_usual(v: OverShape) -> bool:
    """Whether somebody would build it: no position on padding alone, and no cell left out."""
    return v.padding <= (span(v) - 1) // 2 and span(v) <= min(v.shape[1:]) and v.stride <= span(v)


def over(v: OverShape) -> str:
    """Name the input as prompts do."""
    return f"${shape_tex(v.shape)}$ input (channels, height, width)"


def side_formula(dilation: int) -> str:
    r"""Return the output side in letters, as LaTeX."""
    far = "i + 2p - k" if dilation == 1 else "i + 2p - d(k - 1) - 1"
    return f"o = \\left\\lfloor \\frac{{{far}}}{{s}} \\right\\rfloor + 1"


def worked_side(v: OverShape, size: int) -> str:
    """Return the output side along an axis of `size` cells, worked as LaTeX."""
    far = f"{size} + 2 \\cdot {v.padding}" if v.padding else f"{size}"
    far += f" - {v.kernel}" if v.dilation == 1 else f" - {v.dilation} \\cdot {v.kernel - 1} - 1"
    side = travel(v, size) // v.stride + 1
    return (
        f"\\left\\lfloor \\frac{{{far}}}{{{v.stride}}} \\right\\rfloor + 1 "
        f"= \\left\\lfloor \\frac{{{travel(v, size)}}}{{{v.stride}}} \\right\\rfloor + 1 = {side}"
    )


def worked_sides(v: OverShape) -> str:
    """Work height and width, once where they are equal."""
    _, height, width = v.shape
    if height == width:
        return f"Height and width are equal:\n\n$$H' = W' = {worked_side(v, height)}$$"
    return (
        f"Height and width, each by itself:\n\n$$H' = {worked_side(v, height)}$$\n\n"
        f"$$W' = {worked_side(v, width)}$$"
    )
