"""Feature maps and how many boxes stand on each of their cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Annotated, Any

from quizlab.verify import Fault, Fields, ListOf, Place, Whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    Maps = tuple[tuple[int, int], ...]

MOST = 2_000_000
"""Most anchors of all maps; they are counted one by one."""

_MOST_MAPS = 16
_ONE_MAP = re.compile(r"\s*\d+\s*[x×]\s*\d+\s*", re.ASCII)
_SIDE = Whole(1, 4096, draws=(8,))
_SIDES = ListOf(_SIDE, 1, _MOST_MAPS)
_PAIR = Fields(Place("height", _SIDE), Place("width", _SIDE))
_BOXES = Whole(1, 1000, draws=(3, 4, 5, 6, 9))


@dataclass(frozen=True, slots=True, init=False)
class FeatureMaps(ListOf):
    """Sides of square maps, or height and width of each: ``[38, 19]``, ``[[25, 34], [13, 17]]``.

    Its value always is a tuple of pairs.
    """

    def __init__(self, draws: Sequence[tuple[Any, ...]]) -> None:
        # `super()` has no cell in a dataclass with slots, which is made anew.
        ListOf.__init__(self, _PAIR, 1, _MOST_MAPS, draws)

    def parse(self, raw: object) -> tuple[Any, ...]:
        """Read sides, or pairs of height and width."""
        if isinstance(raw, int) or (isinstance(raw, str) and _ONE_MAP.fullmatch(raw)):
            raw = [raw]  # Text such as 25x34 is one map, not two.
        try:
            return tuple((side, side) for side in _SIDES.parse(raw))
        except Fault as fault:
            if fault.code != "type":
                raise
        return ListOf.parse(self, raw)

    def describe(self) -> str:
        """Name both forms."""
        return (
            f"a list of 1 to {_MOST_MAPS} items, each a side or [height, width], {_SIDE.describe()}"
        )


@dataclass(frozen=True, slots=True, init=False)
class BoxesPerCell(ListOf):
    """One number for all maps, or one for each."""

    def __init__(self, draws: Sequence[tuple[Any, ...]]) -> None:
        ListOf.__init__(self, _BOXES, 1, _MOST_MAPS, draws)

    def parse(self, raw: object) -> tuple[Any, ...]:
        """Read a number or a list of them."""
        return ListOf.parse(self, [raw] if isinstance(raw, int) else raw)


def _halved(height: int, width: int, maps: int, rounding: int) -> Maps:
    """Return maps each of which has half the sides of the one before, at least 1."""
    found = []
    for _ in range(maps):
        found.append((height, width))
        height, width = max(1, (height + rounding) // 2), max(1, (width + rounding) // 2)
    return tuple(found)


# Two maps and three are drawn twice as often as four; every third row is not square.
_DRAWN_MAPS = tuple(
    _halved(side, side + wider, maps, rounding)
    for side in range(5, 28)
    for wider in (0, 0, 2 + side % 5)
    for maps in (2, 2, 3, 3, 4)
    for rounding in (0, 1)
)
_ONE_FOR_ALL = ((2,), (3,), (4,), (5,), (6,), (8,), (9,))
_ONE_FOR_EACH = tuple(
    boxes
    for few, many in ((2, 4), (3, 5), (3, 6), (4, 5), (4, 6))
    for maps in (2, 3)
    for boxes in product((few, many), repeat=maps)
    if len(set(boxes)) > 1
)
_DRAWN_BOXES = (*_ONE_FOR_ALL * (len(_ONE_FOR_EACH) // len(_ONE_FOR_ALL)), *_ONE_FOR_EACH)


@dataclass(frozen=True, slots=True)
class AnchorParameters:
    """The feature maps that a detector predicts from.

    Attributes:
        feature_maps: Height and width of each in cells; a side alone stands for a square.
        boxes_per_cell: Anchors on each cell, one number for all maps or one for each.
    """

    feature_maps: Annotated[tuple[tuple[int, int], ...], FeatureMaps(_DRAWN_MAPS)]
    boxes_per_cell: Annotated[tuple[int, ...], BoxesPerCell(_DRAWN_BOXES)]


def each(v: AnchorParameters) -> tuple[int, ...]:
    """Return the boxes a cell of each map."""
    boxes = v.boxes_per_cell
    return boxes * len(v.feature_maps) if len(boxes) == 1 else boxes
