"""The points of a good answer, to be ticked while grading oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from quizlab.domain.document import Paragraph
from quizlab.tui.content import content_of
from quizlab.tui.widgets.in_sight import show_rows
from quizlab.typeset.layout import Span, lay_out

if TYPE_CHECKING:
    from textual.content import Content
    from textual.events import Click, Key
    from textual.geometry import Size

    from quizlab.domain.document import Inline
    from quizlab.typeset.layout import Line

_TITLE = "A good answer"


class Checklist(Widget, can_focus=True):
    """Points with a box each; arrows move, space ticks. Past its ends the page scrolls on."""

    DEFAULT_CSS: ClassVar[str] = """
    Checklist { height: auto; margin-bottom: 1; }
    """
    cursor: reactive[int] = reactive(0)
    ticked: reactive[frozenset[int]] = reactive(frozenset())

    class Ticked(Message):
        """A point was ticked or cleared."""

        def __init__(self, named: int, points: int) -> None:
            super().__init__()
            self.named = named
            self.points = points

    def __init__(self, points: tuple[tuple[Inline, ...], ...]) -> None:
        super().__init__()
        self._points = points

    def render(self) -> Content:
        """Draw the title and the points."""
        width = self.content_size.width
        lines = [line for place in range(len(self._points)) for line in self._lines(place, width)]
        return content_of([(Span(_TITLE, "strong"),), *lines])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's signature
        """The title and what the points take at `width`."""
        return 1 + sum(len(self._lines(place, width)) for place in range(len(self._points)))

    def _lines(self, place: int, width: int) -> list[Line]:
        here = place == self.cursor and self.has_focus
        head = f"{'›' if here else ' '} [{'x' if place in self.ticked else ' '}] "
        lines = lay_out([Paragraph(self._points[place])], max(12, width - len(head))) or [()]
        return [
            (Span(" " * len(head) if row else head, "strong" if here else ""), *line)
            for row, line in enumerate(lines)
        ]

    def on_key(self, event: Key) -> None:
        """Arrows move and space ticks; at the ends, arrows are left to the page."""
        step = {"down": 1, "up": -1}.get(event.key, 0)
        if step and 0 <= self.cursor + step < len(self._points):
            self.cursor += step
            self.show_cursor()
        elif event.key == "space":
            self.tick(self.cursor)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: Click) -> None:
        """A click on a point ticks it."""
        row = event.y - 1
        for place in range(len(self._points)):
            row -= len(self._lines(place, self.content_size.width))
            if row < 0 <= event.y - 1:
                self.cursor = place
                self.tick(place)
                return

    def tick(self, place: int) -> None:
        """Tick a point, or clear it."""
        self.ticked = self.ticked ^ {place}
        self.post_message(self.Ticked(len(self.ticked), len(self._points)))

    def show_cursor(self) -> None:
        """Scroll so that the point under the cursor is in sight."""
        width = self.content_size.width
        above = 1 + sum(len(self._lines(place, width)) for place in range(self.cursor))
        show_rows(self, above, len(self._lines(self.cursor, width)))
