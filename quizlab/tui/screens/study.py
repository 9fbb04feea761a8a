"""The study screen: question, answer, verdict, grade; one card at a time."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from quizlab.domain.grades import Grade
from quizlab.sessions.queues import Waiting
from quizlab.tui.actions import STUDY, bindings_of
from quizlab.tui.screens import study_text
from quizlab.tui.widgets.answer import AnswerForm

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from quizlab.domain.document import Block
    from quizlab.domain.query import Query
    from quizlab.domain.questions import Question
    from quizlab.sessions.study import Submission
    from quizlab.sessions.workspace import Workspace

# How often the prover is asked for what it has found; nobody waits for it.
_PROOFS_EVERY = 0.5


class Phase(Enum):
    """How far the card on screen has come."""

    ASKING = auto()
    GRADING = auto()
    ANSWERED = auto()
    OVER = auto()


class StudyScreen(Screen[None]):
    """Study what a query holds."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of(STUDY)]
    registry_name = STUDY

    def __init__(self, workspace: Workspace, query: Query) -> None:
        super().__init__()
        self.workspace = workspace
        self.study, self.prover = workspace.sitting(query)
        self.phase = Phase.ASKING
        self.formula_source = False
        self._hints: list[tuple[Block, ...]] = []
        self._submission: Submission | None = None

    def compose(self) -> ComposeResult:
        """Top line, the page with its form, bottom line."""
        yield Static(classes="topline", id="top")
        with VerticalScroll(id="page", can_focus=True):
            yield Static(id="prompt")
            yield AnswerForm(id="form")
            yield Static(id="verdict")
            yield Static(id="answer")
        yield Static(classes="bottomline", id="keys")

    def on_mount(self) -> None:
        """Show the first question, then read what changed in the files."""
        self.show_next()
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        self.set_interval(_PROOFS_EVERY, self._collect_proofs)
        self.run_worker(self._sync, thread=True, exclusive=True)

    def _sync(self) -> None:
        """Read changed files on a connection of its own, off the screen's thread."""
        apart = self.workspace.again()
        try:
            apart.library.sync()
        finally:
            apart.close()

    def _collect_proofs(self) -> None:
        for said in self.prover.collect():
            self.notify(
                f"The answer to {said.verifier} was disproved: {said.message}. "
                "The question is withdrawn.",
                severity="warning",
                markup=False,
            )

    def on_unmount(self) -> None:
        """End the prover; what it did not finish stays unproved in the log."""
        self.prover.close()

    # -- showing ---------------------------------------------------------------------------

    @property
    def question(self) -> Question | None:
        """The question on screen."""
        return self.study.asked.question if self.study.asked else None

    def show_next(self) -> None:
        """Put the next question on screen, or say that none is due."""
        self.show(self.study.next())

    def show(self, found: object) -> None:
        """Put `found` on screen: a question, a time to wait, or the end."""
        for note in self.study.notes:
            self.notify(note, severity="warning", markup=False)
        self.study.notes.clear()
        self._hints = []
        self._submission = None
        self.query_one("#verdict", Static).display = False
        self.query_one("#answer", Static).display = False
        form = self.query_one(AnswerForm)
        if found is None or isinstance(found, Waiting):
            self.phase = Phase.OVER
            form.clear()
            now = self.workspace.progress.moment().at
            self._set("prompt", study_text.over(found, now, self.study.done))
        else:
            self.phase = Phase.ASKING
            question = self.question
            assert question is not None  # noqa: S101  # the session just asked it
            form.ask(question)
            self._draw_prompt()
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        self._draw_lines()
        if not form.focus_first():
            self.query_one("#page").focus()

    def _draw_prompt(self) -> None:
        question = self.question
        if question is not None:
            reveal = self.phase is not Phase.ASKING
            self._set(
                "prompt",
                study_text.prompt(
                    question,
                    self._hints,
                    self._width(),
                    reveal=reveal,
                    source=self.formula_source,
                ),
            )

    def _draw_answer(self) -> None:
        question = self.question
        if question is None or self.phase in (Phase.ASKING, Phase.OVER):
            return
        if self._submission is not None and self._submission.verdicts:
            self._set("verdict", study_text.verdicts(question, self._submission, self._width()))
        self._set("answer", study_text.answer(question, self._width(), source=self.formula_source))

    def _draw_lines(self) -> None:
        self._set("top", study_text.top_line(self.question, self.study.done, self.size.width))
        grade = self._submission.grade if self._submission else None
        self._set(
            "keys",
            study_text.bottom_line(self.phase.name, self._previews(), grade, typing=self._typing()),
        )

    def _previews(self) -> dict[Grade, str]:
        if self.phase not in (Phase.GRADING, Phase.ANSWERED) or self.study.memory is None:
            return {}
        from quizlab.scheduling import preview_texts

        now = self.workspace.progress.moment()
        return preview_texts(
            self.study.memory,
            now.at,
            now.offset,
            now.day,
            self.workspace.progress.settings,
            deck=self.question.deck if self.question else "",
        )

    def _set(self, name: str, content: Content) -> None:
        widget = self.query_one(f"#{name}", Static)
        widget.update(content)
        widget.display = True

    def _width(self) -> int:
        return max(20, (self.size.width or 80) - 6)

    def _typing(self) -> bool:
        return self.query_one(AnswerForm).is_typing

    def on_resize(self) -> None:
        """Lay the page out anew for the new width."""
        if self.study.asked is not None and self.phase is not Phase.OVER:
            self._draw_prompt()
            self._draw_answer()
            self._draw_lines()

    def on_descendant_focus(self) -> None:
        """Plain letters act only outside a field: say so at the foot."""
        self._draw_lines()

    # -- acting ----------------------------------------------------------------------------

    def on_answer_form_submitted(self) -> None:
        """Enter in the last field submits."""
        self.action_go_on()

    def action_go_on(self) -> None:
        """Submit or reveal; once answered, go on to the next card."""
        match self.phase:
            case Phase.ASKING:
                self._submit()
            case Phase.GRADING:
                self.action_grade(Grade.GOOD)
            case Phase.ANSWERED:
                self.show_next()
            case Phase.OVER:
                self.action_back()

    def _submit(self) -> None:
        form = self.query_one(AnswerForm)
        typed = form.values()
        if not any(text.strip() for text in typed.values()):
            self._reveal(Phase.GRADING)
            return
        from quizlab.store import StaleAnswer

        try:
            submission = self.study.submit(typed)
        except StaleAnswer as error:
            self.notify(str(error), severity="error", markup=False)
            self.show_next()
            return
        self._submission = submission
        if submission.grade is None:
            question = self.question
            assert question is not None  # noqa: S101  # it was just submitted
            self._set("verdict", study_text.verdicts(question, submission, self._width()))
            form.focus_part(next(iter(study_text.asked_again(submission))))
            return
        self._reveal(Phase.GRADING if submission.to_grade else Phase.ANSWERED)

    def _reveal(self, phase: Phase) -> None:
        self.phase = phase
        self.query_one(AnswerForm).close()
        self.query_one("#page").focus()
        self._draw_prompt()
        self._draw_answer()
        self._draw_lines()
        self.call_after_refresh(self._scroll_to_answer)

    def _scroll_to_answer(self) -> None:
        shown = "#verdict" if self.query_one("#verdict").display else "#answer"
        self.query_one("#page", VerticalScroll).scroll_to_widget(
            self.query_one(shown), animate=False, top=True
        )

    def action_grade(self, grade: int) -> None:
        """Store the learner's own grade and go on."""
        from quizlab.store import StaleAnswer

        if self.phase in (Phase.GRADING, Phase.ANSWERED):
            try:
                self.study.grade(Grade(grade))
            except StaleAnswer as error:
                self.notify(str(error), severity="error", markup=False)
            self.show_next()

    def action_hint(self) -> None:
        """Show the next step of the solution."""
        if self.phase is not Phase.ASKING:
            return
        hint = self.study.hint()
        if hint is None:
            self.notify("There is no further hint for this card.", timeout=3)
            return
        self._hints.append(hint)
        self._draw_prompt()

    def action_undo(self) -> None:
        """Take the newest review back and ask its card again."""
        review = self.study.undo()
        if review is None:
            self.notify("There is nothing to undo.", timeout=3)
            return
        self.notify(f"Taken back: {review.card}", timeout=3, markup=False)
        self.show_next()

    def action_suspend(self) -> None:
        """Set the card aside."""
        if self.question is not None and self.phase is not Phase.OVER:
            self.study.suspend()
            self.notify("Suspended: it will not be asked again.", timeout=3)
            self.show_next()

    def action_bury(self) -> None:
        """Put the card off until tomorrow."""
        if self.question is not None and self.phase is not Phase.OVER:
            self.study.bury()
            self.notify("Buried until tomorrow.", timeout=3)
            self.show_next()

    def action_flag(self) -> None:
        """Ask for a note and flag the card."""
        from quizlab.tui.screens.note import NoteScreen

        def keep(note: str | None) -> None:
            if note:
                self.study.flag(note)
                self.notify("Flagged. Thank you.", timeout=3)

        if self.question is not None:
            self.app.push_screen(NoteScreen("What is wrong with this card?"), keep)

    def action_formulas(self) -> None:
        """Show formulas as LaTeX source, or typeset again."""
        self.formula_source = not self.formula_source
        self._draw_prompt()
        self._draw_answer()

    def action_lesson(self) -> None:
        """Show the lesson of this deck."""
        from quizlab.tui.screens.page import PageScreen, lesson_page

        question = self.question
        page = lesson_page(self.workspace, question.deck) if question else None
        if page is None:
            self.notify("This deck has no lesson.", timeout=3)
        else:
            self.app.push_screen(PageScreen(*page))

    def action_source(self) -> None:
        """Show the code behind a computed question."""
        from quizlab.tui.screens.page import PageScreen, source_page

        question = self.question
        if question is None or not question.verifier:
            self.notify("No code is behind this card: only computed ones have some.", timeout=3)
        elif self.phase is Phase.ASKING:
            self.notify("Answer first: the code would tell.", timeout=3)
        else:
            self.app.push_screen(PageScreen(*source_page(self.workspace, question.verifier)))

    def action_edit(self) -> None:
        """Edit the card in the learner's editor, then show it again."""
        from quizlab.tui.editing import edit_card

        if self.question is None:
            return
        said = edit_card(self.app, self.workspace, self.question.card)
        if said:
            self.notify(said, severity="warning", markup=False)
        self.show(self.study.again())

    def action_help(self) -> None:
        """Show all keys."""
        from quizlab.tui.screens.page import PageScreen, help_page

        self.app.push_screen(PageScreen(*help_page(STUDY)))

    def action_leave_field(self) -> None:
        """Leave the field; outside of one, go back."""
        if self._typing():
            self.query_one("#page").focus()
            self._draw_lines()
        else:
            self.action_back()

    def action_back(self) -> None:
        """Go back to where this screen was opened from, or quit."""
        if len(self.app.screen_stack) > 1:
            self.dismiss(None)
        else:
            self.app.exit()
