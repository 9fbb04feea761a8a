"""What the study screen says around a card, as content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from quizlab.tui.actions import STUDY, action_of
from quizlab.tui.screens.phase import Phase
from quizlab.tui.widgets import bars

if TYPE_CHECKING:
    from quizlab.domain.grades import Grade
    from quizlab.domain.questions import Question
    from quizlab.tui.screens.study import StudyScreen

_MINUTE = 60_000


def over(wait: int | None, done: int, leads: str) -> Content:
    """The end of a session, or the time until the next card.

    Args:
        wait: Milliseconds until the next card is due; None where none will be today.
        done: Answers stored in this session.
        leads: Where enter leads: ``goes back`` or ``quits``.
    """
    answers = "One answer" if done == 1 else f"{done} answers"
    if wait is None:
        return Content.assemble(
            ("Done for today.", "bold $text-success"),
            f"\n\n{answers} stored. Enter {leads}.",
            "\n\nNew cards have a daily limit over all decks. For more of them,",
            "\n  today:      quizlab study --new 20",
            "\n  every day:  quizlab config new_per_day=20",
        )
    if wait == 0:
        return Content.assemble(
            ("The next card is due.", "bold"), f"\n\n{answers} stored. Enter asks it, q {leads}."
        )
    minutes = -(-wait // _MINUTE)
    return Content.assemble(
        ("Nothing is due right now.", "bold"),
        f"\n\nThe next card comes in {minutes} min. {answers} stored. Enter {leads}.",
    )


def trouble(message: str) -> Content:
    """The database cannot be read."""
    return Content.assemble(
        ("✗ The next card cannot be read.", "bold $text-error"),
        f"\n\n{message}\n\nWhat you answered is stored. Enter tries again, q goes back.",
    )


def top_line(question: Question | None, done: int, width: int, *, more: bool) -> Content:
    """Where we are: deck and kind on the left; what is out of sight and progress on the right."""
    left = f"{question.deck_name} · {question.kind}" if question else "quizlab"
    below = "↓ more below · " if more else ""
    return bars.top_line(left, f"{below}{done} done", width)


def foot(screen: StudyScreen, width: int) -> Content:
    """What the keys do now: grades where one is to be given."""
    memory = screen.study.memory
    if screen.is_answered and memory is not None:
        from quizlab.scheduling import preview_texts

        progress, question = screen.workspace.progress, screen.question
        now = progress.moment()
        deck = question.deck if question else ""
        previews: dict[Grade, str] = preview_texts(
            memory, now.at, now.offset, now.day, progress.settings, deck=deck
        )
        leads = "next" if screen.phase is Phase.ANSWERED else screen.suggested.name.lower()
        return bars.grade_bar(previews, screen.suggested, leads, width)
    return bars.foot(_keys(screen), width)


def _keys(screen: StudyScreen) -> list[tuple[str, str]]:
    """Keys with what they do, the most useful first."""
    form = screen.page.form
    typing = form.is_typing
    names = ["hint", "undo", "back"]
    match screen.phase:
        case Phase.OVER:
            keys = [("enter", "go on")]
        case Phase.TROUBLE:
            keys = [("enter", "try again")]
        case _:
            keys = [("enter", "submit" if form.is_filled else "reveal")]
            if form.is_choosing:
                keys.insert(0, ("a–z", "pick"))
            if typing:
                keys.append(("esc", "leave field"))
                names.remove("back")
            elif form.is_open and not form.is_choosing:
                keys.append(("tab", "to the field"))
    actions = [action_of(STUDY, name) for name in names]
    shown = [action for action in actions if screen.can(action)]
    return keys + [(action.key(typing=typing), action.title) for action in shown]
