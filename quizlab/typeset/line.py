"""A formula on one line of Unicode, with the parentheses that its layout made unnecessary.

One short function for each kind of node; `_WRITERS` at the end says which.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from quizlab.typeset.accents import ACCENTS, combined
from quizlab.typeset.grouping import (
    is_bare_base,
    is_bare_denominator,
    is_bare_fraction,
    is_bare_numerator,
    is_bare_radicand,
)
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
from quizlab.typeset.scripts import subscript, superscript
from quizlab.typeset.spacing import Placed, place
from quizlab.typeset.widths import cell_width

if TYPE_CHECKING:
    from collections.abc import Callable


# A script or root that is written without parentheses ends where its letters and digits do.
_OPEN_TAIL = re.compile(r"[_^√∛∜]\w+\Z")
_INDEXED_ROOT = re.compile(r"[⁰-₟ᵃ-ᶿ¹²³]+√")
_MATES = {"{": "}", "}": "{", "[": "]", "]": "[", "(": ")", ")": "("}
# The layer of a[l], a blank that is shown, a blank that is hidden.
_BRACKETED_INDEX = re.compile(r"\[[^\[\]]*\]\Z|⟦[^⟦⟧]*⟧\Z")
_PARENTHESISED = re.compile(r"\([^()]*\)\Z")
_BRACKETED = re.compile(r"[(\[{⟦][^()\[\]{}⟦⟧]*[)\]}⟧]|\|[^|()\[\]{}⟦⟧]*\||‖[^‖()\[\]{}⟦⟧]*‖")
_ROOTS = {"": "√", "³": "∛", "⁴": "∜"}


def line(node: Node) -> str:
    """Return `node` on one line."""
    return _WRITERS[type(node)](node)


def _row(row: Row) -> str:
    return _joined(row.children)


def _group(row: Row) -> str:
    """A group among others: its fractions must not run into its neighbours."""
    return _joined(row.children, closed=True)


def _joined(children: tuple[Node, ...], *, script: bool = False, closed: bool = False) -> str:
    placed, space_at_end = place(children, script=script)
    if len(placed) == 1 and not space_at_end and not closed:
        return " " * placed[0].gap + line(placed[0].node)
    parts: list[str] = []
    tail = ""
    for index, item in enumerate(placed):
        text = _member(placed, index, closed=closed)
        gap = item.gap
        if text.startswith("(") and index and placed[index - 1].right == "op" and gap == 1:
            gap = 0  # a fraction that took parentheses: log(a/b)
        if not gap and tail and text and _runs_on(tail, text):
            gap = 1
        if gap:
            parts.append(" " * gap)
        parts.append(text)
        tail = text or tail
    parts.append(" " * space_at_end)
    return "".join(parts)


def _member(placed: list[Placed], index: int, *, closed: bool) -> str:
    """A node among its neighbours."""
    node = placed[index].node
    if isinstance(node, Symbol):
        return node.text
    if isinstance(node, Fraction):
        text = line(node)
        bare = not closed and is_bare_fraction(placed, index)
        return text if bare else f"({text})"
    if isinstance(node, Row):
        return _group(node)
    if isinstance(node, Grid):
        return f"matrix({line(node)})" if node.style == "matrix" else f"({line(node)})"
    return line(node)


def _runs_on(left: str, right: str) -> bool:
    """Whether `right` would be read as part of what `left` ends with, or the other way round."""
    if _INDEXED_ROOT.match(right):
        return left[-1] not in "([{⟨"
    if not (right[0].isalnum() or right[0] == "_"):
        return False
    return _OPEN_TAIL.search(left) is not None


def _symbol(node: Symbol | Text | Elastic) -> str:
    return node.text


def _big_operator(node: BigOperator) -> str:
    return node.symbol


def _space(node: Space) -> str:
    return " " * node.cells


def _nothing(_node: StyleSwitch) -> str:
    return ""


def _body(node: Classed | Operator) -> str:
    return _joined(children_of(node.body), closed=True)


def _fraction(node: Fraction) -> str:
    above = line(node.numerator)
    below = line(node.denominator)
    if _has_space(above) or not is_bare_numerator(node.numerator):
        above = f"({above})"
    if _has_space(below) or not is_bare_denominator(node.denominator, node.numerator):
        below = f"({below})"
    return f"{above}/{below}"


def _has_space(text: str) -> bool:
    """Whether `text` has a space outside of all brackets."""
    while " " in text:
        shorter = _BRACKETED.sub("", text)
        if shorter == text:
            return True
        text = shorter
    return False


def _binomial(node: Binomial) -> str:
    return f"({line(node.upper)} choose {line(node.lower)})"


def _root(node: Root) -> str:
    index = "" if node.index is None else superscript(node.index)
    if index is None:
        sign = f"√[{line(node.index)}]" if node.index is not None else "√"
    else:
        sign = _ROOTS.get(index, f"{index}√")
    radicand = line(node.radicand)
    return sign + (radicand if is_bare_radicand(node.radicand) else f"({radicand})")


def _accent(node: Accent) -> str:
    base = line(node.base)
    if not base:
        return combined("◌", node.name) or ""
    return combined(base, node.name) or f"{ACCENTS[node.name].word}({base})"


def _fenced(node: Fenced) -> str:
    body = line(node.body)
    if isinstance(node.body, Grid):  # a lone brace beside lines would seem never to close
        return (
            (node.left or _MATES.get(node.right, ""))
            + body
            + (node.right or _MATES.get(node.left, ""))
        )
    if not node.left and node.right and not is_bare_base(node.body):
        body = f"({body})"  # what is evaluated at the right bar
    return f"{node.left}{body}{node.right}"


def _scripts(node: Scripts) -> str:
    if isinstance(node.base, Brace):
        return _braced(node.base, node.sub, node.sup)
    base = line(node.base)
    if not is_bare_base(node.base):
        base = f"({base})"
    # What has no small characters is written out, after what has: W²_Q is not W with index Q².
    small = ""
    written = ""
    for script, sign, translate in ((node.sub, "_", subscript), (node.sup, "^", superscript)):
        if script is not None:
            text = translate(script)
            if text is None:
                written += sign + _written(script, sign)
            else:
                small += text
    return base + small + written


def _written(script: Node, sign: str) -> str:
    """A script after its sign: one cell or an index of letters bare, all else in parentheses."""
    text = _joined(children_of(script), script=True)
    is_index = sign == "_" and text.isascii() and text.isalpha()
    if sign == "_" and _PARENTHESISED.match(text):
        return text
    is_one = cell_width(text) == 1 and text not in "()[]{}_^|"
    return text if is_index or is_one or _BRACKETED_INDEX.match(text) else f"({text})"


def _braced(brace: Brace, sub: Node | None, sup: Node | None) -> str:
    text = line(brace)
    for label in (sub, sup):
        if label is not None:
            text += f"[{line(label)}]"
    return text


def _brace(node: Brace) -> str:
    return f"{'⏞' if node.over else '⏟'}({line(node.body)})"


def _stack(node: Stack) -> str:
    return _scripts(Scripts(node.base, node.under, node.over))


def _arrow(node: Arrow) -> str:
    over = node.over if children_of(node.over) else None
    return _scripts(Scripts(Symbol(node.head), node.under, over))


def _grid(node: Grid) -> str:
    if node.style == "aligned":
        return "; ".join(
            _joined(tuple(child for cell in cells for child in cell.children))
            for cells in node.rows
        )
    return "; ".join(_cells(cells, node) for cells in node.rows)


def _cells(cells: tuple[Row, ...], grid: Grid) -> str:
    text = ""
    for index, cell in enumerate(cells):
        written = line(cell).strip()
        if not index:
            separator = ""
        elif index in grid.bars:
            separator = " | "
        elif grid.style == "matrix":
            separator = ", "
        else:  # the condition of a case
            is_apart = not text or not written or text.endswith((",", ";")) or _is_prose(cell)
            separator = " " if is_apart else ", "
        text += separator + written
    return text.rstrip()


def _is_prose(cell: Row) -> bool:
    atoms = [child for child in cell.children if not isinstance(child, Space)]
    return bool(atoms) and isinstance(atoms[0], Text)


def _boxed(node: Boxed) -> str:
    return f"⟦{line(node.body)}⟧"


def _phantom(node: Phantom) -> str:
    return " " * cell_width(line(node.body))


_WRITERS: dict[type[Node], Callable[[Any], str]] = {
    Accent: _accent,
    Arrow: _arrow,
    BigOperator: _big_operator,
    Binomial: _binomial,
    Boxed: _boxed,
    Brace: _brace,
    Classed: _body,
    Elastic: _symbol,
    Fenced: _fenced,
    Fraction: _fraction,
    Grid: _grid,
    Operator: _body,
    Phantom: _phantom,
    Root: _root,
    Row: _row,
    Scripts: _scripts,
    Space: _space,
    Stack: _stack,
    StyleSwitch: _nothing,
    Symbol: _symbol,
    Text: _symbol,
}
