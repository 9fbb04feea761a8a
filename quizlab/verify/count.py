"""Count: a whole number, exact; rounded to three figures or more where the author allows it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, cast

from quizlab.verify.answer_type import AnswerType, Value, equal_pairs, number_of
from quizlab.verify.closeness import within
from quizlab.verify.faults import InvalidAnswer, shown
from quizlab.verify.number_reader import read_number
from quizlab.verify.numbers_text import rounded, thousands
from quizlab.verify.numerals import Typed, exact, is_rounding

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST_FIGURES = 3
"""Figures that a rounded count must have to be right."""


@dataclass(frozen=True, slots=True)
class Count(AnswerType):
    """A whole number.

    Without `magnitudes` only the number itself is right. With them an answer is also right where it
    has at least three significant figures and is the truth correctly rounded to them, or lies
    within `tolerance`; zeros at the end of a number written in full may or may not be figures.

    Attributes:
        magnitudes: Whether ``25.6M`` may stand for 25,557,032.
        tolerance: Relative tolerance of an answer with at least three figures.

    Raises:
        ValueError: A tolerance without magnitudes, or a negative one.
    """

    magnitudes: bool = False
    tolerance: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.tolerance < 1 or (self.tolerance and not self.magnitudes):
            raise ValueError(
                f"Count: got tolerance {self.tolerance}; a count has one only with magnitudes, below 1"
            )

    @property
    def expects(self) -> str:
        """Name the form."""
        if self.magnitudes:
            return "a whole number, or rounded to at least 3 figures like 25.6M"
        return "a whole number"

    def parse(self, text: str) -> Typed:
        """Read a whole number: ``1,024``, ``2^10``, ``3x10^4``, with magnitudes ``25.6M``."""
        value = read_number(text, magnitudes=self.magnitudes)
        if value.denominator != 1:
            message = f"{shown(text)} is no whole number; a count is asked."
            raise InvalidAnswer(message)
        return value

    def read_json(self, raw: object) -> Typed:
        """Read a JSON number."""
        return self.parse(json_number(self, raw))

    def accepts(self, truth: Value, value: Value) -> bool:
        """Compare exactly, then by rounding and tolerance where these are allowed."""
        if truth == value:
            return True
        if not self.magnitudes or not isinstance(value, Typed):
            return False
        number = number_of(truth)
        if value.figures and value.digits < FEWEST_FIGURES:
            return False
        return is_rounding(exact(number), value, FEWEST_FIGURES) or (
            self.tolerance > 0 and within(number, value, self.tolerance, 0.0)
        )

    def is_coarse(self, truth: Value, value: Value, figures: int = 2) -> bool:
        """Whether magnitudes are allowed and `value` is the truth rounded to two figures."""
        return (
            self.magnitudes
            and isinstance(value, Typed)
            and not self.accepts(truth, value)
            and is_rounding(exact(number_of(truth)), value, figures)
        )

    def confusable(self, truth: Value, wrong: Value) -> bool:
        """Whether `wrong`, typed in full or with three figures, may be graded as right."""
        if truth == wrong or not self.magnitudes:
            return truth == wrong
        right, number = cast("float", number_of(truth)), cast("float", number_of(wrong))
        # Draws compare many wrong answers, which nearly all are clearly wrong: no two numbers that
        # lie more than 1 % apart share three figures.
        # A quotient of ints is right even where neither is small enough to be a float.
        apart = abs(right - number) / max(abs(right), abs(number))
        if apart > max(0.02, 2 * self.tolerance):
            return False
        return _in_figures(truth) == _in_figures(wrong) or within(
            right, number, self.tolerance, 0.0
        )

    def clashing(self, values: Sequence[Value]) -> list[tuple[int, int]]:
        """Return neighbours in size that lie too near to each other."""
        if not self.magnitudes:
            return equal_pairs(values)
        order = sorted(range(len(values)), key=cast("Sequence[float]", values).__getitem__)
        return [
            (first, second)
            for first, second in pairwise(order)
            if self.confusable(values[first], values[second])
        ]

    def format(self, value: Value) -> str:
        """Return all digits, in groups of three."""
        return thousands(number_of(value))

    def plain(self, value: Value) -> int:
        """Return the number."""
        return int(number_of(value))

    def feedback(self, truth: Value, value: Value) -> str:
        """Say by how much the answer is off."""
        gap = exact(number_of(value)) - exact(number_of(truth))
        if not gap:
            return ""
        return f"{self.format(value)} is {thousands(abs(gap))} too {'many' if gap > 0 else 'few'}."

    def fault_of(self, truth: Value) -> str:
        """Refuse what is no int."""
        return "" if type(truth) is int else f"a Count is an int, got {shown(truth)}"


def _in_figures(value: Value) -> int | str:
    """Return a count rounded half up to three figures, which is all that has to be typed."""
    if isinstance(value, int) and value >= 0:
        unit: int = 10 ** max(0, len(str(value)) - FEWEST_FIGURES)
        return (2 * value + unit) // (2 * unit) * unit
    return rounded(number_of(value), FEWEST_FIGURES)


def json_number(kind: AnswerType, raw: object) -> str:
    """Return a JSON number as it would be typed.

    Raises:
        InvalidAnswer: It is no finite number, or one with absurdly many digits.
    """
    if isinstance(raw, bool) or not isinstance(raw, (int, float, Fraction)):
        raise kind.unlike(raw)
    if isinstance(raw, float):
        if not isfinite(raw):
            raise kind.unlike(raw)
        # 2.56e7 as JSON has it: the zeros of 25600000.0 are no significant figures.
        return float.__repr__(raw).removesuffix(".0")
    if isinstance(raw, Fraction):
        return str(raw)
    if raw.bit_length() > 256:
        raise kind.unlike(raw)
    return str(raw)
