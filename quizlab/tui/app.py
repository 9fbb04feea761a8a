"""The app: themes, the filter before the terminal, the palette, and the first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import SystemCommand

from quizlab.tui.control_filter import ControlFilter
from quizlab.tui.keys_in_order import KeysInOrder
from quizlab.tui.themes import THEMES, VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.filter import LineFilter
    from textual.screen import Screen

    from quizlab.domain.query import Query
    from quizlab.sessions.workspace import Workspace


class QuizlabApp(KeysInOrder):
    """Study deep-learning cards.

    Args:
        workspace: The rooms of the home.
        query: What to study at once, or None to start at home.
    """

    TITLE = "quizlab"
    CSS_PATH: ClassVar = ["app.tcss", "screens/home.tcss"]
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, workspace: Workspace, query: Query | None = None) -> None:
        super().__init__()
        self.workspace = workspace
        self._query = query
        for theme in THEMES:
            self.register_theme(theme)
        known = workspace.settings.theme in self.available_themes
        self.theme = workspace.settings.theme if known else THEMES[0].name

    def get_default_screen(self) -> Screen[None]:
        """Start with the first question, or at home."""
        if self._query is not None:
            from quizlab.tui.screens.study import StudyScreen

            return StudyScreen(self.workspace, self._query)
        from quizlab.tui.screens.home import HomeScreen

        return HomeScreen(self.workspace)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Add our own filter behind Textual's."""
        return [*super().get_line_filters(), ControlFilter()]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Let themes of others go without our variable."""
        return VARIABLES

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer what the screen can do now, themes, and the way out."""
        from quizlab.tui.actions import actions_of
        from quizlab.tui.screens.working import WorkingScreen

        for action in actions_of(getattr(screen, "registry_name", "")):
            possible = not isinstance(screen, WorkingScreen) or screen.can(action)
            if possible and action.in_palette:
                yield SystemCommand(
                    f"{action.title[0].upper()}{action.title[1:]} ({action.shown_keys})",
                    action.help,
                    lambda call=action.call: self.call_later(screen.run_action, call),
                )
        yield SystemCommand("Theme", "Choose colours; it is kept.", self.action_change_theme)
        yield SystemCommand("Quit", "Leave quizlab; all answers are stored.", self.action_quit)

    def watch_theme(self, theme: str) -> None:
        """Keep a theme that was chosen in the palette."""
        if theme == self.workspace.settings.theme or not self.is_running:
            return
        from quizlab.settings import SettingsError

        try:
            self.workspace.keep_settings(theme=theme)
        except (SettingsError, OSError) as error:
            self.notify(f"The theme holds until you quit: {error}", markup=False)
