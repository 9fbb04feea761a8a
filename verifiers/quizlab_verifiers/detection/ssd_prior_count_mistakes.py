"""What people get wrong about the default boxes of SSD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths import priors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab_verifiers.detection.ssd_prior_count import SsdPriorCountParameters as P


def _boxes(v: P) -> list[int]:
    """Return the boxes a cell of each map."""
    return [priors.boxes_per_cell(further) for further in v.ratios]


def _on(sides: Sequence[int], boxes: Sequence[int]) -> int:
    """Add up boxes on square maps."""
    return sum(side**2 * k for side, k in zip(sides, boxes, strict=True))


def _one_per_cell(v: P) -> int:
    return _on(priors.map_sides(v.size), [1] * len(v.ratios))


def _alike(v: P, boxes: int) -> int | None:
    """Put so many boxes on every cell of every map."""
    if {boxes} == set(_boxes(v)):
        return None
    return _on(priors.map_sides(v.size), [boxes] * len(v.ratios))


def _side_not_squared(v: P) -> int:
    return sum(side * k for side, k in zip(priors.map_sides(v.size), _boxes(v), strict=True))


def _first_map_only(v: P) -> int:
    return priors.map_sides(v.size)[0] ** 2 * _boxes(v)[0]


def _finest_left_out(v: P) -> int:
    return _on(priors.map_sides(v.size)[1:], _boxes(v)[1:])


def _coarsest_left_out(v: P) -> int:
    return _on(priors.map_sides(v.size)[:-1], _boxes(v)[:-1])


def _rounded_down(v: P) -> int | None:
    """Round the four poolings down; the convolutions after them stay as they are."""
    finest, second = v.size // 8, v.size // 16
    third = (second + 1) // 2
    fourth = (third + 1) // 2
    if fourth < 5 or (finest, second) == priors.map_sides(v.size)[:2]:
        return None
    return _on((finest, second, third, fourth, fourth - 2, fourth - 4), _boxes(v))


def _halved_to_the_end(v: P) -> int | None:
    *sides, before = priors.map_sides(v.size)[:4]
    fifth = (before + 1) // 2
    wrong = (*sides, before, fifth, (fifth + 1) // 2)
    return None if wrong == priors.map_sides(v.size) else _on(wrong, _boxes(v))


def _one_square(v: P) -> int:
    return _on(priors.map_sides(v.size), [k - 1 for k in _boxes(v)])


def _four_offsets(v: P) -> int:
    return 4 * priors.count(v.size, v.ratios)


_SSD512_SIDES, _SSD512_RATIOS = (64, 32, 16, 8, 4, 2, 1), (1, 2, 2, 2, 2, 1, 1)


def _by_heart(v: P) -> int | None:
    paper = priors.count(300)
    return None if paper == priors.count(v.size, v.ratios) else paper


def _ssd512(v: P) -> int | None:
    if v.size != 512:
        return None
    return _on(_SSD512_SIDES, [priors.boxes_per_cell(further) for further in _SSD512_RATIOS])


MISTAKES: tuple[Misconception[P], ...] = (
    Misconception(
        "pooling-rounded-down",
        "You rounded the poolings down, as PyTorch does by default; those of SSD round up, so that "
        "a side of 75 becomes 38.",
        _rounded_down,
    ),
    Misconception(
        "one-square-only",
        "You counted one square on each cell; there is a second, larger one.",
        _one_square,
    ),
    Misconception(
        "six-everywhere",
        "You put 6 boxes on every cell; maps with one further ratio have 4.",
        lambda v: _alike(v, 6),
    ),
    Misconception(
        "four-everywhere",
        "You put 4 boxes on every cell; maps with two further ratios have 6.",
        lambda v: _alike(v, 4),
    ),
    Misconception(
        "halved-to-the-end",
        "You went on halving; the last two convolutions have stride 1 and no padding, so they take "
        "two cells off.",
        _halved_to_the_end,
    ),
    Misconception(
        "one-per-cell",
        "You counted the cells; each of them carries several boxes.",
        _one_per_cell,
    ),
    Misconception(
        "side-not-squared",
        "You multiplied by the side; a map of side f has f² cells.",
        _side_not_squared,
    ),
    Misconception(
        "first-map-only",
        "You counted the boxes of conv4_3 only; SSD predicts from six maps.",
        _first_map_only,
    ),
    Misconception(
        "finest-map-left-out",
        "You began at fc7; conv4_3 is a map of its own, and it carries most of the boxes.",
        _finest_left_out,
    ),
    Misconception(
        "coarsest-map-left-out",
        "You left conv11_2 out; small as it is, it carries boxes like every other map.",
        _coarsest_left_out,
    ),
    Misconception(
        "four-offsets",
        "You counted the four offsets of each box; they belong to one box.",
        _four_offsets,
    ),
    Misconception(
        "by-heart",
        "You gave the 8,732 of the paper; that is for an image of 300 × 300 and its own ratios.",
        _by_heart,
    ),
    Misconception(
        "ssd512",
        "You gave the 24,564 of SSD512; that is another network with a seventh map, here SSD300's "
        "gets a larger image.",
        _ssd512,
    ),
)
