"""Non-maximum suppression: of boxes that mark the same object, only the best stays.

A detector gives many boxes for one object. Greedy suppression goes through them from the highest
score to the lowest: a box is kept unless it overlaps too much with one that was kept before it.
A box that was dropped drops no others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab_verifiers.maths.boxes import iou

if TYPE_CHECKING:
    from collections.abc import Sequence


def kept(
    boxes: Sequence[Sequence[float]], scores: Sequence[float], threshold: float = 0.5
) -> list[int]:
    """Return which boxes greedy non-maximum suppression keeps.

    Formula:
        go through the boxes by falling score and keep box i
        unless IoU(box k, box i) > threshold for a box k that is kept already

        The comparison is strict: at IoU = threshold both boxes stay. Detectors run this for
        each class apart; here all boxes compete, as if they were of one class.

    Args:
        boxes: Corners [x1, y1, x2, y2] of each box, in any unit.
        scores: One for each box, all different.
        threshold: Largest IoU that two kept boxes may have, 0 to 1.

    Returns:
        The indices of the kept boxes, counted from 0, the highest score first.

    Raises:
        ValueError: There is not one score for each box, scores are equal, or the threshold is
            not within 0 and 1.

    Source:
        torchvision.ops.nms, https://pytorch.org/vision/stable/generated/torchvision.ops.nms.html;
        Girshick et al. 2014, "Rich feature hierarchies ...", section 2.2,
        https://arxiv.org/abs/1311.2524
    """
    if len(boxes) != len(scores) or len(set(scores)) != len(scores):
        raise ValueError(
            f"got {len(boxes)} boxes and the scores {list(scores)}; needed is a "
            "score for each box, all different"
        )
    if not 0 <= threshold <= 1:
        raise ValueError(f"got threshold {threshold}; needed is 0 to 1")
    stay: list[int] = []
    for i in sorted(range(len(boxes)), key=scores.__getitem__, reverse=True):
        if all(iou(boxes[k], boxes[i]) <= threshold for k in stay):
            stay.append(i)
    return stay
