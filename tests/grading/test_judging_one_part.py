"""Invalid, right, misconception, coarse, wrong: in this order, and said so that one can learn."""

import pytest

from quizlab.domain.grades import Outcome
from quizlab.grading import Candidate, judge
from quizlab.verify import ChoiceOf, Count, OrderOf, Real, Shape, TextOf, Vector

CEIL = Candidate("ceil", 57, "You rounded up.")


def test_a_right_answer_is_confirmed_with_the_answer():
    verdict = judge(Count(), 56, " 56 ", [CEIL])
    assert verdict.outcome is Outcome.RIGHT
    assert verdict.feedback == "Right: 56."
    assert (verdict.given, verdict.truth, verdict.misconception) == ("56", "56", None)


def test_a_recognised_mistake_is_named_and_put_right():
    verdict = judge(Count(), 56, "57", [CEIL])
    assert verdict.outcome is Outcome.WRONG
    assert verdict.misconception == "ceil"
    assert verdict.feedback == "You rounded up. The answer is 56, not 57."


def test_a_wrong_answer_is_told_what_was_understood_and_what_is_right():
    verdict = judge(Count(), 1024, "2^11")
    assert verdict.outcome is Outcome.WRONG
    assert verdict.given == "2,048"
    assert verdict.feedback.startswith("Wrong: the answer is 1,024, not 2,048.")


@pytest.mark.parametrize(
    ("answer", "truth", "typed"),
    [
        (Count(), 56, "abc"),
        (Count(), 56, ""),
        (Count(), 56, "56.5"),
        (Count(), 1500, "1,5"),
        (Count(), 100, "10²"),
        (Real(), 0.5, "nan"),
        (Real(), 0.5, "0,5"),
        (Shape(), (3, 4), "3x"),
        (ChoiceOf(("a", "b")), "a", "c"),
        (OrderOf(("a", "b")), ("a", "b"), "a"),
        (Count(), 56, None),
        (Count(), 56, [56]),
    ],
    ids=str,
)
def test_what_says_nothing_is_asked_again_and_told_what_is_expected(answer, truth, typed):
    verdict = judge(answer, truth, typed)
    assert verdict.outcome is Outcome.INVALID
    assert answer.expects in verdict.feedback
    assert verdict.given == verdict.truth == ""
    assert verdict.misconception is None


def test_a_json_answer_is_judged_like_a_typed_one():
    assert judge(Count(), 56, 56).outcome is Outcome.RIGHT
    assert judge(Shape(), (3, 4), [3, 4]).outcome is Outcome.RIGHT
    assert judge(OrderOf(("a", "b")), ("a", "b"), ["b", "a"]).outcome is Outcome.WRONG


def test_a_rounded_answer_is_asked_once_for_more_and_then_wrong():
    answer, truth = Real(relative=0.001), 0.052632
    first = judge(answer, truth, "0.053")
    assert first.outcome is Outcome.COARSE
    assert "more digits" in first.feedback
    assert truth_is_hidden(first)
    second = judge(answer, truth, "0.053", coarse_before=True)
    assert second.outcome is Outcome.WRONG
    assert second.feedback.startswith("Still too coarse: the answer is 0.05263")
    assert judge(answer, truth, "0.0526", coarse_before=True).outcome is Outcome.RIGHT


def truth_is_hidden(verdict: object) -> bool:
    return verdict.truth == "" and "0.0526" not in verdict.feedback


def test_a_count_with_magnitudes_needs_three_figures():
    answer = Count(magnitudes=True)
    assert judge(answer, 25_557_032, "25.6M").outcome is Outcome.RIGHT
    assert judge(answer, 25_557_032, "26M").outcome is Outcome.COARSE
    assert judge(answer, 25_557_032, "26M", coarse_before=True).outcome is Outcome.WRONG
    assert judge(answer, 25_557_032, "30M").outcome is Outcome.WRONG


def test_a_misconception_comes_before_coarseness():
    # 0.053 is both the truth to two figures and just what the wrong formula gives.
    wrong = Candidate("no-correction", 0.053, "You forgot the correction.")
    verdict = judge(Real(relative=0.001), 0.052632, "0.053", [wrong])
    assert verdict.misconception == "no-correction"


def test_being_right_comes_before_a_misconception():
    same = Candidate("same", 56, "This says the same number.")
    assert judge(Count(), 56, "56", [same]).outcome is Outcome.RIGHT


def test_a_misconception_that_would_be_graded_as_right_is_not_blamed():
    # 1.005 lies within 1 % of the truth, so who types 1.012 did not show that mistake.
    near = Candidate("near", 1.005, "You used the near formula.")
    verdict = judge(Real(relative=0.01), 1.0, "1.012", [near])
    assert verdict.outcome is Outcome.WRONG
    assert verdict.misconception is None


def test_the_first_of_several_matching_misconceptions_counts():
    other = Candidate("other", 57, "Another road to 57.")
    assert judge(Count(), 56, "57", [other, CEIL]).misconception == "other"


