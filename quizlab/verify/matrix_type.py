"""MatrixOf: lists of rows of equal length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quizlab.verify.faults import Fault
from quizlab.verify.list_type import ListOf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.verify.parameter_type import ParameterType

    Sides = tuple[int, int]


@dataclass(frozen=True, slots=True, init=False)
class MatrixOf(ListOf):
    """Rows of equal length; its value is a tuple of tuples: ``[[1,2],[3,4]]``.

    Args:
        item: The type of each number.
        rows: Fewest and most rows.
        columns: Fewest and most columns.
        draws: Whole matrices to draw from; without them every number is drawn from its own draws,
            which needs fixed sides.

    Raises:
        ValueError: Something drawn is not legal, too much would be, or sides are not fixed.
    """

    def __init__(
        self,
        item: ParameterType[Any],
        rows: Sides,
        columns: Sides,
        draws: Sequence[tuple[tuple[Any, ...], ...]] = (),
    ) -> None:
        if not draws and item.draws and columns[0] != columns[1]:
            raise ValueError("MatrixOf: rows of different lengths would be drawn; state draws")
        # Rows are drawn with their matrix, so there may be too many for drawing them alone.
        row = ListOf(item, *columns, draws[0][:1] if draws else ())
        # `super()` has no cell in a dataclass with slots, which is made anew.
        ListOf.__init__(self, row, *rows, draws)

    def parse(self, raw: object) -> tuple[Any, ...]:
        """Read a list of rows."""
        return _even(ListOf.parse(self, raw))

    def check(self, value: object) -> None:
        """Refuse what is no tuple of legal rows of equal length."""
        ListOf.check(self, value)
        if isinstance(value, tuple):
            _even(value)

    def describe(self) -> str:
        """Name the sides and the numbers."""
        return f"rows of equal length: {ListOf.describe(self)}"


def _even(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return rows of equal length.

    Raises:
        Fault: ``range``, with the lengths.
    """
    lengths = [len(row) for row in rows]
    if len(set(lengths)) > 1:
        found = ", ".join(map(str, lengths[:8]))
        message = f"got rows of {found} numbers; allowed are rows of equal length"
        raise Fault("range", "", message)
    return rows
