"""A card's text -> what it means, with the faults of its body.

Imports markdown-it: only what shows or checks cards comes here, never what divides files.

One class in one file: each kind takes its blocks from the same division of the card.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from quizlab.decks.blocks import Body, Segment, directive_of
from quizlab.decks.codes import Faults
from quizlab.decks.fences import Fence, FieldReading
from quizlab.decks.fields import fence_content, read_field
from quizlab.decks.findings import Findings
from quizlab.decks.headings import read_heading
from quizlab.decks.inlines import read_inline
from quizlab.decks.parser import parser
from quizlab.decks.sources import Endings, read_endings
from quizlab.decks.tasks import read_options, read_points, task_lists
from quizlab.domain.cards import Card, Kind, Level
from quizlab.domain.document import CodeBlock
from quizlab.domain.untrusted import clean

if TYPE_CHECKING:
    from quizlab.domain.cards import CardText, Lesson, Option
    from quizlab.domain.diagnostics import Diagnostic
    from quizlab.domain.document import Block, Inline

_KINDS = {
    "compute": Kind.COMPUTE,
    "answer": Kind.ANSWER,
    "order": Kind.ORDER,
    "run": Kind.RUN,
}
_GAP = re.compile(r"(?<!_)_{4}(?!_)")
_MANY_BLANKS = 5


@dataclass(slots=True)
class Reading:
    """A card or lesson, read: what it means, its faults, and what later checks need.

    Attributes:
        card: The card, None where an error withholds it, and for a lesson.
        findings: Faults, facts, images, links and their places.
        field: The field and its places.
    """

    card: Card | None
    findings: Findings
    field: FieldReading | None = None


def read_card(text: CardText) -> tuple[Card | None, tuple[Diagnostic, ...]]:
    """Return what a card means, and the faults of its body.

    Args:
        text: The card as `split` gave it.

    Returns:
        The card, or None where an error withholds it; the faults, at places of the original file.
    """
    reading = read_body(text)
    return reading.card, reading.findings.faults.sorted()


def read_markdown(markdown: str) -> tuple[Block, ...]:
    """Return the tree of Markdown that is no card: prompts, steps, lessons, notes.

    What a card may not hold is shown as it stands; `check_file` reports it for lessons.
    """
    findings = Findings(Faults(""), "")
    body = Body(clean(markdown), 1, findings)
    return body.blocks(body.segments())


def read_lesson(lesson: Lesson, path: str) -> Reading:
    """Read a lesson for its faults, facts, links and images."""
    findings = Findings(Faults(path), path)
    body = Body(lesson.text, lesson.line, findings)
    body.blocks(body.segments())
    return Reading(None, findings)


def read_body(text: CardText) -> Reading:
    """Read a card for all that is in it."""
    return _CardReader(text).read()


@dataclass(slots=True)
class _Parts:
    """The top-level blocks of a card, sorted by what they do."""

    above: list[Segment] = field(default_factory=list)
    below: list[Segment] = field(default_factory=list)
    rule: Segment | None = None
    fence: Fence | None = None
    output: Fence | None = None


class _CardReader:
    """The reading of one card."""

    def __init__(self, text: CardText) -> None:
        self.text = text
        heading, _, body = text.text.partition("\n")
        self.heading_line = heading
        self.heading = read_heading(heading)
        self.findings = Findings(Faults(text.path, text.key), text.path)
        self.faults = self.findings.faults
        self.body = Body(body, text.line + 1, self.findings)

    def read(self) -> Reading:
        """Read the card."""
        title = self._title()
        segments = self.body.segments()
        endings = read_endings(self.body, segments)
        parts = self._sort(endings.rest)
        if parts.fence is not None:
            card, reading = self._field_card(title, parts, parts.fence)
        else:
            card, reading = self._plain_card(title, parts), None
        card = self._finish(card, endings)
        return Reading(None if self.faults.withhold else card, self.findings, reading)

    def _title(self) -> tuple[Inline, ...]:
        """Read the heading."""
        title, column = self.heading.title, self.heading.title_column
        self.findings.refuse("blank-place", boxed=True)
        tokens = parser().parseInline(title)
        children = (tokens[0].children or []) if tokens else []
        return read_inline(
            self.findings, title, children, lambda offset: (self.text.line, column + offset)
        )

    def _sort(self, segments: list[Segment]) -> _Parts:
        """Find the reveal line and the field; divide the rest into above and below."""
        parts = _Parts()
        expect_output = False
        for segment in segments:
            directive = directive_of(self.body.tokens[segment.first])
            known = directive is not None and directive[0] in {*_KINDS, "output"}
            if segment.kind == "hr":
                self._rule(segment, parts)
            elif directive is not None and known and not self.body.indent(segment.line):
                token = self.body.tokens[segment.first]
                line = self.body.place(segment.line)[0]
                fence = Fence(*directive, fence_content(token.content), line)
                self._field(fence, parts, expect_output=expect_output)
                expect_output = fence.name == "run" and parts.fence is fence
                continue
            elif parts.rule is not None or parts.fence is not None:
                parts.below.append(segment)
            else:
                parts.above.append(segment)
            expect_output = False
        if parts.rule is not None and parts.fence is not None:
            message = (
                "A card with a field has no reveal line: what stands below the field is shown "
                "after answering; remove the line."
            )
            self.faults.add("rule-with-field", *self.body.place(parts.rule.line), message)
        return parts

    def _rule(self, segment: Segment, parts: _Parts) -> None:
        """Take a reveal line."""
        lines, line = self.body.lines, segment.line
        if parts.rule is not None:
            message = "A second reveal line: a card has one; remove this line."
            self.faults.add("rule-second", *self.body.place(line), message)
            return
        parts.rule = segment
        above = lines[line - 1] if line else self.heading_line
        below = lines[line + 1] if line + 1 < len(lines) else ""
        if above.strip() or below.strip():
            message = "The reveal line touches the text; hosts then show a heading: put blank lines around."
            self.faults.add("rule-crowded", *self.body.place(line), message)

    def _field(self, fence: Fence, parts: _Parts, *, expect_output: bool) -> None:
        """Take a field, or the output of a program."""
        if fence.name == "output":
            if expect_output:
                parts.output = fence
            else:
                message = "`{output}` belongs directly below a `{run}` fence: move it there."
                self.faults.add("field-form", fence.line, 1, message)
        elif parts.fence is not None:
            message = (
                f"A second field, `{{{fence.name}}}` after `{{{parts.fence.name}}}`: "
                "a card asks one thing; make two cards."
            )
            self.faults.add("two-fields", fence.line, 1, message)
        else:
            parts.fence = fence

    def _field_card(
        self, title: tuple[Inline, ...], parts: _Parts, fence: Fence
    ) -> tuple[Card, FieldReading]:
        """Read a card with a field."""
        kind = _KINDS[fence.name]
        self.findings.refuse("blank-with-field", boxed=True)
        prompt = self.body.blocks(parts.above)
        self.findings.refuse("blank-with-field", boxed=False)
        points = read_points(self.body, parts.below)
        answer = self.body.blocks(points.rest)
        code = any(isinstance(block, CodeBlock) and _GAP.search(block.text) for block in prompt)
        reading = read_field(fence, parts.output, kind, self.faults, code=code)
        card = Card(
            self.text, kind, title, prompt, answer, field=reading.field, points=points.points
        )
        return card, reading

    def _plain_card(self, title: tuple[Inline, ...], parts: _Parts) -> Card:
        """Read a card without a field."""
        lists = task_lists(self.body, parts.above)
        if lists:
            return self._choice(title, parts, lists)
        self.findings.ask()
        above = self.body.blocks(parts.above)
        self.findings.refuse("blank-place", boxed=False)
        points = read_points(self.body, parts.below)
        below = self.body.blocks(points.rest)
        card = Card(self.text, Kind.RECALL, title, above, below, points=points.points)
        if self.findings.blanks:
            if len(self.findings.blanks) > _MANY_BLANKS:
                message = (
                    f"{len(self.findings.blanks)} blanks are asked together and graded by the worst: "
                    f"more than {_MANY_BLANKS} are hard to learn; make several cards."
                )
                self.faults.add("blanks-many", self.text.line, 1, message)
            return replace(card, kind=Kind.CLOZE, blanks=tuple(self.findings.blanks))
        if parts.rule is None:
            card = replace(card, prompt=(), answer=above)
        if not card.answer and not card.points:
            place = self.body.place(parts.rule.line) if parts.rule else (self.text.line, 1)
            message = (
                "There is no answer: write it below the heading, or below a reveal line `---`."
            )
            self.faults.add("answer-missing", *place, message)
        return replace(card, kind=Kind.REVERSED) if self.text.reversed else card

    def _choice(self, title: tuple[Inline, ...], parts: _Parts, lists: list[Segment]) -> Card:
        """Read a card with options."""
        at = parts.above.index(lists[0])
        self.findings.refuse("blank-place", boxed=True)
        before = self.body.blocks(parts.above[:at])
        options: tuple[Option, ...] = read_options(self.body, lists)
        after = self.body.blocks([block for block in parts.above[at:] if block not in lists])
        self.findings.refuse("blank-place", boxed=False)
        points = read_points(self.body, parts.below)
        below = self.body.blocks(points.rest)
        if parts.rule is None:
            prompt, answer = before, after
        else:
            prompt, answer = before + after, below
        return Card(
            self.text, Kind.CHOICE, title, prompt, answer, options=options, points=points.points
        )

    def _finish(self, card: Card, endings: Endings) -> Card:
        """Add sources and follow-ups; look at what concerns the whole card."""
        line = self.text.line
        if self.text.reversed and card.kind is not Kind.REVERSED:
            message = (
                f"`.reversed` on a {card.kind} card: only a card that is heading and body "
                "can be asked both ways; remove the class."
            )
            self.faults.add("reversed-kind", line, 1, message)
        elif self.text.reversed and self.heading.title.rstrip().endswith(("?", "？")):
            message = "A question as the answer of a reversed card: make the heading a term."
            self.faults.add("reversed-question", line, 1, message)
        if self.text.level is Level.CORE and not endings.sources:
            message = "A core card without a source: end it with `source: title, section, link`."
            self.faults.add("source-missing", line, 1, message)
        pack = self.text.key.partition("/")[0]
        for name, at_line, at_column in endings.follow_ups:
            self.findings.links.append((name, at_line, at_column))
        return replace(
            card,
            sources=endings.sources,
            follow_ups=tuple(f"{pack}/{name}" for name, _, _ in endings.follow_ups),
        )
