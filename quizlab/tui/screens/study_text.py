"""What the study screen says, as content: drawn here, placed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from quizlab.domain.document import Paragraph, Text
from quizlab.domain.grades import Grade, Outcome
from quizlab.tui.content import content_of
from quizlab.typeset import cell_width
from quizlab.typeset.layout import Span, lay_out, lay_out_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quizlab.domain.document import Block
    from quizlab.domain.questions import Question
    from quizlab.sessions.queues import Waiting
    from quizlab.sessions.study import Submission
from quizlab.typeset.layout import Line

_SIGNS = {
    Outcome.RIGHT: ("✓ Right", "bold $text-success"),
    Outcome.WRONG: ("✗ Wrong", "bold $text-error"),
    Outcome.COARSE: ("≈ More digits", "bold $text-warning"),
    Outcome.INVALID: ("? Not understood", "bold $text-warning"),
}


def prompt(
    question: Question,
    hints: Sequence[tuple[Block, ...]],
    width: int,
    *,
    reveal: bool,
    source: bool,
) -> Content:
    """The heading, what is asked, and the hints so far."""
    lines: list[Line] = []
    heading = lay_out([Paragraph(question.heading)], width, reveal=reveal, source=source)
    lines.extend(tuple(Span(s.text, f"heading {s.style}") for s in line) for line in heading)
    if question.prompt:
        lines.append(())
        lines.extend(lay_out(question.prompt, width, reveal=reveal, source=source))
    if question.convention:
        lines.append(())
        lines.extend(
            tuple(Span(s.text, "dim") for s in line)
            for line in lay_out([Paragraph((Text(f"Convention: {question.convention}"),))], width)
        )
    for number, hint in enumerate(hints, start=1):
        lines.append(())
        lines.append((Span(f"Hint {number}", "strong"),))
        lines.extend(lay_out(hint, width, source=source))
    return content_of(lines)


def verdicts(question: Question, submission: Submission, width: int) -> Content:
    """Each part's verdict with its sentence."""
    labels = {part.name: part.label for part in question.parts}
    blocks: list[Content] = []
    for name, verdict in submission.verdicts.items():
        sign, style = _SIGNS[verdict.outcome]
        label = f"{labels[name]}  " if len(submission.verdicts) > 1 else ""
        said = Text(f"{label}{sign}  {verdict.details}")
        lines = content_of(lay_out([Paragraph((said,))], width))
        blocks.append(lines.stylize(style, len(label), len(label) + len(sign)))
    return Content("\n").join(blocks)


def answer(question: Question, width: int, *, source: bool) -> Content:
    """The answer, the checklist, and where it comes from."""
    lines = list(lay_out(question.answer, width, source=source))
    if question.points:
        lines += [(), (Span("A good answer", "strong"),)]
        for point in question.points:
            lines.append((Span("  ☐ ", "mark"), *lay_out_line(point)))
    if question.sources:
        lines.append(())
    for cited in question.sources:
        for line in lay_out([Paragraph((Text(f"Source: {cited.text}"),))], width):
            lines.append(tuple(Span(span.text, "dim") for span in line))
    return content_of(lines)


def over(found: Waiting | None, now: int, done: int) -> Content:
    """The end of a session, or the time until the next card."""
    answers = "one answer" if done == 1 else f"{done} answers"
    if found is None:
        return Content.assemble(
            ("Done for today.", "bold"), f"\n\n{answers} stored. Enter goes back."
        )
    minutes = max(1, round((found.until - now) / 60_000))
    return Content.assemble(
        ("Nothing is due right now.", "bold"),
        f"\n\nThe next card comes in {minutes} min. {answers} stored. Enter goes back.",
    )


def top_line(question: Question | None, done: int, width: int) -> Content:
    """Where we are: deck and kind on the left, progress on the right."""
    left = f"{question.deck_name} · {question.kind}" if question else "quizlab"
    right = f"{done} done"
    gap = max(1, width - 2 - cell_width(left) - cell_width(right))
    return Content.assemble((left, "bold"), " " * gap, (right, "$foreground 60%"))


def bottom_line(
    phase: str,
    previews: Mapping[Grade, str],
    grade: Grade | None,
    *,
    typing: bool,
) -> Content:
    """What the keys do now."""
    if previews:
        return _grades(previews, grade)
    keys = [("enter", "submit" if typing else "reveal"), ("F2", "hint"), ("F3", "undo")]
    if phase == "OVER":
        keys = [("enter", "back"), ("F3", "undo")]
    elif typing:
        keys.append(("esc", "leave field"))
    keys += [("F1", "help"), ("^p", "all commands")]
    return Content("   ").join(
        Content.assemble((key, "bold $text-accent"), f" {what}") for key, what in keys
    )


def _grades(previews: Mapping[Grade, str], grade: Grade | None) -> Content:
    pieces = []
    for each in Grade:
        text = f" {each.value} {each.name.lower()} {previews.get(each, '')} "
        pieces.append(
            Content.styled(text, "bold reverse" if each is grade else "bold $text-accent")
        )
    what = "next" if grade is not None else "good"
    pieces.append(Content.assemble(("enter", "bold $text-accent"), f" {what}"))
    return Content(" ").join(pieces)


def asked_again(submission: Submission) -> list[str]:
    """The parts that have to be typed anew."""
    return [
        name
        for name, verdict in submission.verdicts.items()
        if verdict.outcome in (Outcome.INVALID, Outcome.COARSE)
    ]
