"""From a typed answer to a verdict, from verdicts to a grade."""

from typing import TYPE_CHECKING

from quizlab.domain.lazily import exports

if TYPE_CHECKING:
    from quizlab.grading.carrying import Carry
    from quizlab.grading.grades import grade_of, grade_of_points, misconception_of, outcome_of
    from quizlab.grading.judging import Candidate, judge
    from quizlab.grading.misconceptions import CURED_AFTER, open_misconceptions
    from quizlab.grading.parts import Key, judge_parts

__getattr__ = exports(
    __name__,
    {
        "carrying": "Carry",
        "grades": "grade_of grade_of_points misconception_of outcome_of",
        "judging": "Candidate judge",
        "misconceptions": "CURED_AFTER open_misconceptions",
        "parts": "Key judge_parts",
    },
)

__all__ = [
    "CURED_AFTER",
    "Candidate",
    "Carry",
    "Key",
    "grade_of",
    "grade_of_points",
    "judge",
    "judge_parts",
    "misconception_of",
    "open_misconceptions",
    "outcome_of",
]
