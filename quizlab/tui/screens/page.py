"""A page to read over the screen: help, a lesson, the code behind an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quizlab.domain.document import Paragraph, Text
from quizlab.tui.actions import PAGE, actions_of, bindings_of
from quizlab.tui.content import content_of
from quizlab.tui.highlighting import HIGHLIGHTER
from quizlab.typeset import cell_width
from quizlab.typeset.flow import split_at
from quizlab.typeset.layout import Span, lay_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from quizlab.sessions.workspace import Workspace
    from quizlab.typeset.layout import Line

_WIDEST = 90
# Border, padding and scroll bar.
_EDGES = 5


class Page(NamedTuple):
    """A title and what draws the text below it for a width in cells."""

    title: str
    draw: Callable[[int], Content]


class PageScreen(ModalScreen[None]):
    """Something to read; any of the usual keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of(PAGE)]
    registry_name = PAGE
    DEFAULT_CSS: ClassVar[str] = """
    PageScreen { align: center middle; background: $background 70%; }
    PageScreen > VerticalScroll {
        width: 100%; max-width: 96; height: auto; max-height: 100%;
        background: $surface; border: round $primary; padding: 0 1;
        border-title-color: $text; border-subtitle-color: $text; scrollbar-size-vertical: 1;
    }
    PageScreen Static { height: auto; }
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page

    def compose(self) -> ComposeResult:
        """One scrolling page."""
        with VerticalScroll() as scroll:
            scroll.border_title = Content(self._page.title).markup
            scroll.border_subtitle = "↑ ↓ scroll, esc closes"
            yield Static()

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self._draw()
        self.query_one(VerticalScroll).focus()

    def on_resize(self) -> None:
        """Lay out anew for the new width."""
        self._draw()

    def _draw(self) -> None:
        width = min(_WIDEST, self.app.size.width - _EDGES)
        self.query_one(Static).update(self._page.draw(max(20, width)))

    def action_down(self) -> None:
        """Scroll down."""
        self.query_one(VerticalScroll).scroll_relative(y=1, animate=False)

    def action_up(self) -> None:
        """Scroll up."""
        self.query_one(VerticalScroll).scroll_relative(y=-1, animate=False)

    def action_close(self) -> None:
        """Close the page."""
        self.dismiss(None)


def help_page(screen: str) -> Page:
    """All keys of a screen, from the registry."""
    actions = actions_of(screen)
    keys = max(len(action.shown_keys) for action in actions)
    note = (
        "While a field has the focus, letters are typed into it and only enter, the F-keys and "
        "escape act; escape leaves it, tab goes back. ctrl+p finds every command by name, and "
        "the themes. On options, letters pick and space picks under the cursor."
    )

    def draw(width: int) -> Content:
        lines: list[Line] = []
        for action in actions:
            said = lay_out([Paragraph((Text(action.help),))], max(12, width - keys - 2))
            for row, line in enumerate(said):
                head = "" if row else action.shown_keys
                lines.append((Span(f"{head:>{keys}}  ", "" if row else "key"), *line))
        lines.append(())
        lines.extend(lay_out([Paragraph((Text(note),))], width))
        return content_of(lines)

    return Page("Keys", draw)


def lesson_page(workspace: Workspace, deck: str) -> Page | None:
    """The lessons of a deck, or None where it has none."""
    from quizlab.sessions.facts import lesson_blocks

    lessons = workspace.library.lessons(deck)
    if not lessons:
        return None
    texts = [lesson_blocks(lesson, workspace.verifiers) for lesson in lessons]

    def draw(width: int) -> Content:
        HIGHLIGHTER.load()
        return Content("\n\n").join(content_of(lay_out(blocks, width)) for blocks in texts)

    return Page(lessons[0].title or "Lesson", draw)


def source_page(workspace: Workspace, verifier: str) -> Page:
    """The implementation behind a computed answer, with its source in the literature."""
    from quizlab.sessions.sources import implementation_of

    found = implementation_of(workspace.verifiers.get(verifier))

    def draw(width: int) -> Content:
        HIGHLIGHTER.load()
        source = content_of(lay_out([Paragraph((Text(f"Source: {found.citation}"),))], width))
        return Content("\n\n").join([source, _code(found.code, width)])

    return Page(f"{verifier}, version {found.version}", draw)


def _code(code: str, width: int) -> Content:
    """Code in colours; lines that are too long go on below, marked by an arrow."""
    rows = [row for line in code.expandtabs(4).rstrip().split("\n") for row in _cut(line, width)]
    text = "\n".join(rows)
    coloured = HIGHLIGHTER.lines(text, "python")
    return Content(text) if coloured is None else Content("\n").join(coloured)


def _cut(line: str, width: int) -> list[str]:
    """A line of code in pieces of at most `width` cells, cut at a blank where there is one."""
    indent = " " * (len(line) - len(line.lstrip()))
    rows: list[str] = []
    while cell_width(line) > width:
        head = next(iter(split_at(line, width)))
        blank = head.rfind(" ", len(indent) + 3)
        head = head[:blank] if blank > 0 else head
        rows.append(head)
        line = f"{indent}↪ {line[len(head) :].lstrip()}"
    return [*rows, line]
