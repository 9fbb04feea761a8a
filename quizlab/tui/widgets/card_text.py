"""What a card's page says, as content: drawn here, placed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from quizlab.domain.cards import Kind
from quizlab.domain.document import Paragraph, Text
from quizlab.domain.grades import Outcome
from quizlab.domain.questions import Entry
from quizlab.tui.content import content_of
from quizlab.typeset import cell_width
from quizlab.typeset.layout import Span, lay_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.domain.document import Block
    from quizlab.domain.questions import Question
    from quizlab.sessions.asked import Asked
    from quizlab.sessions.submission import Submission
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
    heading = lay_out([Paragraph(question.heading)], width, reveal=reveal, source=source)
    lines: list[Line] = [tuple(Span(s.text, f"heading {s.style}") for s in row) for row in heading]
    if question.prompt:
        lines.append(())
        lines.extend(lay_out(question.prompt, width, reveal=reveal, source=source))
    if question.convention:
        lines.append(())
        lines.extend(_aside(f"Convention: {question.convention}", width))
    for number, hint in enumerate(hints, start=1):
        lines.append(())
        lines.append((Span(f"Hint {number}", "strong"),))
        lines.extend(lay_out(hint, width, source=source))
    return content_of(lines)


def verdicts(question: Question, submission: Submission, width: int) -> Content:
    """Each part's verdict with its sentence; while something is asked again, only those parts.

    The other parts are still open then: their verdicts would tell the answers.
    """
    again = asked_again(submission)
    shown = {name: v for name, v in submission.verdicts.items() if not again or name in again}
    labels = {part.name: part.label for part in question.parts}
    several = len(submission.verdicts) > 1
    room = max(cell_width(labels[name]) for name in shown) + 2 if several else 0
    blocks: list[Content] = []
    for name, verdict in shown.items():
        sign, style = _SIGNS[verdict.outcome]
        # Where the feedback begins with the outcome, the sign takes its place.
        gap = "  " if verdict.details == verdict.feedback else ": "
        said = lay_out([Paragraph((Text(f"{sign}{gap}{verdict.details}"),))], width - room)
        head = labels[name] + " " * (room - cell_width(labels[name])) if several else ""
        lines = [(Span(" " * room if row else head), *line) for row, line in enumerate(said)]
        blocks.append(content_of(lines).stylize(style, len(head), len(head) + len(sign)))
    return Content("\n").join(blocks)


def truths(asked: Asked, width: int) -> Content | None:
    """The right answers of typed parts, for who did not type one; None where all are in sight.

    Blanks are filled in where they stand, and options are marked.
    """
    if asked.question.kind is Kind.CLOZE:
        return None
    typed = [part for part in asked.question.parts if part.entry is Entry.TYPED]
    labels = [part.label if len(typed) > 1 else "Answer" for part in typed]
    room = max(map(cell_width, labels), default=0) + 2
    known = asked.truths
    lines: list[Line] = []
    for part, label in zip(typed, labels, strict=True):
        truth = f"{known[part.name]} {part.unit}".rstrip()
        head = label + " " * (room - cell_width(label))
        for row, line in enumerate(lay_out([Paragraph((Text(truth),))], width - room)):
            lines.append((Span(" " * room if row else head), *line))
    return content_of(lines).stylize("bold") if lines else None


def answer(asked: Asked, width: int, *, source: bool) -> Content:
    """The answer and where it comes from."""
    lines = list(lay_out(asked.explanation, width, source=source))
    if asked.question.sources and lines:
        lines.append(())
    for cited in asked.question.sources:
        address = f", {cited.link}" if cited.link and cited.link not in cited.text else ""
        lines.extend(_aside(f"Source: {cited.text}{address}", width))
    return content_of(lines)


def asked_again(submission: Submission) -> list[str]:
    """The parts that have to be typed anew."""
    return [
        name
        for name, verdict in submission.verdicts.items()
        if verdict.outcome in (Outcome.INVALID, Outcome.COARSE)
    ]


def _aside(text: str, width: int) -> list[Line]:
    lines = lay_out([Paragraph((Text(text),))], width)
    return [tuple(Span(span.text, "dim") for span in line) for line in lines]
