"""What people get wrong about ASPP branches."""

from __future__ import annotations

from quizlab.verify import Misconception
from quizlab_verifiers.segmentation.aspp_parameters import (
    CENTRE,
    AsppParameters,
    room,
    taps_along,
    taps_on_map,
)


def _changed(v: AsppParameters, taps: int) -> dict[str, int] | None:
    """Return a wrong count of taps, None where it is right."""
    return {"taps": taps} if taps != taps_on_map(v) else None


def _rate_times_kernel(v: AsppParameters) -> dict[str, int] | None:
    return {"effective-kernel": v.rate * v.kernel} if v.rate > 1 else None


def _no_plus_one(v: AsppParameters) -> dict[str, int] | None:
    return {"effective-kernel": v.rate * (v.kernel - 1)} if v.kernel > 1 else None


def _rate_as_holes(v: AsppParameters) -> dict[str, int] | None:
    # Where rate and kernel are equal, r k is the same number.
    if v.kernel in {1, v.rate}:
        return None
    return {"effective-kernel": v.kernel + (v.kernel - 1) * v.rate}


def _not_spread(v: AsppParameters) -> dict[str, int] | None:
    return {"effective-kernel": v.kernel} if v.rate > 1 and v.kernel > 1 else None


def _all_taps(v: AsppParameters) -> dict[str, int] | None:
    return _changed(v, v.kernel**2)


def _one_axis(v: AsppParameters) -> dict[str, int] | None:
    return _changed(v, taps_along(v, *room(v)[1]))


def _whole_side(v: AsppParameters) -> dict[str, int] | None:
    if v.cell != CENTRE:
        return None
    along = taps_along(v, v.side - 1, v.side - 1)
    return _changed(v, along**2) if along < v.kernel else None


def _only_the_middle(v: AsppParameters) -> dict[str, int] | None:
    too_large = v.cell == CENTRE and (v.kernel - 1) * v.rate >= v.side
    return _changed(v, 1) if too_large else None


def _as_at_the_centre(v: AsppParameters) -> dict[str, int] | None:
    if v.cell == CENTRE:
        return None
    along = taps_along(v, v.side // 2, v.side // 2)
    return _changed(v, along**2) if along < v.kernel else None


MISTAKES: tuple[Misconception[AsppParameters], ...] = (
    Misconception(
        "rate-times-kernel",
        "You took rk for the span. Between k taps lie only k − 1 gaps, so it is r(k − 1) + 1.",
        _rate_times_kernel,
    ),
    Misconception(
        "no-plus-one",
        "You counted from tap to tap only. The first tap covers a cell too, hence the + 1.",
        _no_plus_one,
    ),
    Misconception(
        "rate-as-holes",
        "You put r holes into each gap. Rate r is the distance from tap to tap: a gap holds "
        "r − 1 holes.",
        _rate_as_holes,
    ),
    Misconception(
        "not-spread",
        "You gave the kernel's taps. Spread by the rate they span more cells: r(k − 1) + 1.",
        _not_spread,
    ),
    Misconception(
        "all-taps",
        "You counted all taps. Some of them lie beyond the edge of the map, where padding has "
        "only zeros.",
        _all_taps,
    ),
    Misconception(
        "one-axis",
        "You counted the taps along one axis. The kernel is a square: multiply the counts of "
        "both axes.",
        _one_axis,
    ),
    Misconception(
        "whole-side",
        "You compared the taps' distance with the whole side. Count the cells from the "
        "kernel's middle to the edge, in each direction.",
        _whole_side,
    ),
    Misconception(
        "only-the-middle",
        "You kept only the middle tap because the kernel is larger than the map. Check each "
        "tap: some of the others still lie on it.",
        _only_the_middle,
    ),
    Misconception(
        "as-at-the-centre",
        "You counted as if the kernel stood at the centre. Here there is no map on one side of "
        "it, and more on the other.",
        _as_at_the_centre,
    ),
)
"""Most typical first. Parts that a mistake leaves right are left out."""
