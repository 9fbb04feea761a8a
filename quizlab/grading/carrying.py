"""Error carried forward: a later part is graded on what follows from the learner's earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab.domain.grades import Outcome, Verdict
from quizlab.grading.judging import judge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from quizlab.verify import AnswerType, Value


@dataclass(frozen=True, slots=True)
class Carry:
    """How a part follows from earlier ones.

    Attributes:
        builds_on: Names of these parts, with what the learner sees of each.
        follow: What the part is, given values for them; None where nothing follows.
    """

    builds_on: Mapping[str, str]
    follow: Callable[[Mapping[str, Value]], Value | None]


def judge_carried(
    carry: Carry,
    answer: AnswerType,
    typed: object,
    earlier: Mapping[str, Value],
    verdict: Verdict,
    *,
    coarse_before: bool = False,
) -> Verdict:
    """Judge a part again on the learner's own earlier answers.

    Args:
        carry: How the part follows.
        answer: How it is read and compared.
        typed: What was typed for it.
        earlier: What the learner answered to the parts before, as read; open ones are missing.
        verdict: What it was worth on the right earlier parts: wrong or coarse.
        coarse_before: Whether this part was answered too coarsely before.

    Returns:
        `verdict`, unless the answer is right on her own earlier ones, or right but coarse where it
        shows no mistake.
    """
    if any(name not in earlier for name in carry.builds_on):
        return verdict
    own = carry.follow(earlier)
    if own is None:
        return verdict
    again = judge(answer, own, typed, coarse_before=coarse_before)
    if again.outcome is Outcome.COARSE and verdict.misconception is None:
        return again
    if again.outcome is not Outcome.RIGHT:
        return verdict
    names = list(carry.builds_on.values())
    listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    right = verdict.truth
    told = f"; the right answer is {right}" if right else ""
    return Verdict(
        Outcome.RIGHT,
        f"Right: {again.given} follows from your own {listed}{told}.",
        given=again.given,
        truth=right,
        carried=True,
    )
