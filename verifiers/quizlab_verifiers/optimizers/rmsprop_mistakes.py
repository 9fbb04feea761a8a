"""What people get wrong about RMSProp, each mistake as the computation that it leads to."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.optimizers.adam_moments import averages
from quizlab_verifiers.optimizers.rmsprop_parameters import NEGLIGIBLE_EPS, RmspropParameters
from quizlab_verifiers.optimizers.shared_mistakes import shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab_verifiers.optimizers.adam_answers import Answers

    # (parameters, average of squares, gradient) -> update
    Rule = Callable[[RmspropParameters, float, float], float]


def step(p: RmspropParameters, v: float, g: float) -> float:
    """Return the update as it should be, from an average of squares."""
    return p.lr * g / (sqrt(v) + p.eps if p.eps_place == "outside" else sqrt(v + p.eps))


def _averages(p: RmspropParameters) -> list[float]:
    """Return the average of squares after each step, as it should be."""
    return averages([g * g for g in p.gradients], p.alpha, 1 - p.alpha)


def _averaged(p: RmspropParameters, after: list[float], rule: Rule = step) -> Answers | None:
    """Take the steps with one thing wrong.

    Args:
        p: The parameters.
        after: The average of squares after each step.
        rule: The update from that average and the gradient.
    """
    update, w = 0.0, p.weight
    try:
        for v, g in zip(after, p.gradients, strict=True):
            update = rule(p, v, g)
            w -= update
    except ZeroDivisionError:
        return None
    return {"second-moment": after[-1], "update": update, "weight": w}


def _ruled(p: RmspropParameters, rule: Rule) -> Answers | None:
    """Apply a wrong `rule` for the update to the right averages."""
    found = _averaged(p, _averages(p), rule)
    return found and {"update": found["update"], "weight": found["weight"]}


def _not_squared(p: RmspropParameters) -> Answers | None:
    after = averages(p.gradients, p.alpha, 1 - p.alpha)
    # Who takes the root of what is not positive notices.
    return _averaged(p, after) if min(after) > 0 else None


def _weights_swapped(p: RmspropParameters) -> Answers | None:
    if p.alpha == 0.5:
        return None
    return _averaged(p, averages([g * g for g in p.gradients], 1 - p.alpha, p.alpha))


def _summed(p: RmspropParameters) -> Answers | None:
    # With one step that is what the bias correction makes of it.
    if p.steps == 1:
        return None
    return _averaged(p, averages([g * g for g in p.gradients], 1.0, 1.0))


def _new_in_full(p: RmspropParameters) -> Answers | None:
    if p.steps == 1 or not p.alpha:
        return None
    return _averaged(p, averages([g * g for g in p.gradients], p.alpha, 1.0))


def _bias_corrected(p: RmspropParameters) -> Answers | None:
    if not p.alpha:
        return None
    return _averaged(p, [v / (1 - p.alpha**t) for t, v in enumerate(_averages(p), start=1)])


def _no_root(p: RmspropParameters) -> Answers | None:
    return _ruled(p, lambda p, v, g: p.lr * g / (v + p.eps))


def _other_place(p: RmspropParameters) -> Answers | None:
    if p.eps <= NEGLIGIBLE_EPS:
        return None
    other = "inside" if p.eps_place == "outside" else "outside"
    return _ruled(replace(p, eps_place=other), step)


def _no_eps(p: RmspropParameters) -> Answers | None:
    if p.eps <= NEGLIGIBLE_EPS or 0 in p.gradients:
        return None
    return _ruled(p, lambda p, v, g: p.lr * g / sqrt(v))


def _plain_gradient(p: RmspropParameters) -> Answers:
    return {"update": p.lr * p.gradients[-1], "weight": p.weight - p.lr * sum(p.gradients)}


def _negated(p: RmspropParameters) -> Answers | None:
    right = _ruled(p, step)
    return right and {"update": -right["update"]}


def _added(p: RmspropParameters) -> Answers | None:
    right = _ruled(p, step)
    return right and {"weight": 2 * p.weight - right["weight"]}


MISTAKES: tuple[Misconception[RmspropParameters], ...] = (
    Misconception(
        "bias-corrected",
        "You corrected the bias as Adam does. RMSProp divides by the root of the average as it "
        "is, so its first steps are longer.",
        _bias_corrected,
    ),
    Misconception(
        "no-root",
        "You divided by the average of the squares itself. Divide by its root, so that numerator "
        "and denominator have the same unit.",
        _no_root,
    ),
    Misconception(
        "not-squared",
        "You averaged the gradients. RMSProp averages their squares.",
        _not_squared,
    ),
    Misconception(
        "weights-swapped",
        "You gave the new square the weight α. The old average is kept with α, the new square "
        "comes in with 1 − α.",
        _weights_swapped,
    ),
    Misconception(
        "squares-summed",
        "You added up the squares, as AdaGrad does. RMSProp averages them, so that old ones fade.",
        _summed,
    ),
    Misconception(
        "new-square-in-full",
        "You added the new square in full. It comes in with 1 − α, or the result is no average.",
        _new_in_full,
    ),
    Misconception(
        "eps-in-the-other-place",
        "You added ε in the other place: PyTorch adds it to the root, Keras and TensorFlow under "
        "it.",
        _other_place,
    ),
    Misconception(
        "eps-left-out",
        "You left ε out. It is often too small to see, but here it is not.",
        _no_eps,
    ),
    Misconception(
        "plain-gradient",
        "That is a step of plain gradient descent, lr · g. RMSProp divides it by the root of the "
        "averaged square, so the gradient's size nearly cancels.",
        _plain_gradient,
    ),
    Misconception(
        "update-negated",
        "The size is right. Asked is what is subtracted from the weight, which has the sign of "
        "the gradient.",
        _negated,
    ),
    shared("update-added", _added),
)
"""Most typical first. Parts that a mistake leaves right are left out."""
