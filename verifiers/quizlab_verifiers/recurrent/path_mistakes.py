"""What people get wrong about the gradient along the cell states."""

from __future__ import annotations

from math import prod

from quizlab.verify import Misconception
from quizlab_verifiers.recurrent.path_parameters import PathParameters, crossed, path


def _carousel(v: PathParameters) -> float | None:
    return 1.0 if path(v) < 1 else None


def _linear(v: PathParameters) -> float | None:
    left = 1 - sum(1 - f for f in crossed(v))
    # Who gets 0 or less notices; a single step is the same either way.
    return left if left > 0 and v.steps - v.since > 1 else None


def _one_more(v: PathParameters) -> float | None:
    if not v.gates:
        return v.forget ** (v.steps - v.since + 1)
    return prod(v.gates[v.since - 1 :]) if v.since else None


def _one_less(v: PathParameters) -> float | None:
    if v.steps - v.since == 1:
        return None
    return prod(v.gates[v.since : -1]) if v.gates else v.forget ** (v.steps - v.since - 1)


def _from_the_start(v: PathParameters) -> float | None:
    # From step 1 on this is one gate too many, and said so.
    if v.since < 2:
        return None
    return prod(v.gates) if v.gates else v.forget**v.steps


def _forgotten_share(v: PathParameters) -> float:
    return prod(1 - f for f in crossed(v))


def _slope_of_the_gate(v: PathParameters) -> float | None:
    gates = crossed(v)
    # An open gate has no slope, which gives the answer of the forgotten share.
    return prod(f * (1 - f) for f in gates) if 1 not in gates else None


MISTAKES: tuple[Misconception[PathParameters], ...] = (
    Misconception(
        "always-one",
        "That is the cell of 1997, whose memory had the fixed weight 1. With a forget gate "
        "below 1 the gradient fades too, if only slowly where the gate is near 1.",
        _carousel,
    ),
    Misconception(
        "linear",
        "You subtracted what each step forgets. Each keeps a share of what is left, so the "
        "gates multiply.",
        _linear,
    ),
    Misconception(
        "one-gate-too-many",
        "You multiplied one gate too many. Between two cell states there are as many gates as "
        "steps, and the first of them is that of the step after the earlier state.",
        _one_more,
    ),
    Misconception(
        "one-gate-too-few",
        "You left out a gate. The last step has one as well: from c_s to c_n it is n − s of them.",
        _one_less,
    ),
    Misconception(
        "from-the-start",
        "You multiplied all gates from the first step on. Only those after the earlier cell "
        "state lie on the way.",
        _from_the_start,
    ),
    Misconception(
        "forgotten-share",
        "You multiplied what is forgotten, 1 − f. The gate is what is kept: multiply by f.",
        _forgotten_share,
    ),
    Misconception(
        "slope-of-the-gate",
        "You multiplied by f(1 − f), the derivative of the sigmoid inside of the gate. The "
        "cell state does not pass through it; it is only scaled by f.",
        _slope_of_the_gate,
    ),
)
"""Most typical first."""
