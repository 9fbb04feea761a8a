"""A formula as a two-dimensional box: each node's children drawn, then put together.

One short function for each kind of node; `_DRAWERS` at the end says which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from quizlab.typeset.box import (
    NOTHING,
    Box,
    beside,
    blank_box,
    framed,
    stacked,
    text_box,
)
from quizlab.typeset.delimiters import delimiter_box
from quizlab.typeset.drawn_operators import drawn_operator
from quizlab.typeset.grid_boxes import grid_box, look_of
from quizlab.typeset.grouping import is_bare_fraction
from quizlab.typeset.growing import core, enclosed, has_high_operand
from quizlab.typeset.line import line
from quizlab.typeset.nodes import (
    Accent,
    Arrow,
    BigOperator,
    Binomial,
    Boxed,
    Brace,
    Classed,
    Elastic,
    Fenced,
    Fraction,
    Grid,
    Node,
    Operator,
    Phantom,
    Root,
    Row,
    Scripts,
    Space,
    Stack,
    StyleSwitch,
    Symbol,
    Text,
    children_of,
)
from quizlab.typeset.script_boxes import with_limits, with_scripts
from quizlab.typeset.scripts import subscript, superscript
from quizlab.typeset.shapes import accent_box, arrow_box, brace_box, fraction_box, root_box
from quizlab.typeset.spacing import Placed, Side, place
from quizlab.typeset.widths import cell_width

if TYPE_CHECKING:
    from collections.abc import Callable


# As in TeX: limits go above and below in display style only; scripts have no spaces.
Style = Literal["display", "text", "script"]


def draw(node: Node, style: Style = "display") -> Box:
    """Return `node` as a box.

    Args:
        node: The tree of the formula.
        style: ``display``, ``text`` (inside fractions) or ``script``.
    """
    return _DRAWERS[type(node)](node, style)


def draw_row(children: tuple[Node, ...], style: Style, before: Side | None = None) -> Box:
    """Return nodes side by side, spaced; what grows with its neighbours is drawn last.

    Args:
        children: The nodes from left to right.
        style: As in `draw`.
        before: What stands before them, where they are not a whole row.
    """
    placed, space_at_end = place(
        children, script=style == "script", spaced_fractions=True, before=before
    )
    boxes: list[Box] = []
    growing: list[tuple[int, Style]] = []
    for index, item in enumerate(placed):
        node = item.node
        if isinstance(node, Symbol):
            box = text_box(node.text)
        elif isinstance(core(node), Elastic | BigOperator):
            growing.append((index, style))
            box = NOTHING
        else:
            box = draw(node, style)
            if isinstance(node, StyleSwitch):
                style = "display" if node.display else "text"
            elif isinstance(node, Fraction) and box.height == 1:
                bare = is_bare_fraction(placed, index)
                box = box if bare else text_box(f"({box.lines[0]})")
        boxes.append(box)
    if growing:
        _grow(placed, boxes, growing)
    spaced: list[Box] = []
    for item, box in zip(placed, boxes, strict=True):
        if item.gap:
            spaced.append(blank_box(item.gap))
        spaced.append(box)
    if space_at_end:
        spaced.append(blank_box(space_at_end))
    return beside(spaced) if spaced else NOTHING


def _grow(placed: list[Placed], boxes: list[Box], growing: list[tuple[int, Style]]) -> None:
    """Draw, in place, the operators and then the delimiters whose neighbours are drawn."""
    # From right to left: what a sum applies to may be another sum.
    for index, style in reversed(growing):
        node = placed[index].node
        if isinstance(core(node), BigOperator):
            high = has_high_operand(placed, boxes, index)
            if isinstance(node, Scripts):
                boxes[index] = _draw_scripts(node, style, high=high)
            else:
                boxes[index] = _base_box(node, style, high=high)
    for index, _ in growing:
        node = placed[index].node
        delimiter = core(node)
        if isinstance(delimiter, Elastic):
            box = delimiter_box(delimiter.text, *enclosed(placed, boxes, index))
            boxes[index] = _scripts_beside(node, box) if isinstance(node, Scripts) else box


def _draw_row(node: Row, style: Style) -> Box:
    return draw_row(node.children, style)


def _draw_alone(node: Node, style: Style) -> Box:
    return draw_row((node,), style)


def _draw_text(node: Symbol | Text, _style: Style) -> Box:
    return text_box(node.text)


def _draw_body(node: Classed | Operator, style: Style) -> Box:
    return draw(node.body, style)


def _draw_space(node: Space, _style: Style) -> Box:
    return blank_box(node.cells)


def _draw_nothing(_node: StyleSwitch, _style: Style) -> Box:
    return NOTHING


def _inner(style: Style) -> Style:
    """The style inside a fraction or a matrix."""
    return "script" if style == "script" else "text"


def _base_box(node: Node, style: Style, *, high: bool) -> Box:
    """A base of scripts; big operators are drawn large where they are to be high."""
    if not isinstance(node, BigOperator):
        return draw(node, style)
    drawing = drawn_operator(node.symbol) if high and style != "script" else None
    return drawing or text_box(node.symbol)


def _draw_scripts(node: Scripts, style: Style, *, high: bool = False) -> Box:
    base = node.base
    if isinstance(base, Brace) or _has_limits(node, style):
        under = None if node.sub is None else draw(node.sub, "script")
        over = None if node.sup is None else draw(node.sup, "script")
        return with_limits(_base_box(base, style, high=high), under, over)
    if isinstance(base, BigOperator) and not base.limits and not _is_small(node):
        high = True  # a drawn integral has room for its limits
    return _scripts_beside(node, _base_box(base, style, high=high))


def _has_limits(node: Scripts, style: Style) -> bool:
    base = node.base
    if not isinstance(base, Operator | BigOperator):
        return False
    if node.limits is not None:
        return node.limits
    return base.limits and (style == "display" or not _is_small(node))


def _is_small(node: Scripts) -> bool:
    """Whether all scripts exist as Unicode's small characters."""
    return (node.sub is None or subscript(node.sub) is not None) and (
        node.sup is None or superscript(node.sup) is not None
    )


