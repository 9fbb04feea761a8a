"""Answer types: read, compare, show; each by what a learner would type."""

import math
from fractions import Fraction

import pytest
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


def grade(kind, truth, text):
    """Return what becomes of `text`, as grading orders it."""
    try:
        value = kind.parse(text)
    except InvalidAnswer:
        return "invalid"
    if kind.accepts(truth, value):
        return "right"
    return "coarse" if kind.is_coarse(truth, value) else "wrong"


@pytest.mark.parametrize(
    ("kind", "truth", "text", "outcome"),
    [
        (Count(), 112, "112", "right"),
        (Count(), 112, "1.12e2", "right"),
        (Count(), 112, "112.0", "right"),
        (Count(), 112, "113", "wrong"),
        (Count(), 112, "112.5", "invalid"),
        (Count(), 112, "110", "wrong"),
        (Count(), PARAMETERS, "25,557,032", "right"),
        (Count(), PARAMETERS, "25 557 032", "right"),
        (Count(), PARAMETERS, "25.6M", "invalid"),
        (Count(), PARAMETERS, "25600000", "wrong"),
        (Count(), -3, "−3", "right"),
        (ROUNDED, PARAMETERS, "25557032", "right"),
        (ROUNDED, PARAMETERS, "25.6M", "right"),
        (ROUNDED, PARAMETERS, "25.56M", "right"),
        (ROUNDED, PARAMETERS, "2.56e7", "right"),
        (ROUNDED, PARAMETERS, "2.56x10^7", "right"),
        (ROUNDED, PARAMETERS, "25600k", "right"),
        (ROUNDED, PARAMETERS, "25,600,000", "right"),
        (ROUNDED, PARAMETERS, "25.5M", "wrong"),
        (ROUNDED, PARAMETERS, "25.7M", "wrong"),
        (ROUNDED, PARAMETERS, "25557033", "wrong"),
        (ROUNDED, PARAMETERS, "26M", "coarse"),
        (ROUNDED, PARAMETERS, "26000000", "coarse"),
        (ROUNDED, PARAMETERS, "25M", "wrong"),
        (ROUNDED, PARAMETERS, "3e7", "wrong"),
        (ROUNDED, PARAMETERS, "25.5570325M", "invalid"),
        (ROUNDED, 12_000_000, "12M", "right"),
        (ROUNDED, 249_700_000, "250M", "right"),
        (TOLERANT, PARAMETERS, "25.5M", "right"),
        (TOLERANT, PARAMETERS, "25.4M", "wrong"),
        (TOLERANT, PARAMETERS, "26M", "coarse"),
        (Real(0.01), 1.0, "1.01", "right"),
        (Real(0.01), 1.0, "0.99", "right"),
        (Real(0.01), 1.0, "1.0100001", "wrong"),
        (Real(0.01), -1.0, "-1.01", "right"),
        (Real(0.01), 1 / 3, "1/3", "right"),
        (Real(0.01), 1 / 3, "0.33", "right"),
        (Real(0.001), 1 / 3, "0.33", "coarse"),
        (Real(0.001), 1 / 3, "0.34", "wrong"),
        (Real(0.001), 1 / 3, "0.3", "wrong"),
        (Real(0.001), 1234.0, "1200", "coarse"),
        (Real(0.001), 1234.0, "1000", "wrong"),
        (Real(0.001), 0.00125, "1.3e-3", "coarse"),
        (Real(0.001), 0.00125, "1.2e-3", "coarse"),
        (Real(0.0), 0.1, "0.1", "right"),
        (Real(0.0), 0.1, "1/10", "right"),
        (Real(0.0), 0.1, "0.10000001", "wrong"),
        (Real(0.01), 0.0, "0", "right"),
        (Real(0.01), 0.0, "1e-300", "wrong"),
        (Real(0.01, floor=1e-9), 0.0, "1e-9", "right"),
        (Real(0.01, floor=1e-9), 0.0, "1.1e-9", "wrong"),
        (Real(0.01, floor=0.1), 1.0, "1.1", "right"),
        (Real(0.01), 1.5, "1,5", "invalid"),
        (Real(0.01), 1.5, "abc", "invalid"),
        (Real(0.01), 0.125, "12.5%", "invalid"),
        (Real(0.01, percent=True), 0.125, "12.5%", "right"),
        (Real(0.01, percent=True), 0.125, "12.5 %", "right"),
        (Real(0.01, percent=True), 0.125, "0.125", "right"),
        (Real(0.01, percent=True), 0.125, "12.5", "wrong"),
        (Real(0.01, magnitudes=True), 4.1e9, "4.1G", "right"),
        (Shape(), (3, 224, 224), "3x224x224", "right"),
        (Shape(), (3, 224, 224), "(3, 224, 224)", "right"),
        (Shape(), (3, 224, 224), "[3,224,224]", "right"),
        (Shape(), (3, 224, 224), "torch.Size([3, 224, 224])", "right"),
        (Shape(), (3, 224, 224), "Size([3, 224, 224])", "right"),
        (Shape(), (3, 224, 224), "3 × 224 × 224", "right"),
        (Shape(), (3, 224, 224), "3*224*224", "right"),
        (Shape(), (3, 224, 224), "3 224 224", "right"),
        (Shape(), (3, 224, 224), "224x224x3", "wrong"),
        (Shape(), (3, 224, 224), "3x224", "wrong"),
        (Shape(), (3,), "(3,)", "right"),
        (Shape(), (3,), "3", "right"),
        (Shape(), (), "()", "right"),
        (Shape(), (3, 4), "(3, 4]", "invalid"),
        (Shape(), (3, 4), "3x", "invalid"),
        (Shape(), (3, 4), "3,4,", "right"),
        (Shape(), (3, 4), "axb", "invalid"),
        (Shape(), (1000,), "1,000", "invalid"),
        (Shape(), (3, 4), "3x-4", "invalid"),
        (Shape(), (3, 4), "3x4.5", "invalid"),
        (Vector(), (1.0, 2.5), "[1, 2.5]", "right"),
        (Vector(), (1.0, 2.5), "1 2.5", "right"),
        (Vector(), (1.0, 2.5), "1, 2.51", "right"),
        (Vector(), (1.0, 2.5), "(1; 2.5)", "right"),
        (Vector(), (1.0, 2.5), "2.5 1", "wrong"),
        (Vector(), (1.0, 2.5), "1 2.5 3", "wrong"),
        (Vector(), (0.5, 0.001), "1/2 1e-3", "right"),
        (Vector(), ((1, 2), (3, 4)), "[[1, 2], [3, 4]]", "right"),
        (Vector(), ((1, 2), (3, 4)), "[1, 2], [3, 4]", "right"),
        (Vector(), ((1, 2), (3, 4)), "1 2; 3 4", "right"),
        (Vector(), ((1, 2), (3, 4)), "[1 2; 3 4]", "right"),
        (Vector(), ((1, 2), (3, 4)), "1 2 3 4", "right"),
        (Vector(), ((1, 2, 3), (4, 5, 6)), "[[1, 2], [3, 4], [5, 6]]", "wrong"),
        (Vector(), ((1, 2), (3, 4)), "[[1, 2], [3]]", "invalid"),
        (Vector(), ((1, 2), (3, 4)), "[[1, 2], [3, 4]", "invalid"),
        (Vector(), (1, 2), "[]", "invalid"),
        (Vector(), (1, 2), "[[]]", "invalid"),
        (Vector(), (1, 2), "[[1, 2] 3]", "invalid"),
        (Vector(), (1, 2), "1 " * 3000, "invalid"),
        (ChoiceOf(("a", "b", "c")), "b", "B", "right"),
        (ChoiceOf(("a", "b", "c")), "b", "c", "wrong"),
        (ChoiceOf(("a", "b", "c")), "b", "d", "invalid"),
        (ChoiceOf(("a", "b", "c")), "b", "a b", "invalid"),
        (ChoiceOf(("max pool", "conv")), "max pool", "Max  Pool", "right"),
        (ChoiceOf(("a", "b", "c"), many=True), ("a", "c"), "c, a", "right"),
        (ChoiceOf(("a", "b", "c"), many=True), ("a", "c"), "ca", "right"),
        (ChoiceOf(("a", "b", "c"), many=True), ("a", "c"), "a", "wrong"),
        (ChoiceOf(("a", "b", "c"), many=True), ("a", "c"), "a b c", "wrong"),
        (OrderOf(("a", "b", "c")), ("b", "a", "c"), "b a c", "right"),
        (OrderOf(("a", "b", "c")), ("b", "a", "c"), "b > a > c", "right"),
        (OrderOf(("a", "b", "c")), ("b", "a", "c"), "BAC", "right"),
        (OrderOf(("a", "b", "c")), ("b", "a", "c"), "b -> a → c", "right"),
        (OrderOf(("a", "b", "c")), ("b", "a", "c"), "a, b, c", "wrong"),
        (OrderOf(("a", "b", "c")), ("b", "a", "c"), "a, b", "invalid"),
        (OrderOf(("a", "b", "c")), ("b", "a", "c"), "a, b, c, c", "invalid"),
        (TextOf(), "Batch  norm", "batch norm", "right"),
        (TextOf(), "Batch norm", "batch\u00a0NORM", "right"),
        (TextOf(), "Straße", "STRASSE", "right"),
        (TextOf(), "batch norm", "batchnorm", "wrong"),
        (TextOf(), ("GAP", "global average pooling"), "Global average pooling", "right"),
        (TextOf(), "batch norm", "   ", "invalid"),
        (TextOf(), "0.9", ".90", "right"),
        (TextOf(), "0.9", "9/10", "right"),
        (TextOf(), "0.9", "0.91", "wrong"),
        (TextOf(), "0.9", "abc", "wrong"),
        (TextOf(numeric=True), "0.9", "abc", "invalid"),
        (TextOf(numeric=True), "1.5", "1,5", "invalid"),
        (TextOf(), "1e-8", "0.00000001", "right"),
        (TextOf(code=True), "std::move(p)", "std :: move( p )", "right"),
        (TextOf(code=True), "std::move(p)", "STD::move(p)", "wrong"),
        (TextOf(code=True), "[[0, 1], [0, 1]]", "[[0,1],\n[0,1]]", "right"),
    ],
    ids=ascii,
)
def test_an_answer_is_graded(kind, truth, text, outcome):
    assert grade(kind, truth, text) == outcome


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Count(), 112, 112),
        (Count(), 112.0, 112),
        (Count(), "1,000", 1000),
        (Real(), 0.5, Fraction(1, 2)),
        (Real(), 3, 3),
        (Shape(), [3, 224], (3, 224)),
        (Shape(), [], ()),
        (Vector(), [1, [2.5][0]], (1, Fraction(5, 2))),
        (Vector(), [[1, 2], [3, 4]], ((1, 2), (3, 4))),
        (ChoiceOf(("a", "b")), "A", "a"),
        (ChoiceOf(("a", "b"), many=True), ["b", "a"], ("a", "b")),
        (OrderOf(("a", "b")), ["b", "a"], ("b", "a")),
        (TextOf(), "x", "x"),
    ],
    ids=ascii,
)
def test_an_answer_is_read_from_json(kind, raw, value):
    assert kind.read(raw) == value


