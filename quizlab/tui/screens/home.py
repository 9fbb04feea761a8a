"""The first screen: what is due, deck by deck."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from quizlab.domain.query import Query
from quizlab.tui.actions import HOME, bindings_of
from quizlab.typeset import cell_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from quizlab.sessions.overview import DeckDue, Total
    from quizlab.sessions.workspace import Workspace


class HomeScreen(Screen[None]):
    """Shows all decks with what is due, and leads into studying them."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of(HOME)]
    registry_name = HOME

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._decks: tuple[DeckDue, ...] = ()

    def compose(self) -> ComposeResult:
        """Top line, summary, the decks, bottom line."""
        yield Static(Content.styled("quizlab", "bold"), classes="topline")
        yield Static(id="summary")
        yield Static(id="columns")
        yield OptionList(id="decks", markup=False)
        yield Static(_keys(), classes="bottomline")

    def on_mount(self) -> None:
        """Show what the store knows, then what the files say."""
        self.show()
        self.call_after_refresh(self._read_files)

    def on_screen_resume(self) -> None:
        """Counts have changed when a session ends."""
        self.show()

    def _read_files(self) -> None:
        self.run_worker(self._sync, thread=True, exclusive=True)

    def _sync(self) -> None:
        """Read changed files on a connection of its own, off the screen's thread."""
        apart = self.workspace.again()
        try:
            report = apart.library.sync()
        finally:
            apart.close()
        self.app.call_from_thread(self._synced, report.faults)

    def _synced(self, faults: Sequence[str]) -> None:
        for fault in faults:
            self.notify(fault, severity="warning", markup=False)
        self.show()
        if not self.workspace.settings.welcomed:
            from quizlab.tui.screens.welcome import WelcomeScreen

            self.app.push_screen(WelcomeScreen(self.workspace), lambda _: self.show())

    def show(self) -> None:
        """Draw the decks anew; the cursor stays where it is."""
        from quizlab.sessions.overview import overview, total_of

        space = self.workspace
        query = space.with_topics(Query())
        self._decks = overview(space.store, space.progress, space.settings, query)
        total = total_of(space.store, space.progress, space.settings, query)
        width = max(40, self.size.width or 80) - 6
        listed = self.query_one(OptionList)
        cursor = listed.highlighted
        listed.clear_options()
        listed.add_options([_row(deck, width) for deck in self._decks])
        if self._decks:
            listed.highlighted = min(cursor or 0, len(self._decks) - 1)
        listed.focus()
        self.query_one("#columns", Static).update(_columns(width))
        self.query_one("#summary", Static).update(_summary(total, len(self._decks)))

    def on_resize(self) -> None:
        """Columns follow the width."""
        if self._decks:
            self.show()

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
        self._study(())

    def _study(self, decks: tuple[str, ...]) -> None:
        from quizlab.tui.screens.study import StudyScreen

        query = Query(decks=decks, language=self.workspace.settings.language)
        self.app.push_screen(StudyScreen(self.workspace, query))

    def action_help(self) -> None:
        """Show all keys."""
        from quizlab.tui.screens.page import PageScreen, help_page

        self.app.push_screen(PageScreen(*help_page(HOME)))

    def action_back(self) -> None:
        """Quit."""
        self.app.exit()


def _row(deck: DeckDue, width: int) -> Content:
    counts = Content.assemble(
        (f"{deck.new:>7}", "$text-primary" if deck.new else "$foreground 60%"),
        (f"{deck.learning:>10}", "$text-warning" if deck.learning else "$foreground 60%"),
        (f"{deck.review:>8}", "$text-success" if deck.review else "$foreground 60%"),
        (f"{deck.cards:>8}", "$foreground 60%"),
    )
    room = width - counts.cell_length
    name = (
        deck.deck_name if cell_width(deck.deck_name) <= room else f"{deck.deck_name[: room - 1]}…"
    )
    gap = " " * max(1, room - cell_width(name))
    return Content.assemble(name, gap, counts)


def _columns(width: int) -> Content:
    counts = f"{'new':>7}{'learning':>10}{'review':>8}{'cards':>8}"
    return Content.styled("Deck".ljust(width - len(counts)) + counts, "$foreground 60%")


def _summary(total: Total, decks: int) -> Content:
    if not decks:
        return Content("Reading the cards…")
    if not total.due:
        return Content.assemble(
            ("Nothing is due. ", "bold $text-success"),
            "What you have learnt comes back on its day.",
        )
    return Content.assemble(
        (f"{total.due} due today", "bold"),
        f": {total.new} new, {total.learning} learning, {total.review} to review",
    )


def _keys() -> Content:
    keys = (("enter", "study this deck"), ("a", "study all"), ("?", "help"), ("q", "quit"))
    return Content("   ").join(
        Content.assemble((key, "bold $text-accent"), f" {what}")
        for key, what in (*keys, ("^p", "all commands"))
    )
