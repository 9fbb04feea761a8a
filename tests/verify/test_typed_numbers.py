"""Typed numbers: what is read, what is refused, what stays bounded."""

import copy
import math
import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab.verify import InvalidAnswer, Typed, exact, read_number
from quizlab.verify.numerals import is_rounding, magnitude

READ = {
    "0.25": Fraction(1, 4),
    ".5": Fraction(1, 2),
    "5.": 5,
    "+5": 5,
    "010": 10,
    "1e-3": Fraction(1, 1000),
    "1E3": 1000,
    "1/3": Fraction(1, 3),
    "-1/3": Fraction(-1, 3),
    "1.5/2": Fraction(3, 4),
    "2^10": 1024,
    "2**10": 1024,
    "2^-2": Fraction(1, 4),
    "2^512": 2**512,
    "3x10^4": 30000,
    "3×10^4": 30000,
    "3 * 10^(-4)": Fraction(3, 10000),
    "3·10^4": 30000,
    "25,557,032": 25557032,
    "25 557 032": 25557032,
    "25\u202f557\u00a0032": 25557032,
    "1,234.5": Fraction(2469, 2),
    "1,000/8": 125,
    "−5": -5,
    "–5": -5,
    "- 5": -5,
    "６４": 64,
    "10÷4": Fraction(5, 2),
    "≈ 3.14": Fraction(157, 50),
    "~3": 3,
    "  7  ": 7,
    "𝟕": 7,
    "0x10^3": 0,
}

REFUSED = {
    "": "Nothing was typed",
    "   ": "Nothing was typed",
    "≈": "Nothing was typed",
    "abc": "not a number",
    "1,5": "decimal point (1.5)",
    "0,123": "decimal point",
    "12,34,567": "not a number",
    "1,234,56": "not a number",
    "1 00": "not a number",
    "1,234 567": "not a number",
    "1_000": "underscores",
    "nan": "no finite number",
    "-inf": "no finite number",
    "Infinity": "no finite number",
    "∞": "no finite number",
    "10²": "cannot be read safely",
    "10₂": "cannot be read safely",
    "①": "cannot be read safely",
    "⑴": "cannot be read safely",
    "½": "cannot be read safely",
    "3½": "cannot be read safely",
    "2ᵏ": "cannot be read safely",
    "٣": "digits 0 to 9",
    "१२": "digits 0 to 9",
    "1e999999": "check the exponent",
    "1e-999999": "check the exponent",
    "1e309": "check the exponent",
    "9x10^400": "check the exponent",
    "2^1000000000": "check the exponent",
    "2^99999999999999999999": "check the exponent",
    "99999999^9999": "check the exponent",
    "2^10^9": "not a number",
    "1/0": "divided by zero",
    "0^-1": "negative power",
    "1e": "not a number",
    "--5": "not a number",
    "0x10": "not a number",
    "12 px": "without words or units",
    "25.6M": "without M",
    "25.6m": "write k, M or G",
    "4.1B": "write k, M or G",
    "50%": "without %",
    "9" * 81: "81 characters",
    "\x1b[31m5": "not a number",
}


