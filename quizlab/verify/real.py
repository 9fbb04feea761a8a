"""Real: a number within a stated tolerance."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, cast

from quizlab.verify.answer_type import AnswerType, Value, number_of
from quizlab.verify.closeness import within
from quizlab.verify.count import json_number
from quizlab.verify.faults import InvalidAnswer, shown
from quizlab.verify.number_reader import read_number
from quizlab.verify.numbers_text import format_number
from quizlab.verify.numerals import Typed, exact, is_rounding

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROUNDING = 1e-6
"""Floors up to here only take the rounding of floats in: a learner who finds zero types 0."""


@dataclass(frozen=True, slots=True)
class Real(AnswerType):
    """A number, right where |answer - truth| <= max(relative * |truth|, floor).

    Attributes:
        relative: Relative tolerance; 0.01 is 1 %.
        floor: Absolute tolerance, which alone holds at zero; with none only zero itself is right there.
        percent: Whether the answer is a share that may be typed as ``12.5%`` for 0.125.
        magnitudes: Whether k, M and G may stand behind it.

    Raises:
        ValueError: A tolerance is negative or no number, or the relative one is not below 1.
    """

    relative: float = 0.01
    floor: float = 0.0
    percent: bool = False
    magnitudes: bool = False

    def __post_init__(self) -> None:
        if not (0 <= self.relative < 1 and self.floor >= 0 and isfinite(self.floor)):
            raise ValueError(
                f"got relative {self.relative}, floor {self.floor}; "
                "allowed is a relative tolerance of at least 0 and below 1, and a finite floor of at least 0"
            )

    @property
    def expects(self) -> str:
        """Name the form and the tolerance."""
        form = "a number or a percentage" if self.percent else "a number"
        return f"{form}, {self.tolerance_text}"

    @property
    def tolerance_text(self) -> str:
        """Say how near is right: ``within 1%``, and at zero where that is worth saying."""
        return tolerance_text(self.relative, self.floor)

    def parse(self, text: str) -> Typed:
        """Read a number: ``0.25``, ``1e-3``, ``1/3``, ``1,234.5``."""
        return read_number(text, magnitudes=self.magnitudes, percent=self.percent)

    def read_json(self, raw: object) -> Typed:
        """Read a JSON number."""
        return self.parse(json_number(self, raw))

    def accepts(self, truth: Value, value: Value) -> bool:
        """Compare within the tolerance."""
        if type(truth) is float and type(value) is float:
            # Draws compare many wrong answers, which nearly all are clearly wrong.
            gap = abs(value - truth)
            if not gap:
                return True
            if gap > self.floor * 1.01 + abs(truth) * (self.relative * 1.01 + 1e-9):
                return False
        return within(number_of(truth), number_of(value), self.relative, self.floor)

    def is_coarse(self, truth: Value, value: Value, figures: int = 2) -> bool:
        """Whether `value` is the truth correctly rounded, but to too few figures for the tolerance."""
        number = number_of(truth)
        if isinstance(number, float) and not isfinite(number):
            return False
        scaled = exact(number)
        return (
            isinstance(value, Typed)
            and is_rounding(scaled, value, figures)
            and not self.accepts(truth, value)
        )

    def clashing(self, values: Sequence[Value]) -> list[tuple[int, int]]:
        """Return neighbours in size that lie too near to each other."""
        order = sorted(range(len(values)), key=cast("Sequence[float]", values).__getitem__)
        return [
            (first, second)
            for first, second in pairwise(order)
            if self.confusable(values[first], values[second])
        ]

    def format(self, value: Value) -> str:
        """Return the shortest text, of four figures or more, that is sure to be accepted."""
        number = number_of(value)
        shown_number = exact(number) * 100 if self.percent else number
        unit = "%" if self.percent else ""
        for figures in range(4, 16):
            text = f"{format_number(shown_number, figures)}{unit}"
            if self._is_safe(number, text):
                return text
        return str(number) if isinstance(number, Fraction) else repr(number)

    def _is_safe(self, number: float | Fraction, text: str) -> bool:
        """Whether `text` lies within a tenth of the tolerance, or is the number itself."""
        try:
            typed = read_number(text, percent=self.percent)
        except InvalidAnswer:
            return False
        return within(number, typed, self.relative / 10, self.floor / 10)

    def plain(self, value: Value) -> float:
        """Return the number."""
        number = number_of(value)
        return float(number) if isinstance(number, Fraction) else number

    def feedback(self, truth: Value, value: Value) -> str:
        """Say how far off the answer is, and in which direction."""
        right, given = exact(number_of(truth)), exact(number_of(value))
        if right == given:
            return ""
        direction = "high" if given > right else "low"
        if right == 0:
            return f"{self.format(value)} is too {direction}: the answer is zero."
        if right * given < 0:
            size = within(right, -given, self.relative, self.floor)
            return "The sign is wrong." if size else "The sign is wrong, and so is the size."
        if right < 0:
            direction = "large in size" if given < right else "small in size"
        share = abs(given - right) / abs(right)
        if share >= 10:
            return f"{self.format(value)} is far too {direction}."
        return f"{self.format(value)} is {format_number(float(share) * 100, 2)}% too {direction}."

    def fault_of(self, truth: Value) -> str:
        """Refuse what is no finite number."""
        if isinstance(truth, bool) or not isinstance(truth, (int, float, Fraction)):
            return f"a Real is a number, got {shown(truth)}"
        if isinstance(truth, float) and not isfinite(truth):
            return f"a Real is finite, got {truth}"
        return ""


def tolerance_text(relative: float, floor: float) -> str:
    """Say how near is right, at zero too."""
    if not relative and not floor:
        return "exactly"
    if not relative:
        return f"within {format_number(floor)}"
    share = f"within {format_number(relative * 100, 6)}%"
    if not floor:
        return f"{share}, zero exactly"
    return share if floor <= _ROUNDING else f"{share}, {format_number(floor)} at zero"
