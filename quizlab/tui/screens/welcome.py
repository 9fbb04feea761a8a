"""The first run: two questions, answered or skipped with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, SelectionList, Static
from textual.widgets.selection_list import Selection

from quizlab.tui.actions import WELCOME, actions_of, bindings_of

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Key

    from quizlab.sessions.workspace import Workspace

_MOST_MINUTES = 600


class WelcomeScreen(ModalScreen[str]):
    """Which topics, and how many minutes a day; escape skips both.

    It ends in what could not be kept, "" when all went well.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of(WELCOME)]
    registry_name = WELCOME
    DEFAULT_CSS: ClassVar[str] = """
    WelcomeScreen { align: center middle; background: $background 70%; }
    WelcomeScreen > Vertical {
        width: 64; max-width: 100%; height: auto; max-height: 100%; padding: 0 2;
        background: $surface; border: round $primary; border-title-color: $text;
    }
    WelcomeScreen Static { height: auto; }
    WelcomeScreen SelectionList {
        height: auto; max-height: 9; border: none; margin: 0 0 1 0; background: $surface;
        scrollbar-size-vertical: 1;
    }
    WelcomeScreen Input { width: 10; margin-bottom: 1; background: $panel; }
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace

    def compose(self) -> ComposeResult:
        """Both questions on one page."""
        names = [info.deck_name.split("/")[0] for info in self.workspace.store.deck_list()]
        topics = sorted(set(names))
        with Vertical() as box:
            box.border_title = "Welcome to quizlab"
            if topics:
                yield Static("What do you want to practise? Space ticks; nothing ticked is all.")
                yield SelectionList[str](
                    *(Selection(Content(topic), topic) for topic in topics), compact=True
                )
            yield Static("How many minutes a day? Tab goes there.")
            yield Input(
                str(self.workspace.settings.minutes), type="integer", max_length=3, compact=True
            )
            yield Static(
                Content("   ").join(
                    Content.assemble((action.shown_keys, "bold $text-accent"), f" {action.title}")
                    for action in actions_of(WELCOME)
                )
            )

    def on_mount(self) -> None:
        """Start at the topics."""
        self.query("SelectionList, Input").first().focus()

    def on_key(self, event: Key) -> None:
        """Enter starts from anywhere: ticking is done by space."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.action_keep()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the field starts as well."""
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Keep both answers."""
        chosen: tuple[str, ...] = ()
        for selection in self.query(SelectionList):
            everything = len(selection.selected) == selection.option_count
            chosen = () if everything else tuple(selection.selected)
        typed = self.query_one(Input).value
        fits = typed.isdecimal() and 0 < int(typed) <= _MOST_MINUTES
        if fits:
            self._save(topics=chosen, minutes=int(typed))
        else:
            self.query_one(Input).value = str(self.workspace.settings.minutes)
            self.query_one(Input).focus()

    def action_skip(self) -> None:
        """Take the defaults."""
        self._save()

    def _save(self, **answers: object) -> None:
        from quizlab.settings import SettingsError

        said = ""
        try:
            self.workspace.keep_settings(welcomed=True, **answers)
        except (SettingsError, OSError) as error:
            said = f"This could not be kept for the next time: {error}"
        self.dismiss(said)
