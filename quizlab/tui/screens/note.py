"""A one-line question over the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from quizlab.tui.actions import NOTE, bindings_of

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class NoteScreen(ModalScreen[str | None]):
    """Asks for a line of text; None when it is left by escape.

    Args:
        question: What to ask.
        text: What stands in the field already.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of(NOTE)]
    registry_name = NOTE
    DEFAULT_CSS: ClassVar[str] = """
    NoteScreen { align: center middle; background: $background 70%; }
    NoteScreen > Vertical {
        width: 64; max-width: 100%; height: auto; padding: 1 2;
        background: $surface; border: round $primary;
    }
    NoteScreen Static { height: auto; margin-bottom: 1; }
    NoteScreen Input { background: $panel; }
    """

    def __init__(self, question: str, text: str = "") -> None:
        super().__init__()
        self._question = question
        self._text = text

    def compose(self) -> ComposeResult:
        """The question above its field."""
        with Vertical():
            yield Static(self._question, markup=False)
            yield Input(
                self._text,
                max_length=2000,
                compact=True,
                select_on_focus=False,
                placeholder="enter keeps, esc cancels",
            )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the line over."""
        event.stop()
        self.dismiss(event.value.strip() or None)

    def action_cancel(self) -> None:
        """Leave without a note."""
        self.dismiss(None)
