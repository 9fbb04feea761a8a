"""Reading typed numbers: one grammar, bounded before anything is computed."""

from __future__ import annotations

import re
import sys
from fractions import Fraction
from functools import cache

from quizlab.verify.faults import InvalidAnswer, shown
from quizlab.verify.numerals import Typed, normalise, ten_to

MOST_EXPONENT = 400
"""Largest power of ten that is computed; no question has an answer beyond it."""

LARGEST = Fraction(sys.float_info.max)
"""Largest number that is accepted: the largest float."""

_MOST_BITS = 4096

# As text: the grammars are compiled at the first answer, not at start-up.
_PLAIN = r"\d+(?:\.\d*)?|\.\d+"
_GROUPED = r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?|[1-9]\d{0,2}(?:[ ]\d{3})+(?:\.\d*)?"


@cache
def _grammar(number: str) -> re.Pattern[str]:
    """Compile what may be typed around a `number`."""
    return re.compile(
        rf"""(?P<sign>[+-]?)[ ]?(?P<number>{number})
        (?: [eE](?P<e>[+-]?\d+)
          | [ ]?x[ ]?10[ ]?\^[ ]?\(?(?P<ten>[+-]?\d+)\)?
          | [ ]?\^[ ]?\(?(?P<power>[+-]?\d+)\)?
          | [ ]?/[ ]?(?P<below>{number})
          | [ ]?(?P<suffix>[kKMG])
        )?(?P<percent>[ ]?%)?""",
        re.VERBOSE | re.ASCII,
    )


_DECIMAL_COMMA = r"[+-]? ?\d*,\d+"
_MAGNITUDES = {"k": 3, "K": 3, "M": 6, "G": 9}


def read_number(
    text: str, *, magnitudes: bool = False, percent: bool = False, groups: bool = True
) -> Typed:
    """Read one typed number.

    Args:
        text: What was typed.
        magnitudes: Whether k, M and G may stand behind it.
        percent: Whether % may stand behind it.
        groups: Whether commas and spaces may stand between full groups of thousands.

    Raises:
        InvalidAnswer: It is not a number, or too large to be an answer to anything.
    """
    plain = normalise(text)
    match = _grammar(f"{_GROUPED}|{_PLAIN}" if groups else _PLAIN).fullmatch(plain)
    if match is None:
        raise InvalidAnswer(_why_not(text, plain))
    if match["suffix"] and not magnitudes:
        message = f"{shown(text)}: write the number out, without {match['suffix']}."
        raise InvalidAnswer(message)
    if match["percent"] and not percent:
        raise InvalidAnswer(f"{shown(text)}: write a share without %, such as 0.25 for 25%.")
    written = match["number"].replace(",", "").replace(" ", "")
    value = _combine(Fraction(written), match)
    if match["sign"] == "-":
        value = -value
    if match["percent"]:
        value /= 100
    if abs(value) > LARGEST:
        raise InvalidAnswer(_too_large(text))
    if match["power"] or match["below"]:
        return Typed(value)
    return Typed(value, *_figures(written))


def _combine(number: Fraction, match: re.Match[str]) -> Fraction:
    """Apply the power, denominator or suffix behind `number`; bounded before it is computed."""
    if match["below"]:
        below = Fraction(match["below"].replace(",", "").replace(" ", ""))
        if not below:
            raise InvalidAnswer("Nothing can be divided by zero.")
        return Fraction(number / below)
    if match["power"]:
        exponent = int(match["power"])
        if number == 0 and exponent < 0:
            raise InvalidAnswer("Zero has no negative power.")
        bits = max(number.numerator.bit_length(), number.denominator.bit_length())
        if bits * abs(exponent) > _MOST_BITS and number not in {0, 1}:
            raise InvalidAnswer(_too_large(match.string))
        return Fraction(number**exponent)
    if match["suffix"]:
        return number * ten_to(_MAGNITUDES[match["suffix"]])
    if match["e"] or match["ten"]:
        return number * ten_to(_exponent(match["e"] or match["ten"], match.string))
    return number


def _exponent(digits: str, text: str) -> int:
    """Read an exponent that is small enough to be computed."""
    value = int(digits)
    if abs(value) > MOST_EXPONENT:
        raise InvalidAnswer(_too_large(text))
    return value


def _figures(written: str) -> tuple[int, int]:
    """Count the significant figures of a decimal: (surely meant, possibly meant)."""
    significant = written.replace(".", "").lstrip("0")
    digits = max(1, len(significant))
    if "." in written:
        return digits, digits
    return max(1, len(significant.rstrip("0"))), digits


def _too_large(text: str) -> str:
    return f"{shown(text)} is larger or smaller than any answer here; check the exponent."


def _why_not(text: str, plain: str) -> str:
    """Say what keeps `text` from being a number, as helpfully as can be."""
    lowered = plain.lower().lstrip("+-")
    if re.fullmatch(_DECIMAL_COMMA, plain, re.ASCII):
        point = plain.replace(",", ".")
        return (
            f"{shown(text)} is ambiguous: write a decimal point ({point}); "
            "commas only stand between full groups of three digits (1,500)."
        )
    if "_" in plain:
        return f"{shown(text)}: write the number without underscores."
    if lowered in {"nan", "inf", "infinity", "∞"}:
        return f"{shown(text)} is no finite number."
    if any(character.isdecimal() and not character.isascii() for character in plain):
        return f"{shown(text)}: write the digits 0 to 9."
    if re.fullmatch(r"[+-]? ?[\d.,]+ ?[mgbt]", plain.replace("B", "b").replace("T", "t")):
        return f"{shown(text)}: write k, M or G for thousands, millions or thousand millions."
    return (
        f"{shown(text)} is not a number; write it like 0.25, 1e-3, 1/4, 2^10 or 3x10^4, "
        "without words or units."
    )
