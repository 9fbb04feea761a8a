"""Cards: the text as a file holds it, and what that text means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.domain.document import Block, Inline


class Kind(StrEnum):
    """What a card asks for."""

    COMPUTE = "compute"
    ANSWER = "answer"
    ORDER = "order"
    RUN = "run"
    CHOICE = "choice"
    CLOZE = "cloze"
    REVERSED = "reversed"
    RECALL = "recall"


class Level(StrEnum):
    """How deep a card goes."""

    CORE = "core"
    BASIC = "basic"
    DEEP = "deep"


@dataclass(frozen=True, slots=True)
class CardText:
    """A card as its file holds it: all that the store keeps and the queue needs.

    Attributes:
        key: ``pack/id``.
        deck: Identity of the deck: pack and path without number, language, extension.
        deck_name: What people see, such as ``Foundations/Adam``.
        path: The file, as shown to the user; in a pack, relative to its root.
        line: 1-based line of the heading in the original file.
        position: Place in the pack's order: files by path, cards by line.
        text: Heading line and body, cleaned, LF line ends, no trailing blank lines.
        tags: Tags of the file and of the heading, without level and ``reversed``.
        level: Core, basic or deep.
        reversed: Whether the card is asked both ways (memory ``#2``).
        was: Former ids whose history this card carries, without the pack.
    """

    key: str
    deck: str
    deck_name: str
    path: str
    line: int
    position: int
    text: str
    tags: tuple[str, ...] = ()
    level: Level = Level.BASIC
    reversed: bool = False
    was: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[int, ...]:
        """Numbers of the memories of this card."""
        return (1, 2) if self.reversed else (1,)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What stands before and between the cards of a file, shown on request."""

    deck: str
    title: str
    text: str
    line: int


# What YAML gives in a fence: every scalar a string, typed later by its receiver.
Raw = str | list["Raw"]


@dataclass(frozen=True, slots=True)
class ComputeField:
    """``{compute}``: a verifier and what the author fixes or narrows of its parameters."""

    verifier: str
    overrides: Mapping[str, Raw]


@dataclass(frozen=True, slots=True)
class AnswerField:
    """``{answer}``: a typed answer.

    Attributes:
        value: The number as written, or None where `accept` is given.
        accept: Texts that are right.
        tolerance: Relative tolerance as a fraction, or None (then an integer value is a Count).
        floor: Absolute tolerance.
        unit: Shown behind the field.
        magnitudes: Whether ``25.6M`` may be typed.
        verify: The fact that must equal `value`, or None.
        code: Whether text is compared as code: with case, without white space.
    """

    value: str | None = None
    accept: tuple[str, ...] = ()
    tolerance: float | None = None
    floor: float = 0.0
    unit: str = ""
    magnitudes: bool = False
    verify: tuple[str, tuple[tuple[str, str], ...], str] | None = None
    code: bool = False


@dataclass(frozen=True, slots=True)
class OrderField:
    """``{order}``: the items in their right order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunField:
    """``{run}``: a program whose output is asked."""

    language: str
    program: str
    output: str


Field = ComputeField | AnswerField | OrderField | RunField


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice card; `explanation` shows after answering."""

    key: str
    children: tuple[Inline, ...]
    right: bool
    explanation: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class BlankText:
    """What belongs in a blank: typed, unless `maths` (then self-graded)."""

    number: int
    text: str
    code: bool = False
    maths: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One line ``source: title, section, link``."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card's text means.

    Attributes:
        text: The text it was read from.
        kind: What it asks for.
        heading: The heading, without its attributes.
        prompt: Blocks above the reveal line or the field; with options and blanks left out
            or marked; without a reveal line of a recall card, empty.
        answer: Blocks below the reveal line or the field; shown after answering.
        field: The fence that asks, if there is one.
        options: Options of a choice card, in file order.
        blanks: Blanks of a cloze card, in file order.
        points: What a good answer names; the learner ticks them.
        sources: Where the answer comes from.
        follow_ups: Keys of the interviewer's next questions.
    """

    text: CardText
    kind: Kind
    heading: tuple[Inline, ...]
    prompt: tuple[Block, ...] = ()
    answer: tuple[Block, ...] = ()
    field: Field | None = None
    options: tuple[Option, ...] = ()
    blanks: tuple[BlankText, ...] = ()
    points: tuple[tuple[Inline, ...], ...] = ()
    sources: tuple[Source, ...] = ()
    follow_ups: tuple[str, ...] = ()
