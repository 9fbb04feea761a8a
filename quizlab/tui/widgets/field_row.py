"""One part of an answer that is typed: label, field, what is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input, Static

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class Field(Input, inherit_bindings=False):
    """A field whose enter is the screen's: submitting waits its turn like every other action.

    A message would reach the screen after keys that were typed later.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in Input.BINDINGS
        if not (isinstance(binding, Binding) and binding.key == "enter")
    ]

    def __init__(self) -> None:
        super().__init__(max_length=400, compact=True, select_on_focus=False)


class FieldRow(Horizontal):
    """A row that is used again for one question after the other, so that none waits for it."""

    DEFAULT_CSS: ClassVar[str] = """
    FieldRow { height: 1; max-width: 88; }
    FieldRow .label { width: auto; min-width: 2; padding-right: 1; color: $text; }
    FieldRow Input { width: 1fr; height: 1; border: none; padding: 0 1; background: $panel; }
    FieldRow Input:focus { background: $primary 25%; }
    FieldRow Input:disabled:can-focus { opacity: 100%; text-style: bold; background: $background; }
    FieldRow .expects { width: auto; padding-left: 1; color: $quiet; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.field = Field()
        self._label = Static(classes="label", markup=False)
        self._expects = Static(classes="expects", markup=False)

    def compose(self) -> ComposeResult:
        """Label, field, what is expected."""
        yield self._label
        yield self.field
        yield self._expects

    def ask(self, label: str, expects: str) -> None:
        """Empty the field and show what belongs into it."""
        self._label.update(label)
        self._expects.update(expects)
        self._expects.display = bool(expects)
        self.field.value = ""
        self.field.disabled = False
        self.display = True
