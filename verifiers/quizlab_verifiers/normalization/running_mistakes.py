"""What people get wrong about running statistics."""

from __future__ import annotations

from math import fsum, sqrt

from quizlab.verify import Misconception
from quizlab_verifiers.normalization.running_parameters import (
    RunningParameters,
    divisor_of,
    moments,
    weights,
)

Answers = dict[str, float]


def _other_weights(v: RunningParameters) -> Answers:
    new, old = weights(v)
    mean, squares = moments(v)
    return {
        "running-mean": old * v.running_mean + new * mean,
        "running-variance": old * v.running_var + new * squares / divisor_of(v),
    }


def _other_estimator(v: RunningParameters) -> Answers:
    old, new = weights(v)
    other = len(v.values) - (v.framework != "torch")
    return {"running-variance": old * v.running_var + new * moments(v)[1] / other}


def _other_framework(v: RunningParameters) -> Answers:
    other = _other_weights(v)
    new, old = weights(v)
    divisor = len(v.values) - (v.framework != "torch")
    return {**other, "running-variance": old * v.running_var + new * moments(v)[1] / divisor}


def _batch_only(v: RunningParameters) -> Answers:
    mean, squares = moments(v)
    return {"running-mean": mean, "running-variance": squares / divisor_of(v)}


def _deviation(v: RunningParameters) -> Answers:
    old, new = weights(v)
    deviation = sqrt(moments(v)[1] / divisor_of(v))
    return {"running-variance": old * v.running_var + new * deviation}


def _about_running_mean(v: RunningParameters) -> Answers | None:
    old, new = weights(v)
    squares = fsum([(x - v.running_mean) ** 2 for x in v.values])
    return {"running-variance": old * v.running_var + new * squares / divisor_of(v)}


MISTAKES: tuple[Misconception[RunningParameters], ...] = (
    Misconception(
        "other-momentum",
        "You weighed old and new the other way round. In PyTorch momentum is the weight of "
        "the new value, in Keras of the old one.",
        _other_weights,
    ),
    Misconception(
        "other-variance",
        "You took the other variance. PyTorch stores the unbiased one, divided by n − 1, "
        "although it normalises with the biased one; Keras 3 stores the biased one.",
        _other_estimator,
    ),
    Misconception(
        "other-framework",
        "You followed the other framework: it has both the weights of old and new and the "
        "divisor of the variance the other way.",
        _other_framework,
    ),
    Misconception(
        "batch-only",
        "These are the statistics of the batch. They are only mixed into the running ones, "
        "which keep a share of what they were.",
        _batch_only,
    ),
    Misconception(
        "standard-deviation",
        "You averaged the standard deviation. What is kept is the variance, its square.",
        _deviation,
    ),
    Misconception(
        "about-running-mean",
        "You took the distances from the running mean. The variance of a batch is about the "
        "batch's own mean.",
        _about_running_mean,
    ),
)
