"""What people get wrong about SGD with momentum, each mistake as the steps that it leads to."""

from __future__ import annotations

from quizlab.verify import Misconception
from quizlab_verifiers.optimizers.momentum_parameters import (
    Answers,
    MomentumParameters,
    Rule,
    walk,
    without,
)


def right(v: MomentumParameters) -> Rule:
    """Return the step of the form that is asked for."""
    if v.form == "torch":
        return Rule(v.momentum, 1.0, v.lr)
    if v.form == "keras":
        return Rule(v.momentum, -v.lr, -1.0)
    return Rule(v.momentum, 1 - v.momentum, v.lr)


def _plain_gradient(v: MomentumParameters) -> Answers | None:
    if v.steps == 1 and v.form != "ng":
        return None  # Without an old velocity there is nothing to forget.
    return without(walk(v, Rule(0.0, 1.0, v.lr)), "velocity")


def _averaged(v: MomentumParameters) -> Answers | None:
    if v.form == "ng" or not v.momentum:
        return None
    keep, take, along, _ = right(v)
    return walk(v, Rule(keep, (1 - v.momentum) * take, along))


def _not_averaged(v: MomentumParameters) -> Answers | None:
    if v.form != "ng" or not v.momentum:
        return None
    return walk(v, Rule(v.momentum, 1.0, v.lr))


def _weights_swapped(v: MomentumParameters) -> Answers | None:
    if v.form != "ng" or v.momentum == 0.5:
        return None
    return walk(v, Rule(1 - v.momentum, v.momentum, v.lr))


def _bias_corrected(v: MomentumParameters) -> Answers | None:
    if v.form != "ng" or not v.momentum:
        return None
    velocity = corrected = 0.0
    weight = v.weight
    for t, g in enumerate(v.gradients, start=1):
        velocity = v.momentum * velocity + (1 - v.momentum) * g
        corrected = velocity / (1 - v.momentum**t)
        weight -= v.lr * corrected
    return {"velocity": corrected, "update": v.lr * corrected, "weight": weight}


def _rate_inside(v: MomentumParameters) -> Answers | None:
    if v.form == "keras" or v.lr == 1:
        return None
    return {"velocity": v.lr * walk(v, right(v))["velocity"]}


def _rate_outside(v: MomentumParameters) -> Answers | None:
    if v.form != "keras" or v.lr == 1:
        return None
    return {"velocity": walk(v, Rule(v.momentum, 1.0, v.lr))["velocity"]}


def _uphill(v: MomentumParameters) -> Answers | None:
    return {"velocity": -walk(v, right(v))["velocity"]} if v.form == "keras" else None


def _no_rate(v: MomentumParameters) -> Answers | None:
    if v.lr == 1:
        return None
    if v.form == "keras":
        return walk(v, Rule(v.momentum, -1.0, -1.0))
    keep, take, _, _ = right(v)
    return without(walk(v, Rule(keep, take, 1.0)), "velocity")


def _rate_twice(v: MomentumParameters) -> Answers | None:
    if v.form != "keras" or v.lr == 1:
        return None
    return without(walk(v, Rule(v.momentum, -v.lr, -v.lr)), "velocity")


def _negated(v: MomentumParameters) -> Answers:
    return {"update": -walk(v, right(v))["update"]}


def _added(v: MomentumParameters) -> Answers:
    return {"weight": 2 * v.weight - walk(v, right(v))["weight"]}


MISTAKES: tuple[Misconception[MomentumParameters], ...] = (
    Misconception(
        "rate-inside",
        "You multiplied the velocity by the learning rate. In this form it is made of gradients "
        "alone; the rate comes in with the step.",
        _rate_inside,
    ),
    Misconception(
        "rate-outside",
        "You left the learning rate out of the velocity, as PyTorch does. Keras' velocity holds "
        "steps: − lr · g comes in.",
        _rate_outside,
    ),
    Misconception(
        "velocity-uphill",
        "The size is right, the sign is not: Keras adds its velocity to the weight, so it points "
        "downhill, against the gradients.",
        _uphill,
    ),
    Misconception(
        "update-negated",
        "The size is right. Asked is what is subtracted from the weight, which has the sign of "
        "the gradients gathered in the velocity.",
        _negated,
    ),
    Misconception(
        "update-added",
        "You moved the weight uphill. A step goes against the gradients.",
        _added,
    ),
    Misconception(
        "plain-gradient",
        "That is plain gradient descent, lr · g. Momentum steps along the velocity, which keeps "
        "a share of the earlier gradients.",
        _plain_gradient,
    ),
    Misconception(
        "no-learning-rate",
        "You forgot the learning rate. It multiplies the velocity in the step (PyTorch, Ng) or "
        "the gradient on its way into the velocity (Keras).",
        _no_rate,
    ),
    Misconception(
        "learning-rate-twice",
        "You multiplied by the learning rate twice. In Keras' form it is in the velocity "
        "already, so the step is the velocity itself.",
        _rate_twice,
    ),
    Misconception(
        "averaged",
        "You let the gradient in with 1 − μ, as Ng's form does. Here it comes in without that "
        "factor: the velocity is a fading sum and no average.",
        _averaged,
    ),
    Misconception(
        "not-averaged",
        "You let the gradient in without the factor 1 − β, as PyTorch does. Ng's velocity is an "
        "average of the gradients, and the new one comes in with 1 − β.",
        _not_averaged,
    ),
    Misconception(
        "weights-swapped",
        "You gave the new gradient the weight β. The old velocity is kept with β, the new "
        "gradient comes in with 1 − β.",
        _weights_swapped,
    ),
    Misconception(
        "bias-corrected",
        "You corrected the bias as Adam does. Momentum steps along the velocity as it is.",
        _bias_corrected,
    ),
)
"""The first that fits is told, so mistakes in one part stand before those that run through several.
Parts that a mistake leaves right are left out."""
