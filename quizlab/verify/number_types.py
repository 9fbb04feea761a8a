"""Whole and Number: parameters that are numbers.

A whole number is decimal digits with a sign: ``010`` is ten, never octal; ``1e3`` and ``224.0`` are
whole because their value is. There are no underscores and no groups of thousands (a comma makes a
list), and a boolean is no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, TypeVar

from quizlab.verify.draws import MOST_VALUES, Steps
from quizlab.verify.faults import Fault, shown
from quizlab.verify.numbers_text import format_number
from quizlab.verify.numerals import ten_to
from quizlab.verify.parameter_type import ParameterType, check_draws

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

_MOST_DIGITS = 80
# Below the largest float, so that every number read is one.
_MOST_BITS = 1000
_MOST_EXPONENT = 320
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?", re.ASCII)
_DASHES = str.maketrans("−–", "--")


@dataclass(frozen=True, slots=True)
class Whole(ParameterType[int]):
    """A whole number from `low` to `high`, both included.

    Raises:
        ValueError: Something drawn is not legal.
    """

    low: int
    high: int
    draws: Sequence[int] = ()

    def __post_init__(self) -> None:
        check_draws(self)

    def parse(self, raw: object) -> int:
        """Read ``7``, ``010`` (ten), ``1e3``, 7 or 7.0."""
        number = read_decimal(raw, self)
        if number.denominator != 1:
            raise self.refuse(raw)
        value = int(number)
        self.check(value)
        return value

    def check(self, value: object) -> None:
        """Refuse what is no whole number in the range."""
        if type(value) is not int:
            raise self.refuse(value)
        if not self.low <= value <= self.high:
            raise Fault("range", "", f"got {shown(value)}; allowed is {self.describe()}")

    def text(self, value: int) -> str:
        """Return the digits."""
        return str(value)

    def plain(self, value: int) -> int:
        """Return the number."""
        return value

    def describe(self) -> str:
        """Name the range."""
        return f"a whole number, {self.low} to {self.high}"

    def _range(self, low: str, high: str, raw: str) -> Sequence[int]:
        first, last = self.parse(low), self.parse(high)
        if first > last:
            raise Fault("range", "", f"got {shown(raw)}, an empty range; write the smaller first")
        if last - first >= MOST_VALUES:
            raise self._too_wide(raw)
        return range(first, last + 1)


@dataclass(frozen=True, slots=True)
class Number(ParameterType[float]):
    """A finite number from `low` to `high`, an end excluded where it is open.

    Raises:
        ValueError: Something drawn is not legal.
    """

    low: float
    high: float
    draws: Sequence[float] = ()
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        check_draws(self)

    def parse(self, raw: object) -> float:
        """Read ``0.9``, ``1e-3``, 1 or 0.5."""
        value = float(read_decimal(raw, self))
        self.check(value)
        return value

    def check(self, value: object) -> None:
        """Refuse what is no finite number in the range."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.refuse(value)
        if isinstance(value, float) and not isfinite(value):
            raise self.refuse(value)
        low = self.low < value if self.low_open else self.low <= value
        high = value < self.high if self.high_open else value <= self.high
        if not (low and high):
            raise Fault("range", "", f"got {shown(value)}; allowed is {self.describe()}")

    def text(self, value: float) -> str:
        """Return the shortest decimal that names the float."""
        text = format_number(value)
        return text if float(text) == value else repr(float(value))

    def plain(self, value: float) -> float:
        """Return the number."""
        return value

    def describe(self) -> str:
        """Name the range and its open ends."""
        low, high = format_number(self.low), format_number(self.high)
        if not (self.low_open or self.high_open):
            return f"a number, {low} to {high}"
        least = f"above {low}" if self.low_open else f"of at least {low}"
        most = f"below {high}" if self.high_open else f"at most {high}"
        return f"a number {least}, {most}"

    def _range(self, low: str, high: str, raw: str) -> Sequence[float]:
        """Step by the last decimal place written: ``0.1..0.9`` holds nine values."""
        self.parse(low)
        self.parse(high)
        first, last = read_decimal(low, self), read_decimal(high, self)
        if first > last:
            raise Fault("range", "", f"got {shown(raw)}, an empty range; write the smaller first")
        step = ten_to(min(_last_place(low), _last_place(high)))
        if (last - first) / step >= MOST_VALUES:
            raise self._too_wide(raw)
        return Steps(first, last, step)


def read_decimal(raw: object, kind: ParameterType[T]) -> Fraction:
    """Return the exact number that `raw` says.

    Raises:
        Fault: It says none (``type``), or one with an absurd number of digits (``range``).
    """
    if isinstance(raw, int) and not isinstance(raw, bool):
        if raw.bit_length() > _MOST_BITS:
            raise kind.refuse(raw, "range")
        return Fraction(raw)
    if isinstance(raw, float) and isfinite(raw):
        return Fraction(float.__repr__(raw))
    if not isinstance(raw, str):
        raise kind.refuse(raw)
    text = raw.strip().translate(_DASHES)
    if len(text) > _MOST_DIGITS:
        raise kind.refuse(raw, "range" if text.lstrip("+-").isdecimal() else "type")
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise kind.refuse(raw)
    if abs(int(match[3] or 0)) > _MOST_EXPONENT:
        raise kind.refuse(raw, "range")
    number = Fraction(text)
    if number.numerator.bit_length() > _MOST_BITS:
        raise kind.refuse(raw, "range")
    return number


def _last_place(text: str) -> int:
    """Return the exponent of the last digit written: -1 for ``0.5``, -3 for ``1e-3``."""
    match = _NUMBER.fullmatch(text.strip().translate(_DASHES))
    if match is None:
        return 0
    return int(match[3] or 0) - len(match[1] or match[2] or "")
