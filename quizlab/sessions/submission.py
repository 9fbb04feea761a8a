"""What became of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.domain.grades import Grade, Verdict


@dataclass(frozen=True, slots=True)
class Submission:
    """What became of an answer.

    Attributes:
        verdicts: By part; parts that the learner grades herself are not among them.
        recorded: Whether the answer is stored; else it may be given again.
        number: Reviews that this session has stored.
        grade: The grade so far, None when nothing is recorded.
        to_grade: Whether the learner still has to grade a part herself.
    """

    verdicts: Mapping[str, Verdict]
    recorded: bool
    number: int
    grade: Grade | None = None
    to_grade: bool = False
