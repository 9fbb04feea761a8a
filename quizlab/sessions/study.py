"""A study session: the next question, its answer made durable, and what a learner may do beside.

The order of calls is `next`, then any of `hint`, then `submit` or `grade`; `undo`, `suspend`,
`bury` and `flag` may come at any time. Nothing here draws and nothing here waits.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from quizlab.domain.events import Event, ReviewPayload
from quizlab.domain.grades import Grade, Outcome, Verdict
from quizlab.domain.questions import Entry
from quizlab.sessions.asked import Variety
from quizlab.sessions.asking import Examiner
from quizlab.sessions.choices import apart, keys_of_labels
from quizlab.sessions.facts import Facts
from quizlab.sessions.queues import ListQueue, LiveQueue, Waiting
from quizlab.sessions.submission import Submission
from quizlab.verify import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from quizlab.domain.document import Block
    from quizlab.domain.memory import Memory
    from quizlab.domain.query import Query
    from quizlab.sessions.asked import Asked
    from quizlab.sessions.library import Library
    from quizlab.sessions.progress import Progress
    from quizlab.sessions.prover import Prover
    from quizlab.sessions.verifiers import Verifiers
    from quizlab.settings import Settings

# An answer after ten minutes says that somebody had tea, not that thinking took so long.
_LONGEST_MS = 600_000
# How many past variants a new one should differ from.
_RECENT = 20


@dataclass(slots=True)
class _Current:
    """The question on screen and how far it has come."""

    asked: Asked
    memory: Memory
    shown_at: int
    hints: int = 0
    coarse: set[str] = field(default_factory=set)
    review: Event | None = None


class Study:
    """One sitting of one learner."""

    def __init__(  # the one place where the rooms of a sitting meet
        self,
        *,
        library: Library,
        verifiers: Verifiers,
        progress: Progress,
        query: Query,
        settings: Settings,
        dice: Random,
        prover: Prover | None = None,
    ) -> None:
        self._library = library
        self._store = library.store
        self._progress = progress
        self._query = query
        self._prover = prover
        self._examiner = Examiner(verifiers, Facts(verifiers), dice, query.language)
        self._queue: LiveQueue | ListQueue = (
            ListQueue(self._store, progress, query, settings, dice)
            if query.tags or query.cram
            else LiveQueue(self._store, progress, query, settings)
        )
        # Cards to ask before the queue's, the last first, by card and side.
        self._again: list[tuple[str, int]] = []
        self._current: _Current | None = None
        self.done = 0
        self._answered = 0
        self.notes: list[str] = []

    @property
    def asked(self) -> Asked | None:
        """The question on screen."""
        return self._current.asked if self._current else None

    @property
    def review(self) -> Event | None:
        """The stored review of the question on screen, if it was answered."""
        return self._current.review if self._current else None

    @property
    def memory(self) -> Memory | None:
        """The memory behind the question on screen, as it was when asked."""
        return self._current.memory if self._current else None

    def next(self) -> Asked | Waiting | None:
        """Return the next question, when one will be due, or None at the end of the session.

        A card whose text or verifier is at fault is withheld, with a sentence in `notes`.
        """
        self._current = None
        if self._query.limit is not None and self._answered >= self._query.limit:
            return None
        while True:
            memory = self._asked_again() or self._queue.next()
            if memory is None or isinstance(memory, Waiting):
                return memory
            asked = self._ask(memory)
            if asked is not None:
                self._current = _Current(asked, memory, self._progress.moment().at)
                if self._prover is not None and asked.drawn is not None:
                    self._prover.ask(asked.drawn)
                return asked

    def _asked_again(self) -> Memory | None:
        """Return the memory of a card to ask anew, as it is now, unless it was set aside."""
        while self._again:
            memory = self._store.memory(*self._again.pop())
            if memory is not None and not memory.suspended:
                return memory
        return None

    def _ask_again(self, card: str, side: int) -> None:
        # Two answers to one card may be taken back; it is asked once.
        self._again = [place for place in self._again if place != (card, side)]
        self._again.append((card, side))

    def _ask(self, memory: Memory) -> Asked | None:
        card = self._library.card(memory.card, self._query.language)
        reason = "its text has an error; `quizlab check` says which"
        if card is not None:
            try:
                return self._examiner.ask(card, memory.side, self._variety(card.field))
            except Fault as fault:
                reason = fault.message
        self._store.withhold(memory.card, True)
        self.notes.append(f"{memory.card} is withheld: {reason}")
        return None

    def _variety(self, asks: object) -> Variety:
        from quizlab.domain.cards import ComputeField

        if not isinstance(asks, ComputeField):
            return Variety()
        from quizlab.grading import open_misconceptions

        history = self._store.recent_reviews(verifier=asks.verifier, limit=_RECENT)
        return Variety(
            prefer=open_misconceptions(history, asks.verifier),
            avoid=[review.params for review in history],
        )

    def hint(self) -> tuple[Block, ...] | None:
        """Return the next hint, or None when there is none left."""
        now = self._need()
        hints = now.asked.question.hints
        if now.review is not None or now.hints >= len(hints):
            return None
        now.hints += 1
        return hints[now.hints - 1]

    def submit(self, typed: Mapping[str, str]) -> Submission:
        """Judge what was typed, by part, and store it unless it is to be asked again.

        Raises:
            StaleAnswer: When another window has answered this card; nothing is stored.
        """
        from quizlab.grading import grade_of, judge_parts

        now = self._need()
        question = now.asked.question
        asked = [part for part in question.parts if part.entry is not Entry.SELF]
        typed = {
            part.name: apart(typed.get(part.name, "")) if part.choices else typed.get(part.name, "")
            for part in asked
        }
        verdicts = judge_parts(now.asked.keys, typed, now.coarse)
        now.coarse |= {name for name, v in verdicts.items() if v.outcome is Outcome.COARSE}
        if any(v.outcome in (Outcome.INVALID, Outcome.COARSE) for v in verdicts.values()):
            return Submission(verdicts, recorded=False, number=self.done)
        grade = grade_of(tuple(verdicts.values()), now.hints)
        kept = {part.name: keys_of_labels(part, typed[part.name]) for part in asked}
        recorded = self._record(now, grade, kept, verdicts)
        to_grade = any(part.entry is Entry.SELF for part in question.parts)
        return Submission(verdicts, recorded, self.done, grade, to_grade)

    def grade(self, grade: Grade) -> Submission:
        """Store the learner's own grade: of a self-graded card, or over the one given."""
        now = self._need()
        if now.review is not None:
            if Grade(_grade_of(now.review)) is not grade:
                self._progress.regrade(now.review, int(grade))
                now.review = replace(
                    now.review, payload=replace(_payload(now.review), grade=int(grade))
                )
            return Submission({}, recorded=True, number=self.done, grade=grade)
        recorded = self._record(now, grade, {}, {})
        return Submission({}, recorded, self.done, grade)

    def _record(
        self,
        now: _Current,
        grade: Grade,
        typed: Mapping[str, str],
        verdicts: Mapping[str, Verdict],
    ) -> bool:
        if self._query.cram:
            self._answered += 1
            return False
        from quizlab.grading import misconception_of

        drawn = now.asked.drawn
        judged = tuple(verdicts.values())
        right = all(verdict.outcome is Outcome.RIGHT for verdict in judged)
        payload = ReviewPayload(
            deck=now.asked.question.deck,
            grade=int(grade),
            duration=min(_LONGEST_MS, max(0, self._progress.moment().at - now.shown_at)),
            typed=dict(typed),
            verdict=("right" if right else "wrong") if verdicts else "",
            misconception=misconception_of(judged),
            told_apart=drawn.told_apart if drawn else (),
            hints=now.hints,
            verifier=drawn.verifier if drawn else "",
            version=drawn.version if drawn else 0,
            seed=drawn.seed if drawn else 0,
            params=drawn.params if drawn else {},
        )
        now.review = self._progress.review(now.memory, payload)
        # Not before it is stored: an answer that was refused uses up no limit.
        self._answered += 1
        self.done += 1
        self._mention_leech(now.memory)
        self._queue.answered(now.memory)
        if self._prover is not None and drawn is not None:
            self._prover.answered(drawn, now.review)
        return True

    def _mention_leech(self, before: Memory) -> None:
        from quizlab.scheduling import leech_to_mention

        after = self._store.memory(before.card, before.side)
        if after is not None and leech_to_mention(before, after):
            self.notes.append(
                f"{before.card} is a leech: forgotten {after.lapses} times. Rewrite it, split it, "
                "or suspend it."
            )

    def undo(self) -> Event | None:
        """Take back this device's newest review; its card is the next question.

        A cram stores none, and so takes none back: the newest one is of another day.
        """
        review = None if self._query.cram else self._progress.undo()
        if review is not None:
            if self._prover is not None:
                self._prover.forget(review)
            self._ask_again(self._store.present_key(review.card), review.side)
            self.done = max(0, self.done - 1)
            self._answered = max(0, self._answered - 1)
        return review

    def suspend(self) -> None:
        """Set the card on screen aside."""
        self._progress.suspend(self._need().asked.question.card)

    def bury(self) -> None:
        """Put the card on screen off until tomorrow."""
        self._progress.bury(self._need().asked.question.card)

    def flag(self, note: str) -> None:
        """Record that the card on screen is wrong."""
        self._progress.flag(self._need().asked.question.card, note)

    def again(self) -> Asked | Waiting | None:
        """Ask the card on screen anew, as after an edit of its text."""
        now = self._need()
        self._ask_again(now.memory.card, now.memory.side)
        return self.next()

    def _need(self) -> _Current:
        if self._current is None:
            raise LookupError("no question is on screen")
        return self._current


def _payload(review: Event) -> ReviewPayload:
    assert isinstance(review.payload, ReviewPayload)  # noqa: S101  # reviews carry nothing else
    return review.payload


def _grade_of(review: Event) -> int:
    return _payload(review).grade
