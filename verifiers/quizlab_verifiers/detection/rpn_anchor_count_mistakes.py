"""What people get wrong about the anchors of a region proposal network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths import proposal_anchors

if TYPE_CHECKING:
    from quizlab_verifiers.detection.rpn_anchor_count import RpnAnchorCountParameters as P

_PROPOSALS = 300
_OF_THE_PAPER = 9


def _up(v: P) -> bool:
    return v.backbone == "vgg16-caffe"


def _places(v: P) -> int:
    """Return the positions of the map."""
    return proposal_anchors.count(v.height, v.width, 1, 1, up=_up(v))


def _scales_plus_ratios(v: P) -> int | None:
    if v.scales + v.ratios == v.scales * v.ratios:
        return None
    return _places(v) * (v.scales + v.ratios)


def _one_per_position(v: P) -> int | None:
    return None if v.scales * v.ratios == 1 else _places(v)


def _nine_always(v: P) -> int | None:
    return None if v.scales * v.ratios == _OF_THE_PAPER else _places(v) * _OF_THE_PAPER


def _other_rounding(v: P) -> int | None:
    if v.height % 16 == 0 and v.width % 16 == 0:
        return None
    return proposal_anchors.count(v.height, v.width, v.scales, v.ratios, up=not _up(v))


def _rounded_at_the_end(v: P) -> int | None:
    """Divide by 16 · 16 without rounding the sides; None where that comes out the same."""
    wrong = round(v.height * v.width * v.scales * v.ratios / 256)
    return None if wrong == _right(v) else wrong


def _fifth_pooling(v: P) -> int | None:
    sides = [proposal_anchors.map_side(side, up=_up(v)) for side in (v.height, v.width)]
    height, width = ((side + _up(v)) // 2 for side in sides)
    if height * width in {0, sides[0] * sides[1]}:
        return None
    return height * width * v.scales * v.ratios


def _right(v: P) -> int:
    return _places(v) * v.scales * v.ratios


def _proposals(v: P) -> int | None:
    return None if _right(v) == _PROPOSALS else _PROPOSALS


MISTAKES: tuple[Misconception[P], ...] = (
    Misconception(
        "other-rounding",
        "Mind the rounding: Caffe rounds a pooling up, PyTorch rounds it down unless ceil_mode "
        "is set.",
        _other_rounding,
    ),
    Misconception(
        "scales-plus-ratios",
        "You added scales and ratios; every scale comes in every ratio, so they multiply.",
        _scales_plus_ratios,
    ),
    Misconception(
        "one-per-position",
        "You counted the positions; each of them carries several anchors.",
        _one_per_position,
    ),
    Misconception(
        "nine-always",
        "You took the paper's 9 anchors a position; here it is another number of scales or ratios.",
        _nine_always,
    ),
    Misconception(
        "fifth-pooling",
        "You took a stride of 32; conv5_3 comes before the fifth pooling, so the stride is 16.",
        _fifth_pooling,
    ),
    Misconception(
        "rounded-at-the-end",
        "You took a sixteenth of each side as it is; a map has whole positions, so every pooling "
        "rounds.",
        _rounded_at_the_end,
    ),
    Misconception(
        "on-every-pixel",
        "You put anchors on every pixel; they stand on the positions of conv5_3, 16 pixels apart.",
        lambda v: v.height * v.width * v.scales * v.ratios,
    ),
    Misconception(
        "two-scores",
        "You counted the two scores of each anchor, object and background; they belong to one "
        "anchor.",
        lambda v: 2 * _right(v),
    ),
    Misconception(
        "four-offsets",
        "You counted the four offsets of each anchor; they belong to one anchor.",
        lambda v: 4 * _right(v),
    ),
    Misconception(
        "proposals",
        "You gave the 300 proposals; those are what is left of the anchors after suppression.",
        _proposals,
    ),
)
