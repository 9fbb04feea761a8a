"""Study line by line: one line per input, each question and verdict on lines of their own.

An empty line reveals, 1 to 4 grade, an answer is typed as it is; ``:h`` hint, ``:u`` undo,
``:s`` suspend, ``:b`` bury, ``:f note`` flag, ``:l`` lesson, ``:q`` quit, ``:?`` help. The end of
input ends. ``ok N`` on a line of its own says that the session's review N is stored.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from quizlab.cli.output import WIDTH, hanging
from quizlab.domain.cards import Kind
from quizlab.domain.document import Paragraph, Text
from quizlab.domain.grades import Grade, Outcome
from quizlab.domain.questions import Entry
from quizlab.domain.untrusted import clean
from quizlab.sessions.choices import label
from quizlab.sessions.queues import Waiting
from quizlab.store.errors import StaleAnswer
from quizlab.typeset.layout import lay_out, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.domain.document import Block
    from quizlab.domain.query import Query
    from quizlab.domain.questions import Part, Question
    from quizlab.sessions.prover import Disagreement, Prover
    from quizlab.sessions.study import Study
    from quizlab.sessions.submission import Submission
    from quizlab.sessions.workspace import Workspace

_HELP = (
    "empty line: reveal, or go on | 1 again, 2 hard, 3 good, 4 easy | :h hint | :u undo | "
    ":s suspend | :b bury | :f NOTE this card is wrong | :l lesson | :q quit"
)
_MARKS = {
    Outcome.RIGHT: "right",
    Outcome.WRONG: "wrong",
    Outcome.COARSE: "more digits",
    Outcome.INVALID: "not understood",
}


class _Leave(Exception):  # noqa: N818  # a way out, not an error
    """The learner leaves this card: for the next one, or for good."""

    def __init__(self, *, quits: bool) -> None:
        super().__init__()
        self.quits = quits


def run_plain(workspace: Workspace, query: Query) -> None:
    """Study on stdin and stdout."""
    study, prover = workspace.sitting(query)
    try:
        _PlainStudy(workspace, study, prover).run()
    finally:
        for found in prover.close(time.sleep, patience=10.0):
            _withdrawn(found)
        if why := prover.broken or prover.unproved:
            _warn(f"not every answer was proved: {why}")


class _PlainStudy:
    def __init__(self, workspace: Workspace, study: Study, prover: Prover) -> None:
        self._workspace = workspace
        self._study = study
        self._prover = prover
        self._asked = 0

    def run(self) -> None:
        """Ask until nothing is due, the learner quits, or the input ends."""
        while True:
            for found in self._prover.collect():
                _withdrawn(found)
            asked = self._study.next()
            for note in self._study.notes:
                _warn(note)
            self._study.notes.clear()
            if asked is None:
                _say(f"Done for now: {self._study.done} stored.")
                return
            if isinstance(asked, Waiting):
                wait = max(1, round((asked.until - self._workspace.progress.moment().at) / 60_000))
                _say(f"Nothing is due now; the next card in {wait} min. {self._study.done} stored.")
                return
            self._asked += 1
            try:
                self._put(asked.question)
                self._take(asked.question)
            except StaleAnswer as error:
                _say(f"not stored: {error}")
            except _Leave as leave:
                if leave.quits:
                    _say(f"{self._study.done} stored.")
                    return

    def _put(self, question: Question) -> None:
        _say("")
        _say(f"Question {self._asked} | {question.deck_name} | {question.kind}")
        _say(text_of(lay_out([Paragraph(question.heading)], WIDTH, reveal=False)))
        if question.prompt:
            _say("")
            _say(text_of(lay_out(question.prompt, WIDTH, reveal=False)))
        if question.convention:
            _say_wrapped(f"Convention: {question.convention}")
        for part in question.parts:
            for place, choice in enumerate(part.choices):
                _say(hanging(f"  {label(place)}) ", choice.children))

    def _take(self, question: Question) -> None:
        typed_parts = [part for part in question.parts if part.entry is not Entry.SELF]
        if not typed_parts:
            what = "Fill the gaps in your head" if question.parts else "Think"
            self._line(f"{what}, then press Enter to reveal.")
            self._reveal(question)
            self._self_grade()
            return
        typed: dict[str, str] = {}
        wanted: Sequence[Part] = typed_parts
        while True:
            for part in wanted:
                typed[part.name] = self._line(_asks_for(part))
                if part is typed_parts[0] and not typed[part.name].strip():
                    self._truths(question)
                    self._reveal(question)
                    self._self_grade()
                    return
            submission = self._study.submit(typed)
            self._verdicts(question, submission)
            if submission.grade is not None:
                break
            again = _asked_again(submission)
            wanted = [part for part in typed_parts if part.name in again]
        self._stored(submission)
        self._reveal(question)
        if submission.to_grade:
            self._self_grade()
        else:
            self._overrule(submission)

    def _verdicts(self, question: Question, submission: Submission) -> None:
        """Say each part's verdict; while parts are asked again only theirs, which tell no answer."""
        several = len(submission.verdicts) > 1
        labels = {part.name: part.label or part.name for part in question.parts}
        again = _asked_again(submission)
        for name, verdict in submission.verdicts.items():
            if again and name not in again:
                continue
            where = f"{labels[name]}: " if several else ""
            _say_wrapped(f"{where}{_MARKS[verdict.outcome]}: {verdict.details}")

    def _truths(self, question: Question) -> None:
        """Say what would have been right to type; blanks and options are shown filled in."""
        asked = self._study.asked
        if asked is None or question.kind in (Kind.CLOZE, Kind.CHOICE, Kind.ORDER):
            return
        for part in question.parts:
            label = part.label or "Answer"
            _say_wrapped(f"{label}: {asked.truths[part.name]} {part.unit}".rstrip())

    def _reveal(self, question: Question) -> None:
        blocks: tuple[Block, ...] = question.answer
        if any(part.entry is Entry.SELF or part.label.startswith("[") for part in question.parts):
            blocks = (*question.prompt, *blocks)
        if blocks:
            _say("")
            _say(text_of(lay_out(blocks, WIDTH)))
        for point in question.points:
            _say(hanging("  [ ] ", point))
        for source in question.sources:
            _say_wrapped(f"Source: {source.text}")

    def _self_grade(self) -> None:
        grade = self._grade("Grade yourself: 1 again, 2 hard, 3 good, 4 easy.")
        while grade is None:
            grade = self._grade("1 again, 2 hard, 3 good or 4 easy?")
        before = self._study.review
        submission = self._study.grade(grade)
        if before is None:
            self._stored(submission)

    def _overrule(self, submission: Submission) -> None:
        assert submission.grade is not None  # noqa: S101  # only asked once there is one
        name = submission.grade.name.lower()
        grade = self._grade(f"Grade: {name}. Enter: next; 1 to 4: another grade.")
        if grade is not None:
            self._study.grade(grade)

    def _grade(self, prompt: str) -> Grade | None:
        typed = self._line(prompt).strip()
        return Grade(int(typed)) if typed in ("1", "2", "3", "4") else None

    def _stored(self, submission: Submission) -> None:
        if submission.recorded:
            _say(f"ok {submission.number}")

    def _line(self, prompt: str) -> str:
        """Return a line of input; commands are carried out on the way."""
        while True:
            _say(f"> {prompt}")
            line = sys.stdin.readline()
            if not line:
                raise _Leave(quits=True)
            line = line.rstrip("\r\n")
            if not line.startswith(":"):
                return line
            self._command(line[1:].strip())

    def _command(self, text: str) -> None:
        name, _, rest = text.partition(" ")
        match name:
            case "h":
                hint = self._study.hint()
                _say(text_of(lay_out(hint, WIDTH)) if hint else "There is no further hint.")
            case "u":
                review = self._study.undo()
                if review is None:
                    _say("There is nothing to undo.")
                else:
                    _say(f"undone: {review.card}")
                    raise _Leave(quits=False)
            case "s":
                self._study.suspend()
                _say("suspended")
                raise _Leave(quits=False)
            case "b":
                self._study.bury()
                _say("buried until tomorrow")
                raise _Leave(quits=False)
            case "f" if rest:
                self._study.flag(rest)
                _say("flagged")
            case "l":
                self._lesson()
            case "q":
                raise _Leave(quits=True)
            case _:
                _say(_HELP)

    def _lesson(self) -> None:
        from quizlab.sessions.facts import lesson_blocks

        asked = self._study.asked
        lessons = self._workspace.library.lessons(asked.question.deck) if asked else ()
        for lesson in lessons:
            if lesson.title:
                _say(f"{lesson.title}\n")
            _say(text_of(lay_out(lesson_blocks(lesson, self._workspace.verifiers), WIDTH)))
        if not lessons:
            _say("This deck has no lesson.")


def _asked_again(submission: Submission) -> list[str]:
    """Return the parts that have to be typed anew."""
    again = (Outcome.INVALID, Outcome.COARSE)
    return [name for name, verdict in submission.verdicts.items() if verdict.outcome in again]


def _asks_for(part: Part) -> str:
    name = part.label or ("Your answer" if part.entry is Entry.TYPED else "Letters")
    details = ", ".join(filter(None, (part.expects, part.unit)))
    return f"{name} ({details}):" if details else f"{name}:"


def _say(text: str) -> None:
    """Write lines at once: a reader, or a pipe, must see what is stored when it is stored."""
    sys.stdout.write(clean(text) + "\n")
    sys.stdout.flush()


def _say_wrapped(text: str) -> None:
    """Write a paragraph."""
    _say(text_of(lay_out([Paragraph((Text(text),))], WIDTH)))


def _withdrawn(found: Disagreement) -> None:
    """Say that an answer was disproved."""
    _say(f"withdrawn: {found.verifier}: {found.message}")


def _warn(text: str) -> None:
    """Say on stderr what is not part of the session."""
    sys.stderr.write(f"warning: {clean(text)}\n")
