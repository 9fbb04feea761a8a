"""Numbers as they were typed: exact, with their significant figures, in plain characters."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from math import ceil, floor

from quizlab.verify.faults import InvalidAnswer, shown

MOST_CHARACTERS = 80
"""Longest number that a learner may type."""

# NFKC would turn 10² into 102 and 3½ into 31/2. Category No holds raised, lowered and circled
# digits and fractions; letters can be raised, circled and squared too.
_RAISED = ("<super>", "<sub>", "<circle>", "<fraction>", "<square>")

_ALIKE = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
    | dict.fromkeys("×✕*·⋅∙X", "x")
    | dict.fromkeys("÷⁄∕", "/")
    | dict.fromkeys("\t\u00a0\u2007\u2009\u202f", " ")
)


class Typed(Fraction):
    """An exact number that remembers how precisely it was written.

    It equals the same int or Fraction.

    Attributes:
        figures: Significant figures that surely are meant: 2 for ``2500``, 4 for ``2.500``;
            0 where nothing was rounded (``1/3``, ``2^10``).
        digits: Significant figures that may be meant: 4 for ``2500``.
    """

    __slots__ = ("digits", "figures")
    figures: int
    digits: int

    def __new__(cls, value: Fraction | int | str, figures: int = 0, digits: int = 0) -> Typed:  # noqa: PYI034 - Self cannot say that arithmetic gives plain fractions
        """Make `value`, written with that many figures."""
        self = super().__new__(cls, value)
        self.figures = figures
        self.digits = digits
        return self

    def __reduce__(self) -> tuple[type[Typed], tuple[str, int, int]]:
        return Typed, (str(self), self.figures, self.digits)

    def __copy__(self) -> Typed:
        return self

    def __deepcopy__(self, memo: object) -> Typed:
        return self


def exact(number: float | Fraction) -> Fraction:
    """Return `number` exactly; a float as the shortest decimal that names it, as it is displayed.

    Raises:
        ValueError: It is infinite or no number.
    """
    if isinstance(number, Fraction):
        return number
    if isinstance(number, int):
        return Fraction(number)
    return Fraction(float.__repr__(number))


def plain_text(text: str, most: int = MOST_CHARACTERS) -> str:
    """Return typed `text` in NFKC, with runs of white space as one space.

    Raises:
        InvalidAnswer: It is empty, too long, or holds raised, lowered or circled characters.
    """
    if len(text) > most:
        message = f"That is {len(text)} characters; at most {most} are read."
        raise InvalidAnswer(message)
    if not text.isascii():
        for character in text:
            if _is_raised(character):
                message = (
                    f"{shown(character)} cannot be read safely; write powers as 10^4, "
                    "fractions as 1/2 and everything on the line."
                )
                raise InvalidAnswer(message)
        text = unicodedata.normalize("NFKC", text)
    text = " ".join(text.split())
    if not text:
        raise InvalidAnswer("Nothing was typed.")
    return text


def normalise(text: str, most: int = MOST_CHARACTERS) -> str:
    """Return `plain_text` with one kind of dash, ``x``, ``/`` and ``^``, and no leading ≈.

    Raises:
        InvalidAnswer: As `plain_text`.
    """
    plain = plain_text(text, most).translate(_ALIKE).replace("xx", "^")
    plain = " ".join(plain.lstrip("≈~").split())
    if not plain:
        raise InvalidAnswer("Nothing was typed.")
    return plain


def _is_raised(character: str) -> bool:
    """Whether NFKC would put `character` on the line and so change what it says."""
    return unicodedata.category(character) == "No" or unicodedata.decomposition(
        character
    ).startswith(_RAISED)


def ten_to(power: int) -> Fraction:
    """Return an exact power of ten."""
    return Fraction(10**power) if power >= 0 else Fraction(1, 10**-power)


def is_rounding(truth: Fraction, typed: Fraction, fewest: int) -> bool:
    """Whether `typed` is `truth` correctly rounded to the figures written, at least `fewest`.

    Where the truth lies exactly between two roundings, both are correct.
    """
    if not isinstance(typed, Typed) or typed.figures == 0:
        return False
    figures = max(fewest, typed.figures)
    if figures > typed.digits or truth == 0:
        return False
    unit = ten_to(magnitude(truth) - figures + 1)
    scaled = truth / unit
    half = Fraction(1, 2)
    return typed / unit in {floor(scaled + half), ceil(scaled - half)}


def magnitude(number: Fraction) -> int:
    """Return the exponent of the leading digit: 3 for 2500, -2 for 0.025.

    Raises:
        ValueError: The number is zero.
    """
    if number == 0:
        raise ValueError("zero has no leading digit")
    number = abs(number)
    guess = len(str(number.numerator)) - len(str(number.denominator))
    return guess if number >= ten_to(guess) else guess - 1
