"""Verdicts become grades; the worst part decides."""

import pytest

from quizlab.domain.grades import Grade, Outcome, Verdict
from quizlab.grading import grade_of, grade_of_points, misconception_of, outcome_of

RIGHT, WRONG = Verdict(Outcome.RIGHT), Verdict(Outcome.WRONG)
COARSE, INVALID = Verdict(Outcome.COARSE), Verdict(Outcome.INVALID)


@pytest.mark.parametrize(
    ("verdicts", "hints", "grade"),
    [
        ([RIGHT], 0, Grade.GOOD),
        ([RIGHT], 1, Grade.HARD),
        ([RIGHT, RIGHT], 3, Grade.HARD),
        ([WRONG], 0, Grade.AGAIN),
        ([WRONG], 2, Grade.AGAIN),
        ([RIGHT, WRONG, RIGHT], 0, Grade.AGAIN),
    ],
)
def test_the_worst_part_grades_and_a_hint_makes_it_hard(verdicts, hints, grade):
    assert grade_of(verdicts, hints) is grade


@pytest.mark.parametrize("verdict", [COARSE, INVALID])
def test_what_is_asked_again_has_no_grade(verdict):
    with pytest.raises(ValueError, match="asked again"):
        grade_of([WRONG, verdict], 0)


def test_no_verdict_is_no_grade():
    with pytest.raises(ValueError, match="self-graded"):
        grade_of([], 0)


def test_asking_again_comes_before_wrong():
    assert outcome_of([RIGHT, WRONG]) is Outcome.WRONG
    assert outcome_of([COARSE, WRONG]) is Outcome.COARSE
    assert outcome_of([COARSE, INVALID, WRONG]) is Outcome.INVALID


@pytest.mark.parametrize(
    ("named", "points", "grade"),
    [(3, 3, Grade.GOOD), (2, 3, Grade.HARD), (2, 4, Grade.HARD), (1, 3, Grade.AGAIN)],
)
def test_a_checklist_suggests_a_grade_but_never_easy(named, points, grade):
    assert grade_of_points(named, points) is grade


@pytest.mark.parametrize(("named", "points"), [(0, 0), (4, 3), (-1, 3)])
def test_impossible_checklists_are_refused(named, points):
    with pytest.raises(ValueError, match=f"got {named} of {points} points"):
        grade_of_points(named, points)


@pytest.mark.parametrize(
    ("shown", "named"),
    [
        ([], None),
        ([None, None], None),
        ([None, "late"], "late"),
        (["early", "late"], "early"),
        (["early", "late", None, "late"], "late"),
    ],
)
def test_an_answer_shows_the_mistake_that_explains_most_of_its_parts(shown, named):
    verdicts = [Verdict(Outcome.WRONG, misconception=name) for name in shown]
    assert misconception_of(verdicts) == named
