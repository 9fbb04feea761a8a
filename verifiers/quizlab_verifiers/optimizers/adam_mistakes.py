"""What people get wrong about Adam, each mistake as the computation that it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.optimizers import adam_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab_verifiers.optimizers.adam_parameters import AdamParameters

    Answers = dict[str, float]
    # (parameters, step, m, v) -> update
    Rule = Callable[[AdamParameters, int, float, float], float]


def _walk(p: AdamParameters, rule: Rule) -> Answers | None:
    """Apply a wrong `rule` for the update to the right moments, from the first step to the last."""
    m = v = update = 0.0
    w, beta1, beta2 = p.weight, p.beta1, p.beta2
    try:
        for t, g in enumerate(p.gradients, start=1):
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g * g
            update = rule(p, t, m, v)
            w -= update
    except ZeroDivisionError:
        return None
    return {"update": update, "weight": w}


def _uncorrected(p: AdamParameters) -> Answers | None:
    return _walk(p, adam_rules.uncorrected)


def _plain_gradient(p: AdamParameters) -> Answers:
    return {"update": p.lr * p.gradients[-1], "weight": p.weight - p.lr * sum(p.gradients)}


def _not_squared(p: AdamParameters) -> Answers | None:
    m = v = update = 0.0
    w = p.weight
    for t, g in enumerate(p.gradients, start=1):
        m = p.beta1 * m + (1 - p.beta1) * g
        v = p.beta2 * v + (1 - p.beta2) * g
        if v <= 0:
            return None  # Who takes this root notices.
        update = adam_rules.right(p, t, m, v)
        w -= update
    return {"second-moment": v, "update": update, "weight": w}


def _moments(
    p: AdamParameters, keep1: float, new1: float, keep2: float, new2: float
) -> Answers | None:
    """Average with wrong weights; what builds on the averages is done right."""
    m = v = update = 0.0
    w = p.weight
    try:
        for t, g in enumerate(p.gradients, start=1):
            m = keep1 * m + new1 * g
            v = keep2 * v + new2 * g * g
            update = adam_rules.right(p, t, m, v)
            w -= update
    except ZeroDivisionError:
        return None
    return {"first-moment": m, "second-moment": v, "update": update, "weight": w}


def _betas_swapped(p: AdamParameters) -> Answers | None:
    if p.beta1 == p.beta2:
        return None
    return _moments(p, p.beta2, 1 - p.beta2, p.beta1, 1 - p.beta1)


def _weights_swapped(p: AdamParameters) -> Answers | None:
    return _moments(p, 1 - p.beta1, p.beta1, 1 - p.beta2, p.beta2)


def _corrected_moments(p: AdamParameters) -> Answers:
    m = v = 0.0
    for g in p.gradients:
        m = p.beta1 * m + (1 - p.beta1) * g
        v = p.beta2 * v + (1 - p.beta2) * g * g
    return {
        "first-moment": m / (1 - p.beta1**p.steps),
        "second-moment": v / (1 - p.beta2**p.steps),
    }


def _no_root(p: AdamParameters) -> Answers | None:
    return _walk(p, adam_rules.without_root)


def _eps_inside(p: AdamParameters) -> Answers | None:
    return _walk(p, adam_rules.eps_under_root) if p.eps > adam_rules.NEGLIGIBLE_EPS else None


def _other_form(p: AdamParameters) -> Answers | None:
    return _walk(p, adam_rules.eps_of_other_form) if p.eps > adam_rules.NEGLIGIBLE_EPS else None


def _always_first(p: AdamParameters) -> Answers | None:
    return _walk(p, adam_rules.always_first) if p.steps > 1 else None


def _one_behind(p: AdamParameters) -> Answers | None:
    # The first step would divide by 1 - beta^0 = 0, so there is no weight to compare with.
    if p.steps == 1:
        return None
    m = v = 0.0
    for g in p.gradients:
        m = p.beta1 * m + (1 - p.beta1) * g
        v = p.beta2 * v + (1 - p.beta2) * g * g
    return {"update": adam_rules.right(p, p.steps - 1, m, v)}


def _negated(p: AdamParameters) -> Answers | None:
    right = _walk(p, adam_rules.right)
    return right and {"update": -right["update"]}


def _added(p: AdamParameters) -> Answers | None:
    right = _walk(p, adam_rules.right)
    return right and {"weight": 2 * p.weight - right["weight"]}


MISTAKES: tuple[Misconception[AdamParameters], ...] = (
    Misconception(
        "update-negated",
        "The size is right. Asked is what is subtracted from the weight, which has the sign of "
        "the averaged gradient.",
        _negated,
    ),
    Misconception(
        "update-added",
        "You added the updates. A step goes against the gradient: subtract them.",
        _added,
    ),
    Misconception(
        "no-bias-correction",
        "You forgot the bias correction. Both averages start at 0 and are too small at first; "
        "divide them by 1 − β₁ᵗ and 1 − β₂ᵗ.",
        _uncorrected,
    ),
    Misconception(
        "plain-gradient",
        "That is a step of plain gradient descent, lr · g. Adam divides the averaged gradient by "
        "the root of the averaged square, so the gradient's size nearly cancels.",
        _plain_gradient,
    ),
    Misconception(
        "no-root",
        "You divided by the second moment itself. Divide by its root, so that numerator and "
        "denominator have the same unit.",
        _no_root,
    ),
    Misconception(
        "eps-inside-root",
        "You put ε under the root. Adam adds it outside.",
        _eps_inside,
    ),
    Misconception(
        "other-eps-form",
        "You added ε in the other place: the paper and PyTorch add it to the root of the corrected "
        "second moment, Keras and TensorFlow to the root of the uncorrected one.",
        _other_form,
    ),
    Misconception(
        "always-first-correction",
        "You corrected every step with t = 1. The correction fades: 1 − βᵗ with the number of the "
        "step.",
        _always_first,
    ),
    Misconception(
        "correction-one-behind",
        "You corrected with t − 1. Steps count from 1, so the last one has t equal to the number "
        "of steps.",
        _one_behind,
    ),
    Misconception(
        "corrected-moments",
        "These are the corrected moments. Asked are the running averages themselves, before they "
        "are divided by 1 − βᵗ.",
        _corrected_moments,
    ),
    Misconception(
        "not-squared",
        "You averaged the gradients in the second moment. It is the average of their squares.",
        _not_squared,
    ),
    Misconception(
        "betas-swapped",
        "You swapped the decays: β₁ belongs to the average of the gradients, β₂ to that of their "
        "squares.",
        _betas_swapped,
    ),
    Misconception(
        "weights-swapped",
        "You gave the new value the weight β. The old average is kept with β, the new value "
        "comes in with 1 − β.",
        _weights_swapped,
    ),
)
"""The first that fits is told, so mistakes in one part stand before those that run through several.
Parts that a mistake leaves right are left out."""
