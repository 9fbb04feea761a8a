"""The form below a question: fields to type in, options to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.widgets import Input, Static

from quizlab.domain.questions import Entry
from quizlab.tui.widgets.field_row import FieldRow
from quizlab.tui.widgets.options import Options
from quizlab.typeset import cell_width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from quizlab.domain.questions import Part, Question
    from quizlab.verify import Value

# Narrower than this a field is of little use: what it expects goes below it then.
_FIELD = 16
# Label, field and what is expected, with a cell between them and two for the field's padding.
_GAPS = 4


class AnswerForm(Vertical):
    """One row for each part of a question.

    Its widgets stay from question to question: the cursor is in a field as soon as the question
    is on screen, so that no key that is typed ahead is taken for a command.
    """

    DEFAULT_CSS: ClassVar[str] = """
    AnswerForm { height: auto; margin-top: 1; display: none; }
    AnswerForm #rows { height: auto; }
    AnswerForm #below { height: auto; color: $quiet; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._rows = [FieldRow()]
        self._options = Options()
        self._below = Static(id="below", markup=False)
        self._fields: dict[str, Input | Options] = {}

    def compose(self) -> ComposeResult:
        """A row, the options, a line below."""
        yield Vertical(*self._rows, id="rows")
        yield self._options
        yield self._below

    def ask(self, question: Question, width: int) -> None:
        """Show a row for each part that is typed or chosen, `width` cells wide."""
        parts = [part for part in question.parts if part.entry is not Entry.SELF]
        self._fields = {}
        chosen = next((part for part in parts if part.choices), None)
        self._options.display = chosen is not None
        if chosen is not None:
            self._options.ask(chosen)
            self._fields[chosen.name] = self._options
        self._ask_typed([part for part in parts if not part.choices], width)
        self.display = bool(parts)

    def clear(self) -> None:
        """Ask for nothing."""
        self._fields = {}
        self.display = False

    def close(self, truths: Mapping[str, Value]) -> None:
        """Keep what was entered on screen, mark the right options and take no more.

        Args:
            truths: What is right, by part; letters of options.
        """
        for name, field in self._fields.items():
            if isinstance(field, Options):
                truth = truths[name]
                field.settle(tuple(map(str, truth if isinstance(truth, tuple) else (truth,))))
            field.disabled = True
        # Empty fields are nothing to look at.
        self.display = self.is_filled or self._options.display
        self._below.display = False

    def values(self) -> Mapping[str, str]:
        """What was entered, by part."""
        return {name: field.value for name, field in self._fields.items()}

    def focus_first(self) -> bool:
        """Put the cursor into the first field at once; False where there is none."""
        for field in self._fields.values():
            self.screen.set_focus(field, scroll_visible=False)
            return True
        return False

    def focus_part(self, name: str) -> None:
        """Put the cursor into the field of a part."""
        self._go_to(self._fields[name])

    def go_to_empty_field(self) -> bool:
        """Go from a filled field to the next empty one; False where there is none."""
        fields = list(self._fields.values())
        focused = self._focused
        if not isinstance(focused, Input) or not focused.value:
            return False
        empty = (field for field in fields[fields.index(focused) + 1 :] if not field.value)
        for field in empty:
            self._go_to(field)
            return True
        return False

    def _go_to(self, field: Input | Options) -> None:
        self.screen.set_focus(field, scroll_visible=False)
        field.scroll_visible(animate=False)

    @property
    def is_open(self) -> bool:
        """Whether something can be entered."""
        return any(not field.disabled for field in self._fields.values())

    @property
    def is_typing(self) -> bool:
        """Whether a text field has the focus, so that letters are text and not commands."""
        return isinstance(self._focused, Input)

    @property
    def is_choosing(self) -> bool:
        """Whether options have the focus."""
        return isinstance(self._focused, Options)

    @property
    def is_filled(self) -> bool:
        """Whether anything was entered."""
        return any(field.value.strip() for field in self._fields.values())

    @property
    def _focused(self) -> Widget | None:
        focused = self.screen.focused if self.is_attached else None
        return focused if focused in self._fields.values() else None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Who types wants to see it, however long the question is.

        A field that is emptied for the next question was not typed into.
        """
        if event.input.has_focus and event.value:
            event.input.scroll_visible(animate=False)

    def _ask_typed(self, parts: Sequence[Part], width: int) -> None:
        """Set up the rows; what is expected stands beside the fields, or below where it is long."""
        while len(self._rows) < len(parts):
            self._rows.append(FieldRow())
            self.query_one("#rows").mount(self._rows[-1])
        for row in self._rows[len(parts) :]:
            row.display = False
        labels = max((cell_width(part.label) for part in parts), default=0)
        details = [_details(part) for part in parts]
        longest = max(map(cell_width, details), default=0)
        beside = labels + _FIELD + longest + _GAPS <= width
        for row, part, detail in zip(self._rows, parts, details, strict=False):
            label = part.label + " " * (labels - cell_width(part.label)) if labels else "→"
            row.ask(label, detail + " " * (longest - cell_width(detail)) if beside else "")
            self._fields[part.name] = row.field
        below = "" if beside else _below(parts, details)
        self._below.update(below)
        self._below.display = bool(below)


def _details(part: Part) -> str:
    """The unit and what may be typed."""
    expects = f"({part.expects})" if part.expects and part.unit else part.expects
    return " ".join(filter(None, (part.unit, expects)))


def _below(parts: Sequence[Part], details: Sequence[str]) -> str:
    """What is expected of each part, in as few lines as tell it."""
    if len(set(details)) == 1:
        return details[0] if len(parts) == 1 else f"each {details[0]}"
    lines: dict[str, list[str]] = {}
    for part, detail in zip(parts, details, strict=True):
        if detail:
            lines.setdefault(detail, []).append(part.label)
    return "\n".join(f"{', '.join(labels)}: {detail}" for detail, labels in lines.items())
