"""What is asked about normalising values and how it is worked, as Markdown."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from quizlab_verifiers.normalization.layout import flat, is_affine
from quizlab_verifiers.notation import (
    FIGURES,
    GIVEN,
    added,
    aligned,
    equals,
    matrix,
    number,
    squared,
    tex,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab_verifiers.maths.normalization import Normalised
    from quizlab_verifiers.normalization.layout import Layout, Numbers, Pairs

_WIDE = 4
"""Columns up to which a matrix has six figures; with more it needs shorter numbers."""

_WIDEST = 70
"""Characters up to which a row stands in a matrix."""

_LONG = 58
"""Characters of a numerator up to which it is written out."""


class Words(NamedTuple):
    """How a normalisation is spoken about.

    Attributes:
        method: Which values share a mean, as the first sentences of the explanation.
        owner: What has a mean: ``feature``; "" where there is only one.
        part: What has a gamma and a beta: ``channel``.
    """

    method: str
    owner: str
    part: str


def table(rows: Sequence[Numbers]) -> str:
    """Return given rows, exactly: as a display formula, or as a list where they are too wide."""
    texts = [[tex(x) for x in row] for row in rows]
    columns = zip(*texts, strict=True)
    if sum(2 + max(map(len, column)) for column in columns) <= _WIDEST:
        return f"$${matrix(rows, GIVEN)}$$"
    return "\n".join(
        f"- row {place}: {listed_numbers(row, GIVEN)}" for place, row in enumerate(rows, start=1)
    )


def given(values: Numbers) -> str:
    """Return given numbers, exactly, as running text."""
    return listed_numbers(values, GIVEN)


def listed_numbers(values: Numbers, figures: int = FIGURES) -> str:
    """Return numbers as running text, which wraps where a formula would not."""
    return ", ".join(f"${number(x, figures)}$" for x in values)


def settings(pairs: Pairs, eps: float, part: str) -> str:
    """Name gamma, beta and epsilon as a list."""
    if not is_affine(pairs):
        affine = "scale $\\gamma = 1$ and shift $\\beta = 0$"
    elif len(set(pairs)) == 1:
        gamma, beta = pairs[0]
        affine = f"scale $\\gamma = {tex(gamma)}$ and shift $\\beta = {tex(beta)}$"
        affine += f" for every {part}" if len(pairs) > 1 else ""
    else:
        gammas, betas = zip(*pairs, strict=True)
        affine = (
            f"scale $\\gamma$ of each {part}: {given(gammas)}\n"
            f"- shift $\\beta$ of each {part}: {given(betas)}"
        )
    return f"- {affine}\n- $\\varepsilon = {tex(eps)}$"


def explain(layout: Layout, words: Words, done: Normalised) -> tuple[str, ...]:
    """Return the worked steps: method, means, variances, division, result.

    Args:
        layout: The input.
        words: How it is spoken about.
        done: What comes out.
    """
    return (
        _method(words),
        _means(layout, words, done.means),
        _variances(layout, done.means, done.variances),
        _divided(layout, done.means, done.variances),
        _result(layout, words, done),
    )


def _method(words: Words) -> str:
    return (
        f"{words.method} Of $n$ values $x$ that belong together, take the mean and the biased "
        "variance:\n\n"
        "$$\\mu = \\frac{1}{n} \\sum_{i=1}^{n} x_i \\qquad "
        "\\sigma^2 = \\frac{1}{n} \\sum_{i=1}^{n} (x_i - \\mu)^2$$\n\n"
        "Then move each value to mean 0 and variance 1, scale it and shift it; "
        f"each {words.part} has its own $\\gamma$ and $\\beta$:\n\n"
        "$$y = \\gamma \\, \\frac{x - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}} + \\beta$$"
    )


def _means(layout: Layout, words: Words, means: Numbers) -> str:
    sets = layout.sets
    intro = (
        f"Add the values of each {words.owner} and divide by how many they are:"
        if len(sets) > 1
        else "Add the values and divide by how many they are:"
    )
    lines = [
        (
            f"\\mu{_index(place, sets)}",
            f"= \\frac{{{_sum(members, added(members))}}}{{{len(members)}}} {equals(mean)}",
        )
        for place, (members, mean) in enumerate(zip(sets, means, strict=True), start=1)
    ]
    return f"{intro}\n\n{aligned(lines)}"


def _variances(layout: Layout, means: Numbers, variances: Numbers) -> str:
    sets = layout.sets
    lines = []
    for place, (members, mean) in enumerate(zip(sets, means, strict=True), start=1):
        gaps = [x - mean for x in members]
        above = _sum([gap * gap for gap in gaps], " + ".join(map(squared, gaps)))
        lines.append(
            (
                f"\\sigma^2{_index(place, sets)}",
                f"= \\frac{{{above}}}{{{len(members)}}} {equals(variances[place - 1])}",
            )
        )
    return (
        "Square the distances from the mean, add them, and divide by how many they are, not by "
        f"one less:\n\n{aligned(lines)}"
    )


def _divided(layout: Layout, means: Numbers, variances: Numbers) -> str:
    sets = layout.sets
    eps, lines = tex(layout.eps), []
    for place, variance in enumerate(variances, start=1):
        root = equals(sqrt(variance + layout.eps))
        left = f"\\sqrt{{\\sigma^2{_index(place, sets)} + \\varepsilon}}"
        lines.append((left, f"= \\sqrt{{{number(variance)} + {eps}}} {root}"))
    normalised = [
        (x - means[owner]) / sqrt(variances[owner] + layout.eps)
        for x, owner in zip(layout.values, layout.owners, strict=True)
    ]
    return (
        f"Take the root of the variance plus $\\varepsilon$:\n\n{aligned(lines)}\n\n"
        f"Subtract the mean from each value and divide by the root, rounded:\n\n"
        f"{_shown(layout, normalised)}"
    )


def _result(layout: Layout, words: Words, done: Normalised) -> str:
    means, variances, rows = done
    moved = (
        f"Multiply each value by the $\\gamma$ of its {words.part} and add the $\\beta$."
        if is_affine(layout.pairs)
        else "With $\\gamma = 1$ and $\\beta = 0$ that is the output."
    )
    many = len(means) > 1
    return (
        f"{moved} So the {'means are' if many else 'mean is'} {listed_numbers(means)}, the "
        f"{'variances' if many else 'variance'} {listed_numbers(variances)}, and the output"
        f"{' is' if layout.width else ''}\n\n"
        f"{_shown(layout, [y for row in rows for y in row])}"
    )


def _shown(layout: Layout, values: Sequence[float]) -> str:
    """Return values in the input's shape: a display formula, or running text."""
    if not layout.width:
        return listed_numbers(tuple(_trim(x) for x in values))
    rows = layout.shaped([_trim(x) for x in values])
    return f"$${_fitting([flat(row) for row in rows])}$$"


def _fitting(rows: Sequence[Numbers]) -> str:
    return matrix(rows, 6 if len(rows[0]) <= _WIDE else 4)


def _trim(value: float) -> float:
    """Drop the last bits, so that what cancels shows as 0."""
    return 0.0 if abs(value) < 1e-12 else value


def _index(place: int, sets: Sequence[object]) -> str:
    return f"_{{{place}}}" if len(sets) > 1 else ""


def _sum(values: Sequence[float], written: str) -> str:
    """Return a sum as `written` where that fits on a line, else what it comes to."""
    return written if len(written) <= _LONG else number(sum(values))
