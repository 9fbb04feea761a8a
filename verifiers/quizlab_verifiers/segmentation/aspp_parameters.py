"""What a question about an ASPP branch varies, and where its taps fall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import OneOf, Whole

CENTRE, EDGE, CORNER = "centre", "edge", "corner"


@dataclass(frozen=True, slots=True)
class AsppParameters:
    """One atrous branch over a square feature map.

    Attributes:
        rate: Distance from tap to tap in cells.
        kernel: Kernel side in taps.
        side: Side of the feature map in cells.
        cell: The cell that the kernel is centred on: the map's centre, the middle of its top
            edge, or its top left corner.
    """

    rate: Annotated[int, Whole(1, 256, draws=(2, 3, 4, 5, 6, 6, 8, 9, 10, 12, 12, 15, 18, 18, 24))]
    kernel: Annotated[int, Whole(1, 15, draws=(3, 3, 3, 5, 5, 7))] = 3
    side: Annotated[int, Whole(1, 513, draws=(*range(9, 66, 2), 33, 65))] = 33
    cell: Annotated[str, OneOf(CENTRE, EDGE, CORNER, draws=(CENTRE, CENTRE, EDGE, CORNER))] = CENTRE


def room(v: AsppParameters) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the cells before and behind the kernel's middle: down the map, then across it."""
    half, last = v.side // 2, v.side - 1
    if v.cell == CENTRE:
        return (half, half), (half, half)
    return (0, last), (half, half) if v.cell == EDGE else (0, last)


def half(v: AsppParameters) -> int:
    """Return the taps on each side of the middle one."""
    return (v.kernel - 1) // 2


def taps_along(v: AsppParameters, before: int, after: int) -> int:
    """Count the taps on the map along an axis with that many cells before and behind the middle."""
    most = (v.kernel - 1) // 2
    return 1 + min(most, before // v.rate) + min(most, after // v.rate)


def taps_on_map(v: AsppParameters) -> int:
    """Count the taps on the map."""
    down, across = room(v)
    return taps_along(v, *down) * taps_along(v, *across)


def clash(v: AsppParameters) -> str | None:
    """Return which parameters have no middle and what is possible, None where all have one."""
    if v.kernel % 2 == 0:
        return f"kernel {v.kernel} is even and has no middle tap; take an odd one"
    if v.cell != CORNER and v.side % 2 == 0:
        return (
            f"side {v.side} is even, so there is no middle cell for the {v.cell}; take an odd side, "
            f"or cell {CORNER}"
        )
    return None
