"""A page to read over the screen: help, a lesson, the code behind an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quizlab.tui.actions import actions_of
from quizlab.tui.content import content_of
from quizlab.typeset.layout import lay_out

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from quizlab.sessions.workspace import Workspace

_WIDTH = 70


class Page(NamedTuple):
    """A title and what stands below it."""

    title: str
    body: Content


class PageScreen(ModalScreen[None]):
    """Something to read; any of the usual keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,enter,f1", "dismiss", "Close"),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    PageScreen { align: center middle; background: $background 70%; }
    PageScreen > VerticalScroll {
        width: 78; max-width: 100%; height: auto; max-height: 90%;
        background: $surface; border: round $primary; padding: 0 2;
        border-title-color: $text; scrollbar-size-vertical: 1;
    }
    PageScreen Static { height: auto; }
    """

    def __init__(self, title: str, body: Content) -> None:
        super().__init__()
        self._title = title
        self._body = body

    def compose(self) -> ComposeResult:
        """One scrolling page."""
        with VerticalScroll() as page:
            page.border_title = Content(self._title).markup
            page.border_subtitle = "esc closes"
            yield Static(self._body)

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.query_one(VerticalScroll).focus()


def help_page(screen: str) -> Page:
    """All keys of a screen, from the registry."""
    actions = actions_of(screen)
    width = max(len(action.shown_keys) for action in actions)
    rows = [
        Content.assemble((f"{action.shown_keys:>{width}}", "bold $text-accent"), f"  {action.help}")
        for action in actions
    ]
    note = (
        "While a field has the focus, only enter, the F-keys and escape act; escape leaves it. "
        "ctrl+p finds every command by name, and the themes."
    )
    return Page("Keys", Content("\n").join([*rows, Content(""), Content(note)]))


def lesson_page(workspace: Workspace, deck: str) -> Page | None:
    """The lessons of a deck, or None where it has none."""
    from quizlab import decks
    from quizlab.sessions.facts import Facts

    facts = Facts(workspace.verifiers)
    lessons = workspace.library.lessons(deck)
    pieces = []
    for lesson in lessons:
        blocks = facts.blocks(decks.read_markdown(lesson.text))
        pieces.append(content_of(lay_out(blocks, _WIDTH)))
    if not lessons:
        return None
    return Page(lessons[0].title or "Lesson", Content("\n\n").join(pieces))


def source_page(workspace: Workspace, verifier: str) -> Page:
    """The implementation behind a computed answer, with its source in the literature."""
    from textual.highlight import highlight

    from quizlab.sessions.sources import implementation_of

    found = implementation_of(workspace.verifiers.get(verifier))
    body = Content("\n").join(
        [
            Content(f"Source: {found.citation}"),
            Content(""),
            highlight(found.code, language="python"),
        ]
    )
    return Page(f"{verifier}, version {found.version}", body)
