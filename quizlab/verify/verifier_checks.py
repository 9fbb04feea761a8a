"""What a verifier class must say, checked when the class is made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from quizlab.verify.answer_type import AnswerType
from quizlab.verify.faults import Fault
from quizlab.verify.verifier_parts import AnswerPart, Misconception

if TYPE_CHECKING:
    from quizlab.verify.verifier import Verifier

_WORD = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ID = re.compile(rf"{_WORD}(?:\.{_WORD})*")
_PART = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_LONGEST_ID = 64
_LOOKED_AT = 32
"""About so many of the values that are drawn together are checked; an audit checks all it draws."""


def check_class(cls: type[Verifier[Any]]) -> None:
    """Refuse a verifier that lacks something or contradicts itself.

    Raises:
        TypeError: Which class, what it says and what is allowed.
    """
    _check_words(cls)
    _check_parts(cls)
    _check_misconceptions(cls)


def _check_words(cls: type[Verifier[Any]]) -> None:
    """Refuse missing or malformed texts."""
    name = cls.__name__
    for attribute in ("id", "version", "title", "Parameters", "parts", "convention", "citation"):
        if not hasattr(cls, attribute):
            raise TypeError(
                f"{name} lacks `{attribute}`; a class that only shares code says abstract=True"
            )
    id_: object = cls.id
    if not (isinstance(id_, str) and _ID.fullmatch(id_) and len(id_) <= _LONGEST_ID):
        raise TypeError(
            f"{name}.id is {cls.id!r}; allowed are lower-case words joined by - and . "
            f"(conv2d.output-side), at most {_LONGEST_ID} characters"
        )
    if type(cls.version) is not int or cls.version < 1:
        raise TypeError(f"{cls.id}: version is {cls.version!r}; it counts from 1")
    for attribute in ("title", "convention", "citation"):
        text: object = getattr(cls, attribute)
        if not isinstance(text, str) or not text.strip():
            raise TypeError(f"{cls.id}: {attribute} is {text!r}; it must say something")


def _check_parts(cls: type[Verifier[Any]]) -> None:
    """Refuse missing, malformed and equal parts."""
    parts: object = cls.parts
    if not isinstance(parts, tuple) or not parts:
        raise TypeError(f"{cls.id}: parts must be a tuple of at least one AnswerPart")
    for part in parts:
        if not isinstance(part, AnswerPart) or not isinstance(part.answer, AnswerType):
            raise TypeError(f"{cls.id}: {part!r} is no AnswerPart(name, answer type)")
        if not _PART.fullmatch(part.name):
            raise TypeError(f"{cls.id}: part {part.name!r}; a name is a lower-case word")
    names = [part.name for part in cls.parts]
    if len(set(names)) != len(names):
        raise TypeError(f"{cls.id}: parts {', '.join(names)} must differ in name")
    for place, part in enumerate(parts):
        for earlier in part.builds_on:
            if earlier not in names[:place]:
                raise TypeError(
                    f"{cls.id}: part {part.name} builds on {earlier!r}, which is no earlier part"
                )


def _check_misconceptions(cls: type[Verifier[Any]]) -> None:
    """Refuse malformed and equal misconceptions."""
    for misconception in cls.misconceptions:
        if not isinstance(misconception, Misconception):
            raise TypeError(f"{cls.id}: {misconception!r} is no Misconception(id, sentence, wrong)")
        if not re.fullmatch(_WORD, misconception.id) or not misconception.sentence.strip():
            raise TypeError(
                f"{cls.id}: misconception {misconception.id!r} needs an id of lower-case words "
                "joined by - and a sentence"
            )
    ids = [misconception.id for misconception in cls.misconceptions]
    if len(set(ids)) != len(ids):
        raise TypeError(f"{cls.id}: misconceptions {', '.join(ids)} must differ in id")


def check_together(cls: type[Verifier[Any]]) -> None:
    """Refuse parameters that could not be drawn together; the class has read its parameters.

    Raises:
        TypeError: Which, and what is allowed.
    """
    together = cls.together
    if together is None:
        return
    unknown = [name for name in together.names if name not in cls.specs]
    if unknown or len(set(together.names)) != len(together.names) or not together.values:
        raise TypeError(
            f"{cls.id}: together names {', '.join(together.names)} with {len(together.values)} "
            f"values; allowed are different ones of {', '.join(cls.specs)}, and at least one value"
        )
    for values in together.values[:: max(1, len(together.values) // _LOOKED_AT)]:
        if len(values) != len(together.names):
            raise TypeError(f"{cls.id}: together has {len(together.names)} names, but other values")
        for name, value in zip(together.names, values, strict=True):
            try:
                cls.specs[name].type.check(value)
            except Fault as fault:
                raise TypeError(f"{cls.id}: together, {name}: {fault.message}") from None
