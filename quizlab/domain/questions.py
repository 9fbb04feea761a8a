"""A question as it is put to a learner: what to show and what to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizlab.domain.cards import Kind, Source
    from quizlab.domain.document import Block, Inline


class Entry(StrEnum):
    """How a part is answered."""

    TYPED = "typed"
    CHOICE = "choice"
    ORDER = "order"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to pick or to put in order; `key` is what is submitted."""

    key: str
    children: tuple[Inline, ...]
    explanation: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to answer.

    Attributes:
        name: Key of the part in what is submitted.
        entry: How it is answered.
        label: What stands before the field, such as ``update``; "" for a single part.
        expects: What may be typed, such as ``a whole number``.
        unit: What stands behind the field.
        choices: What there is to choose from or to order, as shown.
        many: Whether several choices may be ticked.
    """

    name: str
    entry: Entry
    label: str = ""
    expects: str = ""
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question on screen.

    Attributes:
        card: ``pack/id``.
        side: The side asked.
        deck: Deck identity.
        deck_name: What people see of the deck.
        kind: The card's kind.
        heading: The card's heading.
        prompt: What is asked.
        convention: The convention that the numbers follow, "" without one.
        parts: What to answer; empty for a purely self-graded card.
        answer: What is shown afterwards: the answer or explanation, worked steps included.
        points: Checklist of a good answer.
        hints: What each further hint adds.
        sources: Where the answer comes from.
        verifier: Id of the verifier behind it, "" without one.
    """

    card: str
    side: int
    deck: str
    deck_name: str
    kind: Kind
    heading: tuple[Inline, ...]
    prompt: tuple[Block, ...]
    convention: str = ""
    parts: tuple[Part, ...] = ()
    answer: tuple[Block, ...] = ()
    points: tuple[tuple[Inline, ...], ...] = ()
    hints: tuple[tuple[Block, ...], ...] = ()
    sources: tuple[Source, ...] = ()
    verifier: str = ""
