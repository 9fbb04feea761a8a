"""What people get wrong about the value of the cross-entropy."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths import losses

if TYPE_CHECKING:
    from quizlab_verifiers.losses.cross_entropy_value_parameters import CrossEntropyValueParameters


def _right(v: CrossEntropyValueParameters) -> float:
    return losses.cross_entropy(v.values, v.target, v.given, v.label_smoothing)


def _binary_logarithm(v: CrossEntropyValueParameters) -> float:
    return _right(v) / log(2)


def _common_logarithm(v: CrossEntropyValueParameters) -> float:
    return _right(v) / log(10)


def _no_minus(v: CrossEntropyValueParameters) -> float:
    return -_right(v)


def _counted_from_one(v: CrossEntropyValueParameters) -> float | None:
    # Who counts from 1 meets no class 0.
    if v.target == 0 or v.values[v.target - 1] == v.values[v.target]:
        return None
    if v.given == "probabilities" and v.values[v.target - 1] == 0:
        return None
    return losses.cross_entropy(v.values, v.target - 1, v.given, v.label_smoothing)


def _binary_over_all(v: CrossEntropyValueParameters) -> float | None:
    if v.label_smoothing:
        return None
    p = losses.softmax(v.values) if v.given == "logits" else v.values
    others = [1 - share for k, share in enumerate(p) if k != v.target]
    if min(others) <= 0:
        return None
    return _right(v) - sum(map(log, others))


def _no_softmax(v: CrossEntropyValueParameters) -> float | None:
    if v.given == "probabilities" or v.label_smoothing:
        return None
    return -v.values[v.target]


def _softmax_twice(v: CrossEntropyValueParameters) -> float:
    p = losses.softmax(v.values) if v.given == "logits" else v.values
    return losses.cross_entropy(p, v.target, "logits", v.label_smoothing)


def _mean_over_classes(v: CrossEntropyValueParameters) -> float:
    return _right(v) / len(v.values)


def _no_smoothing(v: CrossEntropyValueParameters) -> float | None:
    if not v.label_smoothing:
        return None
    return losses.cross_entropy(v.values, v.target, v.given)


def _smoothed_over_the_others(v: CrossEntropyValueParameters) -> float | None:
    if not v.label_smoothing:
        return None
    classes, eps = len(v.values), v.label_smoothing
    # Sharing eps among the K - 1 others is the usual smoothing with a larger share.
    larger = eps * classes / (classes - 1)
    if larger > 1:
        return None
    return losses.cross_entropy(v.values, v.target, v.given, larger)


MISTAKES: tuple[Misconception[CrossEntropyValueParameters], ...] = (
    Misconception(
        "binary-logarithm",
        "You took the logarithm to base 2, which gives bits. Frameworks take the natural one.",
        _binary_logarithm,
    ),
    Misconception(
        "common-logarithm",
        "You took the logarithm to base 10. Cross-entropy takes the natural one, ln.",
        _common_logarithm,
    ),
    Misconception(
        "no-minus",
        "You forgot the minus. Logarithms of probabilities are negative, the loss is positive.",
        _no_minus,
    ),
    Misconception(
        "counted-from-one",
        "You took the class before. Classes are counted from 0.",
        _counted_from_one,
    ),
    Misconception(
        "binary-over-all",
        "You added ln(1 − p) of the other classes. That is the binary cross-entropy of separate "
        "sigmoids; with a softmax only the target's probability counts.",
        _binary_over_all,
    ),
    Misconception(
        "no-softmax",
        "You took minus the logit. The logits must go through the softmax first, which adds the "
        "logarithm of the sum of all exponentials.",
        _no_softmax,
    ),
    Misconception(
        "softmax-twice",
        "You applied one softmax too many, as when probabilities are fed to a loss that expects "
        "logits.",
        _softmax_twice,
    ),
    Misconception(
        "mean-over-classes",
        "You divided by the number of classes. The mean is taken over samples, and here is one.",
        _mean_over_classes,
    ),
    Misconception(
        "no-smoothing",
        "You left out the label smoothing: the other classes have a small share of the target, "
        "so their logarithms count too.",
        _no_smoothing,
    ),
    Misconception(
        "smoothed-over-the-others",
        "You spread the smoothing over the other classes only. It is spread over all K, so the "
        "target has 1 − ε + ε/K.",
        _smoothed_over_the_others,
    ),
)
"""Most typical first."""
