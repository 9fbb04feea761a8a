"""Which values of an input share a mean: all that the four normalisations differ in.

Mistakes and error carried forward need other sets or other statistics than the right ones, so
they work on a `Layout`, the input row by row with the set of each value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum, isfinite, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quizlab.verify import Value

    Numbers = tuple[float, ...]
    Rows = tuple[Numbers, ...]
    Pairs = Sequence[tuple[float, float]]
    # (x, mean, variance, gamma, beta, eps) -> y
    Rule = Callable[[float, float, float, float, float, float], float]


@dataclass(frozen=True, slots=True)
class Layout:
    """An input with the sets that its values form.

    Attributes:
        values: The numbers, row by row.
        owners: The set of each, counted from 0.
        pairs: Gamma and beta of each.
        eps: Epsilon.
        width: Numbers in a row; 0 where the input has no rows.
    """

    values: Numbers
    owners: tuple[int, ...]
    pairs: tuple[tuple[float, float], ...]
    eps: float
    width: int

    @property
    def sets(self) -> list[list[float]]:
        """The values of each set."""
        found: list[list[float]] = [[] for _ in range(max(self.owners) + 1)]
        for x, owner in zip(self.values, self.owners, strict=True):
            found[owner].append(x)
        return found

    def statistics(self) -> tuple[Numbers, Numbers]:
        """Return the mean and the biased variance of each set."""
        means, variances = [], []
        for members in self.sets:
            mean = fsum(members) / len(members)
            means.append(mean)
            variances.append(fsum([(x - mean) ** 2 for x in members]) / len(members))
        return tuple(means), tuple(variances)

    def output(
        self, means: Numbers, variances: Numbers, rule: Rule | None = None
    ) -> tuple[Value, ...] | None:
        """Return what the values become by a rule, in the input's shape; None where none can be."""
        moved = rule or _right
        eps = self.eps
        try:
            flat = [
                moved(x, means[owner], variances[owner], gamma, beta, eps)
                for x, owner, (gamma, beta) in zip(
                    self.values, self.owners, self.pairs, strict=True
                )
            ]
        except (ValueError, ArithmeticError):
            return None  # The root of a negative number, or a division by zero.
        return self.shaped(flat) if all(map(isfinite, flat)) else None

    def shaped(self, flat: Sequence[float]) -> tuple[Value, ...]:
        """Return numbers in the input's shape."""
        width = self.width
        if not width:
            return tuple(flat)
        return tuple(tuple(flat[i : i + width]) for i in range(0, len(flat), width))

    def regrouped(self, owners: Sequence[int]) -> Layout:
        """Return the same input with other sets."""
        return replace(self, owners=tuple(owners))


def _right(  # noqa: PLR0917 - the letters of the formula, as every rule takes them
    x: float, mean: float, variance: float, gamma: float, beta: float, eps: float
) -> float:
    return gamma * (x - mean) / sqrt(variance + eps) + beta


def spread(pairs: Pairs, count: int) -> tuple[tuple[float, float], ...]:
    """Return a pair of gamma and beta for each of `count` features or channels.

    None given stands for gamma 1 and beta 0, a single one is for all.
    """
    if not pairs:
        return ((1.0, 0.0),) * count
    return tuple(pairs) * count if len(pairs) == 1 else tuple(pairs)


def is_affine(pairs: Pairs) -> bool:
    """Whether a scale or shift does anything."""
    return any(pair != (1.0, 0.0) for pair in pairs)


def clash_of_pairs(pairs: Pairs, count: int, thing: str) -> str | None:
    """Return what is wrong with the number of pairs, None where nothing is."""
    if len(pairs) in (0, 1, count):
        return None
    return (
        f"affine has {len(pairs)} pairs of gamma and beta for {count} {thing}{'s' * (count > 1)}; "
        "give one for each, a single one for all, or none for gamma 1 and beta 0"
    )


LEAST_ROOT = 1e-5
"""What is divided by, as a share of the set's largest value, may not be smaller: floats hold
sixteen figures, of which too few would be left."""

SMALLEST_ROOT = 1e-9
"""Nor may it be smaller than this."""


def clash_of_spread(layout: Layout) -> str | None:
    """Return which set cannot be divided by its spread, None where all can."""
    _, variances = layout.statistics()
    for members, variance in zip(layout.sets, variances, strict=True):
        root = sqrt(variance + layout.eps)
        least = max(SMALLEST_ROOT, LEAST_ROOT * max(map(abs, members)))
        if root >= least:
            continue
        shown = ", ".join(f"{x:g}" for x in members[:6])
        if root == 0 and len(set(members)) == 1:
            return (
                f"the values {shown} are all equal, so that with eps 0 they would be divided by "
                "0; take another eps, such as 1e-5"
            )
        return (
            f"the values {shown} would be divided by {root:.3g}, too little for their size to be "
            f"exact; at least {least:g} is needed, so take a larger eps or values further apart"
        )
    return None


def flat(value: Value | None) -> Numbers:
    """Return typed numbers, in rows or not, as a tuple of floats; other things as none."""
    if isinstance(value, tuple):
        return tuple(x for item in value for x in flat(item))
    return () if value is None or isinstance(value, str) else (float(value),)
