r"""Environments: ``\begin{name} … \end{name}`` to a grid of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from quizlab.typeset.errors import MathError
from quizlab.typeset.nodes import Fenced, Grid, Node, Row
from quizlab.typeset.tokens import NEW_LINE

if TYPE_CHECKING:
    from quizlab.typeset.parser import Parser

MAX_CELLS = 2000

_AT_END_OF_GRID = frozenset({r"\end"})
_AT_BRACE = frozenset({"}"})


class _Form(NamedTuple):
    style: Literal["matrix", "cases", "aligned", "stack"]
    left: str = ""
    right: str = ""


_FORMS: dict[str, _Form] = {
    **dict.fromkeys(("matrix", "smallmatrix", "array"), _Form("matrix")),
    "pmatrix": _Form("matrix", "(", ")"),
    "bmatrix": _Form("matrix", "[", "]"),
    "Bmatrix": _Form("matrix", "{", "}"),
    "vmatrix": _Form("matrix", "|", "|"),
    "Vmatrix": _Form("matrix", "‖", "‖"),
    **dict.fromkeys(("cases", "dcases"), _Form("cases", "{")),
    "rcases": _Form("cases", "", "}"),
    **dict.fromkeys(("aligned", "align", "alignat", "alignedat", "split"), _Form("aligned")),
    **dict.fromkeys(("equation", "displaymath", "math", "flalign"), _Form("aligned")),
    **dict.fromkeys(("gathered", "gather", "multline"), _Form("stack")),
}


def environment(parser: Parser, _name: str, start: int) -> Node:
    r"""Parse what follows ``\begin``, up to and over the ``\end`` of the same name."""
    name = parser.raw_argument()
    plain_name = name.removesuffix("*")
    form = _FORMS.get(plain_name)
    if form is None:
        known = ", ".join(sorted(_FORMS))
        raise MathError(f"unknown environment {name}; known are {known}", start)
    columns = ""
    bars: tuple[int, ...] = ()
    if plain_name == "array":
        columns, bars = _columns(parser)
    elif plain_name in {"alignat", "alignedat"}:
        parser.raw_argument()
    rows, rules = grid_rows(parser, None, _AT_END_OF_GRID)
    parser.expect(r"\end", start)
    ended_at = parser.position
    ended = parser.raw_argument()
    if ended != name:
        raise MathError(f"\\begin{{{name}}} is ended by \\end{{{ended}}}", ended_at)
    grid = Grid(rows, form.style, columns, bars, rules)
    return Fenced(form.left, grid, form.right) if form.left or form.right else grid


def substack(parser: Parser, _name: str, start: int) -> Node:
    r"""Parse the argument of ``\substack``: centred lines."""
    parser.expect("{", start)
    rows, rules = grid_rows(parser, None, _AT_BRACE)
    parser.expect("}", start)
    return Grid(rows, "stack", rules=rules)


def grid_rows(
    parser: Parser, first: Row | None, stops: frozenset[str]
) -> tuple[tuple[tuple[Row, ...], ...], tuple[int, ...]]:
    r"""Parse cells divided by ``&`` and rows divided by ``\\``, up to one of `stops`.

    Args:
        parser: The cursor, inside the first row.
        first: The first cell, where it has already been parsed.
        stops: The tokens that end the grid; they are not stepped over.

    Returns:
        The rows, without an empty last one, and the rows that have a rule above them.

    Raises:
        MathError: There are more than `MAX_CELLS` cells.
    """
    stops_of_cell = stops | {"&", NEW_LINE, r"\hline"}
    rows: list[tuple[Row, ...]] = []
    rules: list[int] = []
    while True:
        while first is None and parser.accept(r"\hline"):
            rules.append(len(rows))
        cells = [parser.row(stops_of_cell) if first is None else first]
        first = None
        while parser.accept("&"):
            cells.append(parser.row(stops_of_cell))
        rows.append(tuple(cells))
        if not parser.accept(NEW_LINE):
            break
    if len(rows) > 1 and len(rows[-1]) == 1 and not rows[-1][0].children:
        rows.pop()
    if len(rows) * max(map(len, rows)) > MAX_CELLS:
        message = f"a grid of {len(rows)} rows is too large; at most {MAX_CELLS} cells are drawn"
        raise MathError(message, parser.position)
    return tuple(rows), tuple(dict.fromkeys(rules))


def _columns(parser: Parser) -> tuple[str, tuple[int, ...]]:
    """Read the columns of an array, such as ``c|rl``: the letters, and where the rules stand."""
    start = parser.position
    letters = ""
    bars: list[int] = []
    for sign in parser.raw_argument():
        if sign in "lcr":
            letters += sign
        elif sign == "|":
            bars.append(len(letters))
        elif not sign.isspace():
            raise MathError(f"{sign!r} is no column of an array; use l, c, r and |", start)
    return letters, tuple(dict.fromkeys(bars))
