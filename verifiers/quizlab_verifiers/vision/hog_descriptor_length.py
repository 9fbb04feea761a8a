"""Questions about HOG: how long the descriptor of a window is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Count, Misconception, Verifier, Whole
from quizlab_verifiers.maths import oriented_gradients
from quizlab_verifiers.wording import article

if TYPE_CHECKING:
    from quizlab.verify import Answered


@dataclass(frozen=True, slots=True)
class HogParameters:
    """A detection window and how it is divided.

    Attributes:
        width: Width of the window in pixels.
        height: Height of the window in pixels.
        cell: Side of a cell in pixels.
        block: Side of a block in pixels.
        stride: Distance from block to block in pixels.
        bins: Directions of a histogram.
    """

    width: Annotated[int, Whole(1, 4096, draws=(*range(32, 161, 8), 100))]
    height: Annotated[int, Whole(1, 4096, draws=(*range(32, 161, 8), 100))]
    cell: Annotated[int, Whole(1, 512, draws=(8, 8, 8, 6, 4, 10))] = 8
    block: Annotated[int, Whole(1, 4096, draws=(16, 16, 16, 24, 12, 18, 20))] = 16
    stride: Annotated[int, Whole(1, 4096, draws=(8, 8, 8, 16, 6, 4, 10))] = 8
    bins: Annotated[int, Whole(1, 360, draws=(9, 9, 8, 6, 12))] = 9


def _blocks(v: HogParameters) -> tuple[int, int]:
    """Return how many blocks there are across and down."""
    return (v.width - v.block) // v.stride + 1, (v.height - v.block) // v.stride + 1


def _is_left_over(v: HogParameters) -> bool:
    """Whether some pixels on the right or below are in no block."""
    return bool((v.width - v.block) % v.stride or (v.height - v.block) % v.stride)


def _cells(v: HogParameters) -> int:
    return (v.block // v.cell) ** 2


def _shown(v: HogParameters, wrong: int) -> int | None:
    """Return a wrong length, None where it happens to be the right one, or none at all."""
    across, down = _blocks(v)
    return wrong if 0 < wrong != across * down * _cells(v) * v.bins else None


def _overlap(v: HogParameters) -> bool:
    return v.stride < v.block


def _cells_once(v: HogParameters) -> int | None:
    if not _overlap(v):
        return None
    return _shown(v, (v.width // v.cell) * (v.height // v.cell) * v.bins)


def _one_a_block(v: HogParameters) -> int | None:
    across, down = _blocks(v)
    return _shown(v, across * down * v.bins)


def _steps_only(v: HogParameters) -> int | None:
    across, down = _blocks(v)
    return _shown(v, (across - 1) * (down - 1) * _cells(v) * v.bins)


def _a_block_each_stride(v: HogParameters) -> int | None:
    if not _overlap(v):
        return None
    return _shown(v, (v.width // v.stride) * (v.height // v.stride) * _cells(v) * v.bins)


def _side_by_side(v: HogParameters) -> int | None:
    return _shown(v, (v.width // v.block) * (v.height // v.block) * _cells(v) * v.bins)


def _no_bins(v: HogParameters) -> int | None:
    across, down = _blocks(v)
    return _shown(v, across * down * _cells(v))


class HogDescriptorLength(Verifier[HogParameters]):
    """``hog.descriptor-length``: how many numbers describe a detection window."""

    id = "hog.descriptor-length"
    version = 1
    title = "Length of a HOG descriptor"
    Parameters = HogParameters
    parts = (AnswerPart("length", Count()),)
    convention = (
        "Square cells and blocks, all sizes in pixels as in OpenCV; blocks lie completely in the "
        "window. Pixels that fill no further block are left out, as in scikit-image; OpenCV "
        "refuses such a window."
    )
    citation = (
        "Dalal & Triggs 2005, Histograms of Oriented Gradients for Human Detection, "
        "https://hal.inria.fr/inria-00548512/document; OpenCV's HOGDescriptor, "
        "https://docs.opencv.org/4.x/d5/d33/structcv_1_1HOGDescriptor.html; skimage.feature.hog, "
        "https://scikit-image.org/docs/stable/api/skimage.feature.html"
    )
    code = oriented_gradients.hog_descriptor_length
    misconceptions: tuple[Misconception[HogParameters], ...] = (
        Misconception(
            "cells-once",
            "You counted every cell once. Blocks overlap, and a cell enters the descriptor with "
            "each block that it belongs to: count blocks, then cells a block.",
            _cells_once,
        ),
        Misconception(
            "one-histogram-a-block",
            "You gave each block one histogram. A block joins the histograms of all its cells.",
            _one_a_block,
        ),
        Misconception(
            "no-plus-one",
            "You counted the steps instead of the blocks: there is one before the first step, "
            "hence the + 1.",
            _steps_only,
        ),
        Misconception(
            "a-block-each-stride",
            "You divided the window by the stride. The last blocks would hang over: a block can "
            "only travel the window's side minus its own.",
            _a_block_each_stride,
        ),
        Misconception(
            "side-by-side",
            "You laid the blocks side by side. They start a stride apart, whatever their side.",
            _side_by_side,
        ),
        Misconception(
            "no-bins",
            "You counted the histograms. Each of them has as many numbers as there are bins.",
            _no_bins,
        ),
    )

    def where(self, v: HogParameters) -> str | None:
        """Say what does not divide or does not fit."""
        if v.block % v.cell:
            return (
                f"block {v.block} is no multiple of cell {v.cell}; a block is made of whole cells"
            )
        if v.stride % v.cell:
            return f"stride {v.stride} is no multiple of cell {v.cell}; blocks start at cells"
        if v.block > min(v.width, v.height):
            return (
                f"block {v.block} does not fit into width {v.width} and height {v.height}; take a "
                f"block up to {min(v.width, v.height)}"
            )
        return None

    def comfortable(self, v: HogParameters) -> bool:
        """Hold draws to blocks of some cells without gaps between them, and to a few thousand."""
        across, down = _blocks(v)
        return (
            v.cell < v.block <= 4 * v.cell
            and v.stride <= v.block
            and 1 < across <= 16
            and 1 < down <= 16
        )

    def difficulty(self, v: HogParameters) -> int:
        """1: the paper's blocks of 2 x 2 cells, a cell apart. 2: others. 3: pixels left over."""
        if _is_left_over(v):
            return 3
        return 1 if v.block == 2 * v.cell and v.stride == v.cell else 2

    def compute(self, v: HogParameters) -> int:
        """Multiply blocks, cells and bins."""
        return oriented_gradients.hog_descriptor_length(
            v.width, v.height, v.cell, v.block, v.stride, bins=v.bins
        )

    def reference(self, v: HogParameters) -> Answered:
        """Cut blocks out of a grid of histograms with torch, and count the numbers.

        The grid is one number seen many times, so that the largest legal window costs no memory.
        """
        import torch

        rows, columns = v.height // v.cell, v.width // v.cell
        histograms = torch.zeros(1).expand(v.bins, rows, columns)
        side, step = v.block // v.cell, v.stride // v.cell
        return histograms.unfold(1, side, step).unfold(2, side, step).numel()

    def prompt(self, v: HogParameters, language: str = "en") -> str:
        """Name the geometry and ask for the length."""
        del language
        rest = "Pixels left over at the end are ignored. " if _is_left_over(v) else ""
        return (
            f"A HOG detector looks at {article(v.width)} ${v.width} \\times {v.height}$ window:\n\n"
            f"- cells of ${v.cell} \\times {v.cell}$ pixels with ${v.bins}$ "
            f"{'bin' if v.bins == 1 else 'bins'}\n"
            f"- blocks of ${v.block} \\times {v.block}$ pixels, ${v.stride}$ pixels apart\n\n"
            f"{rest}How many numbers does its descriptor have?"
        )

    def explain(self, v: HogParameters, language: str = "en") -> tuple[str, ...]:
        """Count blocks across and down, then cells a block, then multiply."""
        del language
        across, down = _blocks(v)
        side = v.block // v.cell
        count = (
            "Count the blocks along each side $n$ of the window: one at the start, and one more "
            "for each whole stride $s$ that a block of side $b$ can travel. Each block holds the "
            "histograms of all its cells of side $c$:\n\n"
            "$$\\left\\lfloor \\frac{n - b}{s} \\right\\rfloor + 1 \\ \\text{blocks along } n "
            "\\qquad \\left( \\frac{b}{c} \\right)^2 \\ \\text{cells a block}$$"
        )
        blocks = (
            f"Across and down:\n\n{self._along(v, v.width, across)}\n\n"
            f"{self._along(v, v.height, down)}"
        )
        cells = (
            f"A block has ${v.block} / {v.cell} = {side}$ {'cell' if side == 1 else 'cells'} along "
            f"each side, ${side}^2 = {side * side}$ in all, each with ${v.bins}$ numbers."
        )
        result = (
            f"Together:\n\n$${across} \\cdot {down} \\cdot {side * side} \\cdot {v.bins} = "
            f"{self.compute(v)}$$"
        )
        return count, blocks, cells, result

    def _along(self, v: HogParameters, side: int, blocks: int) -> str:
        return (
            f"$$\\left\\lfloor \\frac{{{side} - {v.block}}}{{{v.stride}}} \\right\\rfloor + 1 = "
            f"{blocks - 1} + 1 = {blocks}$$"
        )
