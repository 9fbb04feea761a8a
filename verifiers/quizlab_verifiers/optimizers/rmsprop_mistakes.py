"""What people get wrong about RMSProp, each mistake as the computation that it leads to."""

from __future__ import annotations

from math import sqrt

from quizlab.verify import Misconception
from quizlab_verifiers.optimizers.rmsprop_parameters import NEGLIGIBLE_EPS, RmspropParameters

Answers = dict[str, float]


def step(p: RmspropParameters, v: float, g: float) -> float:
    """Return the update as it should be, from an average of squares."""
    return p.lr * g / (sqrt(v) + p.eps if p.eps_place == "outside" else sqrt(v + p.eps))


def _averaged(p: RmspropParameters, keep: float, new: float) -> Answers | None:
    """Average with wrong weights; what builds on the average is done right."""
    v = update = 0.0
    w = p.weight
    try:
        for g in p.gradients:
            v = keep * v + new * g * g
            update = step(p, v, g)
            w -= update
    except ZeroDivisionError:
        return None
    return {"second-moment": v, "update": update, "weight": w}


def _not_squared(p: RmspropParameters) -> Answers | None:
    v = update = 0.0
    w = p.weight
    for g in p.gradients:
        v = p.alpha * v + (1 - p.alpha) * g
        if v <= 0:
            return None  # Who takes this root notices.
        update = step(p, v, g)
        w -= update
    return {"second-moment": v, "update": update, "weight": w}


def _weights_swapped(p: RmspropParameters) -> Answers | None:
    return None if p.alpha == 0.5 else _averaged(p, 1 - p.alpha, p.alpha)


def _summed(p: RmspropParameters) -> Answers | None:
    # With one step that is what the bias correction makes of it.
    return _averaged(p, 1.0, 1.0) if p.steps > 1 else None


def _new_in_full(p: RmspropParameters) -> Answers | None:
    return _averaged(p, p.alpha, 1.0) if p.steps > 1 and p.alpha else None


def _bias_corrected(p: RmspropParameters) -> Answers | None:
    if not p.alpha:
        return None
    v = corrected = update = 0.0
    w = p.weight
    for t, g in enumerate(p.gradients, start=1):
        v = p.alpha * v + (1 - p.alpha) * g * g
        corrected = v / (1 - p.alpha**t)
        update = step(p, corrected, g)
        w -= update
    return {"second-moment": corrected, "update": update, "weight": w}


def _no_root(p: RmspropParameters) -> Answers:
    v = update = 0.0
    w = p.weight
    for g in p.gradients:
        v = p.alpha * v + (1 - p.alpha) * g * g
        update = p.lr * g / (v + p.eps)
        w -= update
    return {"update": update, "weight": w}


def _other_place(p: RmspropParameters) -> Answers | None:
    if p.eps <= NEGLIGIBLE_EPS:
        return None
    v = update = 0.0
    w = p.weight
    for g in p.gradients:
        v = p.alpha * v + (1 - p.alpha) * g * g
        below = sqrt(v + p.eps) if p.eps_place == "outside" else sqrt(v) + p.eps
        update = p.lr * g / below
        w -= update
    return {"update": update, "weight": w}


def _no_eps(p: RmspropParameters) -> Answers | None:
    if p.eps <= NEGLIGIBLE_EPS or 0 in p.gradients:
        return None
    v = update = 0.0
    w = p.weight
    for g in p.gradients:
        v = p.alpha * v + (1 - p.alpha) * g * g
        update = p.lr * g / sqrt(v)
        w -= update
    return {"update": update, "weight": w}


def _plain_gradient(p: RmspropParameters) -> Answers:
    return {"update": p.lr * p.gradients[-1], "weight": p.weight - p.lr * sum(p.gradients)}


def _right(p: RmspropParameters) -> tuple[float, float]:
    v = update = 0.0
    w = p.weight
    for g in p.gradients:
        v = p.alpha * v + (1 - p.alpha) * g * g
        update = step(p, v, g)
        w -= update
    return update, w


def _negated(p: RmspropParameters) -> Answers:
    return {"update": -_right(p)[0]}


def _added(p: RmspropParameters) -> Answers:
    return {"weight": 2 * p.weight - _right(p)[1]}


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
    Misconception(
        "update-added",
        "You added the updates. A step goes against the gradient: subtract them.",
        _added,
    ),
)
"""Most typical first. Parts that a mistake leaves right are left out."""
