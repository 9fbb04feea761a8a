"""The first run: two questions, answered or skipped with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from quizlab.domain.document import Text
from quizlab.domain.questions import Choice, Entry, Part
from quizlab.tui.actions import WELCOME, actions_of, bindings_of
from quizlab.tui.widgets.options import Options

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from quizlab.sessions.workspace import Workspace

_MOST_MINUTES = 600
# As many as there are letters to tick them by.
_MOST_TOPICS = 26


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
    WelcomeScreen VerticalScroll {
        height: auto; max-height: 9; margin: 1 0; scrollbar-size-vertical: 1;
    }
    WelcomeScreen Input { width: 10; margin-bottom: 1; background: $panel; }
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        names = [info.deck_name.split("/")[0] for info in workspace.store.deck_list()]
        self._topics = sorted(set(names))[:_MOST_TOPICS]
        choices = tuple(Choice(topic, (Text(topic),)) for topic in self._topics)
        self._options = Options()
        self._options.ask(Part("topics", Entry.CHOICE, choices=choices, many=True))

    def compose(self) -> ComposeResult:
        """Both questions on one page."""
        topics = self._topics
        with Vertical() as box:
            box.border_title = "Welcome to quizlab"
            if topics:
                yield Static("What do you want to practise? Letters tick; none is all.")
                with VerticalScroll(can_focus=False):
                    yield self._options
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
        self.query("Options, Input").first().focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the field starts as well."""
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Keep both answers."""
        chosen = tuple(self._topics[place] for place in sorted(self._options.picked))
        if len(chosen) == len(self._topics):
            chosen = ()
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
