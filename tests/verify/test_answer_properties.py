"""Properties of answer types: what is shown is accepted, what is typed never breaks anything."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from quizlab.verify import (
    ChoiceOf,
    Count,
    InvalidAnswer,
    OrderOf,
    Real,
    Shape,
    TextOf,
    Vector,
    comparable,
)

PARAMETERS = 25_557_032
ROUNDED = Count(magnitudes=True)
TOLERANT = Count(magnitudes=True, tolerance=0.005)


FINITE = st.floats(allow_nan=False, allow_infinity=False)
REALS = st.builds(
    Real,
    st.sampled_from([0.0, 1e-6, 0.001, 0.01, 0.2]),
    st.sampled_from([0.0, 1e-9, 0.5]),
    st.booleans(),
)


@given(REALS, FINITE)
def test_a_formatted_real_is_accepted(kind, truth):
    if kind.percent and abs(truth) > 1e300:
        truth = 1.0
    assert kind.accepts(truth, kind.parse(kind.format(truth)))
    assert kind.accepts(truth, kind.read(kind.plain(truth)))


@given(st.sampled_from([Count(), ROUNDED, TOLERANT]), st.integers(-(10**15), 10**15))
def test_a_formatted_count_is_accepted(kind, truth):
    assert kind.accepts(truth, kind.parse(kind.format(truth)))
    assert kind.accepts(truth, kind.read(kind.plain(truth)))


@given(st.lists(st.integers(0, 10**9), max_size=6).map(tuple))
def test_a_formatted_shape_is_accepted(truth):
    assert Shape().accepts(truth, Shape().parse(Shape().format(truth)))
    assert Shape().accepts(truth, Shape().read(Shape().plain(truth)))


@given(
    st.lists(st.lists(FINITE, min_size=3, max_size=3).map(tuple), min_size=1, max_size=4).map(tuple)
)
def test_a_formatted_matrix_is_accepted_nested_and_row_by_row(truth):
    kind = Vector()
    flat = tuple(number for row in truth for number in row)
    assert kind.accepts(truth, kind.parse(kind.format(truth)))
    assert kind.accepts(truth, kind.read(kind.plain(truth)))
    assert kind.accepts(truth, kind.parse(kind.format(flat)))


@given(st.permutations(["a", "b", "c", "d"]))
def test_a_formatted_order_is_accepted(order):
    kind = OrderOf(("a", "b", "c", "d"))
    assert kind.accepts(tuple(order), kind.parse(kind.format(tuple(order))))


@given(st.text(max_size=40), st.booleans())
def test_comparing_text_is_settled_after_one_pass(text, code):
    once = comparable(text, code=code)
    assert comparable(once, code=code) == once


def read_or_none(kind, raw):
    """Return the answer, None where it is invalid; anything else that is raised fails a test."""
    try:
        return kind.read(raw)
    except InvalidAnswer:
        return None


TYPES = st.sampled_from(
    [
        (Count(), 3),
        (ROUNDED, PARAMETERS),
        (TOLERANT, PARAMETERS),
        (Real(0.01, percent=True, magnitudes=True), 0.25),
        (Shape(), (3, 4)),
        (Vector(), ((1, 2), (3, 4))),
        (ChoiceOf(("a", "b", "c"), many=True), ("a",)),
        (ChoiceOf(("a", "max pool")), "a"),
        (OrderOf(("a", "b", "c")), ("c", "b", "a")),
        (TextOf(numeric=True), "0.9"),
        (TextOf(code=True), ("x", "1")),
    ]
)
ANSWERISH = st.text(
    st.sampled_from("0123456789.,;eE+-/^x×*%kMG ()[]≈²½①٣abc>torch.Size"), max_size=40
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=2)
    ),
    max_leaves=10,
)


@given(TYPES, st.one_of(ANSWERISH, st.text(), JSON))
def test_whatever_is_answered_is_compared_or_invalid(case, raw):
    kind, truth = case
    value = read_or_none(kind, raw)
    if value is not None:
        right = kind.accepts(truth, value)
        assert not (right and kind.is_coarse(truth, value))
        assert kind.format(value) or isinstance(kind, ChoiceOf)
        assert isinstance(kind.feedback(truth, value), str)
        kind.plain(value)


@given(st.floats(1e-6, 1e6), st.sampled_from([1e-4, 0.01, 0.3]), st.integers(2, 8))
def test_real_accepts_what_exact_arithmetic_accepts(truth, relative, figures):
    kind = Real(relative)
    value = kind.parse(f"{truth:.{figures - 1}e}")
    exact_truth, exact_relative = Fraction(repr(truth)), Fraction(repr(relative))
    assert kind.accepts(truth, value) is (
        abs(Fraction(value) - exact_truth) <= exact_relative * exact_truth
    )
    assert kind.accepts(truth, float(value)) is kind.accepts(truth, value)
    # What is correctly rounded and not near enough is coarse.
    assert kind.accepts(truth, value) or kind.is_coarse(truth, value)
