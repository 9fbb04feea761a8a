"""What every answer type offers: reading, comparing, showing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from quizlab.verify.faults import InvalidAnswer, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

Value: TypeAlias = int | float | Fraction | str | tuple["Value", ...]
"""An answer, computed or typed. Typed numbers are exact (`quizlab.verify.Typed`)."""


class AnswerType(ABC):
    """A kind of answer. Instances are immutable and hold the author's choices."""

    @property
    @abstractmethod
    def expects(self) -> str:
        """What may be typed, such as ``a whole number``."""

    @abstractmethod
    def parse(self, text: str) -> Value:
        """Read what was typed.

        Raises:
            InvalidAnswer: It says nothing yet; whatever the text, nothing else is raised.
        """

    def read(self, raw: object) -> Value:
        """Read an answer from JSON: a string as typed, else the type's own JSON form.

        Raises:
            InvalidAnswer: It is no answer of this type.
        """
        if isinstance(raw, str):
            return self.parse(raw)
        return self.read_json(raw)

    def read_json(self, raw: object) -> Value:
        """Read a JSON value that is no string; types that are only typed refuse."""
        raise self.unlike(raw)

    @abstractmethod
    def accepts(self, truth: Value, value: Value) -> bool:
        """Whether `value` is right where `truth` is the answer."""

    def is_coarse(self, truth: Value, value: Value, figures: int = 2) -> bool:
        """Whether `value` is the truth, correctly rounded to too few figures, at least `figures`."""
        del truth, value, figures
        return False

    def confusable(self, truth: Value, wrong: Value) -> bool:
        """Whether someone who reaches `wrong` may be graded as right by rounding it."""
        return self.accepts(truth, wrong)

    def clashing(self, values: Sequence[Value]) -> list[tuple[int, int]]:
        """Return pairs of places in `values` that an answer could not tell apart, at least one if any."""
        return [
            (first, second)
            for second, other in enumerate(values)
            for first, one in enumerate(values[:second])
            if self.confusable(one, other)
        ]

    @abstractmethod
    def format(self, value: Value) -> str:
        """Return `value` as text that `parse` reads back to an accepted value."""

    @abstractmethod
    def plain(self, value: Value) -> object:
        """Return `value` as JSON has it."""

    def feedback(self, truth: Value, value: Value) -> str:
        """Say in a sentence how a wrong `value` differs from the truth; may be ""."""
        del truth, value
        return ""

    @abstractmethod
    def fault_of(self, truth: Value) -> str:
        """Say why `truth` cannot be an answer of this type, "" where it can."""

    def unlike(self, raw: object) -> InvalidAnswer:
        """Return the refusal of a `raw` that is no answer of this type."""
        return InvalidAnswer(f"{shown(raw)} is not {self.expects}.")


def equal_pairs(values: Sequence[Value]) -> list[tuple[int, int]]:
    """Return pairs of places that hold equal values, for types that compare exactly."""
    if len(set(values)) == len(values):
        return []
    seen: dict[Value, int] = {}
    pairs: list[tuple[int, int]] = []
    for place, value in enumerate(values):
        first = seen.setdefault(value, place)
        if first != place:
            pairs.append((first, place))
    return pairs


def number_of(value: Value) -> int | float | Fraction:
    """Return `value` as the number that it is.

    Raises:
        TypeError: It is text or a list, or a boolean.
    """
    if isinstance(value, (int, float, Fraction)) and not isinstance(value, bool):
        return value
    raise TypeError(f"a number is expected, got {shown(value)}")


def items_of(value: Value) -> tuple[Value, ...]:
    """Return `value` as the tuple that it is.

    Raises:
        TypeError: It is a scalar.
    """
    if isinstance(value, tuple):
        return value
    raise TypeError(f"a tuple is expected, got {shown(value)}")
