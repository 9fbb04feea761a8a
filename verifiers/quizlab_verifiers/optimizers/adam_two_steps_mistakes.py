"""What people get wrong in two steps of Adam, each mistake as the computation that it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.optimizers import adam_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab_verifiers.optimizers.adam_two_steps_parameters import TwoStepsParameters

    Answers = dict[str, float]


def _moments(p: TwoStepsParameters) -> tuple[float, float, float, float]:
    """Return both right moments after each step: m1, v1, m2, v2."""
    g, h = p.gradients
    m, v = (1 - p.beta1) * g, (1 - p.beta2) * g * g
    return m, v, p.beta1 * m + (1 - p.beta1) * h, p.beta2 * v + (1 - p.beta2) * h * h


def _stepped(
    p: TwoStepsParameters, rule: Callable[[TwoStepsParameters, int, float, float], float]
) -> Answers | None:
    """Apply a wrong `rule` for the update to the right moments."""
    m, v, m2, v2 = _moments(p)
    try:
        first, second = rule(p, 1, m, v), rule(p, 2, m2, v2)
    except ZeroDivisionError:
        return None
    return {"update-1": first, "update-2": second, "weight": p.weight - first - second}


def _averaged(p: TwoStepsParameters, m: float, v: float, m2: float, v2: float) -> Answers | None:
    """Step with wrong moments; what builds on them is done right."""
    try:
        first, second = adam_rules.right(p, 1, m, v), adam_rules.right(p, 2, m2, v2)
    except ZeroDivisionError:
        return None
    return {
        "first-moment-1": m,
        "second-moment-1": v,
        "update-1": first,
        "first-moment-2": m2,
        "second-moment-2": v2,
        "update-2": second,
        "weight": p.weight - first - second,
    }


def _second_only(answers: Answers | None) -> Answers | None:
    """Keep the parts of the second step, and the weight."""
    return answers and {name: x for name, x in answers.items() if not name.endswith("-1")}


def _uncorrected(p: TwoStepsParameters) -> Answers | None:
    return _stepped(p, adam_rules.uncorrected)


def _always_first(p: TwoStepsParameters) -> Answers | None:
    return _second_only(_stepped(p, adam_rules.always_first))


def _carried(p: TwoStepsParameters) -> Answers | None:
    if not (p.beta1 or p.beta2):
        return None
    # After the first step the corrected moments are the gradient and its square.
    g, h = p.gradients
    m, v, *_ = _moments(p)
    m2 = p.beta1 * g + (1 - p.beta1) * h
    v2 = p.beta2 * g * g + (1 - p.beta2) * h * h
    return _second_only(_averaged(p, m, v, m2, v2))


def _forgotten(p: TwoStepsParameters) -> Answers | None:
    if not (p.beta1 or p.beta2):
        return None
    h = p.gradients[1]
    m, v, *_ = _moments(p)
    return _second_only(_averaged(p, m, v, (1 - p.beta1) * h, (1 - p.beta2) * h * h))


def _with_decays(p: TwoStepsParameters, keep1: float, keep2: float) -> Answers | None:
    g, h = p.gradients
    m, v = (1 - keep1) * g, (1 - keep2) * g * g
    m2, v2 = keep1 * m + (1 - keep1) * h, keep2 * v + (1 - keep2) * h * h
    return _averaged(p, m, v, m2, v2)


def _betas_swapped(p: TwoStepsParameters) -> Answers | None:
    return None if p.beta1 == p.beta2 else _with_decays(p, p.beta2, p.beta1)


def _weights_swapped(p: TwoStepsParameters) -> Answers | None:
    return None if p.beta1 == p.beta2 == 0.5 else _with_decays(p, 1 - p.beta1, 1 - p.beta2)


def _not_squared(p: TwoStepsParameters) -> Answers | None:
    g, h = p.gradients
    m, _, m2, _ = _moments(p)
    v = (1 - p.beta2) * g
    v2 = p.beta2 * v + (1 - p.beta2) * h
    if v <= 0 or v2 <= 0:
        return None  # Who takes this root notices.
    found = _averaged(p, m, v, m2, v2)
    return found and {name: x for name, x in found.items() if not name.startswith("first")}


def _corrected_moments(p: TwoStepsParameters) -> Answers:
    m, v, m2, v2 = _moments(p)
    return {
        "first-moment-1": m / (1 - p.beta1),
        "second-moment-1": v / (1 - p.beta2),
        "first-moment-2": m2 / (1 - p.beta1**2),
        "second-moment-2": v2 / (1 - p.beta2**2),
    }


def _plain_gradient(p: TwoStepsParameters) -> Answers | None:
    return _stepped(p, lambda p, t, _, __: p.lr * p.gradients[t - 1])


def _no_root(p: TwoStepsParameters) -> Answers | None:
    return _stepped(p, adam_rules.without_root)


def _other_form(p: TwoStepsParameters) -> Answers | None:
    return _stepped(p, adam_rules.eps_of_other_form) if p.eps > adam_rules.NEGLIGIBLE_EPS else None


def _eps_inside(p: TwoStepsParameters) -> Answers | None:
    return _stepped(p, adam_rules.eps_under_root) if p.eps > adam_rules.NEGLIGIBLE_EPS else None


def _negated(p: TwoStepsParameters) -> Answers | None:
    right = _stepped(p, adam_rules.right)
    return right and {name: -right[name] for name in ("update-1", "update-2")}


def _last_only(p: TwoStepsParameters) -> Answers | None:
    right = _stepped(p, adam_rules.right)
    return right and {"weight": p.weight - right["update-2"]}


def _added(p: TwoStepsParameters) -> Answers | None:
    right = _stepped(p, adam_rules.right)
    return right and {"weight": 2 * p.weight - right["weight"]}


MISTAKES: tuple[Misconception[TwoStepsParameters], ...] = (
    Misconception(
        "last-update-only",
        "You subtracted the second update from the weight as it was at the start. Both steps "
        "move it.",
        _last_only,
    ),
    Misconception(
        "update-added",
        "You added the updates. A step goes against the gradient: subtract them.",
        _added,
    ),
    Misconception(
        "update-negated",
        "The size is right. Asked is what is subtracted from the weight, which has the sign of "
        "the averaged gradient.",
        _negated,
    ),
    Misconception(
        "no-bias-correction",
        "You forgot the bias correction. Both averages start at 0 and are too small at first; "
        "divide them by 1 − β₁ᵗ and 1 − β₂ᵗ.",
        _uncorrected,
    ),
    Misconception(
        "plain-gradient",
        "Those are steps of plain gradient descent, lr · g. Adam divides the averaged gradient "
        "by the root of the averaged square, so the gradient's size nearly cancels.",
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
        "You corrected the second step like the first. The correction fades: 1 − βᵗ with the "
        "number of the step.",
        _always_first,
    ),
    Misconception(
        "corrected-moments",
        "These are the corrected moments. Asked are the running averages themselves, before they "
        "are divided by 1 − βᵗ.",
        _corrected_moments,
    ),
    Misconception(
        "corrected-carried-on",
        "You carried the corrected moments into the second step. Adam keeps the uncorrected "
        "ones; the correction is made anew for each update.",
        _carried,
    ),
    Misconception(
        "moments-forgotten",
        "You started the second step with moments of 0. They are kept from step to step.",
        _forgotten,
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
