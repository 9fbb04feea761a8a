"""What people get wrong about Adam, each mistake as the computation that it leads to."""

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
    from quizlab_verifiers.optimizers.adam_parameters import AdamParameters

    # (parameters, step, m, v) -> update
    Rule = Callable[[AdamParameters, int, float, float], float]


def _ruled(p: AdamParameters, rule: Rule) -> Answers | None:
    """Apply a wrong `rule` for the update to the right moments."""
    return of_last(adam_moments.stepped(p, adam_moments.right(p), rule), "update", "weight")


def _averaged(p: AdamParameters, moments: Moments) -> Answers | None:
    """Step with wrong moments; what builds on them is done right."""
    return of_last(adam_moments.stepped(p, moments, adam_rules.right))


def _uncorrected(p: AdamParameters) -> Answers | None:
    return _ruled(p, adam_rules.uncorrected)


def _plain_gradient(p: AdamParameters) -> Answers:
    return {"update": p.lr * p.gradients[-1], "weight": p.weight - p.lr * sum(p.gradients)}


def _not_squared(p: AdamParameters) -> Answers | None:
    moments = adam_moments.not_squared(p)
    if moments is None:
        return None
    steps = adam_moments.stepped(p, moments, adam_rules.right)
    return of_last(steps, "second-moment", "update", "weight")


def _betas_swapped(p: AdamParameters) -> Answers | None:
    return None if p.beta1 == p.beta2 else _averaged(p, adam_moments.betas_swapped(p))


def _weights_swapped(p: AdamParameters) -> Answers | None:
    return _averaged(p, adam_moments.weights_swapped(p))


def _corrected_moments(p: AdamParameters) -> Answers:
    first, second = adam_moments.corrected(p)
    return {"first-moment": first[-1], "second-moment": second[-1]}


def _no_root(p: AdamParameters) -> Answers | None:
    return _ruled(p, adam_rules.without_root)


def _eps_inside(p: AdamParameters) -> Answers | None:
    return _ruled(p, adam_rules.eps_under_root) if p.eps > adam_rules.NEGLIGIBLE_EPS else None


def _other_form(p: AdamParameters) -> Answers | None:
    return _ruled(p, adam_rules.eps_of_other_form) if p.eps > adam_rules.NEGLIGIBLE_EPS else None


def _always_first(p: AdamParameters) -> Answers | None:
    return _ruled(p, adam_rules.always_first) if p.steps > 1 else None


def _one_behind(p: AdamParameters) -> Answers | None:
    # The first step would divide by 1 - beta^0 = 0, so there is no weight to compare with.
    if p.steps == 1:
        return None
    first, second = adam_moments.right(p)
    return {"update": adam_rules.right(p, p.steps - 1, first[-1], second[-1])}


def _negated(p: AdamParameters) -> Answers | None:
    right = _ruled(p, adam_rules.right)
    return right and {"update": -right["update"]}


def _added(p: AdamParameters) -> Answers | None:
    right = _ruled(p, adam_rules.right)
    return right and {"weight": 2 * p.weight - right["weight"]}


MISTAKES: tuple[Misconception[AdamParameters], ...] = (
    shared("update-negated", _negated),
    shared("update-added", _added),
    shared("no-bias-correction", _uncorrected),
    Misconception(
        "plain-gradient",
        "That is a step of plain gradient descent, lr · g. Adam divides the averaged gradient by "
        "the root of the averaged square, so the gradient's size nearly cancels.",
        _plain_gradient,
    ),
    shared("no-root", _no_root),
    shared("eps-inside-root", _eps_inside),
    shared("other-eps-form", _other_form),
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
    shared("corrected-moments", _corrected_moments),
    shared("not-squared", _not_squared),
    shared("betas-swapped", _betas_swapped),
    shared("weights-swapped", _weights_swapped),
)
"""The first that fits is told, so mistakes in one part stand before those that run through several.
Parts that a mistake leaves right are left out."""
