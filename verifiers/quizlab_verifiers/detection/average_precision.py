"""A question about evaluation: the average precision of a ranking."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product
from typing import Annotated

from quizlab.verify import AnswerPart, ListOf, OneOf, Real, Verifier, Whole
from quizlab_verifiers.detection.average_precision_mistakes import MISTAKES
from quizlab_verifiers.maths import average_precision
from quizlab_verifiers.notation import aligned, equals, fraction, number
from quizlab_verifiers.wording import listed

_FORMS = ("all-points", *average_precision.LEVELS)


_TERMS = 4
"""Summands on a line."""

_RANKINGS = tuple(
    ranking
    for length in (4, 5, 6, 7, 8)
    for ranking in product((1, 0), repeat=length)
    if 2 <= sum(ranking) <= min(5, length - 1)
)


@dataclass(frozen=True, slots=True)
class AveragePrecisionParameters:
    """A ranking of detections, and how many objects there are to find.

    Attributes:
        hits: 1 for a hit and 0 for a miss, the highest score first.
        objects: Objects of the class in all images, found or not.
        form: ``all-points`` (VOC since 2010), ``11-point`` (VOC 2007) or ``101-point`` (COCO).
    """

    hits: Annotated[tuple[int, ...], ListOf(Whole(0, 1), 1, 200, draws=_RANKINGS)]
    objects: Annotated[int, Whole(1, 1000, draws=(2, 3, 4, 5, 5, 6, 8, 10))]
    form: Annotated[
        str, OneOf(*_FORMS, draws=("all-points", "all-points", "11-point", "11-point", "101-point"))
    ] = "all-points"


class AveragePrecision(Verifier[AveragePrecisionParameters]):
    """``average-precision.value``: VOC's and COCO's average precision."""

    id = "average-precision.value"
    version = 1
    title = "Average precision"
    Parameters = AveragePrecisionParameters
    # COCO's hundred levels come within 1 % of the area under the curve, which is another answer.
    parts = (AnswerPart("ap", Real(relative=0.002, floor=1e-9, percent=True), "AP"),)
    convention = (
        "Interpolated: at a recall level counts the best precision at this or a higher recall, "
        "and 0 where it is never reached. Recall and level are compared exactly; levels start "
        "at recall 0."
    )
    citation = (
        "Everingham et al. 2010, The PASCAL VOC Challenge, section 4.2 (11 points), "
        "https://doi.org/10.1007/s11263-009-0275-4; VOC2010 development kit, section 3.4.1 (all "
        "points), http://host.robots.ox.ac.uk/pascal/VOC/voc2010/htmldoc/index.html; voc_eval.py, "
        "https://github.com/rbgirshick/py-faster-rcnn; cocoeval.py, "
        "https://github.com/cocodataset/cocoapi"
    )
    code = average_precision.average_precision
    misconceptions = MISTAKES

    def where(self, v: AveragePrecisionParameters) -> str | None:
        """Refuse more hits than objects."""
        found = sum(v.hits)
        if found > v.objects:
            return f"hits has {found} hits for objects {v.objects}; each object is found once"
        return None

    def comfortable(self, v: AveragePrecisionParameters) -> bool:
        """Hold draws to a miss among the hits, and to rankings that find most objects."""
        found = sum(v.hits)
        return not all(v.hits[:found]) and v.objects < 2 * found + 2

    def difficulty(self, v: AveragePrecisionParameters) -> int:
        """1: all points, no more than three hits. 3: COCO's levels, or 11 uneven. 2: the rest."""
        if v.form == "all-points":
            return 1 if sum(v.hits) <= 3 else 2
        return 2 if v.form == "11-point" and 10 % v.objects == 0 else 3

    def compute(self, v: AveragePrecisionParameters) -> float:
        """Interpolate, and average."""
        return average_precision.average_precision(v.hits, v.objects, v.form)

    def reference(self, v: AveragePrecisionParameters) -> float:
        """Ask at each recall level for the best precision among all detections that reach it.

        Between two steps of recall the curve is flat, so that the area under it is the mean at
        the middles of the steps. Recall is compared with the levels in whole numbers.
        """
        import torch

        found = torch.tensor(v.hits).cumsum(0)
        precision = found.double() / torch.arange(1, len(v.hits) + 1)
        if v.form == "all-points":
            levels, parts = torch.arange(1, 2 * v.objects, 2), 2 * v.objects
        else:
            parts = average_precision.LEVELS[v.form]
            levels = torch.arange(parts + 1)
        reached = found * parts >= levels[:, None] * v.objects
        best: float = (precision * reached).amax(1).mean().item()
        return best

    def prompt(self, v: AveragePrecisionParameters, language: str = "en") -> str:
        """List the ranking and name the form."""
        del language
        words = ", ".join("hit" if hit else "miss" for hit in v.hits)
        objects = "is $1$ object" if v.objects == 1 else f"are ${v.objects}$ objects"
        return (
            f"These are all detections of a class, the highest score first:\n\n{words}.\n\n"
            f"There {objects} of the class in all. {_SAID[v.form]} What is it?"
        )

    def explain(self, v: AveragePrecisionParameters, language: str = "en") -> tuple[str, ...]:
        """Precision at the hits, interpolated, averaged."""
        del language
        value = self.compute(v)
        method = _METHOD[v.form]
        if not any(v.hits):
            return method, f"Nothing was found, so the average precision is ${value:g}$."
        ranks = [rank for rank, hit in enumerate(v.hits, start=1) if hit]
        raw = [f"${i}/{rank} {equals(i / rank, 4)}$" for i, rank in enumerate(ranks, start=1)]
        best = average_precision.interpolated(v.hits)
        shown = [f"${number(p, 4)}$" for p in best]
        work = (
            f"The precision at the hits: {', '.join(raw)}.\n\n"
            f"The best from each hit on: {', '.join(shown)}."
        )
        return method, work, _averaged(v, best, value)


