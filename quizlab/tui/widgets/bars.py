"""The top line and the foot of the screen, as content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from quizlab.domain.grades import Grade
from quizlab.tui.actions import key_name
from quizlab.typeset import cell_width
from quizlab.typeset.flow import split_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_KEY = "bold $text-accent"
# Both lines have a cell of padding on each side.
_PADDING = 2


def top_line(left: str, right: str, width: int) -> Content:
    """Where we are on the left, how far on the right; the left gives way."""
    room = width - _PADDING - cell_width(right) - 1
    left = shortened(left, room)
    gap = max(1, width - _PADDING - cell_width(left) - cell_width(right))
    return Content.assemble((left, "bold"), " " * gap, (right, "$quiet"))


def shortened(text: str, width: int) -> str:
    """Return `text` cut to `width` cells, with … where something is missing."""
    if cell_width(text) <= width:
        return text
    return f"{next(iter(split_at(text, max(1, width - 1))))}…"


def foot(keys: Iterable[tuple[str, str]], width: int) -> Content:
    """Keys with what they do, the most useful first; as many as fit, F1 always.

    Args:
        keys: Pairs of key and what it does.
        width: Cells of the line.
    """
    help_key = (key_name("f1"), "help")
    wanted = [pair for pair in keys if pair != help_key]
    palette = [(key_name("ctrl+p"), "all commands")]
    shown = [*wanted, help_key, *palette]
    while len(shown) > 1 and _width(shown) > width - _PADDING:
        shown.remove(next((p for p in reversed(shown) if p != help_key), shown[-1]))
    return Content("   ").join(
        Content.assemble((key, _KEY), f" {what}" if what else "") for key, what in shown
    )


def _width(keys: Iterable[tuple[str, str]]) -> int:
    return sum(cell_width(f"{key} {what}") + 3 for key, what in keys) - 3


def grade_bar(previews: Mapping[Grade, str], chosen: Grade, goes_on: str, width: int) -> Content:
    """The four grades with when each brings the card back; what enter takes is reversed.

    Args:
        previews: Intervals in words.
        chosen: The grade given or suggested.
        goes_on: What enter does.
        width: Cells of the line.
    """
    space = "  "
    grades = [f" {each.value} {each.name.lower()} {previews[each]} " for each in Grade]
    if _cells(grades, space, goes_on) > width - _PADDING:
        space = " "
    if _cells(grades, space, goes_on) > width - _PADDING:
        grades = [f" {each.value} {each.name.lower()} " for each in Grade]
    pieces = [
        Content.styled(text, "bold reverse" if each is chosen else _KEY)
        for each, text in zip(Grade, grades, strict=True)
    ]
    pieces.append(Content.assemble(("enter", _KEY), f" {goes_on}"))
    return Content(space).join(pieces)


def _cells(grades: Iterable[str], space: str, goes_on: str) -> int:
    return cell_width(space.join([*grades, f"enter {goes_on}"]))
