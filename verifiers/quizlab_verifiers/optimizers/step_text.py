"""Pieces of questions and worked steps that optimisers share, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab_verifiers.notation import aligned, equals, factor, number, tex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MOST_SHOWN = 3
"""Steps that are worked in full; of more, the first ones and the last are."""


def times(steps: int) -> str:
    """Return ``one step`` or how many."""
    return "one step" if steps == 1 else f"${steps}$ steps"


def last(steps: int) -> str:
    """Return ``last `` where there are several steps to tell apart."""
    return "" if steps == 1 else "last "


def gradients(values: Sequence[float]) -> str:
    """Name the gradients; equal ones only once."""
    if len(values) == 1:
        return f"gradient ${tex(values[0])}$"
    if len(set(values)) == 1:
        return f"gradient ${tex(values[0])}$ at every step"
    return f"gradients {', '.join(f'${tex(g)}$' for g in values)}"


def shown(steps: int) -> list[int]:
    """Return the numbers of the steps that are worked."""
    return sorted({*range(1, min(steps, MOST_SHOWN) + 1), steps})


def skipped(steps: int) -> str:
    """Say that not all steps are shown."""
    return "" if steps <= MOST_SHOWN + 1 else f" (here the first {MOST_SHOWN} and the last)"


def rest(beta: float) -> str:
    """Return 1 - beta without the noise of floats."""
    return number(1 - beta)


def averaged(keep: float, old: float, new: str) -> str:
    """Work a running average: the old one is kept with `keep`, the new value has the rest."""
    return f"{tex(keep)} \\cdot {factor(old)} + {rest(keep)} \\cdot {new}"


def lines(letter: str, worked: Iterable[tuple[int, str, float]]) -> str:
    """Return one line for each step: its number, the work and what comes out."""
    return aligned((f"{letter}_{{{t}}}", f"= {work} {equals(value)}") for t, work, value in worked)


def weights(steps: int, weight: float, after: Callable[[int], tuple[float, float]]) -> str:
    """Work the weights.

    Args:
        steps: Number of steps.
        weight: The weight before the first.
        after: The update and the weight after that many steps, at least one.
    """

    def worked(t: int) -> tuple[int, str, float]:
        before = after(t - 1)[1] if t > 1 else weight
        update, now = after(t)
        return t, f"{number(before)} - {factor(update)}", now

    return lines("w", map(worked, shown(steps)))
