"""The first screen: what is due, deck by deck."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import OptionList, Static

from quizlab.domain.query import Query
from quizlab.store.errors import StoreError
from quizlab.tui.actions import HOME, bindings_of
from quizlab.tui.screens import home_text
from quizlab.tui.screens.working import WorkingScreen, stored
from quizlab.tui.widgets.said import Said

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from quizlab.sessions.overview import DeckDue
    from quizlab.sessions.workspace import Workspace
    from quizlab.tui.actions import Action
    from quizlab.tui.background import FilesRead


class HomeScreen(WorkingScreen):
    """Shows all decks with what is due, and leads into studying them."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of(HOME)]
    registry_name = HOME

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._decks: tuple[DeckDue, ...] = ()
        self._files_read = False

    def compose(self) -> ComposeResult:
        """Top line, summary, the decks, what there is to say, the foot."""
        yield Static(classes="topline", id="top")
        yield Static(id="summary")
        yield Static(id="columns")
        yield OptionList(id="decks", markup=False)
        yield Said()
        yield Static(classes="bottomline", id="keys")

    def on_mount(self) -> None:
        """Show what the store knows, then what the files say."""
        self.call_after_refresh(self.read_files)

    def on_screen_resume(self) -> None:
        """Counts have changed when a session ends."""
        self.show()

    def on_files_read(self, event: FilesRead) -> None:
        """Show what is new; on the first run, ask what to practise."""
        self._files_read = True
        super().on_files_read(event)
        self.show()
        if not self.workspace.settings.welcomed:
            from quizlab.tui.screens.welcome import WelcomeScreen

            def welcomed(said: str | None) -> None:
                if said:
                    self.say(said, "warning", stays=True)

            self.app.push_screen(WelcomeScreen(self.workspace), welcomed)

    def show(self) -> None:
        """Draw the decks anew; the cursor stays where it is."""
        from quizlab.sessions.overview import overview, total_of

        space = self.workspace
        try:
            query = space.with_topics(Query())
            self._decks = overview(space.store, space.progress, space.settings, query)
            total = total_of(space.store, space.progress, space.settings, query)
        except StoreError as error:
            self.say(str(error), "error", stays=True)
            return
        empty = home_text.empty(space.home.cards) if self._files_read else home_text.READING
        summary = home_text.summary(total, space.settings.topics) if self._decks else empty
        self.query_one("#summary", Static).update(summary)
        self._draw()

    def _draw(self) -> None:
        full = self.size.width or self.app.size.width
        # Padding, and the scroll bar, which has its place even where it is not needed.
        width = max(40, full) - 7
        listed = self.query_one(OptionList)
        cursor = listed.highlighted
        listed.clear_options()
        listed.add_options([home_text.row(deck, width) for deck in self._decks])
        if self._decks:
            listed.highlighted = min(cursor or 0, len(self._decks) - 1)
        listed.focus()
        columns = self.query_one("#columns", Static)
        columns.update(home_text.columns(width))
        columns.display = bool(self._decks)
        self.query_one("#top", Static).update(home_text.top_line(self.workspace, full))
        self.query_one("#keys", Static).update(home_text.foot(self, full))

    def on_resize(self) -> None:
        """Columns follow the width."""
        self._draw()

    def can(self, action: Action) -> bool:
        """Studying needs decks."""
        return bool(self._decks) or not action.name.startswith("study")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click on a deck studies it."""
        event.stop()
        self._study((self._decks[event.option_index].deck,))

    def action_study(self) -> None:
        """Study the deck under the cursor."""
        cursor = self.query_one(OptionList).highlighted
        if cursor is not None:
            self._study((self._decks[cursor].deck,))

    def action_study_all(self) -> None:
        """Study all decks."""
        if self._decks:
            self._study(())

    def _study(self, decks: tuple[str, ...]) -> None:
        from quizlab.tui.screens.study import StudyScreen

        self.query_one(Said).hush()
        query = Query(decks=decks, language=self.workspace.settings.language)
        try:
            self.app.push_screen(StudyScreen(self.workspace, query))
        except StoreError as error:
            self.say(str(error), "error", stays=True)

    @stored
    async def action_undo(self) -> None:
        """Take the newest review back."""
        review = await self.in_thread(self.workspace.progress.undo)
        self.show()
        self.query_one(Said).hush()
        said = (
            f"Taken back: the answer to {review.card}." if review else "There is nothing to undo."
        )
        self.say(said)

    def action_back(self) -> None:
        """Quit."""
        self.app.exit()
