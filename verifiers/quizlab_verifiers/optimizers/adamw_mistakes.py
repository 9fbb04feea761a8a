"""What people get wrong about AdamW, each mistake as the computation that it leads to."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from quizlab.verify import Misconception

if TYPE_CHECKING:
    from quizlab_verifiers.optimizers.adamw_parameters import AdamwParameters

    Answers = dict[str, float]


def adam_part(p: AdamwParameters, t: int, m: float, v: float) -> float:
    """Return what Adam subtracts, from moments that are not corrected yet."""
    return p.lr * m / (1 - p.beta1**t) / (sqrt(v / (1 - p.beta2**t)) + p.eps)


def _steps(  # one loop for all mistakes: each changes one of its pieces
    p: AdamwParameters,
    decay: float,
    *,
    l2: float = 0.0,
    corrected: bool = True,
    keep1: float | None = None,
    keep2: float | None = None,
    square: bool = True,
) -> Answers | None:
    """Take all steps with one thing wrong.

    Args:
        p: The parameters.
        decay: Share of the weight that each step subtracts.
        l2: Share of the weight that goes into the gradient.
        corrected: Whether the moments are corrected.
        keep1: Decay of the first moment, where it is not the right one.
        keep2: Decay of the second moment, where it is not the right one.
        square: Whether the second moment averages squares.
    """
    m = v = update = 0.0
    w = p.weight
    b1 = p.beta1 if keep1 is None else keep1
    b2 = p.beta2 if keep2 is None else keep2
    try:
        for t, gradient in enumerate(p.gradients, start=1):
            g = gradient + l2 * w if l2 else gradient
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * (g * g if square else g)
            if v <= 0 and not square:
                return None  # Who takes this root notices.
            if corrected:
                update = adam_part(p, t, m, v) + decay * w
            else:
                update = p.lr * m / (sqrt(v) + p.eps) + decay * w
            w -= update
    except ZeroDivisionError:
        return None
    return {"first-moment": m, "second-moment": v, "update": update, "weight": w}


def _step_only(answers: Answers | None) -> Answers | None:
    """Keep the parts behind the moments."""
    return answers and {"update": answers["update"], "weight": answers["weight"]}


def _l2(p: AdamwParameters) -> Answers | None:
    return _steps(p, 0.0, l2=p.weight_decay) if p.weight_decay else None


def _no_decay(p: AdamwParameters) -> Answers | None:
    return _step_only(_steps(p, 0.0)) if p.weight_decay else None


def _no_rate(p: AdamwParameters) -> Answers | None:
    return _step_only(_steps(p, p.weight_decay)) if p.weight_decay and p.lr != 1 else None


def _decay_added(p: AdamwParameters) -> Answers | None:
    return _step_only(_steps(p, -p.lr * p.weight_decay)) if p.weight_decay else None


def _decay_apart(p: AdamwParameters) -> Answers | None:
    if not p.weight_decay:
        return None
    m = v = 0.0
    for g in p.gradients:
        m = p.beta1 * m + (1 - p.beta1) * g
        v = p.beta2 * v + (1 - p.beta2) * g * g
    return {"update": adam_part(p, p.steps, m, v)}


def _uncorrected(p: AdamwParameters) -> Answers | None:
    return _step_only(_steps(p, p.lr * p.weight_decay, corrected=False))


def _corrected_moments(p: AdamwParameters) -> Answers:
    m = v = 0.0
    for g in p.gradients:
        m = p.beta1 * m + (1 - p.beta1) * g
        v = p.beta2 * v + (1 - p.beta2) * g * g
    return {
        "first-moment": m / (1 - p.beta1**p.steps),
        "second-moment": v / (1 - p.beta2**p.steps),
    }


def _betas_swapped(p: AdamwParameters) -> Answers | None:
    if p.beta1 == p.beta2:
        return None
    return _steps(p, p.lr * p.weight_decay, keep1=p.beta2, keep2=p.beta1)


def _weights_swapped(p: AdamwParameters) -> Answers | None:
    return _steps(p, p.lr * p.weight_decay, keep1=1 - p.beta1, keep2=1 - p.beta2)


def _not_squared(p: AdamwParameters) -> Answers | None:
    found = _steps(p, p.lr * p.weight_decay, square=False)
    return found and {name: value for name, value in found.items() if name != "first-moment"}


def _added(p: AdamwParameters) -> Answers | None:
    right = _steps(p, p.lr * p.weight_decay)
    return right and {"weight": 2 * p.weight - right["weight"]}


MISTAKES: tuple[Misconception[AdamwParameters], ...] = (
    Misconception(
        "decay-not-in-the-update",
        "That is Adam's part of the step. Asked is all that is subtracted, the decay included.",
        _decay_apart,
    ),
    Misconception(
        "update-added",
        "You added the updates. A step goes against the gradient: subtract them.",
        _added,
    ),
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
    Misconception(
        "no-bias-correction",
        "You forgot the bias correction. Both averages start at 0 and are too small at first; "
        "divide them by 1 − β₁ᵗ and 1 − β₂ᵗ.",
        _uncorrected,
    ),
    Misconception(
        "corrected-moments",
        "These are the corrected moments. Asked are the running averages themselves, before they "
        "are divided by 1 − βᵗ.",
        _corrected_moments,
    ),
    Misconception(
        "l2-in-the-gradient",
        "You added the decay to the gradient, as Adam's weight_decay does. AdamW keeps it out of "
        "the moments and subtracts lr · λ · w by itself.",
        _l2,
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