@pytest.mark.parametrize(("text", "value"), READ.items(), ids=list(READ))
def test_a_number_is_read_exactly(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize(("text", "message"), REFUSED.items(), ids=[ascii(key) for key in REFUSED])
def test_a_text_that_is_no_number_is_refused_and_says_why(text, message):
    with pytest.raises(InvalidAnswer) as refusal:
        read_number(text)
    assert message in refusal.value.message
    assert "\x1b" not in refusal.value.message


def test_suffixes_and_percent_are_read_where_they_are_allowed():
    assert read_number("25.6M", magnitudes=True) == 25_600_000
    assert read_number("4.1 G", magnitudes=True) == 4_100_000_000
    assert read_number("3k", magnitudes=True) == read_number("3K", magnitudes=True) == 3000
    assert read_number("12.5%", percent=True) == Fraction(1, 8)
    assert read_number("1e-1 %", percent=True) == Fraction(1, 1000)


def test_without_groups_a_comma_is_no_part_of_a_number():
    with pytest.raises(InvalidAnswer):
        read_number("1,000", groups=False)


@pytest.mark.parametrize(
    ("text", "figures", "digits"),
    [
        ("25.6", 3, 3),
        ("25.0", 3, 3),
        ("2500", 2, 4),
        ("0.050", 2, 2),
        ("007", 1, 1),
        ("0", 1, 1),
        ("3x10^4", 1, 1),
        ("1e-3", 1, 1),
        ("1/3", 0, 0),
        ("2^10", 0, 0),
    ],
)
def test_the_significant_figures_are_counted(text, figures, digits):
    typed = read_number(text)
    assert (typed.figures, typed.digits) == (figures, digits)


def test_a_typed_number_is_a_fraction_that_survives_pickling():
    typed = read_number("2.50")
    assert typed == Fraction(5, 2)
    assert hash(typed) == hash(2.5)
    assert copy.copy(typed) is copy.deepcopy(typed) is typed
    again = pickle.loads(pickle.dumps(typed))  # noqa: S301 - our own bytes
    assert isinstance(again, Typed)
    assert (again, again.figures, again.digits) == (typed, 3, 3)


def test_a_float_stands_for_the_decimal_that_names_it():
    assert exact(0.1) == Fraction(1, 10)
    assert exact(7) == 7
    with pytest.raises(ValueError, match="nan"):
        exact(math.nan)


@pytest.mark.parametrize(
    ("truth", "text", "fewest", "expected"),
    [
        (25557032, "25.6", 3, False),
        (Fraction("25.557"), "25.6", 3, True),
        (Fraction("25.557"), "25.5", 3, False),
        (Fraction("25.557"), "26", 2, True),
        (Fraction("25.557"), "26", 3, False),
        (Fraction("0.0125"), "0.012", 2, True),
        (Fraction("0.0125"), "0.013", 2, True),
        (Fraction("-0.0125"), "-0.013", 2, True),
        (Fraction("0.0126"), "0.012", 2, False),
        (Fraction("99.96"), "100", 3, True),
        (1234, "1200", 2, True),
        (104, "100", 2, True),
        (0, "0.0", 1, False),
        (Fraction(1, 3), "1/3", 2, False),
    ],
)
def test_a_correct_rounding_is_recognised(truth, text, fewest, expected):
    assert is_rounding(Fraction(truth), read_number(text), fewest) is expected


@given(st.fractions(min_value=-(10**30), max_value=10**30).filter(bool))
def test_the_magnitude_bounds_the_number(number):
    power = magnitude(number)
    assert Fraction(10) ** power <= abs(number) < Fraction(10) ** (power + 1)


def test_zero_has_no_magnitude():
    with pytest.raises(ValueError, match="zero"):
        magnitude(Fraction(0))


# Characters that grammars care about, so that random texts often come near to numbers.
NUMBERISH = st.text(st.sampled_from("0123456789.,eE+-/^x×*%kMG ()[];~≈²½①٣−_ⅷa"), max_size=90)


def read_or_none(text, **options):
    """Return the number, None where it is invalid; anything else that is raised fails a test."""
    try:
        return read_number(text, **options)
    except InvalidAnswer:
        return None


@given(st.one_of(NUMBERISH, st.text(max_size=90)), st.booleans(), st.booleans(), st.booleans())
def test_any_text_is_a_bounded_number_or_an_invalid_answer(text, magnitudes, percent, groups):
    typed = read_or_none(text, magnitudes=magnitudes, percent=percent, groups=groups)
    assert typed is None or math.isfinite(float(typed))


@given(st.integers(-(10**18), 10**18))
def test_a_whole_number_is_read_with_and_without_groups(number):
    assert read_number(str(number)) == read_number(f"{number:,}") == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_float_is_read_back_from_its_decimal(number):
    assert float(read_number(repr(number))) == number
