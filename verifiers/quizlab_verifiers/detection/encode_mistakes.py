"""What people get wrong about encoding a box."""

from __future__ import annotations

from math import log, log10
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.detection.offset_parameters import PLAIN

if TYPE_CHECKING:
    from quizlab_verifiers.detection.encode_offsets import EncodeParameters

    Answers = dict[str, float]


def _shifts(v: EncodeParameters, by_x: float, by_y: float) -> Answers:
    """Divide the shifts by wrong sides."""
    (xa, ya, _, _), (x, y, _, _) = v.anchor, v.box
    centre = v.variances[0]
    return {"tx": (x - xa) / by_x / centre, "ty": (y - ya) / by_y / centre}


def _not_scaled(v: EncodeParameters) -> Answers:
    return _shifts(v, 1, 1)


def _by_the_box(v: EncodeParameters) -> Answers:
    return _shifts(v, v.box[2], v.box[3])


def _half_sides(v: EncodeParameters) -> Answers:
    return _shifts(v, v.anchor[2] / 2, v.anchor[3] / 2)


def _upside_down(v: EncodeParameters) -> Answers:
    size = v.variances[1]
    return {
        "tw": log(v.anchor[2] / v.box[2]) / size,
        "th": log(v.anchor[3] / v.box[3]) / size,
    }


def _no_logarithm(v: EncodeParameters) -> Answers:
    size = v.variances[1]
    return {"tw": v.box[2] / v.anchor[2] / size, "th": v.box[3] / v.anchor[3] / size}


def _decimal_logarithm(v: EncodeParameters) -> Answers:
    size = v.variances[1]
    return {
        "tw": log10(v.box[2] / v.anchor[2]) / size,
        "th": log10(v.box[3] / v.anchor[3]) / size,
    }


def _relative_change(v: EncodeParameters) -> Answers:
    size = v.variances[1]
    return {
        "tw": (v.box[2] / v.anchor[2] - 1) / size,
        "th": (v.box[3] / v.anchor[3] - 1) / size,
    }


def _swapped(v: EncodeParameters) -> Answers:
    (xa, ya, wa, ha), (x, y, w, h) = v.anchor, v.box
    centre, size = v.variances
    return {
        "tx": (xa - x) / w / centre,
        "ty": (ya - y) / h / centre,
        "tw": log(wa / w) / size,
        "th": log(ha / h) / size,
    }


def _with_variances(v: EncodeParameters, centre: float, size: float) -> Answers | None:
    """Encode with wrong variances; None where there are none."""
    if v.variances == PLAIN:
        return None
    (xa, ya, wa, ha), (x, y, w, h) = v.anchor, v.box
    return {
        "tx": (x - xa) / wa / centre,
        "ty": (y - ya) / ha / centre,
        "tw": log(w / wa) / size,
        "th": log(h / ha) / size,
    }


def _no_variances(v: EncodeParameters) -> Answers | None:
    return _with_variances(v, 1, 1)


def _multiplied(v: EncodeParameters) -> Answers | None:
    return _with_variances(v, 1 / v.variances[0], 1 / v.variances[1])


MISTAKES: tuple[Misconception[EncodeParameters], ...] = (
    Misconception(
        "not-scaled",
        "You left the shift in pixels. Divide it by the anchor's width or height, so that it "
        "means the same for small and large anchors.",
        _not_scaled,
    ),
    Misconception(
        "by-the-box",
        "You divided the shift by the sides of the box. Only the anchor is known at "
        "prediction, so its sides are the measure.",
        _by_the_box,
    ),
    Misconception(
        "no-logarithm",
        "You took the ratio of the sides itself. The target is its natural logarithm, which "
        "is 0 for equal sides.",
        _no_logarithm,
    ),
    Misconception(
        "ratio-upside-down",
        "Your ratio is upside down: take the logarithm of box over anchor, so that a larger "
        "box gives a positive offset.",
        _upside_down,
    ),
    Misconception(
        "roles-swapped",
        "You swapped the roles. The offsets lead from the anchor to the box: box minus "
        "anchor, in sides of the anchor.",
        _swapped,
    ),
    Misconception(
        "relative-change",
        "You took the relative change of the sides, w / wₐ − 1. The target is the natural "
        "logarithm of the ratio.",
        _relative_change,
    ),
    Misconception(
        "decimal-logarithm",
        "You took the logarithm to base 10. Decoding uses the exponential function, so the "
        "natural logarithm belongs here.",
        _decimal_logarithm,
    ),
    Misconception(
        "half-sides",
        "You divided the shift by half the anchor's side. Divide by the whole width or height.",
        _half_sides,
    ),
    Misconception(
        "no-variances",
        "You left out the variances. Divide the shifts by that of the centre, the logarithms "
        "by that of the size.",
        _no_variances,
    ),
    Misconception(
        "variances-multiplied",
        "You multiplied by the variances. Encoding divides by them, which makes the targets "
        "larger; decoding multiplies.",
        _multiplied,
    ),
)
