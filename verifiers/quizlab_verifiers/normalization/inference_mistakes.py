"""What people get wrong about batch norm at inference."""

from __future__ import annotations

from math import sqrt

from quizlab.verify import Misconception
from quizlab_verifiers.normalization.inference_parameters import (
    SMALLEST_VARIANCE,
    InferenceParameters,
    line_of,
)
from quizlab_verifiers.normalization.norm_mistakes import NEGLIGIBLE_EPS

Answers = dict[str, float]


def _scaled(v: InferenceParameters, scale: float) -> Answers:
    """Return the answers with another scale, from which the rest follows."""
    shift = v.beta - scale * v.running_mean
    return {"scale": scale, "shift": shift, "output": scale * v.value + shift}


def _shifted(v: InferenceParameters, shift: float) -> Answers:
    """Return the answers with another shift, from which the output follows."""
    return {"shift": shift, "output": line_of(v).scale * v.value + shift}


def _no_root(v: InferenceParameters) -> Answers:
    return _scaled(v, v.gamma / (v.running_var + v.eps))


def _no_gamma(v: InferenceParameters) -> Answers | None:
    return None if v.gamma == 1 else _scaled(v, 1 / sqrt(v.running_var + v.eps))


def _eps_outside(v: InferenceParameters) -> Answers | None:
    if v.eps <= NEGLIGIBLE_EPS:
        return None
    return _scaled(v, v.gamma / (sqrt(v.running_var) + v.eps))


def _no_eps(v: InferenceParameters) -> Answers | None:
    if v.eps <= NEGLIGIBLE_EPS or v.running_var < SMALLEST_VARIANCE:
        return None
    return _scaled(v, v.gamma / sqrt(v.running_var))


def _swapped(v: InferenceParameters) -> Answers | None:
    if (v.gamma, v.beta) == (1, 0):
        return None
    scale = v.beta / sqrt(v.running_var + v.eps)
    shift = v.gamma - scale * v.running_mean
    return {"scale": scale, "shift": shift, "output": scale * v.value + shift}


def _mean_unscaled(v: InferenceParameters) -> Answers | None:
    return _shifted(v, v.beta - v.running_mean) if v.running_mean else None


def _mean_added(v: InferenceParameters) -> Answers | None:
    return _shifted(v, v.beta + line_of(v).scale * v.running_mean) if v.running_mean else None


def _mean_forgotten(v: InferenceParameters) -> Answers | None:
    return _shifted(v, v.beta) if v.running_mean else None


MISTAKES: tuple[Misconception[InferenceParameters], ...] = (
    Misconception(
        "no-root",
        "You divided by the variance. Divide by its root, the standard deviation.",
        _no_root,
    ),
    Misconception(
        "mean-unscaled",
        "You subtracted the mean as it is. Outside the brackets it is scaled too: b = β − aμ.",
        _mean_unscaled,
    ),
    Misconception(
        "mean-added",
        "You added the scaled mean. It is subtracted: b = β − aμ.",
        _mean_added,
    ),
    Misconception(
        "mean-forgotten",
        "You took β for the shift. The mean that is subtracted moves the line too: b = β − aμ.",
        _mean_forgotten,
    ),
    Misconception(
        "no-gamma",
        "You left out γ: the scale is γ over the standard deviation.",
        _no_gamma,
    ),
    Misconception(
        "gamma-beta-swapped",
        "You swapped γ and β: γ scales the normalised value, β is added.",
        _swapped,
    ),
    Misconception(
        "eps-outside-root",
        "You added ε to the standard deviation. It is added to the variance, under the root.",
        _eps_outside,
    ),
    Misconception(
        "no-eps",
        "You left out ε. Here it is not small: add it to the variance before you take the root.",
        _no_eps,
    ),
)
