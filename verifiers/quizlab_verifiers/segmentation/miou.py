"""Questions about mean IoU: the score of a segmentation from its confusion matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Real, Verifier
from quizlab_verifiers.maths import segmentation_scores
from quizlab_verifiers.notation import aligned, equals, matrix, number
from quizlab_verifiers.segmentation.miou_mistakes import MISTAKES
from quizlab_verifiers.segmentation.miou_parameters import MeanIouParameters, clash
from quizlab_verifiers.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch

MOST_WORKED = 6
"""Classes that are worked on one screen."""

_WIDEST = 70
"""Characters up to which a row stands in a matrix."""


class MeanIou(Verifier[MeanIouParameters]):
    """``miou.value``: mean intersection over union from a confusion matrix."""

    id = "miou.value"
    version = 1
    title = "Mean IoU of a segmentation"
    Parameters = MeanIouParameters
    parts = (AnswerPart("miou", Real(relative=0.01, floor=1e-9, percent=True)),)
    convention = (
        "Rows are the truth, columns the prediction; every class counts alike; a class that "
        "occurs in neither is skipped, as in FCN's score and in Keras."
    )
    citation = (
        "Long, Shelhamer & Darrell 2015, Fully Convolutional Networks, section 5, "
        "https://arxiv.org/abs/1411.4038; keras.metrics.MeanIoU, "
        "https://keras.io/api/metrics/segmentation_metrics/"
    )
    code = segmentation_scores.mean_iou
    misconceptions = MISTAKES

    def where(self, v: MeanIouParameters) -> str | None:
        """Say why the numbers are no confusion matrix of pixels."""
        return clash(v)

    def difficulty(self, v: MeanIouParameters) -> int:
        """1: two classes. 2: three. 3: more, or one that does not occur."""
        if len(v.confusion) > 3 or _absent(v):
            return 3
        return len(v.confusion) - 1

    def compute(self, v: MeanIouParameters) -> float:
        """Average the classes' ratios."""
        return segmentation_scores.mean_iou(v.confusion)

    def reference(self, v: MeanIouParameters) -> float:
        """Lay the pixels out, each with both labels, and count class by class."""
        import torch

        truth, prediction = _pixels(torch.tensor(v.confusion))
        shares = []
        for c in range(len(v.confusion)):
            true, predicted = truth == c, prediction == c
            union = int((true | predicted).count_nonzero())
            if union:
                shares.append(int((true & predicted).count_nonzero()) / union)
        return sum(shares) / len(shares)

    def prompt(self, v: MeanIouParameters, language: str = "en") -> str:
        """Show the matrix and ask for the mean."""
        del language
        return (
            "The pixels of a segmentation, counted by true class (row) and predicted class "
            f"(column):\n\n{_table(v.confusion)}\n\n"
            "What is the mean IoU over the classes? Skip a class that occurs neither in the truth "
            "nor in the prediction."
        )

    def explain(self, v: MeanIouParameters, language: str = "en") -> tuple[str, ...]:
        """Divide hits by union class by class, then average."""
        del language
        lines, shares = [], []
        for c, row in enumerate(v.confusion):
            share = segmentation_scores.class_iou(v.confusion, c)
            if share is None:
                continue
            shares.append(share)
            total, column = sum(row), sum(other[c] for other in v.confusion)
            union = f"{total} + {column} - {row[c]}"
            lines.append(
                (
                    f"\\mathrm{{IoU}}_{{{c + 1}}}",
                    (
                        f"= \\frac{{{row[c]}}}{{{union}}} "
                        f"= \\frac{{{row[c]}}}{{{total + column - row[c]}}} {equals(share)}"
                    ),
                )
            )
        return (
            (
                "Take the classes one by one. The hits $n_{ii}$ stand on the diagonal. The union is "
                "the row $r_i$ (truth) plus the column $k_i$ (prediction), less the hits, which both "
                "contain. Average over the $K$ classes that occur:\n\n"
                "$$\\mathrm{IoU}_i = \\frac{n_{ii}}{r_i + k_i - n_{ii}} \\qquad "
                "\\mathrm{mIoU} = \\frac{1}{K} \\sum_i \\mathrm{IoU}_i$$"
            ),
            _worked(v, lines),
            _average(shares, self.compute(v)),
        )


def _table(confusion: Sequence[Sequence[int]]) -> str:
    """Show the matrix, or its rows as a list where they are too wide for it."""
    columns = zip(*confusion, strict=True)
    if sum([2 + len(str(max(column))) for column in columns]) <= _WIDEST:
        return f"$${matrix(confusion)}$$"
    return "\n".join(
        f"- class {place}: {', '.join(f'${count}$' for count in row)}"
        for place, row in enumerate(confusion, start=1)
    )


def _pixels(counts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the true and the predicted label of each pixel that a matrix counts."""
    import torch

    classes = len(counts)
    numbers = torch.arange(classes * classes, dtype=torch.int16)  # small, since pixels are many
    cells = torch.repeat_interleave(numbers, counts.flatten())
    return cells // classes, cells % classes


def _absent(v: MeanIouParameters) -> list[int]:
    """Return the classes that do not occur, counted from 1."""
    return [
        c + 1
        for c, row in enumerate(v.confusion)
        if not any(row) and not any(other[c] for other in v.confusion)
    ]


def _worked(v: MeanIouParameters, lines: list[tuple[str, str]]) -> str:
    absent = _absent(v)
    named = listed([str(c) for c in absent]) if absent else ""
    skipped = (
        f" Classes {named} occur nowhere and are skipped."
        if len(absent) > 1
        else f" Class {named} occurs nowhere and is skipped."
        if absent
        else ""
    )
    first = " The first of them:" if len(lines) > MOST_WORKED else ""
    return (
        f"Row sum plus column sum less hits, for each class.{skipped}{first}\n\n"
        f"{aligned(lines[:MOST_WORKED])}"
    )


def _average(shares: list[float], mean: float) -> str:
    total = " + ".join(map(number, shares)) if len(shares) <= MOST_WORKED else number(sum(shares))
    over = f"the ${len(shares)}$ classes that occur" if len(shares) > 1 else "the class that occurs"
    return (
        f"The mean over {over}:\n\n"
        f"$$\\mathrm{{mIoU}} = \\frac{{{total}}}{{{len(shares)}}} {equals(mean)}$$"
    )
