"""Documents laid out as lines of styled spans: one layout for the app, pipes and previews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab.domain.document import (
    CodeBlock,
    Heading,
    ListBlock,
    MathBlock,
    Paragraph,
    Quote,
    Table,
)
from quizlab.typeset.flow import Line, Span, fill, line_width, pad_line, split_at
from quizlab.typeset.inlines import Drawing, spans_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizlab.domain.document import Block, Inline, ListItem

__all__ = ["Line", "Span", "lay_out", "lay_out_line", "text_of"]


def lay_out(
    blocks: Sequence[Block], width: int = 76, *, reveal: bool = True, source: bool = False
) -> tuple[Line, ...]:
    """Return `blocks` as lines of at most `width` cells, a blank line between blocks.

    Args:
        blocks: What to draw; facts must have become text before.
        width: Cells a line; code and formulas that do not fit are cut into lines.
        reveal: Whether blanks show what belongs there, or a numbered gap.
        source: Whether formulas are shown as their LaTeX source.
    """
    # What stands before a text may leave no room for it; then it stands one below the other.
    return tuple(_Page(Drawing(reveal=reveal, source=source)).blocks(blocks, max(1, width)))


def lay_out_line(inlines: Sequence[Inline], *, reveal: bool = True) -> Line:
    """Return `inlines` as one line, unwrapped."""
    return spans_of(inlines, Drawing(reveal=reveal))


def text_of(lines: Sequence[Line]) -> str:
    """The characters of `lines`, without styles or trailing blanks."""
    return "\n".join("".join(span.text for span in line).rstrip() for line in lines)


@dataclass(frozen=True, slots=True)
class _Page:
    """Draws each kind of block."""

    drawing: Drawing

    def blocks(self, blocks: Sequence[Block], width: int) -> Iterator[Line]:
        for number, block in enumerate(blocks):
            if number:
                yield ()
            yield from self.block(block, width)

    def block(self, block: Block, width: int) -> Iterator[Line]:
        match block:
            case Paragraph(children):
                yield from self.paragraph(children, width)
            case Heading(_, children):
                yield from fill(spans_of(children, self.drawing, "heading"), width)
            case CodeBlock(code, language):
                style = f"code {language}".rstrip()
                for row in code.split("\n"):
                    for piece in split_at(row.expandtabs(4), max(1, width - 2)):
                        yield (Span("  "), Span(piece, style))
            case MathBlock():
                yield from self.formula(block, width)
            case ListBlock(items, start):
                yield from self.list(items, start, width)
            case Quote(quoted):
                for line in self.blocks(quoted, max(8, width - 2)):
                    yield (Span("│ ", "dim"), *line)
            case Table():
                yield from self.table(block, width)

    def paragraph(self, children: Sequence[Inline], width: int) -> Iterator[Line]:
        for row in self.drawing.rows(children):
            yield from fill(row, width)

    def formula(self, block: MathBlock, width: int) -> Iterator[Line]:
        for text in self.drawing.box(block, max(8, width - 4)):
            yield (Span("    "), Span(text, "math")) if text.strip() else ()

    def list(self, items: Sequence[ListItem], start: int | None, width: int) -> Iterator[Line]:
        loose = any(len(item.blocks) > 1 and not _tight(item) for item in items)
        for number, item in enumerate(items):
            mark = "• " if start is None else f"{start + number}. "
            if item.ticked is not None:
                mark = "[x] " if item.ticked else "[ ] "
            if number and loose:
                yield ()
            lines = self.item(item, max(8, width - len(mark)))
            for row, line in enumerate(lines):
                yield (Span(" " * len(mark) if row else mark, "mark"), *line) if line else ()

    def item(self, item: ListItem, width: int) -> Iterator[Line]:
        for number, block in enumerate(item.blocks):
            if number and not isinstance(block, ListBlock):
                yield ()
            yield from self.block(block, width)

    def table(self, table: Table, width: int) -> Iterator[Line]:
        rows = [
            [spans_of(cell, self.drawing, "heading" if head else "") for cell in row]
            for head, row in [(True, table.header), *((False, row) for row in table.rows)]
        ]
        columns = max(map(len, rows))
        widths = [
            max((line_width(row[column]) for row in rows if column < len(row)), default=0)
            for column in range(columns)
        ]
        widths = _squeeze(widths, width - 3 * (columns - 1))
        align = (*table.align, *[""] * columns)
        for number, row in enumerate(rows):
            cells = [list(fill(cell, w)) or [()] for cell, w in zip(row, widths, strict=False)]
            for depth in range(max(map(len, cells))):
                line: list[Span] = []
                for column, cell in enumerate(cells):
                    if column:
                        line.append(Span(" │ ", "dim"))
                    part = cell[depth] if depth < len(cell) else ()
                    line.extend(pad_line(part, widths[column], align[column]))
                yield tuple(line)
            if number == 0:
                yield (Span("─┼─".join("─" * w for w in widths), "dim"),)


def _tight(item: ListItem) -> bool:
    return all(isinstance(block, ListBlock) for block in item.blocks[1:])


def _squeeze(widths: list[int], room: int) -> list[int]:
    """Shrink the widest columns until all fit into `room`."""
    widths = list(widths)
    while sum(widths) > max(room, 4 * len(widths)):
        widest = max(range(len(widths)), key=widths.__getitem__)
        widths[widest] -= 1
    return [max(1, width) for width in widths]
