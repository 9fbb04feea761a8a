"""What people get wrong in two steps of Adam, each mistake as the computation that it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.optimizers import adam_moments, adam_rules
from quizlab_verifiers.optimizers.adam_moments import Moments
from quizlab_verifiers.optimizers.shared_mistakes import shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab_verifiers.maths.optimizers import Adam
    from quizlab_verifiers.optimizers.adam_answers import Answers
    from quizlab_verifiers.optimizers.adam_two_steps_parameters import TwoStepsParameters

    # (parameters, step, m, v) -> update
    Rule = Callable[[TwoStepsParameters, int, float, float], float]


def named(first: Adam, second: Adam) -> Answers:
    """Return all answers, from where both steps lead."""
    return {
        "first-moment-1": first.m,
        "second-moment-1": first.v,
        "update-1": first.update,
        "first-moment-2": second.m,
        "second-moment-2": second.v,
        "update-2": second.update,
        "weight": second.w,
    }


def _ruled(p: TwoStepsParameters, rule: Rule) -> Answers | None:
    """Apply a wrong `rule` for the update to the right moments."""
    steps = adam_moments.stepped(p, adam_moments.right(p), rule)
    if steps is None:
        return None
    first, second = steps
    return {"update-1": first.update, "update-2": second.update, "weight": second.w}


def _averaged(p: TwoStepsParameters, moments: Moments) -> Answers | None:
    """Step with wrong moments; what builds on them is done right."""
    steps = adam_moments.stepped(p, moments, adam_rules.right)
    return named(*steps) if steps else None


def _second_only(answers: Answers | None) -> Answers | None:
    """Keep the parts of the second step, and the weight."""
    return answers and {name: x for name, x in answers.items() if not name.endswith("-1")}


def _uncorrected(p: TwoStepsParameters) -> Answers | None:
    return _ruled(p, adam_rules.uncorrected)


def _always_first(p: TwoStepsParameters) -> Answers | None:
    return _second_only(_ruled(p, adam_rules.always_first))


def _carried(p: TwoStepsParameters) -> Answers | None:
    if not (p.beta1 or p.beta2):
        return None
    # After the first step the corrected moments are the gradient and its square.
    g, h = p.gradients
    (m, _), (v, _) = adam_moments.right(p)
    m2 = p.beta1 * g + (1 - p.beta1) * h
    v2 = p.beta2 * g * g + (1 - p.beta2) * h * h
    return _second_only(_averaged(p, Moments([m, m2], [v, v2])))


def _forgotten(p: TwoStepsParameters) -> Answers | None:
    if not (p.beta1 or p.beta2):
        return None
    h = p.gradients[1]
    (m, _), (v, _) = adam_moments.right(p)
    m2, v2 = (1 - p.beta1) * h, (1 - p.beta2) * h * h
    return _second_only(_averaged(p, Moments([m, m2], [v, v2])))


def _betas_swapped(p: TwoStepsParameters) -> Answers | None:
    return None if p.beta1 == p.beta2 else _averaged(p, adam_moments.betas_swapped(p))


def _weights_swapped(p: TwoStepsParameters) -> Answers | None:
    return None if p.beta1 == p.beta2 == 0.5 else _averaged(p, adam_moments.weights_swapped(p))


def _not_squared(p: TwoStepsParameters) -> Answers | None:
    moments = adam_moments.not_squared(p)
    found = moments and _averaged(p, moments)
    return found and {name: x for name, x in found.items() if not name.startswith("first")}


def _corrected_moments(p: TwoStepsParameters) -> Answers:
    (m, m2), (v, v2) = adam_moments.corrected(p)
    return {"first-moment-1": m, "second-moment-1": v, "first-moment-2": m2, "second-moment-2": v2}


def _plain_gradient(p: TwoStepsParameters) -> Answers | None:
    return _ruled(p, lambda p, t, _, __: p.lr * p.gradients[t - 1])


def _no_root(p: TwoStepsParameters) -> Answers | None:
    return _ruled(p, adam_rules.without_root)


def _other_form(p: TwoStepsParameters) -> Answers | None:
    return _ruled(p, adam_rules.eps_of_other_form) if p.eps > adam_rules.NEGLIGIBLE_EPS else None


def _eps_inside(p: TwoStepsParameters) -> Answers | None:
    return _ruled(p, adam_rules.eps_under_root) if p.eps > adam_rules.NEGLIGIBLE_EPS else None


def _negated(p: TwoStepsParameters) -> Answers | None:
    right = _ruled(p, adam_rules.right)
    return right and {name: -right[name] for name in ("update-1", "update-2")}


def _last_only(p: TwoStepsParameters) -> Answers | None:
    right = _ruled(p, adam_rules.right)
    return right and {"weight": p.weight - right["update-2"]}


def _added(p: TwoStepsParameters) -> Answers | None:
    right = _ruled(p, adam_rules.right)
    return right and {"weight": 2 * p.weight - right["weight"]}


MISTAKES: tuple[Misconception[TwoStepsParameters], ...] = (
    Misconception(
        "last-update-only",
        "You subtracted the second update from the weight as it was at the start. Both steps "
        "move it.",
        _last_only,
    ),
    shared("update-added", _added),
    shared("update-negated", _negated),
    shared("no-bias-correction", _uncorrected),
    Misconception(
        "plain-gradient",
        "Those are steps of plain gradient descent, lr · g. Adam divides the averaged gradient "
        "by the root of the averaged square, so the gradient's size nearly cancels.",
        _plain_gradient,
    ),
    shared("no-root", _no_root),
    shared("eps-inside-root", _eps_inside),
    shared("other-eps-form", _other_form),
    Misconception(
        "always-first-correction",
        "You corrected the second step like the first. The correction fades: 1 − βᵗ with the "
        "number of the step.",
        _always_first,
    ),
    shared("corrected-moments", _corrected_moments),
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
    shared("not-squared", _not_squared),
    shared("betas-swapped", _betas_swapped),
    shared("weights-swapped", _weights_swapped),
)
"""The first that fits is told, so mistakes in one part stand before those that run through several.
Parts that a mistake leaves right are left out."""
