"""Questions about scores of classifiers: precision, recall and F1 from counts."""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Real, Verifier
from quizlab_verifiers.maths import classification_scores
from quizlab_verifiers.metrics.precision_recall_f1_mistakes import MISTAKES
from quizlab_verifiers.metrics.precision_recall_f1_parameters import PrecisionRecallF1Parameters
from quizlab_verifiers.notation import equals, fraction, matrix, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Answered, Value

_LARGEST_DENOMINATOR = 16
_SHARE = Real(relative=0.01, floor=1e-9, percent=True)


class PrecisionRecallF1(Verifier[PrecisionRecallF1Parameters]):
    """``confusion.precision-recall-f1``: three scores of the positive class."""

    id = "confusion.precision-recall-f1"
    version = 1
    title = "Precision, recall and F1"
    Parameters = PrecisionRecallF1Parameters
    parts = (
        AnswerPart("precision", _SHARE, "precision"),
        AnswerPart("recall", _SHARE, "recall"),
        AnswerPart("f1", _SHARE, "F1", builds_on=("precision", "recall")),
    )
    convention = (
        "Scores of the positive class, as shares of 1. F1 is the harmonic mean, and 0 where "
        "nothing is found. A precision or recall that would divide by 0 is not asked for."
    )
    citation = (
        "scikit-learn, User Guide, Classification metrics, "
        "https://scikit-learn.org/stable/modules/model_evaluation.html"
    )
    code = classification_scores.precision_recall_f1
    misconceptions = MISTAKES

    def where(self, v: PrecisionRecallF1Parameters) -> str | None:
        """Say which score would divide by 0."""
        if v.tp + v.fp == 0:
            return (
                "tp 0 and fp 0: nothing is predicted positive, so precision is undefined; take "
                "one of them above 0"
            )
        if v.tp + v.fn == 0:
            return (
                "tp 0 and fn 0: nothing is positive, so recall is undefined; take one of them "
                "above 0"
            )
        return None

    def comfortable(self, v: PrecisionRecallF1Parameters) -> bool:
        """Hold draws to small fractions that differ."""
        return (
            v.fp != v.fn
            and (v.tp + v.fp) // gcd(v.tp, v.fp) <= _LARGEST_DENOMINATOR
            and (v.tp + v.fn) // gcd(v.tp, v.fn) <= _LARGEST_DENOMINATOR
        )

    def difficulty(self, v: PrecisionRecallF1Parameters) -> int:
        """1: named counts. 2: a matrix in the usual order. 3: in another one."""
        return {"counts": 1, "rows-actual": 2}.get(v.layout, 3)

    def compute(self, v: PrecisionRecallF1Parameters) -> Answered:
        """Divide, and take the harmonic mean."""
        return v.scores()._asdict()

    def follow(
        self, v: PrecisionRecallF1Parameters, part: str, earlier: Mapping[str, Value]
    ) -> Value | None:
        """Take the harmonic mean of the learner's own precision and recall."""
        del v, part
        precision, recall = earlier["precision"], earlier["recall"]
        if isinstance(precision, (str, tuple)) or isinstance(recall, (str, tuple)):
            return None
        return classification_scores.f1(float(precision), float(recall))

    def reference(self, v: PrecisionRecallF1Parameters) -> Answered:
        """Rebuild labels and predictions of all samples, and count in them with torch."""
        import torch

        counts = torch.tensor([v.tp, v.fp, v.fn, v.tn])
        actual = torch.tensor([True, False, True, False]).repeat_interleave(counts)
        predicted = torch.tensor([True, True, False, False]).repeat_interleave(counts)
        found = torch.logical_and(actual, predicted).sum().item()
        return {
            "precision": actual[predicted].double().mean().item(),
            "recall": predicted[actual].double().mean().item(),
            # The overlap of both sets, as the Dice coefficient has it.
            "f1": 2 * found / (actual.sum().item() + predicted.sum().item()),
        }

    def prompt(self, v: PrecisionRecallF1Parameters, language: str = "en") -> str:
        """Show the counts and ask."""
        del language
        asked = "What are precision, recall and F1 of the positive class?"
        if v.layout == "counts":
            return (
                f"A classifier has ${v.tp}$ true positives, ${v.fp}$ false positives, ${v.fn}$ "
                f"false negatives and ${v.tn}$ true negatives.\n\n{asked}"
            )
        rows, columns = ("actual", "predicted")
        cells = [[v.tp, v.fn], [v.fp, v.tn]]
        order = "positive first"
        if v.layout == "rows-predicted":
            rows, columns = columns, rows
            cells = [[v.tp, v.fp], [v.fn, v.tn]]
        elif v.layout == "sklearn":
            cells = [[v.tn, v.fp], [v.fn, v.tp]]
            order = "negative first, as scikit-learn prints it"
        return (
            f"A classifier has this confusion matrix. Rows are the **{rows}** classes, columns "
            f"the **{columns}** ones, {order}.\n\n$${matrix(cells)}$$\n\n{asked}"
        )

    def explain(self, v: PrecisionRecallF1Parameters, language: str = "en") -> tuple[str, ...]:
        """Read the counts, divide, average."""
        del language
        right = v.scores()
        method = (
            "Precision: how many of the predicted positives are right? Recall: how many of the "
            "actual positives are found? F1 is their harmonic mean. True negatives are in none "
            "of them.\n\n"
            "$$P = \\frac{TP}{TP + FP} \\qquad R = \\frac{TP}{TP + FN} \\qquad "
            "F_1 = \\frac{2 P R}{P + R}$$"
        )
        read = (
            ""
            if v.layout == "counts"
            else f"Read the matrix: $TP = {v.tp}$, $FP = {v.fp}$ (predicted positive, actually "
            f"negative), $FN = {v.fn}$ (predicted negative, actually positive), $TN = {v.tn}$.\n\n"
        )
        divided = (
            f"{read}$$P = {fraction(v.tp, v.tp + v.fp)} {equals(right.precision)} \\qquad "
            f"R = {fraction(v.tp, v.tp + v.fn)} {equals(right.recall)}$$"
        )
        short = f"\\frac{{2 \\cdot {v.tp}}}{{2 \\cdot {v.tp} + {v.fp} + {v.fn}}}"
        result = (
            "The harmonic mean of both can be worked from the counts at once:\n\n"
            f"$$F_1 = \\frac{{2 TP}}{{2 TP + FP + FN}} = {short} {equals(right.f1)}$$\n\n"
            f"So $P = {number(right.precision)}$, $R = {number(right.recall)}$ and "
            f"$F_1 = {number(right.f1)}$."
        )
        return method, divided, result
