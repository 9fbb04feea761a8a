"""The app: themes, the filter before the terminal, the palette, and the first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand

from quizlab.tui.control_filter import ControlFilter
from quizlab.tui.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.filter import LineFilter
    from textual.screen import Screen

    from quizlab.domain.query import Query
    from quizlab.sessions.workspace import Workspace


class QuizlabApp(App[None]):
    """Study deep-learning cards.

    Args:
        workspace: The rooms of the home.
        query: What to study at once, or None to start at home.
    """

    TITLE = "quizlab"
    CSS_PATH: ClassVar = ["app.tcss", "screens/home.tcss", "screens/study.tcss"]
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, workspace: Workspace, query: Query | None = None) -> None:
        super().__init__()
        self.workspace = workspace
        self._query = query
        for theme in THEMES:
            self.register_theme(theme)
        if workspace.settings.theme in self.available_themes:
            self.theme = workspace.settings.theme

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

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer what the screen can do, then what every Textual app can."""
        from quizlab.tui.actions import actions_of

        name = getattr(screen, "registry_name", "")
        for action in actions_of(name):
            call = action.call
            yield SystemCommand(
                f"{action.title.capitalize()} ({action.shown_keys})",
                action.help,
                lambda call=call: self.call_later(screen.run_action, call),
            )
        yield from super().get_system_commands(screen)

    def watch_theme(self, theme: str) -> None:
        """Keep a theme that was chosen in the palette."""
        if theme != self.workspace.settings.theme and self.is_running:
            from quizlab.settings import save

            save(self.workspace.home.settings, theme=theme)
