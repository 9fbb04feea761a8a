"""What people get wrong in every normalisation, each mistake as the computation that it leads to."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from quizlab.verify import Misconception
from quizlab_verifiers.normalization.layout import Layout, is_affine

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab.verify import Value

    Answers = dict[str, Value]
    Wrong = Callable[[Layout], Answers | None]

P = TypeVar("P")

NEGLIGIBLE_EPS = 1e-3
"""Up to here the place of eps is no mistake that an answer could show."""


class Mistake(NamedTuple):
    """A misconception about layouts.

    Attributes:
        id: Its id.
        sentence: What the learner sees.
        wrong: The wrong answers.
    """

    id: str
    sentence: str
    wrong: Wrong


def regrouped(layout: Layout, owners: list[int]) -> Answers | None:
    """Return the answers where other values share a mean."""
    other = layout.regrouped(owners)
    means, variances = other.statistics()
    output = other.output(means, variances)
    if output is None:
        return None
    return {"mean": means, "variance": variances, "output": output}


def _unbiased(layout: Layout) -> Answers | None:
    means, variances = layout.statistics()
    sizes = [len(members) for members in layout.sets]
    wrong = tuple(v * n / (n - 1) for v, n in zip(variances, sizes, strict=True))
    output = layout.output(means, wrong)
    return None if output is None else {"variance": wrong, "output": output}


def _standard_deviation(layout: Layout) -> Answers | None:
    _, variances = layout.statistics()
    return {"variance": tuple(sqrt(v) for v in variances)}


def _only_output(layout: Layout, rule: Callable[..., float]) -> Answers | None:
    output = layout.output(*layout.statistics(), rule)
    return None if output is None else {"output": output}


def _no_root(layout: Layout) -> Answers | None:
    return _only_output(
        layout, lambda x, mean, v, gamma, beta, eps: gamma * (x - mean) / (v + eps) + beta
    )


def _mean_kept(layout: Layout) -> Answers | None:
    return _only_output(layout, lambda x, _, v, gamma, beta, eps: gamma * x / sqrt(v + eps) + beta)


def _no_affine(layout: Layout) -> Answers | None:
    if not is_affine(layout.pairs):
        return None
    return _only_output(layout, lambda x, mean, v, _, __, eps: (x - mean) / sqrt(v + eps))


def _swapped(layout: Layout) -> Answers | None:
    if not is_affine(layout.pairs):
        return None
    return _only_output(
        layout, lambda x, mean, v, gamma, beta, eps: beta * (x - mean) / sqrt(v + eps) + gamma
    )


def _shift_first(layout: Layout) -> Answers | None:
    if all(gamma == 1 or beta == 0 for gamma, beta in layout.pairs):
        return None
    return _only_output(
        layout,
        lambda x, mean, v, gamma, beta, eps: gamma * ((x - mean) / sqrt(v + eps) + beta),
    )


def _eps_outside(layout: Layout) -> Answers | None:
    if layout.eps <= NEGLIGIBLE_EPS:
        return None
    return _only_output(
        layout, lambda x, mean, v, gamma, beta, eps: gamma * (x - mean) / (sqrt(v) + eps) + beta
    )


def _no_eps(layout: Layout) -> Answers | None:
    if layout.eps <= NEGLIGIBLE_EPS:
        return None
    return _only_output(
        layout, lambda x, mean, v, gamma, beta, _: gamma * (x - mean) / sqrt(v) + beta
    )


_COMMON = (
    Mistake(
        "unbiased-variance",
        "You divided the squares by n − 1. To normalise, all frameworks use the biased variance: "
        "divide by n.",
        _unbiased,
    ),
    Mistake(
        "no-root",
        "You divided by the variance. Divide by its root, the standard deviation, so that the "
        "result has variance 1.",
        _no_root,
    ),
    Mistake(
        "mean-kept",
        "You forgot to subtract the mean. First move the values to mean 0, then divide.",
        _mean_kept,
    ),
    Mistake(
        "no-affine",
        "You stopped after normalising. The learnt scale γ and shift β still come after it.",
        _no_affine,
    ),
    Mistake(
        "gamma-beta-swapped",
        "You swapped γ and β: γ scales the normalised value, β is added.",
        _swapped,
    ),
    Mistake(
        "shift-before-scale",
        "You added β before scaling. First multiply by γ, then add β.",
        _shift_first,
    ),
    Mistake(
        "eps-outside-root",
        "You added ε to the standard deviation. It is added to the variance, under the root.",
        _eps_outside,
    ),
    Mistake(
        "no-eps",
        "You left out ε. Here it is not small: add it to the variance before you take the root.",
        _no_eps,
    ),
    Mistake(
        "standard-deviation",
        "That is the standard deviation. Asked is its square, the variance.",
        _standard_deviation,
    ),
)


def on_layouts(
    layout: Callable[[P], Layout],
    *own: Mistake,
    scalar: bool = False,
) -> tuple[Misconception[P], ...]:
    """Return misconceptions about a verifier's parameters: its own, then the common ones.

    Args:
        layout: Makes the layout of some parameters.
        own: Those that only this normalisation knows.
        scalar: Whether mean and variance are numbers instead of lists of them.
    """

    def of(wrong: Wrong) -> Callable[[P], Answers | None]:
        def answers(v: P) -> Answers | None:
            found = wrong(layout(v))
            if found and scalar:
                return {
                    part: value if part == "output" else _only(value)
                    for part, value in found.items()
                }
            return found or None

        return answers

    return tuple(Misconception(one.id, one.sentence, of(one.wrong)) for one in (*own, *_COMMON))


def _only(value: Value) -> Value:
    return value[0] if isinstance(value, tuple) else value
