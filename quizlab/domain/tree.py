"""Walking a document: the same tree with some of its inlines replaced."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quizlab.domain.document import (
    Blank,
    Code,
    Fact,
    Heading,
    Image,
    Link,
    ListBlock,
    ListItem,
    Math,
    Paragraph,
    Quote,
    Styled,
    Table,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from quizlab.domain.document import Block, Inline

    Change = Callable[[Inline], Inline]


def map_inlines(children: Iterable[Inline], change: Change) -> tuple[Inline, ...]:
    """Return `children` with `change` applied to each leaf."""
    return tuple(
        replace(child, children=map_inlines(child.children, change))
        if isinstance(child, Styled | Link)
        else change(child)
        for child in children
    )


def map_blocks(blocks: Iterable[Block], change: Change) -> tuple[Block, ...]:
    """Return `blocks` with `change` applied to each inline leaf."""
    return tuple(_block(block, change) for block in blocks)


def plain_text(children: Iterable[Inline]) -> str:
    """The words of a line, for lists and messages: formulas as their source."""
    return "".join(map(_plain, children))


def _block(block: Block, change: Change) -> Block:
    match block:
        case Paragraph(children) | Heading(_, children):
            return replace(block, children=map_inlines(children, change))
        case ListBlock(items):
            return replace(
                block,
                items=tuple(
                    ListItem(map_blocks(item.blocks, change), item.ticked) for item in items
                ),
            )
        case Quote(blocks):
            return Quote(map_blocks(blocks, change))
        case Table(header, rows, align):
            return Table(
                tuple(map_inlines(cell, change) for cell in header),
                tuple(tuple(map_inlines(cell, change) for cell in row) for row in rows),
                align,
            )
        case _:
            return block


def _plain(child: Inline) -> str:
    match child:
        case Text(text) | Code(text):
            return text
        case Math(source):
            return f"${source}$"
        case Styled(_, children) | Link(_, children):
            return plain_text(children)
        case Blank(number):
            return f"[{number}]"
        case Image(_, alt):
            return alt
        case Fact(verifier):
            return f"{{{verifier}}}"
        case _:
            return " "
