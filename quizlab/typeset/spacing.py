"""The space between neighbours in a row, after TeX's table of atom spacing, in cells."""

from __future__ import annotations

from itertools import product
from typing import Literal, NamedTuple

from quizlab.typeset.nodes import (
    Accent,
    Kind,
    Node,
    Operator,
    Row,
    Scripts,
    Space,
    StyleSwitch,
    Symbol,
    Text,
)

# What a kind became in its place: "prefix" is a binary operator that stands for a sign.
Side = Kind | Literal["prefix"]

_BEFORE_SIGN: frozenset[Side | None] = frozenset(
    {None, "bin", "op", "big", "rel", "open", "punct", "prefix"}
)
_NAMES: tuple[Side, ...] = ("op", "big")
_OPERATORS: tuple[Side, ...] = ("rel", "punct", "bin")
_STARTS: tuple[Side, ...] = ("ord", "op", "big", "open", "inner")
_ENDS: tuple[Side, ...] = ("ord", "op", "big", "close", "inner")
_AFTER_SIGN: frozenset[Kind | None] = frozenset({None, "rel", "close", "punct"})
_FINISHED: tuple[Side, ...] = ("ord", "inner", "close")
_NAMED: tuple[Side, ...] = ("ord", "inner", "op", "big")
_BIG_BRACKET: frozenset[tuple[Side, Side]] = frozenset({("big", "open")})
# Pairs that keep their space even inside scripts.
_SPACED_IN_SCRIPTS = _BIG_BRACKET.union(product(_NAMES, _NAMED), product(_FINISHED, _NAMES))
_SPACED = _SPACED_IN_SCRIPTS.union(
    product(_OPERATORS, (*_STARTS, "prefix")),
    product((*_ENDS, "prefix", "punct"), ("rel",)),
    product(_ENDS, ("bin",)),
)
_FACTORS: frozenset[Side] = frozenset({"ord", "inner", "open", "close"})


class Placed(NamedTuple):
    """A node in its row.

    Attributes:
        node: The node.
        gap: The cells of space before it.
        left: What it is to the node before it.
        right: What it is to the node after it.
        apart: Whether the author put at least a quad before it.
        child: Which child of the row it is.
    """

    node: Node
    gap: int
    left: Side
    right: Side
    apart: bool
    child: int


def place(
    children: tuple[Node, ...],
    *,
    script: bool = False,
    spaced_fractions: bool = False,
    before: Side | None = None,
) -> tuple[list[Placed], int]:
    """Return the atoms of a row with the gaps before them, and the explicit space at its end.

    Explicit spaces and the spaces of the table do not add up: the wider one holds.

    Args:
        children: The children of the row.
        script: Whether it is a sub- or superscript, where relations and operators stand tight.
        spaced_fractions: Whether fractions keep a space from the factors beside them.
        before: What stands before the row, where that is not its edge.
    """
    lefts: list[Side] = []
    rights: list[Side] = []
    _classify(children, lefts, rights, before)
    spaced = _SPACED_IN_SCRIPTS if script else _SPACED
    placed: list[Placed] = []
    explicit = 0
    previous = before
    last: Node | None = None
    for index, (node, left, right) in enumerate(zip(children, lefts, rights, strict=True)):
        if left == "space":
            explicit += node.cells if isinstance(node, Space) else 0
            if isinstance(node, StyleSwitch):
                placed.append(Placed(node, 0, left, right, False, index))
            continue
        gap = 0 if script and explicit == 1 else explicit
        if not gap and previous is not None:
            gap = int(
                (previous, left) in spaced
                or (spaced_fractions and _touches_fraction(previous, left))
                or (last is not None and _runs_together(last, node))
            )
        placed.append(Placed(node, gap, left, right, explicit > 1, index))
        explicit = 0
        previous, last = right, node
    return placed, explicit


def is_break(placed: Placed) -> bool:
    """Whether a line may be broken before this node."""
    return placed.left in {"rel", "bin"} or placed.apart


def _classify(
    children: tuple[Node, ...], lefts: list[Side], rights: list[Side], before: Side | None
) -> None:
    """Fill in what each child is to its neighbours: signs, and the sides of bars, are resolved."""
    kinds = [child.kind for child in children]
    bars = _bars(kinds) if "bar" in kinds else {}
    previous = before
    for index, kind in enumerate(kinds):
        left: Side = kind
        right: Side = kind
        if kind == "fence":
            left, right = "open", "close"
        elif kind == "bar":
            left = right = bars[index]
            if left == "ord" and not isinstance(children[index], Scripts):
                right = "open"  # what follows "given" may be a sign
        elif kind == "bin":
            if previous in _BEFORE_SIGN:
                left = right = "prefix"
            elif _following(kinds, index) in _AFTER_SIGN:
                left = right = "ord"
        lefts.append(left)
        rights.append(right)
        if kind != "space":
            previous = right


def _following(kinds: list[Kind], index: int) -> Kind | None:
    return next((kind for kind in kinds[index + 1 :] if kind != "space"), None)


def _bars(kinds: list[Kind]) -> dict[int, Side]:
    """Pair the bars of each bracket level: opening and closing; a lone one is an ordinary sign."""
    sides: dict[int, Side] = {}
    levels: list[int | None] = [None]
    for index, kind in enumerate(kinds):
        if kind == "open":
            levels.append(None)
        elif kind == "close" and len(levels) > 1:
            levels.pop()
        elif kind == "bar":
            partner = levels[-1]
            sides[index] = "ord" if partner is None else "close"
            if partner is None:
                levels[-1] = index
            else:
                sides[partner] = "open"
                levels[-1] = None
    return sides


def _touches_fraction(left: Side, right: Side) -> bool:
    return (
        "inner" in (left, right)
        and left in _FACTORS
        and right in _FACTORS
        and left != "open"
        and right != "close"
    )


def _runs_together(left: Node, right: Node) -> bool:
    """Whether `right` would be read into `left`.

    A word would touch a letter and seem to be one word with it; a raised star would touch a
    factor and seem to multiply.
    """
    if (  # nearly always, so first
        isinstance(left, Symbol)
        and isinstance(right, Symbol)
        and len(left.text) == len(right.text) == 1
    ):
        return False
    start = _edge(right, 0)
    if isinstance(left, Scripts) and left.sup is not None and _edge(left.sup, -1) == "∗":
        return start[:1].isalnum()
    end = _edge(left, -1)
    if len(end) < 2 and len(start) < 2:
        return False
    return end[-1:].isalpha() and start[:1].isalpha() and (_is_word(end) or _is_word(start))


def _is_word(text: str) -> bool:
    return len(text) > 1 and text.isascii() and text.isalpha()


def _edge(node: Node, side: int) -> str:
    """The last (side -1) or first (0) word of a node, or its only letter."""
    if isinstance(node, Scripts | Accent):
        return _edge(node.base, side)
    if isinstance(node, Operator):
        return _edge(node.body, side)
    if isinstance(node, Symbol):
        return node.text
    if isinstance(node, Text):
        text = node.text
        if not text or text[side].isspace():
            return ""
        return text.split()[side]
    if isinstance(node, Row) and node.children:
        return _edge(node.children[side], side)
    return ""
