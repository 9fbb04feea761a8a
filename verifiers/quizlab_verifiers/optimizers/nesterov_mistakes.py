"""What people get wrong about Nesterov's momentum, each mistake as the steps it leads to."""

from __future__ import annotations

from quizlab.verify import Misconception
from quizlab_verifiers.optimizers.momentum_parameters import (
    Answers,
    NesterovParameters,
    Rule,
    walk,
    without,
)


def right(v: NesterovParameters) -> Rule:
    """Return the step of the form that is asked for."""
    if v.form == "torch":
        return Rule(v.momentum, 1.0, v.lr * v.momentum, v.lr)
    if v.form == "keras":
        return Rule(v.momentum, -v.lr, -v.momentum, v.lr)
    return Rule(v.momentum, -v.lr, -1.0)


def _plain_momentum(v: NesterovParameters) -> Answers | None:
    if v.form == "sutskever":
        return None
    keep, take, _, _ = right(v)
    along = v.lr if v.form == "torch" else -1.0
    return without(walk(v, Rule(keep, take, along)), "velocity")


def _ahead_twice(v: NesterovParameters) -> Answers | None:
    if v.form != "sutskever":
        return None
    return without(walk(v, Rule(v.momentum, -v.lr, -v.momentum, v.lr)), "velocity")


def _full_velocity(v: NesterovParameters) -> Answers | None:
    if v.form == "sutskever":
        return None
    keep, take, along, direct = right(v)
    return without(walk(v, Rule(keep, take, along / v.momentum, direct)), "velocity")


def _no_gradient(v: NesterovParameters) -> Answers | None:
    if v.form == "sutskever":
        return None
    return without(walk(v, right(v)._replace(direct=0.0)), "velocity")


def _plain_gradient(v: NesterovParameters) -> Answers | None:
    if v.steps == 1:
        return None  # There it is what plain momentum does, or right.
    return without(walk(v, Rule(0.0, 1.0, v.lr)), "velocity")


def _averaged(v: NesterovParameters) -> Answers:
    keep, take, along, direct = right(v)
    return walk(v, Rule(keep, (1 - v.momentum) * take, along, direct))


def _rate_inside(v: NesterovParameters) -> Answers | None:
    if v.form != "torch" or v.lr == 1:
        return None
    return {"velocity": v.lr * walk(v, right(v))["velocity"]}


def _rate_outside(v: NesterovParameters) -> Answers | None:
    if v.form == "torch" or v.lr == 1:
        return None
    return {"velocity": walk(v, Rule(v.momentum, 1.0, v.lr))["velocity"]}


def _uphill(v: NesterovParameters) -> Answers | None:
    return None if v.form == "torch" else {"velocity": -walk(v, right(v))["velocity"]}


def _no_rate(v: NesterovParameters) -> Answers | None:
    if v.lr == 1:
        return None
    if v.form == "torch":
        return without(walk(v, Rule(v.momentum, 1.0, v.momentum, 1.0)), "velocity")
    if v.form == "keras":
        return walk(v, Rule(v.momentum, -1.0, -v.momentum, 1.0))
    return walk(v, Rule(v.momentum, -1.0, -1.0))


def _negated(v: NesterovParameters) -> Answers:
    return {"update": -walk(v, right(v))["update"]}


def _added(v: NesterovParameters) -> Answers:
    return {"weight": 2 * v.weight - walk(v, right(v))["weight"]}


MISTAKES: tuple[Misconception[NesterovParameters], ...] = (
    Misconception(
        "rate-inside",
        "You multiplied the velocity by the learning rate. PyTorch's is made of gradients alone; "
        "the rate comes in with the step.",
        _rate_inside,
    ),
    Misconception(
        "rate-outside",
        "You left the learning rate out of the velocity, as PyTorch does. In this form it holds "
        "steps: − lr · g comes in.",
        _rate_outside,
    ),
    Misconception(
        "velocity-uphill",
        "The size is right, the sign is not: in this form the velocity is added to the weight, "
        "so it points downhill, against the gradients.",
        _uphill,
    ),
    Misconception(
        "update-negated",
        "The size is right. Asked is what is subtracted from the weight, not what is added.",
        _negated,
    ),
    Misconception(
        "update-added",
        "You moved the weight uphill. A step goes against the gradients.",
        _added,
    ),
    Misconception(
        "plain-momentum",
        "That is the step of plain momentum. Nesterov's looks ahead: it takes the new gradient, "
        "and μ times the new velocity on top.",
        _plain_momentum,
    ),
    Misconception(
        "ahead-twice",
        "You looked ahead once more. In Sutskever's form the gradient is taken ahead already; "
        "the step is the velocity itself.",
        _ahead_twice,
    ),
    Misconception(
        "velocity-in-full",
        "You added the new velocity in full to the gradient. Looking ahead, only the share μ of "
        "it counts.",
        _full_velocity,
    ),
    Misconception(
        "gradient-left-out",
        "You stepped along μ times the velocity only. The step takes the new gradient once more "
        "by itself.",
        _no_gradient,
    ),
    Misconception(
        "plain-gradient",
        "That is plain gradient descent, lr · g. Momentum keeps a share of the earlier gradients.",
        _plain_gradient,
    ),
    Misconception(
        "no-learning-rate",
        "You forgot the learning rate. It multiplies the whole step (PyTorch) or every gradient "
        "(Keras, Sutskever).",
        _no_rate,
    ),
    Misconception(
        "averaged",
        "You let the gradient in with 1 − μ. Here it comes in without that factor: the velocity "
        "is a fading sum and no average.",
        _averaged,
    ),
)
"""The first that fits is told, so mistakes in one part stand before those that run through several.
Parts that a mistake leaves right are left out."""
