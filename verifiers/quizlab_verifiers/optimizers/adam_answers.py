"""What is asked after some steps of Adam or AdamW, and the answers by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Real

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab_verifiers.maths.adamw import AdamW
    from quizlab_verifiers.maths.optimizers import Adam

Answers = dict[str, float]


def parts(update: str) -> tuple[AnswerPart, ...]:
    """Return the parts; the update is called `update`."""
    # Rounding alone can leave a few 1e-17 where a moment is 0; the floors take that in. The weight
    # is held tighter, since most of it was there before the step.
    tight = Real(relative=0.01, floor=1e-12)
    return (
        AnswerPart("first-moment", tight, "first moment"),
        AnswerPart("second-moment", tight, "second moment"),
        AnswerPart("update", tight, update, builds_on=("first-moment", "second-moment")),
        AnswerPart("weight", Real(relative=0.001, floor=1e-9), "weight", builds_on=("update",)),
    )


def named(last: Adam | AdamW) -> Answers:
    """Return all answers, from where the last step leads."""
    return {
        "first-moment": last.m,
        "second-moment": last.v,
        "update": last.update,
        "weight": last.w,
    }


def of_last(steps: Sequence[Adam] | None, *names: str) -> Answers | None:
    """Return those of the answers that a mistake touches, None where there are no steps."""
    if steps is None:
        return None
    answers = named(steps[-1])
    return {name: answers[name] for name in names or answers}
