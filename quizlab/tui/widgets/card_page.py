"""The scrolling page of one card: question, form, verdict, answer, checklist."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.widgets import Static

from quizlab.tui.highlighting import HIGHLIGHTER
from quizlab.tui.widgets import card_text
from quizlab.tui.widgets.answer import AnswerForm
from quizlab.tui.widgets.checklist import Checklist

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widget import Widget

    from quizlab.domain.document import Block
    from quizlab.sessions.asked import Asked
    from quizlab.sessions.submission import Submission

# Longer lines are hard to follow, however wide the terminal is.
_WIDEST = 100
# Padding and the scroll bar; what is inside of them is not known before the first layout.
_EDGES = 5


class CardPage(VerticalScroll):
    """Shows a card as far as it has come; the arrows and page keys scroll it."""

    DEFAULT_CSS: ClassVar[str] = """
    CardPage { padding: 1 2 0 2; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    CardPage:focus { background: $background; }
    CardPage #prompt { height: auto; }
    CardPage #verdict { height: auto; margin-top: 1; display: none; }
    CardPage #answer { height: auto; margin-top: 1; padding-bottom: 1; display: none; }
    """

    def __init__(self) -> None:
        super().__init__(id="page", can_focus=True)
        self.formula_source = False
        self._asked: Asked | None = None
        self._hints: list[tuple[Block, ...]] = []
        self._submission: Submission | None = None
        self._revealed = False
        self._once_laid_out: Callable[[], object] | None = None

    def compose(self) -> ComposeResult:
        """From the question down to the answer; a checklist comes where there is one."""
        yield Static(id="prompt")
        yield AnswerForm(id="form")
        yield Static(id="verdict")
        yield Static(id="answer")

    @property
    def form(self) -> AnswerForm:
        """Where the answer is given."""
        return self.query_one(AnswerForm)

    @property
    def checklist(self) -> Checklist | None:
        """The points of a good answer, once they are shown."""
        return next(iter(self.query(Checklist)), None)

    @property
    def has_more(self) -> bool:
        """Whether something stands below what is in sight."""
        return self.scroll_offset.y < self.max_scroll_y

    def ask(self, asked: Asked) -> None:
        """Put a question on the page, and the cursor where it can be answered."""
        self._clear(asked)
        self.form.ask(asked.question, self._width())
        self._draw_prompt()
        if not self.form.focus_first():
            self._focus()

    def tell(self, content: Content) -> None:
        """Show text in place of a card."""
        self._clear(None)
        self.form.clear()
        self._put("prompt", content)
        self._focus()

    def add_hint(self, hint: tuple[Block, ...]) -> None:
        """Show a further hint, in sight."""
        self._hints.append(hint)
        self._draw_prompt()
        self._after_layout(self._show_end_of_prompt)

    def judge(self, submission: Submission) -> None:
        """Show verdicts, below the form."""
        self._submission = submission
        self._draw_verdict()
        self._after_layout(lambda: self.scroll_to_widget(self.query_one("#verdict"), animate=False))

    def reveal(self, submission: Submission | None) -> None:
        """Show the answer, and the verdict where one was given."""
        asked = self._asked
        if asked is None:
            return
        self._submission = submission
        self._revealed = True
        self.form.close({key.name: key.truth for key in asked.keys})
        self._focus()
        self.redraw()
        if asked.question.points:
            self.mount(Checklist(asked.question.points))
        self._after_layout(self._show_answer)

    def on_mount(self) -> None:
        """Listen for layouts."""
        self.watch(self, "virtual_size", self._laid_out, init=False)

    def _after_layout(self, act: Callable[[], object]) -> None:
        """Do `act` when what was just put on the page has its place.

        A refresh may come before the layout, and a layout may leave the size as it was.
        """
        asked = self._asked

        def unless_gone() -> None:
            """By now the learner may be at the next card."""
            if self._asked is asked:
                act()

        self._once_laid_out = unless_gone
        self.call_after_refresh(self.call_after_refresh, self._laid_out)

    def _laid_out(self) -> None:
        act, self._once_laid_out = self._once_laid_out, None
        if act is not None:
            self.call_after_refresh(act)

    def _focus(self) -> None:
        """Take the focus at once, so that no key goes to what had it before."""
        self.screen.set_focus(self, scroll_visible=False)

    def redraw(self) -> None:
        """Lay everything out anew: for another width, formula style, or coloured code."""
        if self._asked is not None:
            self._draw_prompt()
            self._draw_verdict()
            self._draw_answer()

    def _clear(self, asked: Asked | None) -> None:
        self._asked = asked
        self._once_laid_out = None
        self._hints = []
        self._submission = None
        self._revealed = False
        for name in ("verdict", "answer"):
            self.query_one(f"#{name}").display = False
        self.query(Checklist).remove()
        self.scroll_home(animate=False)

    def _draw_prompt(self) -> None:
        if self._asked is not None:
            drawn = card_text.prompt(
                self._asked.question,
                self._hints,
                self._width(),
                reveal=self._revealed,
                source=self.formula_source,
            )
            self._put("prompt", drawn)

    def _draw_verdict(self) -> None:
        if self._asked is None:
            return
        if self._submission is not None and self._submission.verdicts:
            drawn = card_text.verdicts(self._asked.question, self._submission, self._width())
            self._put("verdict", drawn)
        elif self._revealed:
            truths = card_text.truths(self._asked, self._width())
            if truths is not None:
                self._put("verdict", truths)

    def _draw_answer(self) -> None:
        if self._asked is not None and self._revealed:
            drawn = card_text.answer(self._asked, self._width(), source=self.formula_source)
            if drawn.plain:
                self._put("answer", drawn)

    def _put(self, name: str, content: Content) -> None:
        widget = self.query_one(f"#{name}", Static)
        widget.update(content)
        widget.display = True

    def _width(self) -> int:
        inside = self.content_size.width or self.app.size.width - _EDGES
        return min(_WIDEST, max(20, inside - 1))

    def _show_end_of_prompt(self) -> None:
        below = self.form if self.form.display else self.query_one("#prompt")
        self.scroll_to_widget(below, animate=False)

    def _show_answer(self) -> None:
        """Scroll no further than needed to have the learner's answer and the verdict in sight."""
        shown: list[Widget] = [self.form, self.query_one("#verdict"), self.query_one("#answer")]
        first = next((widget for widget in shown if widget.display), None)
        if first is not None:
            self.scroll_to(y=first.virtual_region.y, animate=False)
        points = self.checklist
        if points is not None and self.region.contains_region(points.region):
            points.focus(scroll_visible=False)

    def colour_soon(self) -> None:
        """Load what colours code in a thread, then draw code in colours."""
        if not HIGHLIGHTER.is_loaded:
            self.run_worker(self._load_colours(), group="colours")

    async def _load_colours(self) -> None:
        await asyncio.to_thread(HIGHLIGHTER.load)
        self.redraw()
