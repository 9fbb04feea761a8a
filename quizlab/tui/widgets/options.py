"""Options to choose from or to put in order, by their letters or with the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from quizlab.domain.document import Paragraph
from quizlab.domain.questions import Entry
from quizlab.sessions.choices import label
from quizlab.tui.content import content_of
from quizlab.typeset.layout import Span, lay_out

if TYPE_CHECKING:
    from textual.events import Key

    from quizlab.domain.questions import Part


class Options(Widget, can_focus=True):
    """A list of options; letters pick, arrows move, space picks under the cursor.

    Of several right options each is ticked; an order is built by picking one after the other,
    and backspace takes the last pick back.
    """

    DEFAULT_CSS: ClassVar[str] = """
    Options { height: auto; padding: 0; }
    """
    cursor: reactive[int] = reactive(0)
    picked: reactive[tuple[int, ...]] = reactive(())

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part

    @property
    def value(self) -> str:
        """The letters picked, in the order of picking for an order."""
        order = self.picked if self._part.entry is Entry.ORDER else sorted(self.picked)
        return " ".join(label(place) for place in order)

    def render(self) -> Content:
        """Draw a line, or a few, for each option."""
        width = max(20, (self.size.width or 76) - 10)
        rows = []
        for place, choice in enumerate(self._part.choices):
            here = place == self.cursor and self.has_focus and not self.disabled
            mark = self._mark(place)
            lines = lay_out([Paragraph(choice.children)], width)
            head = f"{'›' if here else ' '} {mark} {label(place)}  "
            indented = [
                (Span(head if row == 0 else " " * len(head), "strong" if here else ""), *line)
                for row, line in enumerate(lines)
            ]
            rows.append(content_of(indented))
        return Content("\n").join(rows)

    def _mark(self, place: int) -> str:
        if self._part.entry is Entry.ORDER:
            return f"{self.picked.index(place) + 1:>2}." if place in self.picked else " · "
        return "[x]" if place in self.picked else "[ ]"

    def on_key(self, event: Key) -> None:
        """Letters pick; arrows move; space picks; backspace takes back."""
        if self.disabled:
            return
        count = len(self._part.choices)
        letters = [label(place) for place in range(count)]
        if event.key in ("down", "up"):
            self.cursor = (self.cursor + (1 if event.key == "down" else -1)) % count
        elif event.key == "space":
            self._pick(self.cursor)
        elif event.key == "backspace":
            self.picked = self.picked[:-1]
        elif event.character and event.character in letters:
            self.cursor = letters.index(event.character)
            self._pick(self.cursor)
        else:
            return
        event.stop()
        event.prevent_default()

    def _pick(self, place: int) -> None:
        if place in self.picked:
            self.picked = tuple(other for other in self.picked if other != place)
        elif self._part.many:
            self.picked = (*self.picked, place)
        else:
            self.picked = (place,)
