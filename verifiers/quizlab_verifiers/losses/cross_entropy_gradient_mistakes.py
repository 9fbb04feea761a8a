"""What people get wrong about the gradient of the cross-entropy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths import losses

if TYPE_CHECKING:
    from quizlab_verifiers.losses.cross_entropy_gradient_parameters import (
        CrossEntropyGradientParameters,
        Numbers,
    )


def _divisor(v: CrossEntropyGradientParameters) -> int:
    return v.batch if v.reduction == "mean" else 1


def _right(v: CrossEntropyGradientParameters) -> Numbers:
    return losses.cross_entropy_gradient(
        v.logits, v.target, v.batch, v.reduction, v.label_smoothing
    )


def _sign(v: CrossEntropyGradientParameters) -> Numbers:
    return tuple(-g for g in _right(v))


def _probabilities_only(v: CrossEntropyGradientParameters) -> Numbers:
    divisor = _divisor(v)
    return tuple(p / divisor for p in losses.softmax(v.logits))


def _no_softmax(v: CrossEntropyGradientParameters) -> Numbers:
    wanted = losses.smoothed(len(v.logits), v.target, v.label_smoothing)
    divisor = _divisor(v)
    return tuple((z - q) / divisor for z, q in zip(v.logits, wanted, strict=True))


def _with_slope(v: CrossEntropyGradientParameters) -> Numbers:
    p = losses.softmax(v.logits)
    return tuple(g * share * (1 - share) for g, share in zip(_right(v), p, strict=True))


def _by_the_probabilities(v: CrossEntropyGradientParameters) -> Numbers | None:
    p = losses.softmax(v.logits)[v.target]
    if v.label_smoothing or p < 1e-9:
        return None
    divisor = _divisor(v)
    return tuple(-1 / p / divisor if k == v.target else 0.0 for k in range(len(v.logits)))


def _other_reduction(v: CrossEntropyGradientParameters) -> Numbers | None:
    if v.batch == 1:
        return None
    scale = v.batch if v.reduction == "mean" else 1 / v.batch
    return tuple(g * scale for g in _right(v))


def _counted_from_one(v: CrossEntropyGradientParameters) -> Numbers | None:
    if v.target == 0:
        return None
    return losses.cross_entropy_gradient(
        v.logits, v.target - 1, v.batch, v.reduction, v.label_smoothing
    )


def _no_smoothing(v: CrossEntropyGradientParameters) -> Numbers | None:
    if not v.label_smoothing:
        return None
    return losses.cross_entropy_gradient(v.logits, v.target, v.batch, v.reduction)


MISTAKES: tuple[Misconception[CrossEntropyGradientParameters], ...] = (
    Misconception(
        "sign-flipped",
        "You took target minus probability. The derivative is p − q: positive for the wrong "
        "classes, whose logits a step then lowers.",
        _sign,
    ),
    Misconception(
        "probabilities-only",
        "You left the target out. Subtract from each probability what it should be: without "
        "smoothing 1 at the target and 0 elsewhere.",
        _probabilities_only,
    ),
    Misconception(
        "no-softmax",
        "You subtracted the target from the logits. Put them through the softmax first.",
        _no_softmax,
    ),
    Misconception(
        "with-slope",
        "You multiplied by p(1 − p). That belongs to the squared error behind a sigmoid; in "
        "the cross-entropy it has cancelled.",
        _with_slope,
    ),
    Misconception(
        "by-the-probabilities",
        "That is the derivative by the probabilities, −1/p at the target. Go on through the "
        "softmax to the logits.",
        _by_the_probabilities,
    ),
    Misconception(
        "other-reduction",
        "Mind the reduction: the mean over the batch divides by its samples, the sum does not.",
        _other_reduction,
    ),
    Misconception(
        "counted-from-one",
        "You subtracted at the class before. Classes are counted from 0.",
        _counted_from_one,
    ),
    Misconception(
        "no-smoothing",
        "You left out the label smoothing: the target is no longer 1 there, nor 0 elsewhere.",
        _no_smoothing,
    ),
)
"""Most typical first."""
