"""Answers in JSON: each type in its own form, a string as typed."""

import math
from fractions import Fraction

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
