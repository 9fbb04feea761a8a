"""Shape: the sides of a tensor, compared axis by axis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab.verify.answer_type import AnswerType, Value, equal_pairs, items_of
from quizlab.verify.faults import InvalidAnswer, shown
from quizlab.verify.numerals import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_CHARACTERS = 200
_WRAPPING = re.compile(r"(?:(?:torch\.)?size ?)?([\[(])(.*)([\])])", re.IGNORECASE)
_SIDE = re.compile(r"0|[1-9]\d{0,17}", re.ASCII)
_CLOSING = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Shape(AnswerType):
    """The sides of a tensor: ``3x224x224``, ``(3, 224, 224)``, ``[3, 224, 224]``, ``torch.Size([…])``."""

    @property
    def expects(self) -> str:
        """Name the form."""
        return "a shape like 3x224x224"

    def parse(self, text: str) -> tuple[int, ...]:
        """Read the sides; ``(3,)`` has one, ``()`` none."""
        inner = normalise(text, _MOST_CHARACTERS)
        # torch.Size([3]) wraps twice: parentheses around brackets.
        for _ in range(2):
            match = _WRAPPING.fullmatch(inner)
            if match is None:
                break
            if _CLOSING[match[1]] != match[3]:
                raise InvalidAnswer(f"The brackets of {shown(text)} do not match.")
            inner = match[2].strip()
            if not inner:
                return ()
        sides = re.split(r" ?[x,] ?| ", inner.removesuffix(","))
        for side in sides:
            if not _SIDE.fullmatch(side):
                raise InvalidAnswer(self._why_not(text, side))
        return tuple(map(int, sides))

    def _why_not(self, text: str, side: str) -> str:
        if side.isdecimal() and side.startswith("0"):
            return (
                f"In {shown(text)} a side is written {side}; sides have no leading zeros or groups."
            )
        return f"{shown(text)} is not {self.expects}: {shown(side)} is no side."

    def read_json(self, raw: object) -> tuple[int, ...]:
        """Read a JSON array of whole numbers."""
        if not isinstance(raw, (list, tuple)) or len(raw) > 50:
            raise self.unlike(raw)
        for side in raw:
            if type(side) is not int or not 0 <= side < 10**18:
                raise self.unlike(raw)
        return tuple(raw)

    def accepts(self, truth: Value, value: Value) -> bool:
        """Compare all axes."""
        return truth == value

    def clashing(self, values: Sequence[Value]) -> list[tuple[int, int]]:
        """Return the places of equal values."""
        return equal_pairs(values)

    def format(self, value: Value) -> str:
        """Return ``3x224x224``; ``()`` for a scalar."""
        return "x".join(str(side) for side in items_of(value)) or "()"

    def plain(self, value: Value) -> list[object]:
        """Return an array."""
        return list(items_of(value))

    def feedback(self, truth: Value, value: Value) -> str:
        """Say which axes differ."""
        right, given = items_of(truth), items_of(value)
        if right == given:
            return ""
        if len(right) != len(given):
            return f"{_axes(len(given))} given, the shape has {_axes(len(right))}."
        if sorted(map(str, right)) == sorted(map(str, given)):
            return f"The sides are right, their order is not: {self.format(right)}."
        # Axes are counted from 0, as tensor libraries do.
        wrong = [
            f"axis {axis} is {there}, not {here}"
            for axis, (there, here) in enumerate(zip(right, given, strict=True))
            if there != here
        ]
        rest = ", the others fit" if len(wrong) < len(right) else ""
        return f"Counted from 0, {'; '.join(wrong)}{rest}."

    def fault_of(self, truth: Value) -> str:
        """Refuse what is no tuple of ints."""
        if isinstance(truth, tuple) and all(type(side) is int and side >= 0 for side in truth):
            return ""
        return f"a Shape is a tuple of ints of at least 0, got {shown(truth)}"


def _axes(count: int) -> str:
    return f"{count} axis" if count == 1 else f"{count} axes"
