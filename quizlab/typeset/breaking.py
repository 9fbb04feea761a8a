"""Formulas wider than the screen: broken at relations and operators, or shown as source."""

from __future__ import annotations

from itertools import pairwise

from quizlab.typeset.box import NOTHING, Box, beside, blank_box, stacked
from quizlab.typeset.drawing import draw, draw_row
from quizlab.typeset.nodes import Grid, Node, Space, children_of
from quizlab.typeset.spacing import is_break, place
from quizlab.typeset.widths import cell_width

_INDENT = 2


def fitted(node: Node, width: int) -> Box | None:
    r"""Return `node` as a box at most `width` cells wide, None where it cannot be broken so.

    Lines are broken before relations, binary operators and wide spaces that stand in no bracket
    of LaTeX's ``\left``; what goes on is indented. Aligned lines that are too wide lose their
    alignment.
    """
    box = draw(node)
    if box.width <= width:
        return box
    children = children_of(node)
    only = children[0] if len(children) == 1 else None
    if isinstance(only, Grid) and only.style in {"aligned", "stack"}:
        lines = [
            _broken(tuple(child for cell in row for child in cell.children), width)
            for row in only.rows
        ]
        return None if None in lines else _paragraph([line for line in lines if line is not None])
    return _broken(children, width)


def _broken(children: tuple[Node, ...], width: int) -> Box | None:
    """Break one formula: at wide spaces everywhere, elsewhere only where lines get too wide."""
    placed, _ = place(children)
    ends = [item.child for item in placed[1:] if item.apart]
    lines: list[Box] = []
    for start, end in pairwise([0, *ends, len(children)]):
        clause = _filled(_without_spaces(children[start:end]), width)
        if clause is None:
            return None
        lines += clause
    return _paragraph(lines)


def _filled(clause: tuple[Node, ...], width: int) -> list[Box] | None:
    """Fill lines greedily; None where a piece without a place to break is too wide."""
    placed, _ = place(clause)
    places = [item for item in placed[1:] if is_break(item)]
    relations = {item.child for item in [item for item in places if item.left == "rel"][1:]}
    breaks = [item.child for item in places]
    lines: list[Box] = []
    start = 0
    while start < len(clause):
        ahead = [end for end in breaks if end > start]
        end = start
        best: Box | None = None
        for longer_end in (*ahead, len(clause)):
            longer = _line(clause[start:longer_end], is_first=start == 0)
            if longer.width > width:
                break
            end, best = longer_end, longer
        if best is None:
            return None
        # Rather before a relation than before a sum; but never before the first one, which
        # would leave the left side alone.
        better = [place for place in ahead if place < end and place in relations]
        if end < len(clause) and better and end not in relations:
            end = better[-1]
            best = _line(clause[start:end], is_first=start == 0)
        lines.append(best)
        start = end
    return lines


def _without_spaces(children: tuple[Node, ...]) -> tuple[Node, ...]:
    while children and isinstance(children[0], Space):
        children = children[1:]
    return children


def _line(children: tuple[Node, ...], *, is_first: bool) -> Box:
    if is_first:
        return draw_row(children, "display")
    # Drawn as if something stood before it, so that an operator is not taken for a sign.
    box = draw_row(_without_spaces(children), "display", before="ord")
    starts_spaced = box.width > 0 and all(line.startswith(" ") for line in box.lines)
    return beside((blank_box(_INDENT - starts_spaced), box))


def _paragraph(lines: list[Box]) -> Box:
    """Lines one below the other, apart where one of them is more than a line high."""
    parts: list[Box] = []
    for line in lines:
        if parts and (line.height > 1 or parts[-1].height > 1):
            parts.append(NOTHING)
        parts.append(line)
    return stacked(parts or [NOTHING], 0, "left")


def wrapped(source: str, width: int | None) -> tuple[str, ...]:
    """Return `source` in lines of at most `width` cells, broken at spaces where there are any."""
    lines: list[str] = []
    for paragraph in source.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if width is None or cell_width(longer) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = _chopped(word, width)
            lines.extend(full)
        if line:
            lines.append(line)
    return tuple(lines) or ("",)


def _chopped(word: str, width: int) -> list[str]:
    """Cut a word into pieces that fit."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and cell_width(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
