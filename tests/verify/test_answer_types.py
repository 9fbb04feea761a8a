"""Answer types: what they expect, say, show and refuse to be."""

import math

import pytest

from quizlab.verify import (
    ChoiceOf,
    Count,
    InvalidAnswer,
    OrderOf,
    Real,
    Shape,
    TextOf,
    Vector,
)

PARAMETERS = 25_557_032
ROUNDED = Count(magnitudes=True)
TOLERANT = Count(magnitudes=True, tolerance=0.005)


@pytest.mark.parametrize(
    ("kind", "truth", "text", "feedback"),
    [
        (Count(), 112, "113", "113 is 1 too many."),
        (Count(), 25_000, "24,000", "24,000 is 1,000 too few."),
        (Count(), 1, "1", ""),
        (Real(), 0.5, "0.55", "0.55 is 10% too high."),
        (Real(), 0.5, "-0.5", "The sign is wrong."),
        (Real(), -0.9051, "0.905", "The sign is wrong."),
        (Real(), -0.9, "0.1", "The sign is wrong, and so is the size."),
        (Real(), -0.5, "-0.05", "-0.05 is 90% too small in size."),
        (Real(), -0.5, "-0.6", "-0.6 is 20% too large in size."),
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
        (Real(0.01, 1e-9), "a number, within 1%"),
        (Real(0.01, 0.005), "a number, within 1%, 0.005 at zero"),
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


def test_a_truth_that_is_no_number_is_near_nothing():
    for truth in (math.nan, math.inf):
        assert not Real().accepts(truth, 1.0)
        assert not Real().accepts(truth, Real().parse("1"))
        assert not Real().is_coarse(truth, Real().parse("1.0"))
        assert not Real().accepts(1.0, truth)


@pytest.mark.parametrize("kind", [Real(), Shape(), Vector(), OrderOf(("a", "b"))])
def test_a_value_of_another_kind_is_a_type_error_with_a_sentence(kind):
    with pytest.raises(TypeError, match="is expected, got 'x'"):
        kind.feedback("x", "x")


@pytest.mark.parametrize(
    ("kind", "text"),
    [(Real(), "2"), (Shape(), "2x3"), (Vector(), "2 3"), (OrderOf(("a", "b")), "a b")],
)
def test_nothing_is_said_about_a_right_answer(kind, text):
    assert kind.feedback(kind.parse(text), kind.parse(text)) == ""


def test_a_text_of_absurd_length_is_invalid():
    with pytest.raises(InvalidAnswer, match="at most 10000 are read"):
        TextOf().parse("x" * 10_001)


def test_feedback_on_an_absurdly_large_number_is_short_and_no_crash():
    answer = Real()
    assert answer.feedback(0.2, answer.parse("1e308")) == "1e308 is far too high."
    assert answer.feedback(0.2, answer.parse("-1e300")).startswith("The sign is wrong")
    assert answer.format(answer.parse("1e21")) == "1000000000000000000000"


@pytest.mark.parametrize(
    ("typed", "coarse"),
    [
        ("[0.67, 0.333]", True),
        ("[0.67, 0.33]", True),
        ("[0.667, 0.333]", False),  # right
        ("[0.67, 0.4]", False),  # one is wrong
        ("[0.7, 0.333]", False),  # one figure is too few
        ("[0.67]", False),
    ],
)
def test_a_vector_is_coarse_where_its_numbers_are_rounded_too_far(typed, coarse):
    answer = Vector(relative=0.001, floor=1e-9)
    assert answer.is_coarse((2 / 3, 0.333), answer.parse(typed)) is coarse


@pytest.mark.parametrize(
    ("typed", "coarse"),
    [
        ("[[0.67, 1], [2, 3], [4, 5]]", True),
        ("0.67 1 2 3 4 5", True),
        ("[[0.67, 1, 2], [3, 4, 5]]", False),
    ],
)
def test_a_matrix_of_other_rows_is_wrong_and_not_coarse(typed, coarse):
    answer = Vector(relative=0.001)
    truth = ((2 / 3, 1.0), (2.0, 3.0), (4.0, 5.0))
    assert answer.is_coarse(truth, answer.parse(typed)) is coarse


def test_counts_beyond_the_floats_are_compared():
    assert not ROUNDED.confusable(10**400, 10**399)
    assert ROUNDED.confusable(10**400, 10**400 + 1)
