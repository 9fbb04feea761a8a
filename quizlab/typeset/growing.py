"""How high delimiters and big operators must be beside their neighbours in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.typeset.nodes import BigOperator, Elastic, Node, Scripts, Symbol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.typeset.box import Box
    from quizlab.typeset.spacing import Placed


# From this height on, an operand wants a drawn sum or integral.
_HIGH = 3
_ADDITIVE = frozenset("+−±∓")


def core(node: Node) -> Node:
    """Return the base of scripts; any other node is its own core."""
    return node.base if isinstance(node, Scripts) else node


def has_high_operand(placed: Sequence[Placed], boxes: Sequence[Box], index: int) -> bool:
    """Whether what the big operator at `index` applies to is high: it ends at a sum or relation.

    Scripts and limits do not make an operand high.
    """
    for item, box in zip(placed[index + 1 :], boxes[index + 1 :], strict=True):
        if item.left in {"rel", "punct"} or _is_additive(item):
            return False
        is_script_on_line = isinstance(item.node, Scripts) and isinstance(item.node.base, Symbol)
        if box.height >= _HIGH and not is_script_on_line and not _is_small_operator(item, box):
            return True
    return False


def enclosed(placed: Sequence[Placed], boxes: Sequence[Box], index: int) -> tuple[int, int]:
    """Return the lines above and below the baseline that the delimiter at `index` must span.

    A bracket spans what stands between it and its partner; one without a partner spans its side
    of the row, a delimiter between two halves the whole row.
    """
    side = placed[index].left
    start, end = 0, len(placed)
    if side == "open":
        start = index
        end = _partner(placed, index, "open", "close", 1) + 1
    elif side == "close":
        start = max(0, _partner(placed, index, "close", "open", -1))
        end = index
    elif side == "ord":
        end = index
    span = boxes[start:end]
    above = max((box.baseline for box in span), default=0)
    return above, max((box.below for box in span), default=0)


def _partner(placed: Sequence[Placed], index: int, same: str, other: str, step: int) -> int:
    """The index of the growing delimiter that pairs with the one at `index`, else past the edge."""
    depth = 0
    while 0 <= index < len(placed):
        if isinstance(core(placed[index].node), Elastic):
            depth += (placed[index].left == same) - (placed[index].left == other)
            if not depth:
                break
        index += step
    return index


def _is_additive(item: Placed) -> bool:
    node = item.node
    return item.left == "bin" and isinstance(node, Symbol) and node.text in _ADDITIVE


def _is_small_operator(item: Placed, box: Box) -> bool:
    """Whether this is a sum on one line, high by its limits only."""
    base = core(item.node)
    return isinstance(base, BigOperator) and base.symbol in box.lines[box.baseline]
