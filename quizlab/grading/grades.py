"""From verdicts to an FSRS grade."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from quizlab.domain.grades import Grade, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.domain.grades import Verdict

# What is asked again comes first: then nothing is recorded, however wrong another part is.
_WORST_FIRST = (Outcome.INVALID, Outcome.COARSE, Outcome.WRONG, Outcome.RIGHT)


def outcome_of(verdicts: Sequence[Verdict]) -> Outcome:
    """Return the outcome of an answer of several parts: the worst decides.

    Raises:
        ValueError: There are no verdicts.
    """
    if not verdicts:
        raise ValueError("got no verdicts; a purely self-graded answer has no outcome")
    return min((verdict.outcome for verdict in verdicts), key=_WORST_FIRST.index)


def misconception_of(verdicts: Sequence[Verdict]) -> str | None:
    """Return the misconception that explains most parts of an answer, the first of several."""
    shown = Counter(verdict.misconception for verdict in verdicts if verdict.misconception)
    return next((name for name, _ in shown.most_common(1)), None)


def grade_of(verdicts: Sequence[Verdict], hints: int) -> Grade:
    """Return the grade of a recorded answer: Again when a part is wrong, else Hard or Good.

    Easy is the learner's own key only.

    Args:
        verdicts: One for each part, right or wrong.
        hints: How many hints were shown before the answer.

    Raises:
        ValueError: A part is invalid or coarse, so the answer is asked again and has no grade;
            or there are no verdicts.
    """
    outcome = outcome_of(verdicts)
    if outcome in (Outcome.INVALID, Outcome.COARSE):
        raise ValueError(f"got an {outcome} part; the question is asked again and has no grade")
    if outcome is Outcome.WRONG:
        return Grade.AGAIN
    return Grade.HARD if hints > 0 else Grade.GOOD


def grade_of_points(named: int, points: int) -> Grade:
    """Suggest a grade for a self-graded answer by its checklist: all, half, or fewer points.

    Args:
        named: How many points the learner ticked.
        points: How many there are, at least 1.

    Raises:
        ValueError: There are no points, or more are named than there are.
    """
    if points < 1 or not 0 <= named <= points:
        raise ValueError(f"got {named} of {points} points; needed are 0 to all of at least one")
    if named == points:
        return Grade.GOOD
    return Grade.HARD if 2 * named >= points else Grade.AGAIN
