"""What a question about precision, recall and F1 varies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import OneOf, Whole
from quizlab_verifiers.maths import classification_scores


@dataclass(frozen=True, slots=True)
class PrecisionRecallF1Parameters:
    """What a classifier got right and wrong.

    Attributes:
        tp: True positives.
        fp: False positives.
        fn: False negatives.
        tn: True negatives, which none of the scores needs.
        layout: How the question shows them: as ``counts``, or as a confusion matrix whose rows
            are the actual classes, whose rows are the predicted ones, or as scikit-learn
            prints it, with the negative class first.
    """

    tp: Annotated[
        int, Whole(0, 1_000_000, draws=(2, 3, 4, 6, 8, 9, 12, 15, 16, 18, 20, 24, 30, 36, 40))
    ]
    fp: Annotated[int, Whole(0, 1_000_000, draws=(1, 2, 3, 4, 6, 8, 10, 12, 20))]
    fn: Annotated[int, Whole(0, 1_000_000, draws=(1, 2, 3, 4, 6, 8, 10, 12, 20))]
    tn: Annotated[
        int, Whole(0, 1_000_000, draws=(7, 14, 25, 32, 50, 68, 75, 90, 120, 200, 400))
    ] = 0
    layout: Annotated[str, OneOf("counts", "rows-actual", "rows-predicted", "sklearn")] = "counts"

    def scores(self) -> classification_scores.Scores:
        """Return precision, recall and F1 of the positive class."""
        return classification_scores.precision_recall_f1(self.tp, self.fp, self.fn)
