"""Error carried forward: part two is graded on the learner's own part one."""

from dataclasses import dataclass

import pytest

from quizlab.domain.grades import Grade, Outcome
from quizlab.grading import Candidate, Carry, grade_of, judge_parts
from quizlab.verify import AnswerType, Real, Value


@dataclass(frozen=True)
class Key:
    name: str
    answer: AnswerType
    truth: Value
    candidates: tuple[Candidate, ...] = ()
    carry: Carry | None = None


def reciprocal(earlier):
    first = float(earlier["first-step"])
    return None if first == 0 else 1 / first


# The first step is 4, the second its reciprocal, the third twice the second.
KEYS = (
    Key("first-step", Real(), 4.0, (Candidate("halved", 2.0, "You halved."),)),
    Key(
        "second",
        Real(),
        0.25,
        (Candidate("same", 4.0, "You took it as it is."),),
        Carry({"first-step": "first step"}, reciprocal),
    ),
    Key(
        "third",
        Real(),
        0.5,
        (),
        Carry({"second": "second"}, lambda earlier: 2 * float(earlier["second"])),
    ),
)


def test_what_follows_from_a_wrong_part_is_right_and_says_so():
    verdicts = judge_parts(KEYS, {"first-step": "2", "second": "0.5", "third": "1"})
    outcomes = [v.outcome for v in verdicts.values()]
    assert outcomes == [Outcome.WRONG, Outcome.RIGHT, Outcome.RIGHT]
    assert [v.carried for v in verdicts.values()] == [False, True, True]
    assert (
        verdicts["second"].feedback
        == "Right: 0.5 follows from your own first step; the right answer is 0.25."
    )
    assert verdicts["first-step"].misconception == "halved"
    assert grade_of(tuple(verdicts.values()), 0) is Grade.AGAIN


def test_a_second_mistake_is_wrong_on_the_learners_own_part_too():
    verdicts = judge_parts(KEYS, {"first-step": "2", "second": "4", "third": "7"})
    assert [v.outcome for v in verdicts.values()] == [Outcome.WRONG] * 3
    assert verdicts["second"].misconception == "same"
    assert not any(v.carried for v in verdicts.values())


def test_the_truth_is_right_even_after_a_wrong_part():
    verdicts = judge_parts(KEYS, {"first-step": "2", "second": "0.25", "third": "0.5"})
    assert verdicts["second"].outcome is Outcome.RIGHT
    assert not verdicts["second"].carried


def test_rounding_in_an_earlier_part_is_carried_forward_too():
    # 3.965 is right within 1 %. 0.2545 is 1.8 % off the truth, but 0.9 % off the 1 / 3.965 that follows.
    verdicts = judge_parts(KEYS, {"first-step": "3.965", "second": "0.2545", "third": "0.509"})
    assert [v.outcome for v in verdicts.values()] == [Outcome.RIGHT] * 3
    assert verdicts["second"].carried
    assert grade_of(tuple(verdicts.values()), 0) is Grade.GOOD


def test_too_coarse_on_the_own_part_is_asked_again_once():
    typed = {"first-step": "7", "second": "0.14", "third": "0.28"}
    assert judge_parts(KEYS, typed)["second"].outcome is Outcome.COARSE
    again = judge_parts(KEYS, typed, coarse_before={"second"})["second"]
    assert again.outcome is Outcome.WRONG


@pytest.mark.parametrize("first", ["", "0"], ids=["left open", "a division by zero"])
def test_where_nothing_follows_the_truth_alone_counts(first):
    verdicts = judge_parts(KEYS, {"first-step": first, "second": "0.5", "third": "1"})
    assert verdicts["second"].outcome is Outcome.WRONG
    assert verdicts["third"].carried


def test_a_mistake_comes_before_what_is_too_coarse_on_the_own_part():
    # 4.0 is 1 / 0.247 to two figures, and just what "same" gives.
    verdict = judge_parts(KEYS, {"first-step": "0.247", "second": "4.0", "third": "8"})["second"]
    assert (verdict.outcome, verdict.misconception) == (Outcome.WRONG, "same")