def test_a_json_number_in_magnitudes_has_the_figures_of_its_value():
    assert ROUNDED.accepts(PARAMETERS, ROUNDED.read(25.6e6))
    assert ROUNDED.accepts(PARAMETERS, ROUNDED.read(25_600_000))
    assert ROUNDED.is_coarse(PARAMETERS, ROUNDED.read(26e6))


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Count(), True),
        (Count(), None),
        (Count(), 1.5),
        (Count(), math.nan),
        (Count(), 10**5000),
        (Count(), [1]),
        (Real(), math.inf),
        (Real(), {}),
        (Shape(), 3),
        (Shape(), [3, "4"]),
        (Shape(), [3, True]),
        (Shape(), [-1]),
        (Shape(), [0] * 1000),
        (Vector(), 3),
        (Vector(), []),
        (Vector(), [[]]),
        (Vector(), [1, None]),
        (Vector(), [[1], [2, 3]]),
        (Vector(), [[[[[1]]]]]),
        (Vector(), [1] * 1000),
        (ChoiceOf(("a", "b")), ["a"]),
        (ChoiceOf(("a", "b"), many=True), 3),
        (ChoiceOf(("a", "b"), many=True), [["a"]]),
        (OrderOf(("a", "b")), {"a": 1}),
        (OrderOf(("a", "b")), ["a"] * 9),
        (TextOf(), 3),
    ],
    ids=lambda raw: repr(raw)[:30] if not isinstance(raw, int) else "int",
)
def test_json_that_is_no_answer_is_invalid(kind, raw):
    with pytest.raises(InvalidAnswer) as refusal:
        kind.read(raw)
    assert refusal.value.message


