"""Judge one part of an answer: invalid, right, misconception, coarse or wrong, in this order.

A correct rounding to three figures or more is coarse before it is a misconception.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab.domain.grades import Outcome, Verdict
from quizlab.verify import InvalidAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.verify import AnswerType, Value

_CAREFUL = 3
"""Figures of a correct rounding that speak against a mistake."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a wrong formula gives on this variant.

    Attributes:
        id: Id of the misconception.
        value: The answer that it leads to.
        sentence: What puts the learner right.
    """

    id: str
    value: Value
    sentence: str


def judge(
    answer: AnswerType,
    truth: Value,
    typed: object,
    misconceptions: Sequence[Candidate] = (),
    *,
    coarse_before: bool = False,
) -> Verdict:
    """Judge what was `typed` where `truth` is right.

    A misconception is recognised only where its own answer would be graded as wrong, and where the
    answer is no correct rounding to three figures or more; the first that matches counts. Invalid
    and coarse verdicts do not tell the truth, since the question is asked again.

    Args:
        answer: How it is read and compared.
        truth: The right answer.
        typed: A string as typed, or the JSON form of an answer.
        misconceptions: Wrong answers to recognise, the likeliest first.
        coarse_before: Whether this part was answered too coarsely before; then it is wrong now.

    Returns:
        The verdict, with a sentence or two for the learner.
    """
    try:
        value = answer.read(typed)
    except InvalidAnswer as fault:
        return Verdict(Outcome.INVALID, _invalid(fault.message, answer.expects))

    right, given = answer.format(truth), answer.format(value)
    if answer.accepts(truth, value):
        return Verdict(Outcome.RIGHT, f"Right: {right}.", given=given, truth=right)

    coarse = answer.is_coarse(truth, value)
    # Who rounds the right answer to three figures must not be accused of a mistake that comes near.
    careful = coarse and answer.is_coarse(truth, value, _CAREFUL)
    for candidate in () if careful else misconceptions:
        if matches(answer, truth, value, candidate):
            feedback = f"{candidate.sentence} The answer is {right}, not {given}."
            return Verdict(Outcome.WRONG, feedback, candidate.id, given, right)

    if coarse and not coarse_before:
        return Verdict(
            Outcome.COARSE,
            f"{given} is right as far as it goes, but too coarse: type more digits.",
            given=given,
        )
    return Verdict(
        Outcome.WRONG, _wrong(answer, truth, value, coarse=coarse), given=given, truth=right
    )


def matches(answer: AnswerType, truth: Value, value: Value, candidate: Candidate) -> bool:
    """Whether the wrong `value` shows this misconception, which must itself be a wrong answer."""
    return not answer.accepts(truth, candidate.value) and answer.accepts(candidate.value, value)


def _invalid(message: str, expects: str) -> str:
    """Say what is wrong with the form, and what form is asked for unless that was said already."""
    return message if expects in message else f"{message} Asked for is {expects}."


def _wrong(answer: AnswerType, truth: Value, value: Value, *, coarse: bool) -> str:
    """Say what was understood, what is right, and how the two differ."""
    right, given = answer.format(truth), answer.format(value)
    if coarse:
        return f"Still too coarse: the answer is {right}, not {given}."
    difference = answer.feedback(truth, value)
    return f"Wrong: the answer is {right}, not {given}.{f' {difference}' if difference else ''}"