def _scripts_beside(node: Scripts, base: Box) -> Box:
    sub = "" if node.sub is None else subscript(node.sub)
    sup = "" if node.sup is None else superscript(node.sup)
    if base.height == 1 and sub is not None and sup is not None:
        small = sub + sup
        return Box((base.lines[0] + small,), 0, base.width + cell_width(small))
    # Beside one line, small characters would stand lower than the full ones of the other script.
    is_low = base.height == 1
    return with_scripts(
        base,
        _script_box(node.sub, None if is_low else sub),
        _script_box(node.sup, None if is_low else sup),
    )


def _script_box(node: Node | None, small: str | None) -> Box | None:
    if node is None:
        return None
    return draw(node, "script") if small is None else text_box(small)


def _draw_fraction(node: Fraction, style: Style) -> Box:
    above = draw(node.numerator, _inner(style))
    below = draw(node.denominator, _inner(style))
    if style == "script" and above.height == below.height == 1:
        return text_box(line(node))  # a raised bar would be read as a minus sign
    return fraction_box(above, below)


def _draw_binomial(node: Binomial, style: Style) -> Box:
    upper = draw(node.upper, _inner(style))
    body = stacked((upper, NOTHING, draw(node.lower, _inner(style))), upper.height)
    return _fenced("(", body, ")")


def _draw_fenced(node: Fenced, style: Style) -> Box:
    body = draw(node.body, style)
    if isinstance(node.body, Grid) and node.body.style == "cases":
        before = blank_box(1) if node.left else NOTHING
        after = blank_box(1) if node.right else NOTHING
        body = beside((before, body, after))
    return _fenced(node.left, body, node.right)


def _fenced(left: str, body: Box, right: str) -> Box:
    before, after = (delimiter_box(side, body.baseline, body.below) for side in (left, right))
    return beside((before, body, after))


def _draw_root(node: Root, style: Style) -> Box:
    index = NOTHING if node.index is None else draw(node.index, "script")
    return root_box(draw(node.radicand, style), index)


def _draw_accent(node: Accent, style: Style) -> Box:
    return accent_box(draw(node.base, style), node.name)


def _draw_brace(node: Brace, style: Style) -> Box:
    return brace_box(draw(node.body, style), over=node.over)


def _draw_stack(node: Stack, style: Style) -> Box:
    over = None if node.over is None else draw(node.over, "script")
    under = None if node.under is None else draw(node.under, "script")
    return with_limits(draw(node.base, style), under, over)


def _draw_arrow(node: Arrow, _style: Style) -> Box:
    over = draw(node.over, "script") if children_of(node.over) else None
    under = None if node.under is None else draw(node.under, "script")
    return arrow_box(node.head, over, under)


def _draw_boxed(node: Boxed, style: Style) -> Box:
    return framed(draw(node.body, style))


def _draw_phantom(node: Phantom, style: Style) -> Box:
    body = draw(node.body, style)
    return Box((" " * body.width,) * body.height, body.baseline, body.width)


def _draw_grid(node: Grid, style: Style) -> Box:
    if node.style == "aligned":
        inner: Style = "script" if style == "script" else "display"
        cells = [_aligned_cells(row, inner) for row in node.rows]
    else:
        inner = style if node.style == "stack" else _inner(style)
        cells = [[draw(cell, inner) for cell in row] for row in node.rows]
    return grid_box(cells, look_of(node, cells))


def _aligned_cells(row: tuple[Row, ...], style: Style) -> list[Box]:
    """The cells of an aligned line: right halves are spaced as what follows a left half."""
    boxes: list[Box] = []
    for column, cell in enumerate(row):
        box = draw_row(cell.children, style, before="ord" if column % 2 else None)
        ends_open = bool(cell.children) and cell.children[-1].kind in {"rel", "bin"}
        if ends_open and not column % 2 and column + 1 < len(row):
            box = beside((box, blank_box(1)))
        boxes.append(box)
    return boxes


_DRAWERS: dict[type[Node], Callable[[Any, Style], Box]] = {
    Accent: _draw_accent,
    Arrow: _draw_arrow,
    BigOperator: _draw_alone,
    Binomial: _draw_binomial,
    Boxed: _draw_boxed,
    Brace: _draw_brace,
    Classed: _draw_body,
    Elastic: _draw_alone,
    Fenced: _draw_fenced,
    Fraction: _draw_fraction,
    Grid: _draw_grid,
    Operator: _draw_body,
    Phantom: _draw_phantom,
    Root: _draw_root,
    Row: _draw_row,
    Scripts: _draw_scripts,
    Space: _draw_space,
    Stack: _draw_stack,
    StyleSwitch: _draw_nothing,
    Symbol: _draw_text,
    Text: _draw_text,
}
