"""What people get wrong about precision, recall and F1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths import classification_scores

if TYPE_CHECKING:
    from quizlab.verify import Answered
    from quizlab_verifiers.metrics.precision_recall_f1_parameters import PrecisionRecallF1Parameters


def _swapped(v: PrecisionRecallF1Parameters) -> Answered | None:
    right = v.scores()
    return {"precision": right.recall, "recall": right.precision} if v.fp != v.fn else None


def _arithmetic_mean(v: PrecisionRecallF1Parameters) -> Answered | None:
    right = v.scores()
    return {"f1": (right.precision + right.recall) / 2} if v.fp != v.fn else None


def _no_two(v: PrecisionRecallF1Parameters) -> Answered | None:
    return {"f1": v.scores().f1 / 2} if v.tp else None


def _accuracy(v: PrecisionRecallF1Parameters) -> Answered:
    return {"precision": (v.tp + v.tn) / (v.tp + v.fp + v.fn + v.tn)}


def _specificity(v: PrecisionRecallF1Parameters) -> Answered | None:
    negatives = v.tn + v.fp
    return {"precision": v.tn / negatives} if negatives else None


def _other_class(v: PrecisionRecallF1Parameters) -> Answered | None:
    if not v.tn:
        return None
    # The negative class has the counts with the roles of both classes exchanged.
    other = classification_scores.precision_recall_f1(v.tn, v.fn, v.fp)
    return {"precision": other.precision, "recall": other.recall, "f1": other.f1}


def _over_all(v: PrecisionRecallF1Parameters) -> Answered:
    share = v.tp / (v.tp + v.fp + v.fn + v.tn)
    return {"precision": share, "recall": share}


MISTAKES: tuple[Misconception[PrecisionRecallF1Parameters], ...] = (
    Misconception(
        "arithmetic-mean",
        "You took the ordinary mean. F1 is the harmonic one, 2PR/(P + R), which lies nearer "
        "to the smaller of both.",
        _arithmetic_mean,
    ),
    Misconception(
        "no-factor-two",
        "You forgot the 2 in 2PR/(P + R). With it F1 lies between precision and recall.",
        _no_two,
    ),
    Misconception(
        "accuracy",
        "That is the accuracy. Precision looks only at what was predicted positive; true "
        "negatives do not count.",
        _accuracy,
    ),
    Misconception(
        "specificity",
        "That is the specificity: how many of the actual negatives were left alone. Precision "
        "asks how many of the predicted positives are right.",
        _specificity,
    ),
    Misconception(
        "over-all-samples",
        "You divided by all samples. Precision divides by the predicted positives, recall by "
        "the actual positives.",
        _over_all,
    ),
    Misconception(
        "swapped",
        "You swapped precision and recall, or rows and columns of the matrix. Precision asks "
        "how many of the predicted positives are right, recall how many of the actual ones "
        "are found.",
        _swapped,
    ),
    Misconception(
        "other-class",
        "You scored the negative class. Start from the true positives; mind which class "
        "comes first in the matrix.",
        _other_class,
    ),
)
"""First those of one score: where the numbers happen to be the same, who got the others right is
told of that one."""
