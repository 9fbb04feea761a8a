"""Flag and OneOf: parameters that are words.

A flag is a JSON boolean or true, false, yes, no, on, off in any case; ``1`` is none. The words of a
choice are read whatever their case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab.verify.faults import Fault, shown
from quizlab.verify.parameter_type import ParameterType, check_draws
from quizlab.verify.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Flag(ParameterType[bool]):
    """True or false."""

    draws: Sequence[bool] = (False, True)

    def __post_init__(self) -> None:
        check_draws(self)

    def parse(self, raw: object) -> bool:
        """Read a JSON boolean or a word for it."""
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, str):
            word = raw.strip().lower()
            if word in {"true", "yes", "on"}:
                return True
            if word in {"false", "no", "off"}:
                return False
        raise self.refuse(raw)

    def check(self, value: object) -> None:
        """Refuse what is no boolean."""
        if not isinstance(value, bool):
            raise self.refuse(value)

    def text(self, value: bool) -> str:  # noqa: FBT001 - the value of this type
        """Return ``true`` or ``false``."""
        return "true" if value else "false"

    def plain(self, value: bool) -> bool:  # noqa: FBT001 - the value of this type
        """Return the boolean."""
        return value

    def describe(self) -> str:
        """Name both words."""
        return "true or false"


@dataclass(frozen=True, slots=True, init=False)
class OneOf(ParameterType[str]):
    """One of a few words.

    Raises:
        ValueError: The words are no plain words, or something drawn is none of them.
    """

    words: tuple[str, ...]
    draws: Sequence[str]

    def __init__(self, *words: str, draws: Sequence[str] | None = None) -> None:
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "draws", words if draws is None else draws)
        if len({word.lower() for word in words}) != len(words) or not words:
            raise ValueError(f"OneOf{words}: words must be given and differ in more than case")
        for word in words:
            if not re.fullmatch(r"[^\s,\[\]().][^,\[\]()]*", word) or word != word.strip():
                raise ValueError(f"OneOf{words}: '{word}' holds commas, brackets or outer spaces")
        check_draws(self)

    def parse(self, raw: object) -> str:
        """Read one of the words; its case may differ."""
        if isinstance(raw, str):
            for word in self.words:
                if word.lower() == raw.strip().lower():
                    return word
            near = nearest(raw.strip().lower(), self.words)
            if near:
                message = f"got {shown(raw)}; did you mean {near}? Allowed is {self.describe()}"
                raise Fault("type", "", message)
        raise self.refuse(raw)

    def check(self, value: object) -> None:
        """Refuse what is none of the words."""
        if value not in self.words:
            raise self.refuse(value)

    def text(self, value: str) -> str:
        """Return the word."""
        return value

    def plain(self, value: str) -> str:
        """Return the word."""
        return value

    def describe(self) -> str:
        """List the words."""
        return f"one of {', '.join(self.words)}" if len(self.words) > 1 else self.words[0]
