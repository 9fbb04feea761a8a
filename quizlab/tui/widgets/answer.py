"""The form below a question: fields to type in, options to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from quizlab.domain.questions import Entry
from quizlab.tui.widgets.options import Options
from quizlab.typeset import cell_width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.widget import Widget

    from quizlab.domain.questions import Part, Question
    from quizlab.verify import Value

# Narrower than this a field is of little use: what it expects goes below it then.
_FIELD = 24
_WIDEST = 72


class AnswerForm(Vertical):
    """One row for each part of a question."""

    DEFAULT_CSS: ClassVar[str] = """
    AnswerForm { height: auto; margin-top: 1; display: none; }
    AnswerForm .row { height: 1; max-width: 72; }
    AnswerForm .label { width: auto; min-width: 2; padding-right: 1; color: $text; }
    AnswerForm Input { width: 1fr; height: 1; border: none; padding: 0 1; background: $panel; }
    AnswerForm Input:focus { background: $primary 25%; }
    AnswerForm Input:disabled { opacity: 100%; text-style: bold; }
    AnswerForm .expects { width: auto; padding-left: 1; color: $quiet; }
    AnswerForm .below { height: auto; color: $quiet; }
    """

    class Submitted(Message):
        """Enter was pressed where nothing is left to fill in."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._fields: dict[str, Input | Options] = {}

    def ask(self, question: Question, width: int) -> None:
        """Show a row for each part that is typed or chosen, `width` cells wide."""
        self.clear()
        parts = tuple(part for part in question.parts if part.entry is not Entry.SELF)
        rows: list[Widget] = []
        for part in parts:
            if part.choices:
                options = Options(part)
                self._fields[part.name] = options
                rows.append(options)
        rows.extend(self._typed([part for part in parts if not part.choices], width))
        self.display = bool(rows)
        self.mount_all(rows)

    def clear(self) -> None:
        """Take the rows away."""
        self.remove_children()
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
        self.display = any(field.value or isinstance(field, Options) for field in self._all())

    def values(self) -> Mapping[str, str]:
        """What was entered, by part."""
        return {name: field.value for name, field in self._fields.items()}

    def focus_first(self) -> bool:
        """Put the cursor into the first field; False where there is none."""
        for field in self._all():
            field.focus(scroll_visible=False)
            return True
        return False

    def focus_part(self, name: str) -> None:
        """Put the cursor into the field of a part."""
        self._fields[name].focus()

    @property
    def is_open(self) -> bool:
        """Whether something can be entered."""
        return any(not field.disabled for field in self._all())

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
        return any(field.value.strip() for field in self._all())

    @property
    def _focused(self) -> Widget | None:
        focused = self.app.focused if self.is_attached else None
        return focused if focused in self._fields.values() else None

    def _all(self) -> Sequence[Input | Options]:
        return tuple(self._fields.values())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Who types wants to see it, however long the question is."""
        if event.input.has_focus:
            event.input.scroll_visible(animate=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next empty field, or submit from the last."""
        event.stop()
        fields = list(self._all())
        later = fields[fields.index(event.input) + 1 :]
        empty = next((field for field in later if not field.value), None)
        if empty is not None and event.input.value:
            empty.focus()
        else:
            self.post_message(self.Submitted())

    def _typed(self, parts: Sequence[Part], width: int) -> list[Widget]:
        """Rows of label and field; what is expected stands beside, or below where it is long."""
        labels = max((cell_width(part.label) for part in parts), default=0)
        details = [_details(part) for part in parts]
        longest = max(map(cell_width, details), default=0)
        beside = labels + _FIELD + longest + 3 <= min(width, _WIDEST)
        rows: list[Widget] = []
        for part, detail in zip(parts, details, strict=True):
            field = Input(max_length=400, compact=True, select_on_focus=False)
            self._fields[part.name] = field
            label = part.label + " " * (labels - cell_width(part.label)) if labels else "→"
            cells: list[Widget] = [Static(label, classes="label", markup=False), field]
            if beside and longest:
                shown = detail + " " * (longest - cell_width(detail))
                cells.append(Static(shown, classes="expects", markup=False))
            rows.append(Horizontal(*cells, classes="row"))
            if not beside and detail and len(set(details)) > 1:
                rows.append(
                    Static(" " * (labels or 1) + f"  {detail}", classes="below", markup=False)
                )
        if not beside and longest and len(set(details)) == 1:
            each = "each " if len(parts) > 1 else "  "
            rows.append(Static(f"{each}{details[0]}", classes="below", markup=False))
        return rows


def _details(part: Part) -> str:
    """The unit and what may be typed."""
    expects = f"({part.expects})" if part.expects and part.unit else part.expects
    return " ".join(filter(None, (part.unit, expects)))
