"""How well a predicted segmentation covers the true one: mean IoU and Dice.

Every pixel has a true class and a predicted one:

    n[i][j]  confusion matrix: pixels of true class i that were predicted as class j
    A, B     two masks: the sets of pixels that are 1 in the truth and in the prediction

Picture two sheets of coloured glass on top of each other. What both colour is the intersection,
what at least one of them colours is the union. IoU asks which share of the union is
intersection; Dice compares the intersection with the average of the two areas instead.
"""

from collections.abc import Sequence
from operator import mul

Matrix = Sequence[Sequence[int]]


def class_iou(n: Matrix, c: int) -> float | None:
    """Return the intersection over union of one class.

    Formula:
        IoU = n[c][c] / (row sum of c + column sum of c - n[c][c])

        The row of c holds all pixels that truly are c, its column all that were predicted as c.
        Both hold the hits n[c][c], which the union counts only once. Written with true
        positives, false positives and false negatives: tp / (tp + fp + fn).

    Args:
        n: Confusion matrix in pixels, shape (classes, classes); rows truth, columns prediction.
        c: The class, counted from 0.

    Returns:
        A share from 0 to 1; None where no pixel is c in the truth or in the prediction.

    Raises:
        IndexError: There is no class c.

    Source:
        Everingham et al., "The PASCAL Visual Object Classes Challenge", segmentation accuracy,
        http://host.robots.ox.ac.uk/pascal/VOC/voc2012/; keras.metrics.IoU,
        https://keras.io/api/metrics/segmentation_metrics/
    """
    hits = n[c][c]
    union = sum(n[c]) + sum([row[c] for row in n]) - hits
    return hits / union if union else None


def mean_iou(n: Matrix) -> float:
    """Return the mean of the classes' intersections over unions.

    Formula:
        mIoU = 1/K * sum over c of n[c][c] / (row sum of c + column sum of c - n[c][c])

        Each class counts alike, however few pixels it has. A class that occurs neither in the
        truth nor in the prediction has the union 0; it is skipped, and K counts the others.

    Args:
        n: Confusion matrix in pixels, shape (classes, classes); rows truth, columns prediction.

    Returns:
        A share from 0 to 1.

    Raises:
        ValueError: n is not square, or holds no pixel.

    Source:
        Long, Shelhamer & Darrell, "Fully Convolutional Networks for Semantic Segmentation",
        section 5, "mean IU", https://arxiv.org/abs/1411.4038; that absent classes are skipped:
        keras/src/metrics/iou_metrics.py, IoU.result,
        https://github.com/keras-team/keras/blob/master/keras/src/metrics/iou_metrics.py
    """
    if any(len(row) != len(n) for row in n):
        raise ValueError(f"got {len(n)} rows of {len(n[0])}; a confusion matrix is square")
    shares = [share for c in range(len(n)) if (share := class_iou(n, c)) is not None]
    if not shares:
        raise ValueError("got no pixel at all; at least one class must occur")
    return sum(shares) / len(shares)


def dice(A: Matrix, B: Matrix, smooth: float = 0.0) -> float:
    """Return the Dice coefficient of two masks, also called F1 score of the pixels.

    Formula:
        Dice = (2 |A and B| + smooth) / (|A| + |B| + smooth)

        |A and B| counts the pixels that are 1 in both masks, |A| and |B| those of each. Pixels
        in both are counted twice below, so they are counted twice above: equal masks give 1.
        With the intersection over union: Dice = 2 IoU / (1 + IoU), if smooth = 0.

    Args:
        A: The true mask, rows of 0 and 1, shape (H, W).
        B: The predicted mask, of the same shape.
        smooth: Added above and below, at least 0, as in Dice losses: two empty masks give 1.

    Returns:
        A share from 0 to 1.

    Raises:
        ValueError: The shapes differ, or both masks are empty and smooth is 0.

    Source:
        Milletari, Navab & Ahmadi, "V-Net", section 3, https://arxiv.org/abs/1606.04797 (without
        the squares, which change nothing for 0 and 1); smoothing: MONAI's DiceLoss, smooth_nr and
        smooth_dr, https://docs.monai.io/en/stable/losses.html#diceloss
    """
    if [len(row) for row in A] != [len(row) for row in B]:
        raise ValueError("the masks differ in shape; each pixel needs both values")
    both = sum(sum(map(mul, row, other)) for row, other in zip(A, B, strict=True))
    areas = sum(map(sum, A)) + sum(map(sum, B))
    if areas + smooth == 0:
        raise ValueError("both masks are empty; only smooth > 0 makes their Dice defined")
    return (2 * both + smooth) / (areas + smooth)
