"""Judge an answer of several parts, submitted together."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from quizlab.domain.grades import Outcome, Verdict
from quizlab.grading.carrying import judge_carried
from quizlab.grading.judging import judge, matches
from quizlab.verify import Fault, InvalidAnswer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from quizlab.grading.carrying import Carry
    from quizlab.grading.judging import Candidate
    from quizlab.verify import AnswerType, Value


class Key(Protocol):
    """What one part is judged by."""

    @property
    def name(self) -> str:
        """The part's name among what was typed."""

    @property
    def answer(self) -> AnswerType:
        """How it is read and compared."""

    @property
    def truth(self) -> Value:
        """The right answer."""

    @property
    def candidates(self) -> Sequence[Candidate]:
        """Wrong answers to recognise, the likeliest first."""

    @property
    def carry(self) -> Carry | None:
        """How it follows from earlier parts, None where it stands alone."""


def judge_parts(
    keys: Sequence[Key], typed: Mapping[str, object], coarse_before: Collection[str] = ()
) -> dict[str, Verdict]:
    """Judge every part of an answer.

    One mistake usually shows in several parts, so the misconception that explains most of them is
    tried first, and of those that explain equally many the one that is contradicted by the fewest.
    A part left open is wrong, unless nothing at all was answered: that is asked again. A part that
    builds on earlier ones is also right where it follows from the learner's own.

    Args:
        keys: The parts.
        typed: What was typed, by the part's name; a part may be missing or empty.
        coarse_before: Parts that were answered too coarsely before.

    Returns:
        The verdicts by name, in the order of `keys`.

    Raises:
        Fault: Of code ``answer``, when something was typed for a part that does not exist.
    """
    for name in typed:
        if name not in {key.name for key in keys}:
            known = ", ".join(key.name for key in keys)
            raise Fault("answer", name, f"{name}: no such part; there are {known}")
    answered = any(not _is_open(typed.get(key.name)) for key in keys)
    read = _read(keys, typed)
    fit = _fit(keys, read)
    verdicts = {}
    for key in keys:
        raw = typed.get(key.name, "")
        if answered and _is_open(raw):
            verdicts[key.name] = _left_open(key)
            continue
        likeliest = sorted(key.candidates, key=lambda one: fit.get(one.id, (0, 0)))
        verdicts[key.name] = judge(
            key.answer,
            key.truth,
            "" if raw is None else raw,
            likeliest,
            coarse_before=key.name in coarse_before,
        )
        if key.carry and verdicts[key.name].outcome in (Outcome.WRONG, Outcome.COARSE):
            verdicts[key.name] = judge_carried(
                key.carry,
                key.answer,
                raw,
                read,
                verdicts[key.name],
                coarse_before=key.name in coarse_before,
            )
    return _told_once(verdicts)


def _told_once(verdicts: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """Tell what a misconception is at the first part that shows it, and only name it after."""
    told: set[str] = set()
    short = {}
    for name, verdict in verdicts.items():
        if verdict.misconception in told:
            feedback = f"The same mistake: the answer is {verdict.truth}, not {verdict.given}."
            short[name] = replace(verdict, feedback=feedback)
        else:
            short[name] = verdict
        if verdict.misconception is not None:
            told.add(verdict.misconception)
    return short


def _is_open(raw: object) -> bool:
    return raw is None or (isinstance(raw, str) and not raw.strip())


def _left_open(key: Key) -> Verdict:
    right = key.answer.format(key.truth)
    return Verdict(Outcome.WRONG, f"Left open: the answer is {right}.", truth=right)


def _read(keys: Sequence[Key], typed: Mapping[str, object]) -> dict[str, Value]:
    """Return what was typed as values, without what is open or invalid."""
    values = {}
    for key in keys:
        with suppress(InvalidAnswer):
            values[key.name] = key.answer.read(typed.get(key.name, ""))
    return values


def _fit(keys: Sequence[Key], read: Mapping[str, Value]) -> dict[str, tuple[int, int]]:
    """Return for each misconception how badly it fits all that was typed; the smallest fits best.

    First the parts in which it gives just what was typed, counted down; then those in which it gives
    something else.
    """
    fit: dict[str, tuple[int, int]] = {}
    for key in keys:
        if key.name not in read:
            continue
        for candidate in key.candidates:
            shown, missed = fit.get(candidate.id, (0, 0))
            if matches(key.answer, key.truth, read[key.name], candidate):
                fit[candidate.id] = shown - 1, missed
            elif not key.answer.accepts(candidate.value, read[key.name]):
                fit[candidate.id] = shown, missed + 1
    return fit
