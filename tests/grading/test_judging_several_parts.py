"""Parts are submitted together: the likeliest single mistake, open parts, what is asked again."""

from dataclasses import dataclass

import pytest

from quizlab.domain.grades import Grade, Outcome
from quizlab.grading import Candidate, Carry, grade_of, judge_parts, outcome_of
from quizlab.verify import AnswerType, Count, Fault, Real, Value


@dataclass(frozen=True)
class Key:
    name: str
    answer: AnswerType
    truth: Value
    candidates: tuple[Candidate, ...] = ()
    carry: Carry | None = None


KEYS = (
    Key(
        "moment",
        Real(),
        0.2,
        (Candidate("swapped", 1.8, "Swapped."), Candidate("plain", 2.0, "Plain.")),
    ),
    Key(
        "update",
        Real(),
        0.1,
        (Candidate("plain", 0.4, "Plain."), Candidate("swapped", 0.4, "Swapped.")),
    ),
    Key("steps", Count(), 2),
)


def test_a_mistake_in_several_parts_is_explained_once():
    verdicts = judge_parts(KEYS, {"moment": "1.8", "update": "0.4", "steps": "2"})
    assert verdicts["moment"].feedback == "Swapped. The answer is 0.2, not 1.8."
    assert verdicts["update"].feedback == "The same mistake: the answer is 0.1, not 0.4."
    assert verdicts["update"].misconception == "swapped"


def test_of_mistakes_that_explain_as_much_the_least_contradicted_counts():
    # Both give the 4 that was typed; "early" would have made another sum, too.
    keys = (
        Key("sum", Real(), 3.0, (Candidate("early", 5.0, "Early."),)),
        Key("mean", Real(), 1.0, (Candidate("early", 4.0, "E."), Candidate("late", 4.0, "L."))),
    )
    assert judge_parts(keys, {"sum": "3", "mean": "4"})["mean"].misconception == "late"
    assert judge_parts(keys, {"sum": "5", "mean": "4"})["mean"].misconception == "early"


def test_every_part_gets_a_verdict_in_the_order_of_the_question():
    verdicts = judge_parts(KEYS, {"steps": "2", "update": "0.1", "moment": "0.2"})
    assert list(verdicts) == ["moment", "update", "steps"]
    assert outcome_of(tuple(verdicts.values())) is Outcome.RIGHT


def test_one_mistake_that_explains_several_parts_is_preferred():
    verdicts = judge_parts(KEYS, {"moment": "1.8", "update": "0.4", "steps": "2"})
    assert [v.misconception for v in verdicts.values()] == ["swapped", "swapped", None]
    verdicts = judge_parts(KEYS, {"moment": "0.2", "update": "0.4", "steps": "2"})
    assert verdicts["update"].misconception == "plain"


def test_a_part_left_open_beside_others_is_wrong_and_told():
    verdicts = judge_parts(KEYS, {"moment": "0.2", "update": "  "})
    assert verdicts["update"].outcome is verdicts["steps"].outcome is Outcome.WRONG
    assert verdicts["steps"].feedback == "Left open: the answer is 2."
    assert grade_of(tuple(verdicts.values()), 0) is Grade.AGAIN


@pytest.mark.parametrize("typed", [{}, {"moment": "", "update": " ", "steps": None}])
def test_an_empty_answer_is_asked_again(typed):
    verdicts = judge_parts(KEYS, typed)
    assert {v.outcome for v in verdicts.values()} == {Outcome.INVALID}


def test_one_invalid_part_has_the_whole_answer_asked_again():
    verdicts = judge_parts(KEYS, {"moment": "abc", "update": "9", "steps": "2"})
    assert outcome_of(tuple(verdicts.values())) is Outcome.INVALID


def test_coarseness_is_remembered_by_part():
    keys = (Key("a", Real(relative=0.001), 0.12345), Key("b", Real(relative=0.001), 0.12345))
    typed = {"a": "0.12", "b": "0.12"}
    verdicts = judge_parts(keys, typed, coarse_before={"a"})
    assert verdicts["a"].outcome is Outcome.WRONG
    assert verdicts["b"].outcome is Outcome.COARSE


def test_json_answers_by_part_are_judged_as_they_are():
    verdicts = judge_parts(KEYS, {"moment": 0.2, "update": 0.1, "steps": 2})
    assert outcome_of(tuple(verdicts.values())) is Outcome.RIGHT


def test_a_part_that_does_not_exist_is_refused_by_name():
    with pytest.raises(Fault, match="no such part; there are moment, update, steps") as caught:
        judge_parts(KEYS, {"weight": "1"})
    assert (caught.value.code, caught.value.parameter) == ("answer", "weight")
