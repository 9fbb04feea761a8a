"""What every parameter type offers: one parser for fences, ``--set``, ``{fact}`` and JSON."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

from quizlab.verify.draws import MOST_VALUES, Draws, Generated
from quizlab.verify.faults import Fault, shown
from quizlab.verify.literals import depth_of, unfold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.verify.faults import Code

T = TypeVar("T")

_LOOKED_AT = 4
"""Generated draws that are checked when a class is made; an audit checks many more."""


class ParameterType(ABC, Generic[T]):
    """The legal values of a parameter.

    Attributes:
        draws: What it is drawn from; empty where it is drawn at its default.
    """

    draws: Sequence[T]

    @property
    def depth(self) -> int:
        """How deep the lists of a value are nested; 0 for a scalar."""
        return 0

    @property
    def numeric(self) -> bool:
        """Whether it is a list of numbers, so that ``3x224`` is one."""
        return False

    @abstractmethod
    def parse(self, raw: object) -> T:
        """Return the legal value that `raw` says.

        Raises:
            Fault: Of code ``type`` or ``range``, without the parameter's name.
        """

    @abstractmethod
    def check(self, value: object) -> None:
        """Refuse what is no legal value, such as one that a program computed.

        Raises:
            Fault: Of code ``type`` or ``range``, without the parameter's name.
        """

    @abstractmethod
    def text(self, value: T) -> str:
        """Return `value` as ``--set`` and ``{fact}`` would write it; `parse` reads it back."""

    @abstractmethod
    def plain(self, value: T) -> object:
        """Return `value` as JSON has it; `parse` reads it back."""

    @abstractmethod
    def describe(self) -> str:
        """Return what is allowed: ``a whole number, 1 to 65536``."""

    def candidates(self, raw: object) -> Draws[T]:
        """Return what an override leaves to draw from.

        A value fixes; a list one level deeper than a value is a set; ``a..b`` is an inclusive range.

        Raises:
            Fault: Something in it is no legal value, or it is empty.
        """
        tree = unfold(raw, times=self.numeric)
        depth = depth_of(tree)
        if not isinstance(tree, list) or depth <= self.depth:
            return Draws(self._spread(tree))
        if depth > self.depth + 1:
            raise Fault("type", "", f"got {shown(raw)}, nested too deep; {self._allowed_sets()}")
        values: dict[T, None] = {}
        for item in tree:
            spread = self._spread(item)
            if len(tree) > 1 and len(spread) > 10_000:
                raise Fault("range", "", f"got {shown(item)} among others; a range stands alone")
            values.update(dict.fromkeys(spread))
        if not values:
            raise Fault("range", "", f"got an empty list; {self._allowed_sets()}")
        return Draws(tuple(values))

    def _spread(self, tree: object) -> Sequence[T]:
        """Return the values of one entry of a set: itself, or the range that it names."""
        if isinstance(tree, str) and ".." in tree:
            low, _, high = tree.partition("..")
            return self._range(low.strip(), high.strip(), tree)
        return (self.parse(tree),)

    def _range(self, low: str, high: str, raw: str) -> Sequence[T]:
        """Return the values from `low` to `high`; types without an order refuse."""
        del low, high
        raise Fault("type", "", f"got the range {shown(raw)}; allowed is {self.describe()}")

    def _too_wide(self, raw: str) -> Fault:
        message = f"got {shown(raw)}; a range has at most {MOST_VALUES} values"
        return Fault("range", "", message)

    def _allowed_sets(self) -> str:
        return f"allowed is {self.describe()}, or a list of such to draw from"

    def refuse(self, raw: object, code: Code = "type") -> Fault:
        """Return the fault of a `raw` that is no legal value of this type."""
        return Fault(code, "", f"got {shown(raw)}; allowed is {self.describe()}")


def check_draws(kind: ParameterType[T]) -> None:
    """Refuse draws that are not legal values: an author's slip, found when the class is made.

    Raises:
        ValueError: One is not.
    """
    draws = kind.draws
    for value in _to_check(draws):
        try:
            kind.check(value)
        except Fault as fault:
            raise ValueError(f"draws of {type(kind).__name__}: {fault.message}") from None


def _to_check(draws: Sequence[T]) -> Sequence[T]:
    """Return the draws that are worth a look: the ends of a range, the first of generated ones."""
    ends = isinstance(draws, range) and len(draws) > 1
    few = isinstance(draws, Generated)
    places = (0, -1) if ends else range(min(_LOOKED_AT, len(draws)) if few else len(draws))
    return [draws[place] for place in places]
