"""Vector: several numbers within a tolerance; matrices row by row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab.verify.answer_type import AnswerType, Value, items_of
from quizlab.verify.count import json_number
from quizlab.verify.faults import InvalidAnswer, shown
from quizlab.verify.number_reader import read_number
from quizlab.verify.numerals import normalise
from quizlab.verify.real import Real, tolerance_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

_MOST_CHARACTERS = 4000
_MOST_NUMBERS = 400
_DEEPEST = 4
_OPENING = {"[": "]", "(": ")"}
_NESTED = ("[[", "((", "[(", "([")


@dataclass(frozen=True, slots=True)
class Vector(AnswerType):
    """Numbers in order, each compared as a Real is; a matrix may be given row by row or nested.

    Attributes:
        relative: Relative tolerance of each number.
        floor: Absolute tolerance of each number.

    Raises:
        ValueError: A tolerance is not legal for a Real.
    """

    relative: float = 0.01
    floor: float = 0.0

    def __post_init__(self) -> None:
        Real(self.relative, self.floor)

    @property
    def expects(self) -> str:
        """Name the form and the tolerance."""
        return f"numbers like [1, 2.5], a matrix row by row, each {self.tolerance_text}"

    @property
    def tolerance_text(self) -> str:
        """Say how near is right."""
        return tolerance_text(self.relative, self.floor)

    def parse(self, text: str) -> tuple[Value, ...]:
        """Read ``[1, 2]``, ``1 2``, ``[[1, 2], [3, 4]]`` or ``1 2; 3 4``."""
        plain = normalise(text, _MOST_CHARACTERS)
        if ";" in plain:
            inner = _unwrapped(plain)
            rows = [_numbers(row, text) for row in inner.strip("; ").split(";")]
            return self._bounded(tuple(rows), text)
        if re.search(r"^[^(]*\][ ,]*\[|^[^\[]*\)[ ,]*\(", plain) and plain[:2] not in _NESTED:
            plain = f"[{plain}]"
        if plain[0] in _OPENING:
            return self._bounded(_nested(plain, text), text)
        return self._bounded(_numbers(plain, text), text)

    def read_json(self, raw: object) -> tuple[Value, ...]:
        """Read a JSON array of numbers or of such arrays."""
        value = self._from_json(raw, 0)
        if not isinstance(value, tuple):
            raise self.unlike(raw)
        return self._bounded(value, raw)

    def _from_json(self, raw: object, level: int) -> Value:
        if isinstance(raw, (list, tuple)):
            if level >= _DEEPEST or len(raw) > _MOST_NUMBERS:
                raise self.unlike(raw)
            return tuple(self._from_json(item, level + 1) for item in raw)
        return read_number(json_number(self, raw))

    def _bounded(self, value: tuple[Value, ...], raw: object) -> tuple[Value, ...]:
        """Refuse empty and endless answers, and rows of different lengths."""
        numbers = sum(1 for _ in _flat(value))
        if not 0 < numbers <= _MOST_NUMBERS:
            raise self.unlike(raw)
        if _sides(value) is None:
            raise InvalidAnswer(f"The rows of {shown(raw)} differ in length.")
        return value

    def accepts(self, truth: Value, value: Value) -> bool:
        """Compare number by number; rows must match where both have rows."""
        pairs = _paired(truth, value)
        real = Real(self.relative, self.floor)
        return pairs is not None and all(real.accepts(there, here) for there, here in pairs)

    def is_coarse(self, truth: Value, value: Value, figures: int = 2) -> bool:
        """Whether some numbers are correctly rounded to too few figures, and the others right."""
        real = Real(self.relative, self.floor)
        off = [pair for pair in _paired(truth, value) or () if not real.accepts(*pair)]
        return bool(off) and all(real.is_coarse(there, here, figures) for there, here in off)

    def format(self, value: Value) -> str:
        """Return nested brackets."""
        real = Real(self.relative, self.floor)
        return f"[{', '.join(self.format(item) if isinstance(item, tuple) else real.format(item) for item in items_of(value))}]"

    def plain(self, value: Value) -> list[object]:
        """Return nested arrays."""
        real = Real(self.relative, self.floor)
        return [
            self.plain(item) if isinstance(item, tuple) else real.plain(item)
            for item in items_of(value)
        ]

    def feedback(self, truth: Value, value: Value) -> str:
        """Say how many numbers are missing, or which are wrong."""
        numbers, given = list(_flat(items_of(truth))), list(_flat(items_of(value)))
        if len(numbers) != len(given):
            return f"{len(given)} given, {len(numbers)} expected."
        if not self.accepts(truth, value):
            real = Real(self.relative, self.floor)
            wrong = [
                f"number {place} is {real.format(there)}, not {real.format(here)}"
                for place, (there, here) in enumerate(zip(numbers, given, strict=True), start=1)
                if not real.accepts(there, here)
            ]
            if not wrong:
                return "The numbers are right, the rows are not."
            more = f"; {len(wrong) - 3} more are wrong" if len(wrong) > 3 else ""
            return f"Counted row by row, {'; '.join(wrong[:3])}{more}."
        return ""

    def fault_of(self, truth: Value) -> str:
        """Refuse what is no tuple of finite numbers with rows of equal length."""
        if not isinstance(truth, tuple) or not truth or _sides(truth) is None:
            return f"a Vector is a tuple of numbers with equal rows, got {shown(truth)}"
        real = Real(self.relative, self.floor)
        return next((fault for item in _flat(truth) if (fault := real.fault_of(item))), "")


def _paired(truth: Value, value: Value) -> list[tuple[Value, Value]] | None:
    """Return the numbers of both side by side, None where there are not as many in equal rows."""
    right, given = items_of(truth), items_of(value)
    sides, sides_given = _sides(right), _sides(given)
    if sides != sides_given and 1 not in {len(sides or ()), len(sides_given or ())}:
        return None
    numbers, numbers_given = list(_flat(right)), list(_flat(given))
    if len(numbers) != len(numbers_given):
        return None
    return list(zip(numbers, numbers_given, strict=True))


def _flat(value: tuple[Value, ...]) -> Iterator[Value]:
    """Yield the numbers row by row."""
    for item in value:
        if isinstance(item, tuple):
            yield from _flat(item)
        else:
            yield item


def _sides(value: Value) -> tuple[int, ...] | None:
    """Return the sides of nested tuples; None where rows differ."""
    if not isinstance(value, tuple):
        return ()
    inner = {_sides(item) for item in value}
    if len(inner) != 1:
        return None if inner else (0,)
    sides = inner.pop()
    return None if sides is None else (len(value), *sides)


def _numbers(row: str, text: str) -> tuple[Fraction, ...]:
    """Read numbers separated by commas or spaces."""
    row = _unwrapped(row.strip())
    parts = row.split(",") if "," in row else re.sub(r" ?([/^]) ?", r"\1", row).split(" ")
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    if len(parts) > _MOST_NUMBERS or not row:
        raise InvalidAnswer(f"{shown(text)} is no list of numbers.")
    return tuple(read_number(part, groups=False) for part in parts)


def _unwrapped(text: str) -> str:
    """Drop one pair of brackets around `text`."""
    if len(text) >= 2 and _OPENING.get(text[0]) == text[-1] and not re.search(r"[\[(]", text[1:]):
        return text[1:-1].strip()
    return text


def _nested(plain: str, text: str, level: int = 0) -> tuple[Value, ...]:
    """Read bracketed rows, or one bracketed row."""
    inner = plain[1:-1].strip()
    if _OPENING[plain[0]] != plain[-1] or level >= _DEEPEST:
        raise InvalidAnswer(f"The brackets of {shown(text)} do not match.")
    if inner[:1] not in _OPENING:
        return _numbers(inner, text)
    rows: list[Value] = []
    depth = start = 0
    for index, character in enumerate(inner):
        if character in _OPENING:
            if depth == 0:
                start = index
            depth += 1
        elif character in "])":
            depth -= 1
            if depth < 0:
                break
            if depth == 0:
                rows.append(_nested(inner[start : index + 1], text, level + 1))
        elif depth == 0 and character not in " ,":
            depth = -1
            break
    if depth:
        raise InvalidAnswer(f"The brackets of {shown(text)} do not match.")
    return tuple(rows)
