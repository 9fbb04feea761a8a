"""Numbers, sums and matrices as LaTeX, for prompts and worked steps."""

from __future__ import annotations

from functools import lru_cache
from math import isclose
from typing import TYPE_CHECKING

from quizlab.verify import format_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Row = Sequence[float]

FIGURES = 6
"""Significant figures of computed numbers."""

GIVEN = 15
"""Significant figures of given numbers: all that somebody may have typed."""


@lru_cache(1024)
def tex(value: float) -> str:
    r"""Return a given number as LaTeX, exactly: ``0.1``, ``-2``, ``10^{-8}``."""
    return _power(format_number(value))


def number(value: float, figures: int = FIGURES) -> str:
    """Return a computed number as LaTeX, at six significant figures unless told otherwise."""
    return _power(format_number(value, figures))


def equals(value: float, figures: int = FIGURES) -> str:
    r"""Return ``= 0.19`` or, where the figures are not all, ``\approx 0.0526316``."""
    shown = format_number(value, figures)
    sign = "=" if isclose(float(shown), value, rel_tol=1e-12, abs_tol=1e-300) else "\\approx"
    return f"{sign} {_power(shown)}"


def factor(value: float, figures: int = FIGURES) -> str:
    """Return a number as a factor or a later summand: negative ones in parentheses."""
    text = number(value, figures)
    return f"({text})" if text.startswith("-") else text


def fraction(above: float, below: float, figures: int = FIGURES) -> str:
    """Return a fraction of two numbers."""
    return f"\\frac{{{number(above, figures)}}}{{{number(below, figures)}}}"


def squared(value: float, figures: int = FIGURES) -> str:
    """Return the square of a number, unworked: ``3^2``, ``(-0.5)^2``."""
    text = number(value, figures)
    return f"({text})^2" if not text.replace(".", "").isdecimal() else f"{text}^2"


def added(values: Iterable[float], figures: int = FIGURES) -> str:
    """Return numbers as a sum, unworked: ``1 + 2 - 0.5``."""
    first, *rest = [number(value, figures) for value in values]
    return first + "".join(
        f" - {text.removeprefix('-')}" if text.startswith("-") else f" + {text}" for text in rest
    )


def products(pairs: Iterable[tuple[float, float]], figures: int = FIGURES) -> str:
    r"""Return a sum of products, unworked: ``0.9 \cdot 2 + 0.1 \cdot (-1)``."""
    return " + ".join(f"{factor(a, figures)} \\cdot {factor(b, figures)}" for a, b in pairs)


def matrix(rows: Sequence[Row], figures: int = FIGURES) -> str:
    """Return rows of numbers as a matrix in brackets."""
    body = " \\\\ ".join(" & ".join(number(x, figures) for x in row) for row in rows)
    return f"\\begin{{bmatrix}} {body} \\end{{bmatrix}}"


def row(values: Row, figures: int = FIGURES) -> str:
    r"""Return numbers as a vector on one line: ``[1,\ -2,\ 0.5]``."""
    items = ",\\ ".join(number(x, figures) for x in values)
    return f"[{items}]"


def shape(sides: Iterable[int]) -> str:
    r"""Return the sides of a tensor as LaTeX: ``3 \times 224 \times 224``."""
    return " \\times ".join(map(str, sides))


def digits(count: int) -> str:
    """Return a count as LaTeX, in groups of three digits: ``25{,}557{,}032``."""
    return f"{count:,}".replace(",", "{,}")


def aligned(lines: Iterable[tuple[str, str]]) -> str:
    """Return a display formula of several lines, each a left and a right side of ``=`` or alike.

    The right side starts with its own sign: ``("a", "= 1 + 2")``.
    """
    body = " \\\\ ".join(f"{left} &{right}" for left, right in lines)
    return f"$$\\begin{{aligned}} {body} \\end{{aligned}}$$"


def _power(text: str) -> str:
    mantissa, e, exponent = text.partition("e")
    if not e:
        return text
    power = f"10^{{{int(exponent)}}}"
    if mantissa in {"1", "-1"}:
        return mantissa.replace("1", power)
    return f"{mantissa} \\cdot {power}"
