"""Logits that a person can work with: logarithms of whole numbers, and small whole numbers."""

from __future__ import annotations

from math import e, exp, isclose, log
from typing import TYPE_CHECKING

from quizlab_verifiers.notation import number, tex

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST_LOGARITHM = 100
"""Up to here a logit that is the logarithm of a whole number is written as one."""

LARGEST_UNSHIFTED = 20.0
"""Up to here powers of e are worked as they stand."""

LARGEST_EXPONENT = 700.0
"""The exponential of more would overflow."""


def whole_exponential(logit: float) -> int:
    """Return the whole number whose logarithm the logit is, 0 where it is none."""
    if not -1e-12 < logit < 5:
        return 0
    nearest = round(exp(logit))
    return nearest if isclose(log(nearest), logit, rel_tol=1e-12, abs_tol=1e-12) else 0


def named(logit: float) -> str:
    r"""Return a logit as LaTeX: ``\ln 3`` where it is a logarithm, else the number."""
    whole = whole_exponential(logit)
    return f"\\ln {whole}" if 1 < whole <= LARGEST_LOGARITHM else tex(logit)


def named_row(logits: Sequence[float]) -> str:
    r"""Return logits on one line: ``[\ln 3,\ 0,\ \ln 2]``."""
    items = ",\\ ".join(map(named, logits))
    return f"[{items}]"


def powers_of_e(logits: Sequence[float]) -> str:
    """Return the powers of e that whole logits need, as a sentence, "" where there are none."""
    needed = sorted({int(abs(z)) for z in logits if float(z).is_integer() and 0 < abs(z) <= 6})
    if not needed or any(not float(z).is_integer() for z in logits):
        return ""
    said = ", ".join(
        f"$e \\approx {e:.5g}$" if power == 1 else f"$e^{power} \\approx {exp(power):.5g}$"
        for power in needed
    )
    return f"Of use: {said}.\n\n"


def worked_powers(exponents: Sequence[float]) -> tuple[list[float], str]:
    """Return the powers of e as they are worked on paper, and what has to be said before.

    Large exponents are lowered by the largest of them, as frameworks do: no power overflows then,
    and the shares stay what they are.
    """
    if max(map(abs, exponents)) <= LARGEST_UNSHIFTED:
        return [exp(z) for z in exponents], ""
    largest = max(exponents)
    said = (
        f"Subtract the largest exponent, ${number(largest)}$, from all of them first, which "
        "changes no share. "
    )
    return [exp(z - largest) for z in exponents], said
