"""Questions about scores of classifiers: the area under the ROC curve."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations, product
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, ListOf, Misconception, Number, Real, Verifier, Whole
from quizlab_verifiers.maths import classification_scores
from quizlab_verifiers.notation import added, equals, number, tex

if TYPE_CHECKING:
    from quizlab.verify import Answered

_FIVE = ((0.9, 0.8, 0.6, 0.4, 0.2), (0.9, 0.7, 0.7, 0.4, 0.1), (0.8, 0.6, 0.6, 0.3, 0.3))
_SIX = (
    (0.9, 0.8, 0.7, 0.4, 0.3, 0.1),
    (0.9, 0.7, 0.6, 0.6, 0.4, 0.2),
    (0.8, 0.8, 0.6, 0.4, 0.4, 0.3),
)
_SCORES = (
    *(order for scores in _FIVE for order in sorted(set(permutations(scores))) * 3),
    *(order for scores in _SIX for order in sorted(set(permutations(scores)))),
)
_LABELS = tuple(
    labels
    for count in (5, 6)
    for labels in product((0, 1), repeat=count)
    if 2 <= sum(labels) <= count - 2
)
_MOST_PAIRS_SHOWN = 9


@dataclass(frozen=True, slots=True)
class RocAucParameters:
    """Scored samples.

    Attributes:
        scores: One for each sample, higher for what is more likely positive.
        labels: 1 for a positive sample, 0 for a negative one.
    """

    scores: Annotated[
        tuple[float, ...], ListOf(Number(-1_000_000, 1_000_000), 2, 100, draws=_SCORES)
    ]
    labels: Annotated[tuple[int, ...], ListOf(Whole(0, 1), 2, 100, draws=_LABELS)]

    def of_class(self, label: int) -> list[float]:
        """Return the scores of the samples with that label."""
        return [s for s, one in zip(self.scores, self.labels, strict=True) if one == label]


def _ties(v: RocAucParameters) -> int:
    """Count the pairs of a positive and a negative with the same score."""
    negatives = v.of_class(0)
    return sum(negatives.count(positive) for positive in v.of_class(1))


def _pairs(v: RocAucParameters) -> int:
    positives = sum(v.labels)
    return positives * (len(v.labels) - positives)


def _right(v: RocAucParameters) -> float:
    return classification_scores.roc_auc(v.scores, v.labels)


def _ties_won(v: RocAucParameters) -> float | None:
    ties = _ties(v)
    return _right(v) + ties / 2 / _pairs(v) if ties else None


def _ties_lost(v: RocAucParameters) -> float | None:
    ties = _ties(v)
    return _right(v) - ties / 2 / _pairs(v) if ties else None


def _inverted(v: RocAucParameters) -> float:
    return 1 - _right(v)


def _all_pairs(v: RocAucParameters) -> float:
    count = len(v.labels)
    return _right(v) * _pairs(v) / (count * (count - 1) / 2)


def _accuracy(v: RocAucParameters) -> float | None:
    if min(v.scores) < 0 or max(v.scores) > 1:
        return None
    hits = sum((s >= 0.5) == bool(one) for s, one in zip(v.scores, v.labels, strict=True))
    return hits / len(v.labels)


def _average_precision(v: RocAucParameters) -> float | None:
    # With ties its value depends on how they are broken.
    if len(set(v.scores)) < len(v.scores):
        return None
    ranked = sorted(zip(v.scores, v.labels, strict=True), reverse=True)
    found, total = 0, 0.0
    for rank, (_, label) in enumerate(ranked, start=1):
        if label:
            found += 1
            total += found / rank
    return total / found


class RocAuc(Verifier[RocAucParameters]):
    """``roc.auc-value``: how well scores rank positives above negatives."""

    id = "roc.auc-value"
    version = 1
    title = "Area under a ROC curve"
    Parameters = RocAucParameters
    parts = (AnswerPart("auc", Real(relative=0.01, floor=1e-9)),)
    convention = (
        "Label 1 is positive, and higher scores mean more likely positive. Samples with the same "
        "score are joined by a straight line of the curve, so a tie counts half."
    )
    citation = (
        "Fawcett, An introduction to ROC analysis, section 7, "
        "https://doi.org/10.1016/j.patrec.2005.10.010; scikit-learn, roc_auc_score, "
        "https://scikit-learn.org/stable/modules/generated/sklearn.metrics.roc_auc_score.html"
    )
    code = classification_scores.roc_auc
    misconceptions: tuple[Misconception[RocAucParameters], ...] = (
        Misconception(
            "ties-won",
            "You counted ties as ranked right. A tie counts half: the curve goes up its diagonal.",
            _ties_won,
        ),
        Misconception(
            "ties-lost",
            "You counted ties as ranked wrong. A tie counts half: the curve goes up its diagonal.",
            _ties_lost,
        ),
        Misconception(
            "inverted",
            "You counted the pairs that are ranked wrong. A pair is right where the positive has "
            "the higher score.",
            _inverted,
        ),
        Misconception(
            "all-pairs",
            "You divided by all pairs of samples. Only pairs of a positive with a negative count.",
            _all_pairs,
        ),
        Misconception(
            "accuracy",
            "That is the accuracy with threshold 0.5. The area looks at all thresholds, that is, "
            "at the order of the scores alone.",
            _accuracy,
        ),
        Misconception(
            "average-precision",
            "That is the average precision, the area under the precision-recall curve. The ROC "
            "curve draws the true over the false positive rate.",
            _average_precision,
        ),
    )

    def where(self, v: RocAucParameters) -> str | None:
        """Say that lengths differ, or that a class is missing."""
        if len(v.scores) != len(v.labels):
            return (
                f"got {len(v.scores)} scores and {len(v.labels)} labels; each score needs a label"
            )
        if len(set(v.labels)) == 1:
            return (
                f"labels are all {v.labels[0]}; a ROC curve needs positives (1) and negatives (0)"
            )
        return None

    def comfortable(self, v: RocAucParameters) -> bool:
        """Hold draws to rankings that are neither perfect nor perfectly wrong."""
        return 0 < _right(v) < 1

    def difficulty(self, v: RocAucParameters) -> int:
        """1: up to five samples. 2: more. 3: a positive and a negative tie."""
        if _ties(v):
            return 3
        return 1 if len(v.scores) <= 5 else 2

    def compute(self, v: RocAucParameters) -> float:
        """Count the pairs that are ranked right."""
        return _right(v)

    def reference(self, v: RocAucParameters) -> Answered:
        """Sweep the threshold over all scores, and take the area by trapezoids."""
        import torch

        scores = torch.tensor(v.scores, dtype=torch.float64)
        positive = torch.tensor(v.labels, dtype=torch.bool)
        infinity = torch.tensor([torch.inf], dtype=torch.float64)
        thresholds = torch.cat([infinity, scores.sort(descending=True).values])
        above = scores >= thresholds[:, None]
        true_rate = above[:, positive].double().mean(dim=1)
        false_rate = above[:, ~positive].double().mean(dim=1)
        return float(torch.trapezoid(true_rate, false_rate))

    def prompt(self, v: RocAucParameters, language: str = "en") -> str:
        """Show scores and labels and ask."""
        del language
        scores = " & ".join(map(tex, v.scores))
        labels = " & ".join(map(str, v.labels))
        return (
            "A classifier scores samples; label $1$ is positive:\n\n"
            f"$$\\begin{{matrix}} \\text{{score}} & {scores} \\\\ "
            f"\\text{{label}} & {labels} \\end{{matrix}}$$\n\n"
            "What is the area under the ROC curve (AUC)?"
        )

    def explain(self, v: RocAucParameters, language: str = "en") -> tuple[str, ...]:
        """Pairs, points of each positive, share."""
        del language
        method = (
            "The area under the ROC curve is the chance that a random positive scores higher "
            "than a random negative. Compare each positive with each negative: $1$ point where "
            "the positive is higher, $\\frac{1}{2}$ where they tie.\n\n"
            "$$AUC = \\frac{\\text{points}}{\\text{positives} \\cdot \\text{negatives}}$$"
        )
        positives, negatives = sorted(v.of_class(1), reverse=True), v.of_class(0)
        points = [
            sum(1.0 if positive > other else 0.5 * (positive == other) for other in negatives)
            for positive in positives
        ]
        ranked = ", ".join(f"${tex(s)}$" for s in sorted(negatives, reverse=True))
        if len(positives) > _MOST_PAIRS_SHOWN:
            counted = f"The ${len(positives)}$ positives make ${number(sum(points))}$ points."
        else:
            lines = "\n".join(
                f"- positive ${tex(s)}$: ${number(own)}$"
                for s, own in zip(positives, points, strict=True)
            )
            counted = f"The negatives score {ranked}. Points against them:\n\n{lines}"
        pairs = _pairs(v)
        total = f"{added(points)} = " if 1 < len(points) <= _MOST_PAIRS_SHOWN else ""
        result = (
            f"That makes ${total}{number(sum(points))}$ of "
            f"${len(positives)} \\cdot {len(negatives)} = {pairs}$ points:\n\n"
            f"$$AUC = \\frac{{{number(sum(points))}}}{{{pairs}}} {equals(self.compute(v))}$$"
        )
        return method, counted, result
