"""Tables: as many cells in each row as in the header, or it is a fault."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.rules_block.table import escapedSplit

from quizlab.domain.document import Table

if TYPE_CHECKING:
    from markdown_it.token import Token

    from quizlab.decks.blocks import Body
    from quizlab.domain.document import Inline

_ROW_PREFIX = re.compile(r"[ \t>]*")


def read_table(body: Body, first: int, end: int) -> Table:
    """Read the table of the tokens from `first` to before `end`."""
    rows: list[list[tuple[Inline, ...]]] = []
    align: list[str] = []
    for number in range(first, end):
        token = body.tokens[number]
        if token.type == "tr_open":
            rows.append([])
            _look_at_row(body, token, len(rows[0]))
        elif token.type == "inline":
            rows[-1].append(body.inline(token))
            _next_cell(body, token)
        elif token.type == "th_open":
            align.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
    return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]), tuple(align))


def _next_cell(body: Body, token: Token) -> None:
    """Remember where the next cell of the same row begins."""
    line = (token.map or [0])[0]
    text = body.lines[line]
    start = body.cells.get(line, 0)
    at = text.find(token.content, start)
    bar = text.find("|", max(at, start) + len(token.content) * (at >= 0))
    body.cells[line] = bar + 1 if bar >= 0 else len(text)


def _look_at_row(body: Body, token: Token, columns: int) -> None:
    """Count the cells of a row as they were written."""
    line = (token.map or [0])[0]
    text = body.lines[line]
    prefix = _ROW_PREFIX.match(text)
    start = prefix.end() if prefix else 0
    body.cells[line] = start + (text[start : start + 1] == "|")
    cells = escapedSplit(text[start:].strip())
    cells = cells[1:] if cells and not cells[0] else cells
    cells = cells[:-1] if cells and not cells[-1] else cells
    if columns and len(cells) != columns:
        message = (
            f"This row has {len(cells)} cells, the header {columns}: write as many, "
            "with `\\|` for a bar within a cell, and a blank line below the table."
        )
        body.fault("table-cells", line, message, start)
