"""Records of the fences that ask, between the tokens and their meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizlab.domain.cards import Field, Kind
    from quizlab.domain.document import Fact


@dataclass(slots=True)
class Fence:
    """A directive at the left margin of a card.

    Attributes:
        name: Such as ``compute``.
        argument: What stands behind it.
        content: What stands within.
        line: 1-based line of the opening in the file.
    """

    name: str
    argument: str
    content: str
    line: int


@dataclass(slots=True)
class FieldReading:
    """A field, and the places that later checks point at.

    Attributes:
        kind: The kind of the card.
        places: 1-based line and column by key; ``""`` is the opening of the fence.
        field: The field, None where a fault prevents it.
        verify: The fact of ``verify:``.
    """

    kind: Kind
    places: dict[str, tuple[int, int]]
    field: Field | None = None
    verify: Fact | None = None