@pytest.mark.parametrize(
    ("kind", "truth", "text", "feedback"),
    [
        (Count(), 112, "113", "113 is 1 too many."),
        (Count(), 25_000, "24,000", "24,000 is 1,000 too few."),
        (Count(), 1, "1", ""),
        (Real(), 0.5, "0.55", "0.55 is 10% too high."),
        (Real(), 0.5, "-0.5", "The sign is wrong."),
        (Real(), 0.5, "100", "100 is far too high."),
        (Real(), 0.0, "-1", "-1 is too low: the answer is zero."),
        (Shape(), (3, 4), "3x4x5", "3 axes given, the shape has 2 axes."),
        (
            Shape(),
            (64, 112, 112),
            "112x112x64",
            "The sides are right, their order is not: 64x112x112.",
        ),
        (
            Shape(),
            (64, 112, 112),
            "64x111x112",
            "Counted from 0, axis 1 is 112, not 111, the others fit.",
        ),
        (Shape(), (64, 112), "1x2", "Counted from 0, axis 0 is 64, not 1; axis 1 is 112, not 2."),
        (Vector(), (1, 2, 3), "1 2", "2 given, 3 expected."),
        (Vector(), (1, 2, 3), "1 3 3", "Counted row by row, number 2 is 2, not 3."),
        (
            Vector(),
            ((1, 2, 3), (4, 5, 6)),
            "1 2;3 4;5 6",
            "The numbers are right, the rows are not.",
        ),
        (OrderOf(("a", "b", "c")), ("a", "b", "c"), "a c b", "Right up to place 1."),
        (OrderOf(("a", "b", "c")), ("a", "b", "c"), "b a c", "The first is wrong."),
        (TextOf(), "x", "y", ""),
    ],
)
def test_feedback_says_how_an_answer_differs(kind, truth, text, feedback):
    assert kind.feedback(truth, kind.parse(text)) == feedback


