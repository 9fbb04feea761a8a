"""Facts: numbers in running text that a verifier computes, ``{fact}`verifier-id key=value```."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from quizlab.decks.codes import quoted
from quizlab.domain.document import Fact
from quizlab.verify import Fault, answers, bind, in_words
from quizlab.verify.numbers_text import STYLES

if TYPE_CHECKING:
    from quizlab.verify import Verifier

VerifierLookup = Callable[[str], "Verifier[Any]"]
"""Returns the verifier of an id; raises ``Fault("unknown-verifier")`` naming the nearest."""

VERIFIER_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
"""What the id of a verifier looks like, to be matched in full."""

_WORD = re.compile(r"\S+")
_KEY = re.compile(r"[a-z][a-z0-9_-]*")


class FactForm(ValueError):  # noqa: N818 - a fault of a file, reported as one
    """A fact that is not written as one.

    Attributes:
        offset: Where in the text the fault is.
        message: What was got and what to write.
    """

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message


def read_fact(text: str, *, styled: bool = True) -> Fact:
    """Read ``verifier-id key=value part=name as=style``.

    Args:
        text: What stands between the backticks, or behind ``verify:``.
        styled: Whether ``as=`` may be given.

    Raises:
        FactForm: Where it is written otherwise.
    """
    words = list(_WORD.finditer(text))
    if not words or VERIFIER_ID.fullmatch(words[0][0]) is None:
        got = quoted(words[0][0]) if words else "nothing"
        at = words[0].start() if words else 0
        raise FactForm(at, f"Got {got}: a fact begins with a verifier's id, `conv2d.output-side`.")
    settings: dict[str, str] = {}
    for word in words[1:]:
        key, equals, value = word[0].partition("=")
        if not equals or not value or _KEY.fullmatch(key) is None:
            message = (
                f"Got {quoted(word[0])}: write `key=value` without spaces, "
                "such as `size=3x224x224` or `sizes=[1,2]`."
            )
            raise FactForm(word.start(), message)
        if key in settings:
            raise FactForm(word.start(), f"{quoted(key)} is given twice: keep one.")
        if key == "as" and (not styled or value not in STYLES):
            allowed = f"one of {', '.join(STYLES)}" if styled else "not allowed here"
            raise FactForm(word.start(), f"`as={value}`: `as` is {allowed}.")
        settings[key] = value
    part, style = settings.pop("part", ""), settings.pop("as", "")
    return Fact(words[0][0], tuple(settings.items()), part, style)


def fact_value(fact: Fact, lookup: VerifierLookup) -> tuple[str, Any]:
    """Compute a fact; return the part's name and its value.

    Raises:
        Fault: Where there is no such verifier or part, or the parameters are refused.
    """
    verifier = lookup(fact.verifier)
    parts = answers(verifier, bind(verifier, dict(fact.settings)))
    names = [part.name for part in verifier.parts]
    name = fact.part or names[-1]
    if name not in parts:
        message = f"part={fact.part}: {fact.verifier} answers {', '.join(names)}."
        raise Fault("unknown-parameter", "part", message)
    return name, parts[name]


def fact_text(fact: Fact, lookup: VerifierLookup) -> str:
    """Compute a fact and return it as it is drawn.

    Raises:
        Fault: As `fact_value` does; also where a style needs a number and the value is none.
    """
    name, value = fact_value(fact, lookup)
    if isinstance(value, int | float) or fact.style:
        return in_words(value, fact.style or "plain")
    return lookup(fact.verifier).part(name).answer.format(value)
