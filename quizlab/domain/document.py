"""Marked-up text as a small tree: what decks parse and what screens draw.

Every string in the tree is cleaned text, never markup: a renderer draws it as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A run of plain characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A run of code within a line."""

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    r"""A formula within a line, as LaTeX source.

    Attributes:
        source: The LaTeX between the dollars.
        first_blank: Number of the first ``\boxed`` blank in it, or 0 where it holds none.
    """

    source: str
    first_blank: int = 0


@dataclass(frozen=True, slots=True)
class Styled:
    """Text with an emphasis: ``em``, ``strong`` or ``strike``."""

    style: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `target` is an address (http or https only) or ``#card-id``."""

    target: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture inside the pack, named by its path there."""

    target: str
    alt: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A number to be computed: ``{fact}`verifier-id key=value```; drawn as its value.

    Attributes:
        verifier: The verifier's id.
        settings: The parameters as written, in order.
        part: The part of the answer, "" for the last.
        style: ``plain``, ``thousands``, ``millions``, ``billions``, ``percent`` or "".
    """

    verifier: str
    settings: tuple[tuple[str, str], ...]
    part: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """A gap of a cloze; `number` counts from 1 over the whole card."""

    number: int
    text: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A line break the author asked for."""


Inline = Text | Code | Math | Styled | Link | Image | Fact | Blank | Break


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a card: level 1 to 6."""

    level: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A block of code; `language` may be ""."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class MathBlock:
    """A display formula, as LaTeX source; `first_blank` as in `Math`."""

    source: str
    first_blank: int = 0


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list; `ticked` is None where it has no box."""

    blocks: tuple[Block, ...]
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; `start` is None for bullets, else the first number."""

    items: tuple[ListItem, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `align` holds ``left``, ``right``, ``center`` or "" for each column."""

    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    align: tuple[str, ...] = ()


Block = Paragraph | Heading | CodeBlock | MathBlock | ListBlock | Quote | Table