@pytest.mark.parametrize(
    ("kind", "expects"),
    [
        (Count(), "a whole number"),
        (ROUNDED, "a whole number, or rounded to at least 3 figures like 25.6M"),
        (Real(0.01), "a number, within 1%, zero exactly"),
        (Real(0.0), "a number, exactly"),
        (Real(0.0, 0.5), "a number, within 0.5"),
        (Real(0.01, 1e-9), "a number, within 1% or 1e-9, at zero within 1e-9"),
        (Real(0.01, percent=True), "a number or a percentage, within 1%, zero exactly"),
        (Shape(), "a shape like 3x224x224"),
        (ChoiceOf(("a", "b")), "one of a, b"),
        (ChoiceOf(("a", "b"), many=True), "all that apply of a, b"),
        (OrderOf(("a", "b")), "all of a, b, in order"),
        (TextOf(), "text"),
        (TextOf(code=True), "code"),
    ],
)
def test_a_type_says_what_it_expects_and_how_near_is_right(kind, expects):
    assert kind.expects == expects


@pytest.mark.parametrize(
    ("kind", "truth", "fault"),
    [
        (Count(), 3, False),
        (Count(), 3.0, True),
        (Count(), True, True),
        (Real(), 3, False),
        (Real(), math.nan, True),
        (Real(), "3", True),
        (Shape(), (3, 4), False),
        (Shape(), [3, 4], True),
        (Shape(), (3, -1), True),
        (Vector(), (3, 4.5), False),
        (Vector(), ((1, 2), (3,)), True),
        (Vector(), (), True),
        (Vector(), (math.inf,), True),
        (ChoiceOf(("a", "b")), "a", False),
        (ChoiceOf(("a", "b")), "c", True),
        (ChoiceOf(("a", "b"), many=True), ("a",), False),
        (ChoiceOf(("a", "b"), many=True), "a", True),
        (OrderOf(("a", "b")), ("b", "a"), False),
        (OrderOf(("a", "b")), ("b",), True),
        (TextOf(), "x", False),
        (TextOf(), ("x", "y"), False),
        (TextOf(), (), True),
        (TextOf(), 3, True),
    ],
    ids=ascii,
)
def test_a_computed_value_of_the_wrong_kind_is_named(kind, truth, fault):
    assert bool(kind.fault_of(truth)) is fault


