"""What people get wrong about decoding offsets."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.detection.offset_parameters import PLAIN

if TYPE_CHECKING:
    from quizlab_verifiers.detection.decode_offsets import DecodeParameters

    Answers = dict[str, float]


def _centres(v: DecodeParameters, by_x: float, by_y: float) -> Answers:
    """Shift by wrong sides."""
    (xa, ya, _, _), (tx, ty, _, _) = v.anchor, v.offsets
    centre = v.variances[0]
    return {"cx": xa + by_x * centre * tx, "cy": ya + by_y * centre * ty}


def _not_scaled(v: DecodeParameters) -> Answers:
    return _centres(v, 1, 1)


def _by_the_new_sides(v: DecodeParameters) -> Answers | None:
    (_, _, wa, ha), (_, _, tw, th), size = v.anchor, v.offsets, v.variances[1]
    if tw == th == 0:
        return None
    return _centres(v, wa * exp(size * tw), ha * exp(size * th))


def _from_the_corner(v: DecodeParameters) -> Answers:
    (xa, ya, wa, ha), (tx, ty, _, _) = v.anchor, v.offsets
    centre = v.variances[0]
    return {"cx": xa - wa / 2 + wa * centre * tx, "cy": ya - ha / 2 + ha * centre * ty}


def _no_exponential(v: DecodeParameters) -> Answers | None:
    (_, _, wa, ha), (_, _, tw, th), size = v.anchor, v.offsets, v.variances[1]
    # Who multiplies by a negative offset sees a negative side.
    return {"w": wa * size * tw, "h": ha * size * th} if min(tw, th) > 0 else None


def _linear(v: DecodeParameters) -> Answers | None:
    (_, _, wa, ha), (_, _, tw, th), size = v.anchor, v.offsets, v.variances[1]
    if min(size * tw, size * th) <= -1 or tw == th == 0:
        return None
    return {"w": wa * (1 + size * tw), "h": ha * (1 + size * th)}


def _base_two(v: DecodeParameters) -> Answers | None:
    (_, _, wa, ha), (_, _, tw, th), size = v.anchor, v.offsets, v.variances[1]
    if tw == th == 0:
        return None
    return {"w": wa * 2 ** (size * tw), "h": ha * 2 ** (size * th)}


def _added(v: DecodeParameters) -> Answers | None:
    (_, _, wa, ha), (_, _, tw, th), size = v.anchor, v.offsets, v.variances[1]
    return {"w": wa + exp(size * tw), "h": ha + exp(size * th)}


def _divided(v: DecodeParameters) -> Answers | None:
    (_, _, wa, ha), (_, _, tw, th), size = v.anchor, v.offsets, v.variances[1]
    if tw == th == 0:
        return None
    return {"w": wa / exp(size * tw), "h": ha / exp(size * th)}


def _no_variances(v: DecodeParameters) -> Answers | None:
    (xa, ya, wa, ha), (tx, ty, tw, th) = v.anchor, v.offsets
    # Sides that no image holds are noticed.
    if v.variances == PLAIN or max(tw, th) > 20:
        return None
    return {"cx": xa + wa * tx, "cy": ya + ha * ty, "w": wa * exp(tw), "h": ha * exp(th)}


def _centre_variance_for_sizes(v: DecodeParameters) -> Answers | None:
    (_, _, wa, ha), (_, _, tw, th), (centre, size) = v.anchor, v.offsets, v.variances
    if centre == size or max(abs(tw), abs(th)) * centre > 20:
        return None
    return {"w": wa * exp(centre * tw), "h": ha * exp(centre * th)}


MISTAKES: tuple[Misconception[DecodeParameters], ...] = (
    Misconception(
        "not-scaled",
        "You added the offset as it is. It counts in sides of the anchor: multiply it by the "
        "anchor's width or height.",
        _not_scaled,
    ),
    Misconception(
        "by-the-new-sides",
        "You multiplied the shift by the sides of the new box. It counts in sides of the anchor.",
        _by_the_new_sides,
    ),
    Misconception(
        "no-exponential",
        "You multiplied the sides by the offset. It is a logarithm: multiply by e to the power "
        "of it.",
        _no_exponential,
    ),
    Misconception(
        "linear",
        "You made the sides larger by the share that the offset says. It is a logarithm: "
        "multiply by e to the power of it.",
        _linear,
    ),
    Misconception(
        "base-two",
        "You took powers of 2. The offset is a natural logarithm, so the base is e.",
        _base_two,
    ),
    Misconception(
        "exponential-added",
        "You added the exponential to the sides. It is a factor: multiply by it.",
        _added,
    ),
    Misconception(
        "divided",
        "You divided by the exponential. A positive offset makes the box larger than its anchor.",
        _divided,
    ),
    Misconception(
        "from-the-corner",
        "You shifted the anchor's upper left corner. The offsets move its centre, and the answer "
        "is asked as a centre.",
        _from_the_corner,
    ),
    Misconception(
        "no-variances",
        "You left out the variances. Multiply the offsets by them before you shift and stretch.",
        _no_variances,
    ),
    Misconception(
        "centre-variance-for-sizes",
        "You used the centre's variance for the sides too. Sizes have their own.",
        _centre_variance_for_sizes,
    ),
)
