"""What people get wrong about mean IoU, each mistake as the computation that it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab_verifiers.segmentation.miou_parameters import MeanIouParameters


def counts(v: MeanIouParameters) -> list[tuple[int, int, int]]:
    """Return hits, row sum and column sum of each class that occurs."""
    columns = [*map(sum, zip(*v.confusion, strict=True))]
    return [
        (row[c], sum(row), columns[c])
        for c, row in enumerate(v.confusion)
        if columns[c] or any(row)
    ]


def _mean(v: MeanIouParameters, share: Callable[[int, int, int], float]) -> float | None:
    """Average a wrong `share` over the classes; None where it divides by zero."""
    found = counts(v)
    try:
        return sum([share(*one) for one in found]) / len(found)
    except ZeroDivisionError:
        return None


def _pixel_accuracy(v: MeanIouParameters) -> float:
    found = counts(v)
    return sum([hits for hits, _, _ in found]) / sum([row for _, row, _ in found])


def _mean_recall(v: MeanIouParameters) -> float | None:
    return _mean(v, lambda hits, row, _: hits / row)


def _mean_precision(v: MeanIouParameters) -> float | None:
    return _mean(v, lambda hits, _, column: hits / column)


def _union_counts_twice(v: MeanIouParameters) -> float | None:
    return _mean(v, lambda hits, row, column: hits / (row + column))


def _dice(v: MeanIouParameters) -> float | None:
    return _mean(v, lambda hits, row, column: 2 * hits / (row + column))


def _pooled(v: MeanIouParameters) -> float | None:
    found = counts(v)
    union = sum([row + column - hits for hits, row, column in found])
    return sum([hits for hits, _, _ in found]) / union


def _weighted(v: MeanIouParameters) -> float:
    found = counts(v)
    return sum([row * hits / (row + column - hits) for hits, row, column in found]) / sum(
        [row for _, row, _ in found]
    )


def _absent_as_zero(v: MeanIouParameters) -> float | None:
    found = counts(v)
    if len(found) == len(v.confusion):
        return None
    return sum([hits / (row + column - hits) for hits, row, column in found]) / len(v.confusion)


MISTAKES: tuple[Misconception[MeanIouParameters], ...] = (
    Misconception(
        "pixel-accuracy",
        "That is the pixel accuracy: all hits by all pixels. Mean IoU takes one ratio for each "
        "class, by the class's union, and averages those.",
        _pixel_accuracy,
    ),
    Misconception(
        "mean-recall",
        "You divided by the row only, which is recall (mean accuracy). Pixels that were wrongly "
        "predicted as the class belong to the union too: add the rest of its column.",
        _mean_recall,
    ),
    Misconception(
        "mean-precision",
        "You divided by the column only, which is precision. Pixels of the class that were missed "
        "belong to the union too: add the rest of its row.",
        _mean_precision,
    ),
    Misconception(
        "hits-counted-twice",
        "You added row and column and stopped there. Both hold the hits, which the union counts "
        "only once: subtract them.",
        _union_counts_twice,
    ),
    Misconception(
        "dice",
        "That is the mean Dice coefficient, 2 · hits / (row + column). IoU divides the hits, once, "
        "by the union.",
        _dice,
    ),
    Misconception(
        "pooled",
        "You added all hits and all unions before dividing, so that large classes dominate. Divide "
        "class by class, then average.",
        _pooled,
    ),
    Misconception(
        "frequency-weighted",
        "You weighted the classes by their pixels, which gives the frequency-weighted IoU. In the "
        "mean IoU every class counts alike.",
        _weighted,
    ),
    Misconception(
        "absent-as-zero",
        "You counted a class that occurs nowhere as 0. Its IoU would be 0 / 0; skip it and divide "
        "by the number of classes that occur.",
        _absent_as_zero,
    ),
)
"""Most typical first."""