@pytest.mark.parametrize(
    "make",
    [
        lambda: Count(tolerance=0.1),
        lambda: Count(magnitudes=True, tolerance=-1),
        lambda: Real(-0.1),
        lambda: Real(1.0),
        lambda: Real(0.1, math.inf),
        lambda: Real(math.nan),
        lambda: Vector(-1),
        lambda: ChoiceOf(()),
        lambda: ChoiceOf(("a", "A")),
        lambda: OrderOf(("a,b", "c")),
        lambda: OrderOf(("", "c")),
    ],
)
def test_an_impossible_answer_type_cannot_be_made(make):
    with pytest.raises(ValueError, match="got"):
        make()


def test_a_wrong_count_with_the_same_three_figures_is_confusable():
    assert ROUNDED.confusable(PARAMETERS, 25_600_001)
    assert not ROUNDED.confusable(PARAMETERS, 25_530_000)
    assert TOLERANT.confusable(PARAMETERS, 25_530_000)
    assert not Count().confusable(PARAMETERS, PARAMETERS + 1)


@pytest.mark.parametrize(
    ("kind", "values", "pairs"),
    [
        (Count(), [5, 6, 5], [(0, 2)]),
        (ROUNDED, [PARAMETERS, 7, PARAMETERS + 1], [(0, 2)]),
        (Real(0.01), [1.0, 2.0, 1.005], [(0, 2)]),
        (Shape(), [(1, 2), (2, 1), (1, 2)], [(0, 2)]),
        (Vector(), [(1, 2), (2, 1), (1, 2.001)], [(0, 2)]),
        (Count(), [], []),
    ],
)
def test_values_that_cannot_be_told_apart_clash(kind, values, pairs):
    assert kind.clashing(values) == pairs


def test_a_blank_is_numeric_where_all_its_texts_are_numbers():
    assert TextOf.for_accepted(["0.9", "9/10"]).numeric
    assert not TextOf.for_accepted(["0.9", "beta"]).numeric
    assert not TextOf.for_accepted([]).numeric
    assert TextOf.for_accepted(["x"], code=True) == TextOf(code=True)


def test_plain_values_are_json():
    assert ROUNDED.plain(ROUNDED.parse("25.6M")) == 25_600_000
    assert Real().plain(Real().parse("1/4")) == 0.25
    assert Shape().plain((3, 4)) == [3, 4]
    assert Vector().plain(((1, 2), (3, 4.5))) == [[1, 2], [3, 4.5]]
    assert ChoiceOf(("a", "b"), many=True).plain(("a",)) == ["a"]
    assert OrderOf(("a", "b")).plain(("b", "a")) == ["b", "a"]
    assert TextOf().plain(("x", "y")) == "x"


def test_texts_are_shown_as_people_write_them():
    assert Count().format(PARAMETERS) == "25,557,032"
    assert Real().format(1 / 3) == "0.3333"
    assert Real().format(0.1 + 0.2) == "0.3"
    assert Real(0).format(1 / 3) == "0.3333333333333333"
    assert Real(percent=True).format(0.125) == "12.5%"
    assert Shape().format((3, 224)) == "3x224"
    assert Shape().format(()) == "()"
    assert Vector().format(((1, 2), (3, 4.5))) == "[[1, 2], [3, 4.5]]"
    assert TextOf().format(("x", "y")) == "x"
    assert ChoiceOf(("a", "b"), many=True).format(("a", "b")) == "a, b"


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
