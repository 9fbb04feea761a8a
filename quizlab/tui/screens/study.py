"""The study screen: question, answer, verdict, grade; one card at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from quizlab.domain.grades import Grade
from quizlab.domain.questions import Entry
from quizlab.sessions.queues import Waiting
from quizlab.store.errors import StaleAnswer, StoreError
from quizlab.tui.actions import STUDY, bindings_of
from quizlab.tui.screens import study_text
from quizlab.tui.screens.card_screen import CardScreen
from quizlab.tui.screens.phase import Phase
from quizlab.tui.screens.possible import is_possible
from quizlab.tui.screens.working import stored
from quizlab.tui.widgets.card_page import CardPage
from quizlab.tui.widgets.card_text import asked_again
from quizlab.tui.widgets.said import Said

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from quizlab.domain.query import Query
    from quizlab.sessions.asked import Asked
    from quizlab.sessions.submission import Submission
    from quizlab.sessions.workspace import Workspace
    from quizlab.tui.actions import Action
    from quizlab.tui.widgets.checklist import Checklist

# How often, in seconds, the time until the next card is said anew.
_WAIT_EVERY = 10.0


class StudyScreen(CardScreen):
    """Study what a query holds."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of(STUDY)]
    registry_name = STUDY

    def __init__(self, workspace: Workspace, query: Query) -> None:
        super().__init__(workspace, query)
        self.phase = Phase.ASKING
        self.suggested = Grade.GOOD
        self._waiting: Waiting | None = None

    def compose(self) -> ComposeResult:
        """Top line, the page, what there is to say, the foot."""
        yield Static(classes="topline", id="top")
        yield CardPage()
        yield Said()
        yield Static(classes="bottomline", id="keys")

    def on_mount(self) -> None:
        """Show the first question; the rest comes after the first paint."""
        self.show_next()
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        self.watch_proofs()
        self.set_interval(_WAIT_EVERY, self._count_down)
        self.watch(self.page, "scroll_y", self._draw_top, init=False)
        self.watch(self.page, "virtual_size", self._draw_top_soon, init=False)
        self.read_files()
        self.page.colour_soon()

    # -- showing ---------------------------------------------------------------------------

    @property
    def is_answered(self) -> bool:
        """Whether the answer is in sight."""
        return self.phase in (Phase.GRADING, Phase.ANSWERED)

    def show_next(self) -> None:
        """Put the next question on screen, or say that none is due."""
        self.query_one(Said).hush()
        self._waiting = None
        try:
            self._show(self.study.next())
        except StoreError as error:
            self._show_trouble(error)

    def show_again(self) -> None:
        """Put the card on screen anew, as after an edit; an answer that is stored stands."""
        if self.study.review is not None:
            self.say("The card is changed from the next time on.")
            return
        try:
            self._show(self.study.again())
        except StoreError as error:
            self._show_trouble(error)

    def _show(self, found: Asked | Waiting | None) -> None:
        self._say_notes()
        if found is None or isinstance(found, Waiting):
            self.phase = Phase.OVER
            self._waiting = found
            self._tell_over()
        else:
            self.phase = Phase.ASKING
            self.page.ask(found)
        self.draw_lines()

    def _say_notes(self) -> None:
        """Say what the session noticed: a card that is withheld, a leech."""
        for note in self.study.notes:
            self.say(note, "warning", stays=True)
        self.study.notes.clear()

    def _show_trouble(self, error: StoreError) -> None:
        self.phase = Phase.TROUBLE
        self.page.tell(study_text.trouble(str(error)))
        self.draw_lines()

    def _tell_over(self) -> None:
        leads = "goes back" if self._came_from_home else "quits"
        self.page.tell(study_text.over(self._wait(), self.study.done, leads))

    def _wait(self) -> int | None:
        """Milliseconds until the next card is due; None where none will be."""
        if self._waiting is None:
            return None
        return max(0, self._waiting.until - self.workspace.progress.moment().at)

    def _count_down(self) -> None:
        if self.phase is Phase.OVER and self._waiting is not None:
            self._tell_over()
            self.draw_lines()

    @property
    def _came_from_home(self) -> bool:
        return self.app.screen_stack[0] is not self

    def draw_lines(self) -> None:
        """Draw the top line and the foot anew."""
        self._draw_top()
        self.query_one("#keys", Static).update(study_text.foot(self, self._width()))

    def _draw_top(self) -> None:
        drawn = study_text.top_line(
            self.question, self.study.done, self._width(), more=self.page.has_more
        )
        self.query_one("#top", Static).update(drawn)

    def _draw_top_soon(self) -> None:
        """What is in sight is known after the layout that is going on."""
        self.call_after_refresh(self._draw_top)

    def _width(self) -> int:
        return self.size.width or self.app.size.width

    def on_resize(self) -> None:
        """Lay the page out anew for the new width."""
        self.page.redraw()
        self.draw_lines()

    def on_descendant_focus(self) -> None:
        """Plain letters act only outside a field: say so at the foot."""
        self.draw_lines()

    def on_input_changed(self) -> None:
        """An empty field reveals, a filled one submits: say which."""
        self.draw_lines()

    def on_options_changed(self) -> None:
        """The same for options."""
        self.draw_lines()

    def can(self, action: Action) -> bool:
        """Whether `action` makes sense now."""
        return is_possible(self, action.name)

    # -- answering -------------------------------------------------------------------------

    def on_checklist_ticked(self, event: Checklist.Ticked) -> None:
        """Suggest the grade that the ticked points come to."""
        from quizlab.grading import grade_of_points

        if self.phase is Phase.GRADING:
            self.suggested = grade_of_points(event.named, event.points)
            self.draw_lines()

    def action_tick(self) -> None:
        """Go to the checklist; there, tick the point under the cursor."""
        points = self.page.checklist
        if points is None or self.phase is not Phase.GRADING:
            self.say("There are no points to tick here.")
        elif points.has_focus:
            points.tick(points.cursor)
        else:
            self.set_focus(points, scroll_visible=False)
            points.show_cursor()

    @stored
    async def action_go_on(self) -> None:
        """Submit or reveal; once answered, go on to the next card."""
        match self.phase:
            case Phase.ASKING if self.page.form.go_to_empty_field():
                pass
            case Phase.ASKING if self.page.form.is_filled:
                await self._submit()
            case Phase.ASKING:
                parts = self.question.parts if self.question else ()
                judged = any(part.entry is not Entry.SELF for part in parts)
                self._reveal(Phase.GRADING, Grade.AGAIN if judged else Grade.GOOD)
            case Phase.GRADING:
                await self._grade(self.suggested)
            case Phase.ANSWERED | Phase.TROUBLE:
                self.show_next()
            case Phase.OVER if self._wait() == 0:
                self.show_next()
            case Phase.OVER:
                self.action_back()

    async def _submit(self) -> None:
        typed = self.page.form.values()
        try:
            submission = await self.in_thread(self.study.submit, typed)
        except StaleAnswer as error:
            self._refused(error, " ".join(text for text in typed.values() if text))
            return
        self.query_one(Said).hush()
        self._say_notes()
        if submission.grade is None:
            self.page.judge(submission)
            self.page.form.focus_part(asked_again(submission)[0])
            return
        phase = Phase.GRADING if submission.to_grade else Phase.ANSWERED
        self._reveal(phase, submission.grade, submission)

    def _refused(self, error: StaleAnswer, typed: str) -> None:
        """Go on after another window was first, and say what was not stored."""
        self.show_next()
        self.say(f"{error} Not stored: {typed}" if typed else str(error), "error", stays=True)

    def _reveal(self, phase: Phase, grade: Grade, submission: Submission | None = None) -> None:
        self.phase = phase
        self.suggested = grade
        self.page.reveal(submission)
        self.draw_lines()

    @stored
    async def action_grade(self, grade: int) -> None:
        """Store the learner's own grade and go on."""
        if self.is_answered:
            await self._grade(Grade(grade))

    async def _grade(self, grade: Grade) -> None:
        try:
            await self.in_thread(self.study.grade, grade)
        except StaleAnswer as error:
            self._refused(error, f"grade {grade.value}")
        else:
            self.show_next()

    @stored
    async def action_undo(self) -> None:
        """Take the newest review back and ask its card again."""
        review = await self.in_thread(self.study.undo)
        if review is None:
            self.say("There is nothing to undo.")
        else:
            self.show_next()
            self.say(f"Taken back: the answer to {review.card}.")

    def action_leave_field(self) -> None:
        """Leave the field; outside of one, go home. It never quits: that is q's."""
        if self.page.form.is_typing:
            self.set_focus(self.page, scroll_visible=False)
        elif self._came_from_home:
            self.action_back()
        else:
            self.say("q quits.")

    def action_back(self) -> None:
        """Go back to where this screen was opened from, or quit."""
        if self._came_from_home:
            self.dismiss(None)
        else:
            self.app.exit()
