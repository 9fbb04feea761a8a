"""What can be done with the card on screen besides answering it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from quizlab.store.errors import StoreError
from quizlab.tui.screens.working import WorkingScreen, stored
from quizlab.tui.widgets.card_page import CardPage
from quizlab.tui.widgets.said import Said

if TYPE_CHECKING:
    from quizlab.domain.query import Query
    from quizlab.domain.questions import Question
    from quizlab.sessions.workspace import Workspace

# How often, in seconds, the prover is asked for what it has found; nobody waits for it.
_PROOFS_EVERY = 0.5


class CardScreen(WorkingScreen):
    """A screen with a card on it, out of a study session."""

    def __init__(self, workspace: Workspace, query: Query) -> None:
        super().__init__(workspace)
        self.study, self.prover = workspace.sitting(query)
        self._said_unproved = False

    @property
    def question(self) -> Question | None:
        """The question on screen."""
        return self.study.asked.question if self.study.asked else None

    @property
    def is_answered(self) -> bool:
        """Whether the answer is in sight."""
        raise NotImplementedError

    @property
    def page(self) -> CardPage:
        """Where the card stands."""
        return self.query_one(CardPage)

    def show_next(self) -> None:
        """Put the next question on screen."""
        raise NotImplementedError

    def watch_proofs(self) -> None:
        """Ask the prover for what it has found, from now on."""
        self.set_interval(_PROOFS_EVERY, self._collect_proofs)

    def _collect_proofs(self) -> None:
        if not self.database.locked() and self.prover.outstanding:
            self.run_worker(self._take_proofs(), group="proofs")

    @stored
    async def _take_proofs(self) -> None:
        for found in await asyncio.to_thread(self.prover.collect):
            self.say(
                f"The answer to {found.verifier} was disproved: {found.message}. "
                "The question is withdrawn.",
                "warning",
                stays=True,
            )
        why = self.prover.broken or self.prover.unproved
        if why and not self._said_unproved:
            self._said_unproved = True
            self.say(f"Answers are not proved for now: {why}", "warning", stays=True)

    def action_down(self) -> None:
        """Scroll down."""
        self.page.scroll_relative(y=1, animate=False)

    def action_up(self) -> None:
        """Scroll up."""
        self.page.scroll_relative(y=-1, animate=False)

    def action_formulas(self) -> None:
        """Show formulas as LaTeX source, or typeset again."""
        self.page.formula_source = not self.page.formula_source
        self.page.redraw()

    @stored
    async def action_hint(self) -> None:
        """Show the next step of the solution."""
        if self.question is None or self.is_answered:
            return
        hint = self.study.hint()
        if hint is None:
            none = "This card has no hints." if not self.question.hints else "That was the last."
            self.say(none)
        else:
            self.page.add_hint(hint)

    @stored
    async def action_lesson(self) -> None:
        """Show the lesson of this deck."""
        from quizlab.tui.screens.page import PageScreen, lesson_page

        page = lesson_page(self.workspace, self.question.deck) if self.question else None
        if page is None:
            self.say("This deck has no lesson.")
        else:
            self.app.push_screen(PageScreen(page))

    def action_source(self) -> None:
        """Show the code behind a computed question."""
        from quizlab.tui.screens.page import PageScreen, source_page

        question = self.question
        if question is None or not question.verifier:
            self.say("No code is behind this card: only computed ones have some.")
        elif not self.is_answered:
            self.say("Answer first: the code would tell.")
        else:
            self.app.push_screen(PageScreen(source_page(self.workspace, question.verifier)))

    def action_flag(self) -> None:
        """Ask for a note and flag the card."""
        if self.question is not None:
            self._ask_for_note("")

    def _ask_for_note(self, text: str) -> None:
        from quizlab.tui.screens.note import NoteScreen

        def keep(note: str | None) -> None:
            if not note:
                return
            try:
                self.study.flag(note)
            except StoreError as error:
                self.say(str(error), "error", stays=True)
                self._ask_for_note(note)
            else:
                self.say("Flagged. Thank you.")

        self.app.push_screen(NoteScreen("What is wrong with this card?", text), keep)

    @stored
    async def action_suspend(self) -> None:
        """Set the card aside."""
        if self.question is not None:
            await self.in_thread(self.study.suspend)
            self.show_next()
            self.say("Suspended; `quizlab unsuspend` brings it back.")

    @stored
    async def action_bury(self) -> None:
        """Put the card off until tomorrow."""
        if self.question is not None:
            await self.in_thread(self.study.bury)
            self.show_next()
            self.say("Buried until tomorrow.")

    @stored
    async def action_edit(self) -> None:
        """Edit the card in the learner's editor, then show it again."""
        from quizlab.tui.editing import After, edit_card

        question = self.question
        if question is None:
            return
        self.query_one(Said).hush()
        edited = edit_card(self.app, self.workspace, question.card)
        if edited.after is After.FINE:
            self.show_again()
        elif edited.after is After.GONE:
            self.show_next()
            self.say(f"{question.card} is no longer in its file.", "warning", stays=True)
        elif edited.after is After.BROKEN:
            self.say(
                "The card has a fault now, so this is how it was before; edit it again.",
                "warning",
                stays=True,
            )
        for text in edited.said:
            self.say(text, "warning", stays=True)

    def show_again(self) -> None:
        """Put the card on screen anew, as after an edit."""
        raise NotImplementedError
