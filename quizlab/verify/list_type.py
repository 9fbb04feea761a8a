"""Lists of parameters: kernel stacks, shapes, matrices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quizlab.verify.draws import Lists, too_many
from quizlab.verify.faults import Fault, shown
from quizlab.verify.literals import depth_of, unfold
from quizlab.verify.number_types import Number, Whole
from quizlab.verify.parameter_type import ParameterType, check_draws

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, init=False)
class ListOf(ParameterType[tuple[Any, ...]]):
    """A list of `least` to `most` items of one type; its value is a tuple, nested for matrices.

    In text: ``[1, 2]``, ``1,2``, ``[[3,1],[3,2]]``, for numbers also ``3x224x224``.

    Attributes:
        item: The type of each item.
        least: Fewest items.
        most: Most items.
        draws: Whole values to draw from; without them every item is drawn from its own draws.

    Raises:
        ValueError: Something drawn is not legal, or too much would be.
    """

    item: ParameterType[Any]
    least: int
    most: int
    draws: Sequence[tuple[Any, ...]]

    def __init__(
        self,
        item: ParameterType[Any],
        least: int,
        most: int,
        draws: Sequence[tuple[Any, ...]] = (),
    ) -> None:
        if not 0 <= least <= most:
            raise ValueError(f"ListOf: {least} to {most} items is no range")
        if not draws and item.draws:
            if too_many(len(item.draws), least, most):
                raise ValueError("ListOf: too many lists to draw from; state draws")
            draws = Lists(item.draws, least, most)
        object.__setattr__(self, "item", item)
        object.__setattr__(self, "least", least)
        object.__setattr__(self, "most", most)
        object.__setattr__(self, "draws", draws)
        if not isinstance(draws, Lists):
            check_draws(self)

    @property
    def depth(self) -> int:
        """How deep the lists of a value are nested."""
        return self.item.depth + 1

    @property
    def numeric(self) -> bool:
        """Whether the innermost items are numbers."""
        return isinstance(self.item, (Whole, Number)) or self.item.numeric

    def parse(self, raw: object) -> tuple[Any, ...]:
        """Read a list, or text that is one; a lone scalar in text is a list of one."""
        tree = unfold(raw, times=self.numeric)
        if isinstance(tree, str) and tree and self.depth == 1:
            tree = [tree]
        if not isinstance(tree, list) or depth_of(tree) > self.depth:
            raise self.refuse(raw)
        self._check_length(len(tree))
        if self.depth > 1 and not all(isinstance(item, (list, dict)) for item in tree):
            raise self.refuse(raw)
        try:
            return tuple(self.item.parse(item) for item in tree)
        except Fault as fault:
            message = f"in {shown(raw)}: {fault.message}"
            raise Fault(fault.code, "", message) from None

    def check(self, value: object) -> None:
        """Refuse what is no tuple of legal items."""
        if not isinstance(value, tuple):
            raise self.refuse(value)
        self._check_length(len(value))
        for item in value:
            self.item.check(item)

    def _check_length(self, length: int) -> None:
        if not self.least <= length <= self.most:
            raise Fault("range", "", f"got {length} items; allowed is {self.describe()}")

    def text(self, value: tuple[Any, ...]) -> str:
        """Return the list in brackets, without spaces."""
        return f"[{','.join(self.item.text(item) for item in value)}]"

    def plain(self, value: tuple[Any, ...]) -> list[object]:
        """Return nested lists."""
        return [self.item.plain(item) for item in value]

    def describe(self) -> str:
        """Name the length and the items."""
        length = f"{self.least}" if self.least == self.most else f"{self.least} to {self.most}"
        return f"a list of {length} items, each {self.item.describe()}"
