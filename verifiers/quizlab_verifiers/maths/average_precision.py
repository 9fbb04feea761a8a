"""Average precision: one number for how good a ranking of detections is.

Detections of one class are sorted by score. Each is a hit, if it finds an object that no better
one had found, or a miss. After every detection one can ask for

    precision   hits so far / detections so far
    recall      hits so far / all objects, found or not

Precision jumps up and down along the ranking. Interpolation smooths that: at a recall level
counts the best precision that is reached at this recall or at a higher one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVELS = {"11-point": 10, "101-point": 100}
"""Steps that recall is divided into; there is one level more, since recall 0 counts too."""


def average_precision(hits: Sequence[int], n: int, form: str = "all-points") -> float:
    """Return the average precision of a ranking.

    Formula:
        p_i = max of the precision at the i-th hit and after it

        all-points:  (p_1 + p_2 + ...) / n
        11-point:    mean of p at the recall levels 0, 0.1, ..., 1
        101-point:   mean of p at the recall levels 0, 0.01, ..., 1

        At the i-th hit recall rises to i / n, so p_i holds from recall (i - 1) / n up to i / n.
        Recall that is never reached counts as precision 0: that is how missed objects cost.

    Args:
        hits: 1 for a hit and 0 for a miss, the highest score first.
        n: Number of objects, at least that of the hits and at least 1.
        form: ``all-points`` (VOC since 2010), ``11-point`` (VOC 2007) or ``101-point`` (COCO).

    Returns:
        A number from 0 to 1. Recall is compared with the levels exactly.

    Raises:
        ValueError: There are more hits than objects, no objects, or the form is unknown.

    Source:
        Everingham et al. 2010, "The PASCAL VOC Challenge", section 4.2 (11 points),
        https://doi.org/10.1007/s11263-009-0275-4; VOC2010 development kit, section 3.4.1 (all
        points), http://host.robots.ox.ac.uk/pascal/VOC/voc2010/htmldoc/index.html; voc_eval.py of
        https://github.com/rbgirshick/py-faster-rcnn; COCO's cocoeval.py,
        https://github.com/cocodataset/cocoapi
    """
    found = sum(hits)
    if n < 1 or found > n:
        raise ValueError(f"got {found} hits for {n} objects; needed are objects, and no more hits")
    if form != "all-points" and form not in LEVELS:
        raise ValueError(f"got form {form!r}; there are all-points, {', '.join(LEVELS)}")
    p = interpolated(hits)
    if form == "all-points":
        return sum(p) / n
    steps = LEVELS[form]
    total = p[0] if p else 0.0  # level 0
    for i, precision in enumerate(p, start=1):
        # Levels above (i - 1) / n and up to i / n.
        total += (steps * i // n - steps * (i - 1) // n) * precision
    return total / (steps + 1)


def precisions(hits: Sequence[int]) -> list[float]:
    """Return the precision at each hit, not interpolated."""
    found, p = 0, []
    for rank, hit in enumerate(hits, start=1):
        if hit:
            found += 1
            p.append(found / rank)
    return p


def interpolated(hits: Sequence[int]) -> list[float]:
    """Return at each hit the best precision of this hit and those after it."""
    p = precisions(hits)
    for i in range(len(p) - 2, -1, -1):
        p[i] = max(p[i], p[i + 1])
    return p
