"""The form below a question: fields to type in, options to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from quizlab.domain.questions import Entry
from quizlab.tui.widgets.options import Options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.domain.questions import Part, Question


class AnswerForm(Vertical):
    """One row for each part of a question."""

    DEFAULT_CSS: ClassVar[str] = """
    AnswerForm { height: auto; margin-top: 1; display: none; }
    AnswerForm .row { height: 1; margin-bottom: 0; }
    AnswerForm .label { width: auto; min-width: 2; padding-right: 1; color: $text; }
    AnswerForm Input { width: 32; height: 1; border: none; padding: 0 1; background: $panel; }
    AnswerForm Input:focus { background: $primary 25%; }
    AnswerForm Input:disabled { opacity: 100%; text-style: bold; }
    AnswerForm .expects { width: 1fr; padding-left: 1; color: $text-muted; }
    """

    class Submitted(Message):
        """Enter was pressed where nothing is left to fill in."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._parts: tuple[Part, ...] = ()
        self._fields: dict[str, Input | Options] = {}

    def ask(self, question: Question) -> None:
        """Show a row for each part that is typed or chosen."""
        self.clear()
        self._parts = tuple(part for part in question.parts if part.entry is not Entry.SELF)
        width = max((len(part.label) for part in self._parts), default=0)
        rows = [self._row(part, width) for part in self._parts]
        self.display = bool(rows)
        self.mount_all(rows)

    def clear(self) -> None:
        """Take the rows away."""
        self.remove_children()
        self._parts = ()
        self._fields = {}
        self.display = False

    def close(self) -> None:
        """Keep what was entered on screen and take no more."""
        for field in self._fields.values():
            field.disabled = True

    def values(self) -> Mapping[str, str]:
        """What was entered, by part."""
        return {name: field.value for name, field in self._fields.items()}

    def focus_first(self) -> bool:
        """Put the cursor into the first field; False where there is none."""
        for field in self._fields.values():
            field.focus()
            return True
        return False

    def focus_part(self, name: str) -> None:
        """Put the cursor into the field of a part."""
        self._fields[name].focus()

    @property
    def is_typing(self) -> bool:
        """Whether a text field has the focus, so that letters are text and not commands."""
        focused = self.app.focused if self.is_attached else None
        return isinstance(focused, Input) and focused in self._fields.values()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next empty field, or submit from the last."""
        event.stop()
        fields = list(self._fields.values())
        later = fields[fields.index(event.input) + 1 :]
        empty = next((field for field in later if not field.value), None)
        if empty is not None and event.input.value:
            empty.focus()
        else:
            self.post_message(self.Submitted())

    def _row(self, part: Part, label_width: int) -> Horizontal | Options:
        if part.choices:
            options = Options(part)
            self._fields[part.name] = options
            return options
        field = Input(max_length=400, compact=True, select_on_focus=False)
        self._fields[part.name] = field
        label = part.label.ljust(label_width) if part.label else "→"
        details = " ".join(filter(None, (part.unit, f"({part.expects})" if part.expects else "")))
        return Horizontal(
            Static(label, classes="label", markup=False),
            field,
            Static(details, classes="expects", markup=False),
            classes="row",
        )
