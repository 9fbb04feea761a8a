"""A question about two boxes: what they share, what they cover together, and the ratio."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Real, Value, Verifier
from quizlab_verifiers.detection.iou_mistakes import MISTAKES
from quizlab_verifiers.detection.iou_parameters import LEAST_SIDE, IouParameters, sides
from quizlab_verifiers.maths import boxes
from quizlab_verifiers.notation import GIVEN, aligned, equals, factor, fraction, number, row, tex

if TYPE_CHECKING:
    from collections.abc import Mapping

# Areas are worked exactly: a slip by 1 is to be seen. Their ratio is rounded.
_AREA = Real(relative=0.002, floor=1e-9)


class Iou(Verifier[IouParameters]):
    """``box.iou``: intersection, union and IoU of two boxes."""

    id = "box.iou"
    version = 1
    title = "Intersection over union of two boxes"
    Parameters = IouParameters
    parts = (
        AnswerPart("intersection", _AREA, "intersection"),
        AnswerPart("union", _AREA, "union", builds_on=("intersection",)),
        AnswerPart("iou", Real(floor=1e-9), "IoU", builds_on=("intersection", "union")),
    )
    convention = (
        "Boxes are corners [x1, y1, x2, y2] in continuous coordinates: a side is x2 − x1, "
        "without + 1. Boxes that do not overlap have intersection 0."
    )
    citation = (
        "Everingham et al. 2010, The PASCAL VOC Challenge, section 4.2, "
        "https://doi.org/10.1007/s11263-009-0275-4; torchvision.ops.box_iou, "
        "https://docs.pytorch.org/vision/stable/generated/torchvision.ops.box_iou.html"
    )
    code = boxes.iou
    misconceptions = MISTAKES

    def where(self, v: IouParameters) -> str | None:
        """Refuse corners in the wrong order, and boxes with hardly any area."""
        for box in (v.first, v.second):
            x1, y1, x2, y2 = box
            if x2 - x1 < LEAST_SIDE or y2 - y1 < LEAST_SIDE:
                name = "first" if box is v.first else "second"
                return (
                    f"{name} [{x1:g}, {y1:g}, {x2:g}, {y2:g}] must be [x1, y1, x2, y2] with x2 "
                    f"above x1 and y2 above y1 by at least {LEAST_SIDE:g}"
                )
        return None

    def comfortable(self, v: IouParameters) -> bool:
        """Hold draws to boxes that overlap, or that lie apart along both axes."""
        w, h = sides(v)
        return (w > 0) is (h > 0) and w != 0 != h

    def difficulty(self, v: IouParameters) -> int:
        """1: one box inside the other, or apart. 3: negative or fractional. 2: the rest."""
        first, second = v.first, v.second
        if min(first) < 0 or min(second) < 0:
            return 3
        if any(x % 1 for x in first) or any(x % 1 for x in second):
            return 3
        w, h = sides(v)
        if w <= 0 or h <= 0:
            return 1
        inside = w * h in (boxes.area(first), boxes.area(second))
        return 1 if inside else 2

    def compute(self, v: IouParameters) -> dict[str, float]:
        """Intersect, add, divide."""
        shared = boxes.intersection(v.first, v.second)
        union = boxes.area(v.first) + boxes.area(v.second) - shared
        return {"intersection": shared, "union": union, "iou": shared / union}

    def follow(self, v: IouParameters, part: str, earlier: Mapping[str, Value]) -> Value | None:
        """Go on from the learner's own areas."""
        shared, union = earlier["intersection"], earlier.get("union")
        if not isinstance(shared, (int, float)):
            return None
        if part == "union":
            return boxes.area(v.first) + boxes.area(v.second) - shared
        return shared / union if isinstance(union, (int, float)) else None

    def reference(self, v: IouParameters) -> dict[str, float]:
        """Cut the plane along all sides and add up the cells, in exact fractions.

        No side runs through a cell, so that its middle says in which boxes all of it lies.
        """
        from fractions import Fraction

        both = [[Fraction(x) for x in box] for box in (v.first, v.second)]
        xs = sorted({x for box in both for x in box[0::2]})
        ys = sorted({y for box in both for y in box[1::2]})
        shared = covered = Fraction(0)
        for left, right in pairwise(xs):
            for top, bottom in pairwise(ys):
                x, y = (left + right) / 2, (top + bottom) / 2
                inside = [x1 < x < x2 and y1 < y < y2 for x1, y1, x2, y2 in both]
                cell = (right - left) * (bottom - top)
                shared += cell * all(inside)
                covered += cell * any(inside)
        return {
            "intersection": float(shared),
            "union": float(covered),
            "iou": float(shared / covered),
        }

    def prompt(self, v: IouParameters, language: str = "en") -> str:
        """Show both boxes and ask for the areas and the ratio."""
        del language
        return (
            "Two boxes are given by their corners $[x_1,\\ y_1,\\ x_2,\\ y_2]$, in continuous "
            "coordinates:\n\n"
            f"$$A = {row(v.first, GIVEN)} \\qquad B = {row(v.second, GIVEN)}$$\n\n"
            "What is the area of their intersection, what the area of their union, and what is "
            "their IoU?"
        )

    def explain(self, v: IouParameters, language: str = "en") -> tuple[str, ...]:
        """Intersect along each axis, add the areas, divide."""
        del language
        a, b = v.first, v.second
        now = self.compute(v)
        shared, union, iou = now.values()
        method = (
            "The shared part starts at the larger of the two starts and ends at the smaller of "
            "the two ends, along each axis. Where that would be negative the boxes do not "
            "overlap. A prime marks the second box:\n\n"
            "$$w = \\max(0,\\ \\min(x_2, x_2') - \\max(x_1, x_1'))$$\n\n"
            "$$h = \\max(0,\\ \\min(y_2, y_2') - \\max(y_1, y_1'))$$\n\n"
            "Its area $I = wh$ lies in both boxes, so the union has to take it off once:\n\n"
            "$$\\mathrm{IoU} = \\frac{I}{|A| + |B| - I}$$"
        )
        w, h = (max(0.0, side) for side in sides(v))
        intersect = aligned(
            [
                ("w", _overlap(a, b, 0)),
                ("h", _overlap(a, b, 1)),
                ("I", f"= {number(w)} \\cdot {number(h)} {equals(shared)}"),
            ]
        )
        both = f"= {number(boxes.area(a))} + {number(boxes.area(b))} - {number(shared)}"
        add = aligned(
            [
                ("|A|", _area(a)),
                ("|B|", _area(b)),
                ("|A \\cup B|", f"{both} {equals(union)}"),
            ]
        )
        result = (
            f"Divide:\n\n$$\\mathrm{{IoU}} = {fraction(shared, union)} {equals(iou)}$$\n\n"
            f"So intersection ${number(shared)}$, union ${number(union)}$, IoU ${number(iou)}$."
        )
        return (
            method,
            f"Intersect:\n\n{intersect}",
            f"Add both areas and take the shared part off once:\n\n{add}",
            result,
        )


def _overlap(a: tuple[float, ...], b: tuple[float, ...], axis: int) -> str:
    """Work how far two boxes overlap along an axis; without overlap say that 0 counts."""
    end, start = min(a[axis + 2], b[axis + 2]), max(a[axis], b[axis])
    far = end - start
    zero = "" if far >= 0 else ",\\ \\text{so } 0"
    return (
        f"= \\min({tex(a[axis + 2])}, {tex(b[axis + 2])}) "
        f"- \\max({tex(a[axis])}, {tex(b[axis])}) "
        f"= {tex(end)} - {factor(start, GIVEN)} {equals(far)}{zero}"
    )


def _area(box: tuple[float, ...]) -> str:
    """Work the area of a box."""
    x1, y1, x2, y2 = box
    return (
        f"= ({tex(x2)} - {factor(x1, GIVEN)})({tex(y2)} - {factor(y1, GIVEN)}) "
        f"= {number(x2 - x1)} \\cdot {number(y2 - y1)} {equals(boxes.area(box))}"
    )
