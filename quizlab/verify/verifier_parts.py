"""What a verifier is made of: the parts of its answer, its misconceptions, its agreement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Generic, TypeAlias, TypeVar

from quizlab.verify.answer_type import AnswerType, Value
from quizlab.verify.closeness import within

P = TypeVar("P")

Answered: TypeAlias = Value | Mapping[str, Value]
"""An answer: its value where there is one part, else the values by part name."""


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One thing that is asked.

    Attributes:
        name: Key of the part in JSON and in ``part=``.
        answer: How it is typed and graded.
        label: What stands before the field, "" for a single part.
        unit: What stands behind the field.
        builds_on: Earlier parts that this one is computed from. Where the learner got one of
            them wrong, this part is graded on what follows from the learner's own.
    """

    name: str
    answer: AnswerType
    label: str = ""
    unit: str = ""
    builds_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Misconception(Generic[P]):
    """A wrong formula that people really use.

    Attributes:
        id: Unique within the verifier, never reused for another mistake.
        sentence: What the learner sees: ``You rounded up; PyTorch rounds down.``
        wrong: The wrong answer: a value, or values by part name; None where the mistake cannot be
            made with these parameters. Parts that the mistake does not touch are left out.
        translations: The sentence by language.
    """

    id: str
    sentence: str
    wrong: Callable[[P], Answered | None]
    translations: Mapping[str, str] = field(default_factory=dict)

    def said(self, language: str = "en") -> str:
        """Return the sentence in `language`, in English where there is none."""
        return self.translations.get(language, self.sentence)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How near compute and reference must be; apart from grading's tolerance.

    Attributes:
        relative: Relative tolerance of floats.
        floor: Absolute tolerance of floats.
        samples: Size of the sample behind a statistical reference, 0 for an exact one. Ints must be
            equal unless the reference is statistical.
    """

    relative: float = 1e-9
    floor: float = 1e-12
    samples: int = 0

    def agrees(self, one: Value, other: Value) -> bool:
        """Whether two roads came to the same answer."""
        if isinstance(one, tuple) or isinstance(other, tuple):
            return (
                isinstance(one, tuple)
                and isinstance(other, tuple)
                and len(one) == len(other)
                and all(map(self.agrees, one, other))
            )
        if isinstance(one, (str, bool)) or isinstance(other, (str, bool)):
            return type(one) is type(other) and one == other
        if isinstance(one, int) and isinstance(other, int) and not self.samples:
            return one == other
        if not (isfinite(one) and isfinite(other)):
            return False
        return within(other, one, self.relative, self.floor)


@dataclass(frozen=True, slots=True)
class Together:
    """Parameters that are drawn together, since few of their combinations go together.

    Where one of them is overridden, each is drawn from its own draws instead.

    Attributes:
        names: The parameters.
        values: What they are drawn from: a value of each, in the order of `names`.
    """

    names: tuple[str, ...]
    values: Sequence[tuple[Any, ...]]
