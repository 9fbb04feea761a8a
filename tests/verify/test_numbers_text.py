"""Numbers in prompts, answers and facts."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab.verify import Fault, format_number, in_words, rounded, thousands


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (1e-3, "0.001"),
        (1e-4, "0.0001"),
        (1e-5, "1e-5"),
        (1.5e-8, "1.5e-8"),
        (0.999, "0.999"),
        (-0.0, "0"),
        (7, "7"),
        (7.0, "7"),
        (25557032.0, "25557032"),
        (1e14, "100000000000000"),
        (1e22, "1e22"),
        (10**22, "1" + "0" * 22),
        (Fraction(1, 4), "0.25"),
        (Fraction(8, 2), "4"),
        (Fraction(10**24), "1e24"),
        (Fraction(-(10**25) + 1), "-1e25"),
        (Fraction(15 * 10**399), "1.5e400"),
        (math.inf, "infinity"),
        (-math.inf, "-infinity"),
        (math.nan, "not a number"),
    ],
)
def test_a_number_is_written_without_noise(number, text):
    assert format_number(number) == text


def test_figures_limit_what_is_written():
    assert format_number(1 / 3, 4) == "0.3333"
    assert format_number(123456.7, 3) == "123457"


@given(st.integers(1, 10**15 - 1), st.integers(-20, 10))
def test_a_decimal_of_fifteen_figures_stays_what_it_is(digits, power):
    number = float(f"{digits}e{power}")
    assert float(format_number(number)) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (25557032, "25,557,032"),
        (-1234, "-1,234"),
        (1234.5, "1,234.5"),
        (999, "999"),
        (1e-8, "1e-8"),
    ],
)
def test_thousands_are_grouped_before_the_point(number, text):
    assert thousands(number) == text


@pytest.mark.parametrize(
    ("number", "figures", "text"),
    [
        (25.557, 3, "25.6"),
        (25.0, 3, "25.0"),
        (0.0125, 2, "0.013"),
        (999.6, 3, "1,000"),
        (0.9996, 3, "1.00"),
        (60965224, 3, "61,000,000"),
        (-2.5, 1, "-3"),
        (0, 3, "0"),
        (1e-40, 3, "1e-40"),
    ],
)
def test_rounding_keeps_the_figures(number, figures, text):
    assert rounded(number, figures) == text


@given(st.floats(1e-9, 1e12), st.integers(1, 8))
def test_rounding_is_off_by_half_a_unit_at_most(number, figures):
    off = abs(Fraction(rounded(number, figures).replace(",", "")) - Fraction(repr(number)))
    leading = math.floor(math.log10(number))
    assert off <= Fraction(10) ** (leading - figures + 2) / 2


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (25557032, "plain", "25,557,032"),
        (1 / 3, "plain", "0.333333"),
        (1234.5678, "plain", "1,234.57"),
        (123456789.5, "plain", "123,456,790"),
        (0.0, "plain", "0"),
        (25557032, "millions", "25.6 million"),
        (60965224, "millions", "61.0 million"),
        (25557032, "thousands", "25,600 thousand"),
        (4089184256, "billions", "4.09 billion"),
        (0.125, "percent", "12.5%"),
        (0.5, "percent", "50%"),
        (1 / 3, "percent", "33.3%"),
        (2, "percent", "200%"),
        (Fraction(1, 8), "percent", "12.5%"),
    ],
)
def test_a_fact_is_written_in_its_style(value, style, text):
    assert in_words(value, style) == text


@pytest.mark.parametrize(
    ("value", "style"), [(3, "dozens"), ("x", "plain"), ((1, 2), "millions"), (math.nan, "plain")]
)
def test_a_fact_that_cannot_be_written_so_is_a_fault(value, style):
    with pytest.raises(Fault, match="as: got"):
        in_words(value, style)
