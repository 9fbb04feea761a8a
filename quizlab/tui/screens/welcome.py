"""The first run: two questions, answered or skipped with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, SelectionList, Static
from textual.widgets.selection_list import Selection

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from quizlab.sessions.workspace import Workspace


class WelcomeScreen(ModalScreen[None]):
    """Which topics, and how many minutes a day; escape skips both."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "skip", "Skip"),
        ("enter", "keep", "Start"),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    WelcomeScreen { align: center middle; background: $background 70%; }
    WelcomeScreen > Vertical {
        width: 60; max-width: 100%; height: auto; max-height: 100%; padding: 1 2;
        background: $surface; border: round $primary;
    }
    WelcomeScreen Static { height: auto; }
    WelcomeScreen SelectionList { height: auto; max-height: 10; border: none; margin: 0 0 1 0; }
    WelcomeScreen Input { width: 10; margin-bottom: 1; }
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace

    def compose(self) -> ComposeResult:
        """Both questions on one page."""
        names = [info.deck_name.split("/")[0] for info in self.workspace.store.deck_list()]
        topics = sorted(set(names))
        with Vertical():
            yield Static(Content.styled("Welcome to quizlab", "bold"))
            yield Static("\nWhat do you want to practise?  (space ticks)")
            yield SelectionList[str](
                *(Selection(Content(topic), topic, initial_state=True) for topic in topics)
            )
            yield Static("How many minutes a day?  (tab goes there)")
            yield Input(
                str(self.workspace.settings.minutes), type="integer", max_length=3, compact=True
            )
            yield Static(
                Content.assemble(
                    ("enter", "bold $text-accent"),
                    " start   ",
                    ("esc", "bold $text-accent"),
                    " skip: all topics, 20 minutes",
                )
            )

    def on_mount(self) -> None:
        """Start at the topics."""
        self.query_one(SelectionList).focus()

    def on_key(self, event: object) -> None:
        """Enter starts from anywhere: ticking is done by space."""
        if getattr(event, "key", "") == "enter":
            event.stop()  # type: ignore[attr-defined]
            self.action_keep()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the field starts as well."""
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Keep both answers."""
        selection: SelectionList[str] = self.query_one(SelectionList)
        chosen = tuple(selection.selected)
        everything = len(chosen) in (0, selection.option_count)
        typed = self.query_one(Input).value
        minutes = int(typed) if typed.isdecimal() and 0 < int(typed) <= 600 else 20
        self._save(topics=[] if everything else list(chosen), minutes=minutes)

    def action_skip(self) -> None:
        """Take the defaults."""
        self._save()

    def _save(self, **answers: object) -> None:
        import os

        from quizlab.settings import load, save

        workspace = self.workspace
        save(workspace.home.settings, welcomed=True, **answers)
        workspace.settings = load(
            workspace.home.settings, os.environ, {"learner": workspace.settings.learner}
        )
        self.dismiss(None)
