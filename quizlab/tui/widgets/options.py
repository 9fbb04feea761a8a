"""Options to choose from or to put in order, by their letters, with the cursor or the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from quizlab.domain.document import Paragraph
from quizlab.domain.questions import Entry
from quizlab.sessions.choices import label
from quizlab.tui.content import content_of
from quizlab.tui.widgets.in_sight import show_rows
from quizlab.typeset.layout import Span, lay_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click, Key
    from textual.geometry import Size

    from quizlab.domain.questions import Choice, Part
    from quizlab.typeset.layout import Line

_RIGHT = "✓"
_WRONG = "✗"
_SIGN_STYLES = {_RIGHT: "bold $text-success", _WRONG: "bold $text-error"}


class Options(Widget, can_focus=True):
    """A list of options; letters pick, arrows move, space picks under the cursor.

    Of several right options each is ticked; an order is built by picking one after the other,
    and backspace takes the last pick back. Once settled, each option shows what became of it.
    """

    DEFAULT_CSS: ClassVar[str] = """
    Options { height: auto; padding: 0; }
    Options:disabled:can-focus { opacity: 100%; }
    """
    cursor: reactive[int] = reactive(0)
    picked: reactive[tuple[int, ...]] = reactive((), init=False)

    class Changed(Message):
        """Something was picked, or taken back."""

    def __init__(self) -> None:
        super().__init__()
        self._part: Part | None = None
        self._right: tuple[str, ...] | None = None

    def ask(self, part: Part) -> None:
        """Show the options of `part`, none picked."""
        self._part = part
        self._right = None
        self.cursor = 0
        self.picked = ()
        self.disabled = False
        self.refresh(layout=True)

    @property
    def value(self) -> str:
        """The letters picked, in the order of picking for an order."""
        order = self.picked if self._ordered else sorted(self.picked)
        return " ".join(label(place) for place in order)

    @property
    def _ordered(self) -> bool:
        return self._part is not None and self._part.entry is Entry.ORDER

    @property
    def _choices(self) -> tuple[Choice, ...]:
        return self._part.choices if self._part is not None else ()

    def settle(self, right: Sequence[str]) -> None:
        """Take no more, and show which letters are `right`; an order is shown in that order."""
        self._right = tuple(right)
        self.disabled = True
        self.refresh(layout=True)

    def watch_picked(self) -> None:
        """Say that there is something to submit, or no longer."""
        self.post_message(self.Changed())

    def render(self) -> Content:
        """Draw a line, or a few, for each option."""
        rows = (self._content(place, self.content_size.width) for place in self._places())
        return Content("\n").join(rows)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's signature
        """As many rows as the options take at `width`, which `render` cannot know beforehand."""
        return sum(len(self._lines(place, width)) for place in self._places())

    def _places(self) -> list[int]:
        """The options in the order shown."""
        count = len(self._choices)
        if self._ordered and self._right is not None:
            return [ord(letter) - ord("a") for letter in self._right]
        return list(range(count))

    def _content(self, place: int, width: int) -> Content:
        drawn = content_of(self._lines(place, width))
        sign = self._sign(place)
        return drawn.stylize(_SIGN_STYLES[sign], 0, 1) if sign in _SIGN_STYLES else drawn

    def _lines(self, place: int, width: int) -> list[Line]:
        choice = self._choices[place]
        here = place == self.cursor and self.has_focus and not self.disabled
        head = f"{self._sign(place)} {self._mark(place)} {label(place)}  "
        room = max(12, width - len(head))
        lines = list(lay_out([Paragraph((*choice.children,))], room)) or [()]
        lines[-1] = (*lines[-1], *self._aside(place))
        if self._right is not None:
            lines += [_quietly(line) for line in _explanation(choice, room)]
        return [
            (Span(" " * len(head) if row else head, "strong" if here else ""), *line)
            for row, line in enumerate(lines)
        ]

    def _sign(self, place: int) -> str:
        """The first column: the cursor, later what became of the option."""
        if self._right is None:
            return "›" if place == self.cursor and self.has_focus else " "
        if self._ordered:
            if place not in self.picked:
                return " "
            fits = self._right.index(label(place)) == self.picked.index(place)
            return _RIGHT if fits else _WRONG
        if label(place) in self._right:
            return _RIGHT
        return _WRONG if place in self.picked else " "

    def _mark(self, place: int) -> str:
        if self._ordered:
            if self._right is not None:
                return f"{self._right.index(label(place)) + 1:>2}."
            return f"{self.picked.index(place) + 1:>2}." if place in self.picked else " · "
        return "[x]" if place in self.picked else "[ ]"

    def _aside(self, place: int) -> Line:
        """Where the learner put an item that belongs elsewhere."""
        if self._ordered and self._sign(place) == _WRONG:
            return (Span(f"  (yours: {self.picked.index(place) + 1})", "dim"),)
        return ()

    def on_key(self, event: Key) -> None:
        """Letters pick; arrows move; space picks; backspace takes back."""
        count = len(self._choices)
        if self.disabled or not count:
            return
        letters = [label(place) for place in range(count)]
        if event.key in ("down", "up"):
            self.cursor = (self.cursor + (1 if event.key == "down" else -1)) % count
            self._show_cursor()
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

    def on_click(self, event: Click) -> None:
        """A click on an option picks it."""
        row = event.y
        for place in self._places():
            row -= len(self._lines(place, self.content_size.width))
            if row < 0 and not self.disabled:
                self.cursor = place
                self._pick(place)
                return

    def _show_cursor(self) -> None:
        """Scroll so that the option under the cursor is in sight."""
        width = self.content_size.width
        above = sum(len(self._lines(place, width)) for place in range(self.cursor))
        show_rows(self, above, len(self._lines(self.cursor, width)))

    def _pick(self, place: int) -> None:
        if place in self.picked:
            self.picked = tuple(other for other in self.picked if other != place)
        elif self._part is not None and self._part.many:
            self.picked = (*self.picked, place)
        else:
            self.picked = (place,)


def _explanation(choice: Choice, width: int) -> tuple[Line, ...]:
    return lay_out(choice.explanation, width) if choice.explanation else ()


def _quietly(line: Line) -> Line:
    return tuple(Span(span.text, f"{span.style} dim".strip()) for span in line)
