"""What the home screen says, as content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from quizlab.settings import Settings
from quizlab.tui.actions import HOME, action_of
from quizlab.tui.widgets import bars
from quizlab.typeset import cell_width

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quizlab.sessions.overview import DeckDue, Total
    from quizlab.sessions.workspace import Workspace
    from quizlab.tui.screens.home import HomeScreen

READING = Content("Reading the cards…")
_COLUMNS = (("new", 7), ("learning", 10), ("review", 8), ("cards", 8))


def top_line(workspace: Workspace, width: int) -> Content:
    """The program, and whose progress it shows."""
    learner = workspace.settings.learner
    return bars.top_line("quizlab", "" if learner == Settings().learner else learner, width)


def empty(folder: Path) -> Content:
    """There are no cards: where to put some."""
    return Content.assemble(
        ("There are no cards yet. ", "bold"),
        f"Put Markdown files into {folder}, or let `quizlab new` begin one; then come back.",
    )


def summary(total: Total, topics: Sequence[str]) -> Content:
    """What today holds."""
    of = f"   ({', '.join(topics)})" if topics else ""
    if not total.due:
        return Content.assemble(
            ("Nothing is due. ", "bold $text-success"),
            f"What you have learnt comes back on its day.{of}",
        )
    return Content.assemble(
        (f"{total.due} due today", "bold"),
        f": {total.new} new, {total.learning} learning, {total.review} to review{of}",
    )


def columns(width: int) -> Content:
    """The head of the list."""
    heads = "".join(f"{name:>{wide}}" for name, wide in _COLUMNS)
    return Content.styled("Deck".ljust(width - len(heads)) + heads, "$quiet")


def row(deck: DeckDue, width: int) -> Content:
    """A deck with its counts; nothing to do is a dot."""
    styles = ("$text-primary", "$text-warning", "$text-success", "$quiet")
    counts = (deck.new, deck.learning, deck.review, deck.cards)
    cells = [
        (f"{count or '·':>{wide}}", style if count else "$quiet")
        for count, style, (_, wide) in zip(counts, styles, _COLUMNS, strict=True)
    ]
    room = width - sum(wide for _, wide in _COLUMNS)
    name = bars.shortened(deck.deck_name, room - 1)
    return Content.assemble(name, " " * (room - cell_width(name)), *cells)


def foot(screen: HomeScreen, width: int) -> Content:
    """What the keys do."""
    actions = [action_of(HOME, name) for name in ("study", "study_all", "undo", "back")]
    keys = [(a.key(typing=False), _TITLES.get(a.name, a.title)) for a in actions if screen.can(a)]
    return bars.foot(keys, width)


_TITLES = {"back": "quit"}
