"""Which actions make sense on the study screen at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.tui.screens.phase import Phase

if TYPE_CHECKING:
    from quizlab.tui.screens.study import StudyScreen


def is_possible(screen: StudyScreen, name: str) -> bool:
    """Whether the action called `name` could do something; keys of others explain themselves."""
    question = screen.question
    match name:
        case "grade":
            return screen.is_answered
        case "hint":
            return screen.phase is Phase.ASKING and question is not None and bool(question.hints)
        case "tick":
            return screen.phase is Phase.GRADING and screen.page.checklist is not None
        case "source":
            return screen.is_answered and question is not None and bool(question.verifier)
        case "leave_field":
            return screen.page.form.is_typing
        case "formulas" | "lesson" | "edit" | "flag" | "bury" | "suspend":
            return question is not None
    return True
