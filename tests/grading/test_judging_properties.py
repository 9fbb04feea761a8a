"""What holds for every answer: the order of verdicts, and what is recorded nowhere."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab.domain.grades import Grade, Outcome
from quizlab.grading import Candidate, grade_of, judge
from quizlab.verify import Count, InvalidAnswer, Real

counts = st.integers(0, 5000)
reals = st.one_of(
    st.just(0.0),
    st.floats(-1e6, 1e6, allow_subnormal=False).filter(lambda x: x == 0 or abs(x) > 1e-9),
)
texts = st.one_of(
    st.text(max_size=30),
    st.integers(-5000, 5000).map(str),
    st.floats(-1e6, 1e6).map(repr),
    st.sampled_from(["1e-3", "1/3", "2^10", "25.6M", "≈ 3", "−2", "1 000", "1_000", "inf"]),
)


def candidates(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(
        st.builds(Candidate, st.sampled_from("abc"), values, st.just("A sentence.")), max_size=4
    )


@given(truth=counts, typed=texts, wrong=candidates(counts), before=st.booleans())
def test_a_misconception_never_beats_right_in_counts(truth, typed, wrong, before):
    precedence_holds(Count(), truth, typed, wrong, before=before)


@given(truth=reals, typed=texts, wrong=candidates(reals), before=st.booleans())
def test_a_misconception_never_beats_right_in_reals(truth, typed, wrong, before):
    precedence_holds(Real(relative=0.01, floor=1e-6), truth, typed, wrong, before=before)


def precedence_holds(answer, truth, typed, wrong, *, before):
    verdict = judge(answer, truth, typed, wrong, coarse_before=before)
    try:
        value = answer.parse(typed)
    except InvalidAnswer:
        assert verdict.outcome is Outcome.INVALID
        assert verdict.misconception is None
        assert verdict.feedback
        return
    assert verdict.given
    assert verdict.feedback
    if answer.accepts(truth, value):
        assert verdict.outcome is Outcome.RIGHT
        assert verdict.misconception is None
    elif verdict.misconception:
        assert verdict.outcome is Outcome.WRONG
        blamed = [c for c in wrong if c.id == verdict.misconception]
        assert any(answer.accepts(c.value, value) for c in blamed)
        assert any(not answer.accepts(truth, c.value) for c in blamed)
    else:
        assert verdict.outcome in (Outcome.WRONG, Outcome.COARSE)
    if before:
        assert verdict.outcome is not Outcome.COARSE


@given(truth=reals)
def test_the_formatted_truth_is_right(truth):
    answer = Real(relative=0.01)
    assert judge(answer, truth, answer.format(truth)).outcome is Outcome.RIGHT


@given(
    truth=reals,
    relative=st.sampled_from([0.0, 0.001, 0.01, 0.1]),
    floor=st.sampled_from([0.0, 1e-6, 1e-3]),
    share=st.fractions(-3, 3, max_denominator=64),
)
def test_the_tolerance_is_the_larger_of_share_and_floor(truth, relative, floor, share):
    exact = Fraction(repr(truth))
    limit = max(Fraction(repr(relative)) * abs(exact), Fraction(repr(floor)))
    value = exact + share * limit
    typed = f"{value.numerator}/{value.denominator}"
    if len(typed) > 80:
        return
    verdict = judge(Real(relative=relative, floor=floor), truth, typed, coarse_before=True)
    assert (verdict.outcome is Outcome.RIGHT) == (abs(share) <= 1 or limit == 0)


@given(truth=counts, typed=texts, hints=st.integers(0, 5))
def test_only_right_and_wrong_answers_have_a_grade(truth, typed, hints):
    verdict = judge(Count(), truth, typed)
    if verdict.outcome is Outcome.RIGHT:
        assert grade_of([verdict], hints) is (Grade.HARD if hints else Grade.GOOD)
    elif verdict.outcome is Outcome.WRONG:
        assert grade_of([verdict], hints) is Grade.AGAIN
    else:
        with pytest.raises(ValueError, match="asked again"):
            grade_of([verdict], hints)
