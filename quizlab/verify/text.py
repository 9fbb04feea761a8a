"""TextOf: words or code, compared without what does not matter."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab.verify.answer_type import AnswerType, Value
from quizlab.verify.faults import InvalidAnswer, shown
from quizlab.verify.number_reader import read_number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

_MOST_CHARACTERS = 10_000


@dataclass(frozen=True, slots=True)
class TextOf(AnswerType):
    """Text, equal after NFKC, without case and with runs of white space as one space.

    The truth is one text or a tuple of accepted ones, the first of which is shown. Where a truth is
    a number it is compared as an exact number: ``0.90`` is ``.9``.

    Attributes:
        code: Whether it is code: case is kept, white space ignored.
        numeric: Whether only numbers are accepted, so that other text is asked again.
        asks: What it is, where that is more than text or code: ``what is printed``.
    """

    code: bool = False
    numeric: bool = False
    asks: str = ""

    @classmethod
    def for_accepted(cls, accepted: Iterable[str], *, code: bool = False) -> TextOf:
        """Return the type for these accepted texts: numeric where all of them are numbers."""
        texts = tuple(accepted)
        numeric = bool(texts) and all(_number(text) is not None for text in texts)
        return cls(code=code, numeric=numeric)

    @property
    def expects(self) -> str:
        """Name the form."""
        if self.numeric:
            return "a number, exactly"
        return self.asks or ("code" if self.code else "text")

    def parse(self, text: str) -> str:
        """Read text as it stands."""
        if len(text) > _MOST_CHARACTERS:
            message = f"That is {len(text)} characters; at most {_MOST_CHARACTERS} are read."
            raise InvalidAnswer(message)
        if not text.strip():
            raise InvalidAnswer("Nothing was typed.")
        if self.numeric:
            read_number(text, percent=True)
        return text

    def accepts(self, truth: Value, value: Value) -> bool:
        """Compare with each accepted text."""
        given = str(value)
        typed = comparable(given, code=self.code)
        for accepted in _texts(truth):
            if typed == comparable(accepted, code=self.code):
                return True
            number = _number(accepted)
            if number is not None and number == _number(given):
                return True
        return False

    def format(self, value: Value) -> str:
        """Return the text, the first of several."""
        return next(iter(_texts(value)), "")

    def plain(self, value: Value) -> str:
        """Return the text."""
        return self.format(value)

    def fault_of(self, truth: Value) -> str:
        """Refuse what holds no text."""
        texts = truth if isinstance(truth, tuple) else (truth,)
        if texts and all(isinstance(text, str) and text.strip() for text in texts):
            return ""
        return f"a TextOf is text or a tuple of accepted texts, got {shown(truth)}"


def comparable(text: str, *, code: bool = False) -> str:
    """Return what of `text` matters: cards.md, "Comparing text"."""
    normal = unicodedata.normalize("NFKC", text)
    if code:
        # What white space kept apart may compose.
        return unicodedata.normalize("NFKC", "".join(normal.split()))
    # Case folding can leave the normal form, as for the Greek ypogegrammeni.
    folded = unicodedata.normalize("NFKC", normal.casefold())
    return " ".join(folded.split())


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def _number(text: str) -> Fraction | None:
    """Return the exact number that `text` is, None where it is none."""
    try:
        return read_number(text, percent=True)
    except InvalidAnswer:
        return None
