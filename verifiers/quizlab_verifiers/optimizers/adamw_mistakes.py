"""What people get wrong about AdamW, each mistake as the computation that it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.optimizers import adam_moments, adam_rules
from quizlab_verifiers.optimizers.adam_answers import of_last
from quizlab_verifiers.optimizers.shared_mistakes import shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab_verifiers.optimizers.adam_answers import Answers
    from quizlab_verifiers.optimizers.adam_moments import Moments
    from quizlab_verifiers.optimizers.adamw_parameters import AdamwParameters

    # (parameters, step, m, v) -> Adam's part of the update
    Rule = Callable[[AdamwParameters, int, float, float], float]


def _decayed(p: AdamwParameters, decay: float, rule: Rule = adam_rules.paper) -> Answers | None:
    """Take the steps with the right moments, but with a wrong decay or a wrong rule."""
    moments = adam_moments.right(p)
    return of_last(adam_moments.stepped(p, moments, rule, decay), "update", "weight")


def _averaged(p: AdamwParameters, moments: Moments) -> Answers | None:
    """Step with wrong moments; what builds on them is done right."""
    return of_last(adam_moments.stepped(p, moments, adam_rules.paper, p.lr * p.weight_decay))


def _l2(p: AdamwParameters) -> Answers | None:
    if not p.weight_decay:
        return None
    m = v = update = 0.0
    w = p.weight
    try:
        for t, gradient in enumerate(p.gradients, start=1):
            g = gradient + p.weight_decay * w
            m = p.beta1 * m + (1 - p.beta1) * g
            v = p.beta2 * v + (1 - p.beta2) * g * g
            update = adam_rules.paper(p, t, m, v)
            w -= update
    except ZeroDivisionError:
        return None
    return {"first-moment": m, "second-moment": v, "update": update, "weight": w}


def _no_decay(p: AdamwParameters) -> Answers | None:
    return _decayed(p, 0.0) if p.weight_decay else None


def _no_rate(p: AdamwParameters) -> Answers | None:
    return _decayed(p, p.weight_decay) if p.weight_decay and p.lr != 1 else None


def _decay_added(p: AdamwParameters) -> Answers | None:
    return _decayed(p, -p.lr * p.weight_decay) if p.weight_decay else None


def _decay_apart(p: AdamwParameters) -> Answers | None:
    if not p.weight_decay:
        return None
    first, second = adam_moments.right(p)
    return {"update": adam_rules.paper(p, p.steps, first[-1], second[-1])}


def _uncorrected(p: AdamwParameters) -> Answers | None:
    return _decayed(p, p.lr * p.weight_decay, adam_rules.uncorrected)


def _corrected_moments(p: AdamwParameters) -> Answers:
    first, second = adam_moments.corrected(p)
    return {"first-moment": first[-1], "second-moment": second[-1]}


def _betas_swapped(p: AdamwParameters) -> Answers | None:
    return None if p.beta1 == p.beta2 else _averaged(p, adam_moments.betas_swapped(p))


def _weights_swapped(p: AdamwParameters) -> Answers | None:
    return _averaged(p, adam_moments.weights_swapped(p))


def _not_squared(p: AdamwParameters) -> Answers | None:
    moments = adam_moments.not_squared(p)
    found = moments and _averaged(p, moments)
    return found and {name: x for name, x in found.items() if name != "first-moment"}


def _added(p: AdamwParameters) -> Answers | None:
    right = _decayed(p, p.lr * p.weight_decay)
    return right and {"weight": 2 * p.weight - right["weight"]}


MISTAKES: tuple[Misconception[AdamwParameters], ...] = (
    Misconception(
        "decay-not-in-the-update",
        "That is Adam's part of the step. Asked is all that is subtracted, the decay included.",
        _decay_apart,
    ),
    shared("update-added", _added),
    Misconception(
        "no-decay",
        "That is Adam's step. AdamW subtracts lr · λ · w as well.",
        _no_decay,
    ),
    Misconception(
        "decay-without-rate",
        "You took the share λ from the weight. In PyTorch and Keras the learning rate multiplies "
        "the decay too: lr · λ.",
        _no_rate,
    ),
    Misconception(
        "decay-added",
        "You let the weight grow. The decay shrinks it: it is subtracted like the rest.",
        _decay_added,
    ),
    shared("no-bias-correction", _uncorrected),
    shared("corrected-moments", _corrected_moments),
    Misconception(
        "l2-in-the-gradient",
        "You added the decay to the gradient, as Adam's weight_decay does. AdamW keeps it out of "
        "the moments and subtracts lr · λ · w by itself.",
        _l2,
    ),
    shared("not-squared", _not_squared),
    shared("betas-swapped", _betas_swapped),
    shared("weights-swapped", _weights_swapped),
)
"""The first that fits is told, so mistakes in one part stand before those that run through several.
Parts that a mistake leaves right are left out."""
