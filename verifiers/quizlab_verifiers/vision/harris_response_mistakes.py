"""What people get wrong about the Harris detector."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.vision.harris_response_parameters import (
    HarrisParameters,
    answers,
    right_answers,
    tensor,
)

if TYPE_CHECKING:
    from quizlab_verifiers.vision.harris_response_parameters import Answers


def _summed_first(v: HarrisParameters) -> Answers | None:
    """Sum the gradients before they are multiplied, which leaves no determinant."""
    if len(v.gradients) == 1:
        return None
    x, y = sum(x for x, _ in v.gradients), sum(y for _, y in v.gradients)
    return answers(0, x * x + y * y, v.k)


def _trace_not_squared(v: HarrisParameters) -> Answers:
    right = right_answers(v)
    return {"response": right["determinant"] - v.k * right["trace"]}


def _added(v: HarrisParameters) -> Answers | None:
    right = right_answers(v)
    return {"response": right["determinant"] + v.k * right["trace"] ** 2} if v.k else None


def _no_k(v: HarrisParameters) -> Answers:
    right = right_answers(v)
    return {"response": float(right["determinant"] - right["trace"] ** 2)}


def _product_added(v: HarrisParameters) -> Answers | None:
    m = tensor(v)
    return answers(m.xx * m.yy + m.xy**2, m.xx + m.yy, v.k) if m.xy else None


def _product_not_squared(v: HarrisParameters) -> Answers | None:
    m = tensor(v)
    if m.xy in {0, 1}:
        return None
    return answers(m.xx * m.yy - m.xy, m.xx + m.yy, v.k)


def _smaller_eigenvalue(v: HarrisParameters) -> Answers:
    m = tensor(v)
    return {"response": (m.xx + m.yy - sqrt((m.xx - m.yy) ** 2 + 4 * m.xy**2)) / 2}


MISTAKES: tuple[Misconception[HarrisParameters], ...] = (
    Misconception(
        "summed-first",
        "You summed the gradients before multiplying. Multiply at each pixel, then sum; else "
        "M is that of a single gradient, and its determinant is always 0.",
        _summed_first,
    ),
    Misconception(
        "trace-not-squared",
        "You did not square the trace. The determinant is a product of two eigenvalues, so "
        "the trace, their sum, must be squared to compare with it.",
        _trace_not_squared,
    ),
    Misconception(
        "trace-added",
        "You added k (trace M)². It is subtracted, so that edges come out negative.",
        _added,
    ),
    Misconception(
        "no-k",
        "You left out k. Without it R would never be positive.",
        _no_k,
    ),
    Misconception(
        "product-added",
        "You added the mixed term. The determinant subtracts it: M_xx M_yy − M_xy².",
        _product_added,
    ),
    Misconception(
        "product-not-squared",
        "You did not square the mixed term. It stands twice in M: M_xx M_yy − M_xy².",
        _product_not_squared,
    ),
    Misconception(
        "smaller-eigenvalue",
        "That is the smaller eigenvalue, the measure of Shi and Tomasi. Harris takes "
        "det M − k (trace M)².",
        _smaller_eigenvalue,
    ),
)
"""Most typical first."""
