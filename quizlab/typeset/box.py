"""Boxes of text and how they are put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab.typeset.widths import cell_width, pad

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of characters.

    Attributes:
        lines: The lines from top to bottom, each exactly `width` cells wide.
        baseline: The line that stands on the same height as the text beside the box.
        width: The width in cells.
    """

    lines: tuple[str, ...]
    baseline: int
    width: int

    @property
    def height(self) -> int:
        """The number of lines."""
        return len(self.lines)

    @property
    def below(self) -> int:
        """The number of lines below the baseline."""
        return len(self.lines) - self.baseline - 1


NOTHING = Box(("",), 0, 0)


def text_box(text: str) -> Box:
    """Return a box of one line."""
    return Box((text,), 0, cell_width(text))


def column_box(lines: Sequence[str], baseline: int, width: int = 1) -> Box:
    """Return a box of lines that are all `width` cells wide already."""
    return Box(tuple(lines), baseline, width)


def blank_box(width: int) -> Box:
    """Return a line of spaces."""
    return Box((" " * width,), 0, width)


def beside(boxes: Sequence[Box]) -> Box:
    """Return the boxes side by side, baseline on baseline."""
    if len(boxes) == 1:
        return boxes[0]
    width = sum([box.width for box in boxes])
    above = below = 0
    for box in boxes:
        above = max(above, box.baseline)
        below = max(below, box.below)
    if not above and not below:
        return Box(("".join([box.lines[0] for box in boxes]),), 0, width)
    rows: list[list[str]] = [[] for _ in range(above + below + 1)]
    for box in boxes:
        empty = " " * box.width
        top = above - box.baseline
        for index, row in enumerate(rows):
            inside = 0 <= index - top < len(box.lines)
            row.append(box.lines[index - top] if inside else empty)
    return Box(tuple(["".join(row) for row in rows]), above, width)


def stacked(boxes: Sequence[Box], baseline: int, align: str = "center") -> Box:
    """Return the boxes one below the other.

    Args:
        boxes: From top to bottom.
        baseline: The baseline of the result, in its own lines.
        align: As in `pad`.
    """
    width = max(box.width for box in boxes)
    lines = tuple(line for box in boxes for line in aligned(box, width, align).lines)
    return Box(lines, baseline, width)


def aligned(box: Box, width: int, align: str) -> Box:
    """Return `box` widened to `width` cells."""
    if box.width >= width:
        return box
    return Box(tuple(pad(line, width, align) for line in box.lines), box.baseline, width)


def extended(box: Box, above: int, below: int) -> Box:
    """Return `box` with empty lines so that it reaches so far above and below its baseline."""
    more_above = max(0, above - box.baseline)
    more_below = max(0, below - box.below)
    if not more_above and not more_below:
        return box
    empty = (" " * box.width,)
    lines = empty * more_above + box.lines + empty * more_below
    return Box(lines, box.baseline + more_above, box.width)


def framed(box: Box) -> Box:
    """Return `box` with a frame around it."""
    rule = "─" * box.width
    middle = tuple(f"│{line}│" for line in box.lines)
    return Box((f"┌{rule}┐", *middle, f"└{rule}┘"), box.baseline + 1, box.width + 2)
