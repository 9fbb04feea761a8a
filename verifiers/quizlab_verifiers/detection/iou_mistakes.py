"""What people get wrong about the overlap of two boxes."""

from __future__ import annotations

from quizlab.verify import Misconception
from quizlab_verifiers.detection.iou_parameters import IouParameters, sides


def _areas(v: IouParameters) -> tuple[float, float]:
    a, b = v.first, v.second
    return (a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1])


def _answers(shared: float, union: float) -> dict[str, float] | None:
    """Return all parts from a wrong intersection or union; None where nothing can be divided."""
    if union <= 0:
        return None
    return {"intersection": shared, "union": union, "iou": shared / union}


def _overlap(v: IouParameters) -> float:
    """Return the intersection, 0 where there is none."""
    w, h = sides(v)
    return w * h if w > 0 and h > 0 else 0.0


def _plus_one(v: IouParameters) -> dict[str, float] | None:
    (w, h), a, b = sides(v), v.first, v.second
    shared = max(0.0, w + 1) * max(0.0, h + 1)
    one = (a[2] - a[0] + 1) * (a[3] - a[1] + 1)
    two = (b[2] - b[0] + 1) * (b[3] - b[1] + 1)
    return _answers(shared, one + two - shared)


def _sum_as_union(v: IouParameters) -> dict[str, float] | None:
    shared = _overlap(v)
    if not shared:
        return None
    total = sum(_areas(v))
    return {"union": total, "iou": shared / total}


def _dice(v: IouParameters) -> dict[str, float] | None:
    shared = _overlap(v)
    return {"iou": 2 * shared / sum(_areas(v))} if shared else None


def _over_smaller(v: IouParameters) -> dict[str, float] | None:
    shared = _overlap(v)
    return {"iou": shared / min(_areas(v))} if shared else None


def _not_clamped(v: IouParameters) -> dict[str, float] | None:
    w, h = sides(v)
    if (w >= 0 and h >= 0) or w * h == 0:
        return None
    return _answers(w * h, sum(_areas(v)) - w * h)


def _enclosing(v: IouParameters) -> dict[str, float] | None:
    a, b = v.first, v.second
    around = (max(a[2], b[2]) - min(a[0], b[0])) * (max(a[3], b[3]) - min(a[1], b[1]))
    shared = _overlap(v)
    if around == sum(_areas(v)) - shared:
        return None  # The boxes fill it, as when one lies inside the other.
    return {"union": around, "iou": shared / around}


def _read_as_sides(v: IouParameters) -> dict[str, float] | None:
    (ax, ay, aw, ah), (bx, by, bw, bh) = v.first, v.second
    if min(aw, ah, bw, bh) <= 0:
        return None  # Nobody takes these for sides.
    w = min(ax + aw, bx + bw) - max(ax, bx)
    h = min(ay + ah, by + bh) - max(ay, by)
    shared = w * h if w > 0 and h > 0 else 0.0
    if (ax, ay, bx, by) == (0, 0, 0, 0):
        return None  # From the origin corners are sides.
    return _answers(shared, aw * ah + bw * bh - shared)


MISTAKES: tuple[Misconception[IouParameters], ...] = (
    Misconception(
        "sum-as-union",
        "You took the sum of both areas for the union. It counts the shared part twice: take "
        "the intersection off once.",
        _sum_as_union,
    ),
    Misconception(
        "plus-one",
        "You added 1 to the sides, as old code does for pixel indices. In continuous coordinates "
        "a side is x2 − x1.",
        _plus_one,
    ),
    Misconception(
        "dice",
        "You computed Dice, 2I / (A + B). IoU divides the intersection by the union.",
        _dice,
    ),
    Misconception(
        "over-smaller",
        "You divided by the smaller box. IoU divides by the union, so that a small box inside a "
        "large one does not count as a perfect match.",
        _over_smaller,
    ),
    Misconception(
        "enclosing-box",
        "You took the smallest box around both for the union (that one belongs to GIoU). The "
        "union is only what the boxes cover: A + B − I.",
        _enclosing,
    ),
    Misconception(
        "not-clamped",
        "You multiplied negative sides. Where the boxes lie apart along an axis, they share "
        "nothing: put 0 for a negative width or height first.",
        _not_clamped,
    ),
    Misconception(
        "corners-as-sides",
        "You read the last two numbers as width and height. Here they are the lower right "
        "corner, so a side is x2 − x1.",
        _read_as_sides,
    ),
)
