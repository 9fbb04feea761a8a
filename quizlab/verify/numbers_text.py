"""Numbers as people read them: in prompts, answers and facts."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING

from quizlab.verify.faults import Fault, shown
from quizlab.verify.numerals import exact, magnitude

if TYPE_CHECKING:
    from quizlab.verify.answer_type import Value

STYLES = ("plain", "thousands", "millions", "billions", "percent")
"""What ``as=`` may say in a fact."""

_LONGEST = 20
_LARGEST_WRITTEN_OUT = 10**24
_FACT_FIGURES = 6

_WORDS = {"thousands": (3, "thousand"), "millions": (6, "million"), "billions": (9, "billion")}


def format_number(number: float | Fraction, figures: int = 15) -> str:
    """Return `number` without noise: 0.1 + 0.2 is ``0.3``, 1e-3 is ``0.001``, 1e-8 is ``1e-8``.

    Whole numbers keep all digits, without groups, unless they are fractions of absurdly many. Others
    are rounded to `figures` significant figures; any decimal of at most 15 figures stays what it is.
    Below 0.0001 and from 1e15 on a float is written with an exponent.
    """
    if type(number) is int:
        return str(number)
    if isinstance(number, Fraction):
        if number.denominator == 1:
            if abs(number) < _LARGEST_WRITTEN_OUT:
                return str(number.numerator)
            return _with_exponent(number, figures)
        number = float(number)
    if not isfinite(number):
        return "not a number" if number != number else ("infinity" if number > 0 else "-infinity")  # noqa: PLR0124 - NaN alone differs from itself
    text = f"{number:.{figures}g}"
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        power = int(exponent)
        if 0 <= power < 15:
            return f"{number:.0f}"
        return f"{mantissa}e{power}"
    return "0" if text == "-0" else text


def _with_exponent(number: Fraction, figures: int) -> str:
    """Return a number that may lie beyond the largest float: ``1.5e400``."""
    digits, power = _scale(number, figures)
    first, rest = str(digits)[0], str(digits)[1:]
    sign = "-" if number < 0 else ""
    return f"{sign}{_trimmed(f'{first}.{rest}')}e{power + len(rest)}"


def thousands(number: float | Fraction) -> str:
    """Return `number` with groups of three digits before the point: ``25,557,032``, ``1,234.5``."""
    text = format_number(number)
    sign = "-" if text.startswith("-") else ""
    whole, point, rest = text.removeprefix("-").partition(".")
    return f"{sign}{int(whole):,}{point}{rest}" if whole.isdecimal() else text


def rounded(number: float | Fraction, figures: int = 3) -> str:
    """Return `number` rounded half up to `figures` significant figures, zeros kept: ``25.0``."""
    value = exact(number)
    if value == 0:
        return "0"
    digits, power = _scale(value, figures)
    if not -_LONGEST < power < _LONGEST:
        return format_number(float(value), figures)
    sign = "-" if value < 0 else ""
    text = str(digits)
    if power >= 0:
        return f"{sign}{digits * 10**power:,}"
    whole, rest = text[:power] or "0", text[power:].rjust(-power, "0")
    return f"{sign}{int(whole):,}.{rest}"


def _scale(value: Fraction, figures: int) -> tuple[int, int]:
    """Return the digits of |value| and the power of ten that they are multiplied with."""
    value = abs(value)
    power = len(str(value.numerator)) - len(str(value.denominator)) - figures
    while True:
        digits = int(value / Fraction(10) ** power + Fraction(1, 2))
        if digits < 10**figures:
            return digits, power
        power += 1


def in_words(value: Value, style: str = "plain") -> str:
    """Return a fact's number in the `style` that its card asks for.

    ``plain`` has groups of thousands and six figures where it is not whole; ``thousands``, ``millions`` and ``billions`` have three
    significant figures and the word; ``percent`` has three significant figures of a hundredfold.

    Raises:
        Fault: The style is unknown, or the value is no finite number.
    """
    if style not in STYLES:
        raise Fault("type", "as", f"as: got {shown(style)}; allowed is {', '.join(STYLES)}")
    if isinstance(value, (str, tuple)) or (isinstance(value, float) and not isfinite(value)):
        raise Fault("type", "as", f"as: got {shown(value)}, no number that could be {style}")
    if style == "plain":
        return thousands(value if isinstance(value, int) else _rounded_behind_point(value))
    if style == "percent":
        return f"{_trimmed(rounded(exact(value) * 100))}%"
    power, word = _WORDS[style]
    return f"{rounded(exact(value) / 10**power)} {word}"


def _rounded_behind_point(value: float | Fraction) -> float | Fraction:
    """Round to six figures, but never a digit before the point."""
    if value == 0:
        return value
    places = max(0, _FACT_FIGURES - 1 - magnitude(exact(value)))
    return Fraction(round(exact(value), places))


def _trimmed(text: str) -> str:
    """Drop the zeros behind the point: 50.0% is 50%."""
    return text.rstrip("0").rstrip(".") if "." in text else text
