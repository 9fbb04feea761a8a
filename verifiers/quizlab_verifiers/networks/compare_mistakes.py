"""What people get wrong when they compare two networks by their parameters."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths.networks.layers import Convolution, Linear, TransposedConvolution
from quizlab_verifiers.networks import known

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab.verify import Answered
    from quizlab_verifiers.networks.compare import CompareParameters as P

TOLERANCE = 0.05
"""How near the factor must be; networks are known to two figures or three."""


def fewer_and_factor(first: int, second: int) -> tuple[str, float]:
    """Return which of two counts is smaller, and how many times as large the other is."""
    fewer = "first" if first < second else "second"
    return fewer, max(first, second) / min(first, second)


@lru_cache(maxsize=128)
def depth(name: str) -> int:
    """Return how many layers with weights the longest path through a network has."""
    passed: list[int] = []
    for step in known.steps(name):
        weighs = isinstance(step.layer, Convolution | TransposedConvolution | Linear)
        before = max((passed[source] for source in step.sources), default=0)
        passed.append(before + (weighs and step.layer.parameters() > 0))
    return max(passed)


@lru_cache(maxsize=128)
def without_linear(name: str) -> int:
    """Return the parameters of a network without its fully connected layers."""
    return sum(
        step.layer.parameters()
        for step in known.steps(name)
        if not (step.again or isinstance(step.layer, Linear))
    )


def _right(v: P) -> tuple[str, float]:
    return fewer_and_factor(known.parameters(v.first), known.parameters(v.second))


def _shows(v: P, fewer: str, factor: float) -> bool:
    """Whether a wrong answer would not be graded as right."""
    name, right = _right(v)
    return fewer != name or abs(factor - right) > TOLERANCE * right


def _by(count: Callable[[str], int]) -> Callable[[P], Answered | None]:
    """Return the comparison by another count than that of parameters."""

    def wrong(v: P) -> Answered | None:
        first, second = count(v.first), count(v.second)
        if first == second:
            return None
        fewer, factor = fewer_and_factor(first, second)
        return {"fewer": fewer, "factor": factor} if _shows(v, fewer, factor) else None

    return wrong


def _other_factor(worked: Callable[[P, float], float]) -> Callable[[P], Answered | None]:
    """Return the right choice with another number than the factor."""

    def wrong(v: P) -> Answered | None:
        name, right = _right(v)
        factor = worked(v, right)
        return {"factor": factor} if _shows(v, name, factor) else None

    return wrong


def _other_one(v: P) -> Answered:
    fewer, _ = _right(v)
    return {"fewer": "second" if fewer == "first" else "first"}


def _millions(v: P, _factor: float) -> float:
    return abs(known.parameters(v.first) - known.parameters(v.second)) / 1e6


MISTAKES: tuple[Misconception[P], ...] = (
    Misconception(
        "by-multiply-adds",
        "You compared multiply-adds; asked are parameters. A convolution works at many positions "
        "with the same few weights, a fully connected layer uses each of many weights once.",
        _by(known.macs),
    ),
    Misconception(
        "by-depth",
        "You compared the numbers of layers; a deep network of narrow layers may hold less than a "
        "shallow one with a few wide ones.",
        _by(depth),
    ),
    Misconception(
        "without-linear-layers",
        "You left out the fully connected layers; behind a large map they hold most of what a "
        "network has.",
        _by(without_linear),
    ),
    Misconception(
        "upside-down",
        "You divided the smaller count by the larger one; how many times as many is the larger "
        "one divided by the smaller.",
        _other_factor(lambda _, factor: 1 / factor),
    ),
    Misconception(
        "how-many-more",
        "You said how much is added, as a multiple; as many again is 2 times as many, so the "
        "factor is larger by 1.",
        _other_factor(lambda _, factor: factor - 1),
    ),
    Misconception(
        "percent-more",
        "You said how much is added, in percent; asked is the factor: 50% more is 1.5 times as many.",
        _other_factor(lambda _, factor: 100 * (factor - 1)),
    ),
    Misconception(
        "difference",
        "You gave the difference in millions; asked is the factor, so divide.",
        _other_factor(_millions),
    ),
    Misconception(
        "other-one",
        "You named the one with more; neither age nor depth nor multiply-adds tell, but how wide "
        "the widest layers are.",
        _other_one,
    ),
)
