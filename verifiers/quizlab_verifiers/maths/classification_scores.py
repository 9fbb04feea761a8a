"""Scores of a classifier with two classes: from counts of right and wrong, and from rankings.

One class is the positive one, which is looked for:

    tp  positives found                      fn  positives missed
    fp  negatives taken for positives        tn  negatives left alone

"True" says that the prediction was right, "positive" what was predicted.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Scores(NamedTuple):
    """Precision, recall and their harmonic mean, each between 0 and 1."""

    precision: float
    recall: float
    f1: float


def precision_recall_f1(tp: int, fp: int, fn: int) -> Scores:
    """Return precision, recall and F1 of the positive class.

    Formula:
        precision = tp / (tp + fp)       how many of the predicted positives are right
        recall    = tp / (tp + fn)       how many of the actual positives are found
        F1        = 2 precision recall / (precision + recall)

        The harmonic mean lies nearer to the smaller of both. It equals
        2 tp / (2 tp + fp + fn), and is 0 where nothing is found. The true negatives are in
        none of them.

    Args:
        tp: True positives, at least 0.
        fp: False positives, at least 0.
        fn: False negatives, at least 0.

    Returns:
        The three scores.

    Raises:
        ValueError: A count is negative.
        ZeroDivisionError: Nothing is predicted positive, or nothing is positive.

    Source:
        scikit-learn, User Guide, "Precision, recall and F-measures",
        https://scikit-learn.org/stable/modules/model_evaluation.html
    """
    if min(tp, fp, fn) < 0:
        raise ValueError(f"got tp={tp}, fp={fp}, fn={fn}; counts are at least 0")
    precision = tp / (tp + fp)
    recall = tp / (tp + fn)
    return Scores(precision, recall, f1(precision, recall))


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean of precision and recall, 0 where both are 0."""
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0


def roc_auc(scores: Sequence[float], labels: Sequence[int]) -> float:
    """Return the area under the ROC curve.

    Formula:
        AUC = (pairs ranked right + 1/2 pairs that tie) / (positives * negatives)

        A pair is a positive with a negative; it is ranked right where the positive has the
        higher score. The ROC curve draws the share of the positives above a threshold over that
        of the negatives; the area under it, by trapezoids, is the same number. So the AUC is the
        chance that a random positive scores higher than a random negative: 1/2 for guessing.

    Args:
        scores: One for each sample, higher for what is more likely positive.
        labels: 1 for a positive sample, 0 for a negative one.

    Returns:
        The area, 0 to 1.

    Raises:
        ValueError: There are not as many labels as scores, a label is neither 0 nor 1, or a
            class has no sample.

    Source:
        Fawcett, "An introduction to ROC analysis", section 7, "Area under an ROC curve (AUC)",
        https://doi.org/10.1016/j.patrec.2005.10.010; scikit-learn, roc_auc_score,
        https://scikit-learn.org/stable/modules/generated/sklearn.metrics.roc_auc_score.html
    """
    if len(scores) != len(labels) or not {0, 1} == set(labels):
        raise ValueError(
            f"got {len(scores)} scores and the labels {list(labels)}; each score needs a label, "
            "and both 0 and 1 must occur"
        )
    positives = [score for score, label in zip(scores, labels, strict=True) if label == 1]
    negatives = [score for score, label in zip(scores, labels, strict=True) if label == 0]
    points = 0.0
    for positive in positives:
        for negative in negatives:
            if positive > negative:
                points += 1
            elif positive == negative:
                points += 0.5
    return points / (len(positives) * len(negatives))