_SAID = {
    "all-points": (
        "The average precision is the area under the interpolated precision-recall curve (VOC "
        "since 2010)."
    ),
    "11-point": (
        "The average precision is the mean of the interpolated precision at the $11$ recall "
        "levels $0$, $0.1$, …, $1$ (VOC 2007)."
    ),
    "101-point": (
        "The average precision is the mean of the interpolated precision at the $101$ recall "
        "levels $0$, $0.01$, …, $1$ (COCO)."
    ),
}

_INTERPOLATED = (
    "At each hit recall rises by $1/n$, $n$ objects. Work out the precision there, hits so far "
    "over detections so far, then interpolate: at the $i$-th hit counts the best precision of this "
    "hit and of those after it, $p_i$. "
)

_METHOD = {
    "all-points": (
        _INTERPOLATED + "The area under these steps, each $1/n$ wide, is\n\n"
        "$$\\mathrm{AP} = \\frac{1}{n} \\sum_i p_i$$"
    ),
    **{
        form: (
            f"{_INTERPOLATED}It holds at the recall levels above $(i - 1)/n$ up to $i/n$, $p_1$ "
            "also at level $0$; levels that are never reached count as $0$. With $l_i$ levels "
            "for the $i$-th hit\n\n"
            f"$$\\mathrm{{AP}} = \\frac{{1}}{{{steps + 1}}} \\sum_i l_i \\, p_i$$"
        )
        for form, steps in average_precision.LEVELS.items()
    },
}


def _averaged(v: AveragePrecisionParameters, best: list[float], value: float) -> str:
    """Add up the best precisions, and divide."""
    if v.form == "all-points":
        missed = v.objects - len(best)
        lost = f" The ${missed}$ not found add $0$." if missed else ""
        total = sum(best)
        terms, parts = [number(p, 4) for p in best], v.objects
        intro = f"Add them up and divide by all ${v.objects}$ objects.{lost}"
    else:
        steps = average_precision.LEVELS[v.form]
        reached = [steps * i // v.objects + 1 for i in range(len(best) + 1)]
        reached[0] = 0
        levels = [now - before for before, now in pairwise(reached)]
        never = steps + 1 - reached[-1]
        zero = f"; the other ${never}$ are never reached" if never else ""
        total = sum(k * p for k, p in zip(levels, best, strict=True))
        terms = [f"{k} \\cdot {number(p, 4)}" for k, p in zip(levels, best, strict=True)]
        parts = steps + 1
        intro = (
            f"The hits reach {listed([f'${k}$' for k in levels])} levels{zero}. "
            f"Add up and divide by all ${parts}$ levels."
        )
    lines = [
        ("" if start else "\\text{sum}", f"{'+' if start else '='} {' + '.join(terms[start:end])}")
        for start, end in ((start, start + _TERMS) for start in range(0, len(terms), _TERMS))
    ]
    if len(terms) > 1:
        lines.append(("", equals(total)))
    lines.append(("\\mathrm{AP}", f"= {fraction(total, parts)} {equals(value)}"))
    return f"{intro}\n\n{aligned(lines)}"
