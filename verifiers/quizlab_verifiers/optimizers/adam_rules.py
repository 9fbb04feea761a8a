"""Adam's update from its uncorrected moments, as it should be and as people get it wrong.

Each takes the settings, the number of the step and both moments.
"""

from __future__ import annotations

from math import sqrt
from typing import Protocol

NEGLIGIBLE_EPS = 1e-3
"""Up to here the place of eps is no mistake that an answer could show."""


class Steps(Protocol):
    """What all questions about Adam's steps vary."""

    @property
    def weight(self) -> float:
        """The weight before the first step."""

    @property
    def gradients(self) -> tuple[float, ...]:
        """One for each step."""

    @property
    def lr(self) -> float:
        """Learning rate."""

    @property
    def beta1(self) -> float:
        """Decay of the first moment."""

    @property
    def beta2(self) -> float:
        """Decay of the second moment."""

    @property
    def eps(self) -> float:
        """What keeps the division defined."""


class Settings(Steps, Protocol):
    """What those vary that know both forms."""

    @property
    def eps_form(self) -> str:
        """``paper`` adds eps to the corrected root, ``keras`` to the uncorrected one."""


def paper(p: Steps, t: int, m: float, v: float) -> float:
    """Correct both moments, and add eps to the root of the corrected one."""
    return p.lr * m / (1 - p.beta1**t) / (sqrt(v) / sqrt(1 - p.beta2**t) + p.eps)


def keras(p: Steps, t: int, m: float, v: float) -> float:
    """Correct the learning rate, and add eps to the root of the uncorrected moment."""
    return p.lr * m * sqrt(1 - p.beta2**t) / (1 - p.beta1**t) / (sqrt(v) + p.eps)


def right(p: Settings, t: int, m: float, v: float) -> float:
    """Return the update as it should be; mistakes about the moments build on it."""
    return paper(p, t, m, v) if p.eps_form == "paper" else keras(p, t, m, v)


def eps_of_other_form(p: Settings, t: int, m: float, v: float) -> float:
    """Add eps where the other form does."""
    return keras(p, t, m, v) if p.eps_form == "paper" else paper(p, t, m, v)


def uncorrected(p: Steps, _: int, m: float, v: float) -> float:
    """Leave out both corrections."""
    return p.lr * m / (sqrt(v) + p.eps)


def without_root(p: Settings, t: int, m: float, v: float) -> float:
    """Divide by the second moment itself."""
    if p.eps_form == "paper":
        return p.lr * m / (1 - p.beta1**t) / (v / (1 - p.beta2**t) + p.eps)
    return p.lr * m * sqrt(1 - p.beta2**t) / (1 - p.beta1**t) / (v + p.eps)


def eps_under_root(p: Settings, t: int, m: float, v: float) -> float:
    """Take the root of the sum."""
    if p.eps_form == "paper":
        return p.lr * m / (1 - p.beta1**t) / sqrt(v / (1 - p.beta2**t) + p.eps)
    return p.lr * m * sqrt(1 - p.beta2**t) / (1 - p.beta1**t) / sqrt(v + p.eps)


def always_first(p: Settings, _: int, m: float, v: float) -> float:
    """Correct as at the first step."""
    return right(p, 1, m, v)