def test_at_zero_only_the_floor_is_tolerance():
    assert judge(Real(relative=0.5), 0.0, "0.0001").outcome is Outcome.WRONG
    assert judge(Real(relative=0.5), 0.0, "0").outcome is Outcome.RIGHT
    assert judge(Real(relative=0.01, floor=1e-3), 0.0, "0.001").outcome is Outcome.RIGHT
    assert judge(Real(relative=0.01, floor=1e-3), 0.0, "0.0011").outcome is Outcome.WRONG
    assert judge(Real(relative=0.01, floor=1e-3), 0.0, "-0.001").outcome is Outcome.RIGHT


def test_a_shape_is_judged_axis_by_axis():
    verdict = judge(Shape(), (64, 56, 56), "64x55x56")
    assert verdict.feedback.startswith("Wrong: the answer is 64x56x56, not 64x55x56.")
    assert "axis 1 is 56, not 55" in verdict.feedback


def test_a_vector_is_judged_by_its_numbers():
    assert judge(Vector(), (0.5, 1.0), "0.5, 1").outcome is Outcome.RIGHT
    assert judge(Vector(), (0.5, 1.0), "1, 0.5").outcome is Outcome.WRONG


def test_one_ticked_option_is_one_key_and_several_are_exactly_those():
    one = ChoiceOf(("a", "b", "c"))
    assert judge(one, "b", "B").outcome is Outcome.RIGHT
    assert judge(one, "b", "a").outcome is Outcome.WRONG
    several = ChoiceOf(("a", "b", "c"), many=True)
    assert judge(several, ("a", "c"), "c a").outcome is Outcome.RIGHT
    for typed in ("a", "a b", "a b c"):
        assert judge(several, ("a", "c"), typed).outcome is Outcome.WRONG
    verdict = judge(several, ("a", "c"), "a b")
    assert verdict.feedback.startswith("Wrong: the answer is a, c, not a, b.")


def test_an_order_is_told_the_first_place_that_differs():
    verdict = judge(OrderOf(("a", "b", "c", "d")), ("a", "b", "c", "d"), "a b d c")
    assert verdict.outcome is Outcome.WRONG
    assert "Right up to place 2." in verdict.feedback


def test_a_blank_ignores_case_and_a_numeric_one_is_an_exact_number():
    assert judge(TextOf(), ("Batch norm",), "batch  NORM").outcome is Outcome.RIGHT
    assert judge(TextOf(), ("0.9",), "9/10").outcome is Outcome.RIGHT
    assert judge(TextOf(), ("0.9",), ".90").outcome is Outcome.RIGHT
    assert judge(TextOf(), ("0.9",), "0.899").outcome is Outcome.WRONG


def test_a_blank_in_code_keeps_case_and_ignores_white_space():
    code = TextOf(code=True)
    assert judge(code, ("std::move(p)",), "std::move( p )").outcome is Outcome.RIGHT
    assert judge(code, ("std::move(p)",), "std::Move(p)").outcome is Outcome.WRONG


def test_any_accepted_text_is_right_and_the_first_is_shown():
    verdict = judge(TextOf(), ("inverted", "scaled"), "nothing")
    assert verdict.feedback.startswith("Wrong: the answer is inverted, not nothing.")
    assert judge(TextOf(), ("inverted", "scaled"), "Scaled").outcome is Outcome.RIGHT


@pytest.mark.parametrize(
    ("typed", "outcome", "misconception"),
    [
        ("1.93", Outcome.COARSE, None),  # 1.925 to three figures
        ("1.9", Outcome.WRONG, "near"),  # two figures say too little
        ("1.9298", Outcome.WRONG, "near"),
        ("1.931", Outcome.WRONG, "near"),  # no rounding of 1.925
    ],
)
def test_a_careful_rounding_is_not_taken_for_a_mistake_that_comes_near(
    typed, outcome, misconception
):
    near = Candidate("near", 1.9298, "You took another path.")
    # What the mistake accepts is wider than what is right, as where 1.9 could mean either.
    answer = Real(relative=0.001)
    wide = Candidate("near", 1.9, "You took another path.")
    candidates = (near, wide) if typed == "1.9" else (near,)
    verdict = judge(answer, 1.925, typed, candidates)
    assert (verdict.outcome, verdict.misconception) == (outcome, misconception)


@pytest.mark.parametrize(
    ("answer", "truth", "near", "typed"),
    [
        (Real(), 1925.0, 1900.0, "1900"),
        (Count(magnitudes=True), 1_925_000, 1_900_000, "1,900,000"),
        (Count(magnitudes=True), 1_925_000, 1_900_000, "1.9M"),
    ],
)
def test_zeros_at_the_end_of_a_mistake_are_no_careful_rounding(answer, truth, near, typed):
    verdict = judge(answer, truth, typed, (Candidate("near", near, "You took another path."),))
    assert (verdict.outcome, verdict.misconception) == (Outcome.WRONG, "near")


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("[1.93, 2]", Outcome.COARSE),  # 1.925 to three figures; 2 is right
        ("[1.9298, 2]", Outcome.WRONG),
        ("[1.93, 2.5]", Outcome.WRONG),
    ],
)
def test_a_vector_may_be_rounded_carefully_too(typed, outcome):
    near = Candidate("near", (1.9298, 2.0), "You took another path.")
    assert judge(Vector(relative=0.001), (1.925, 2.0), typed, (near,)).outcome is outcome
