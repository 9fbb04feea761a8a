"""Signs that take the size of what they are put around: roots, braces, accents, arrows."""

from __future__ import annotations

from quizlab.typeset.accents import ACCENTS, combined, drawn
from quizlab.typeset.box import Box, beside, column_box, stacked, text_box
from quizlab.typeset.script_boxes import with_limits


def fraction_box(above: Box, below: Box) -> Box:
    """Return a fraction whose bar is one cell longer than its sides at both ends."""
    width = max(above.width, below.width) + 2
    return stacked((above, _rule("─", width), below), above.height)


def root_box(inside: Box, index: Box) -> Box:
    """Return a root; an `index` of no width draws nothing."""
    if inside.height > 1:
        return _high_root(inside, index)
    if inside.width == 1 and not index.width:
        return text_box("√" + inside.lines[0])
    sign = stacked((index, text_box("√")), index.height, "right")
    return beside((sign, stacked((_rule("▁", inside.width), inside), 1)))


def accent_box(base: Box, name: str) -> Box:
    """Return `base` with an accent: a combining one over a single cell, else a drawn one."""
    if base.height == 1 and base.width == 1:
        one_cell = combined(base.lines[0], name)
        if one_cell is not None:
            return text_box(one_cell)
    look = ACCENTS[name]
    width = max(base.width, len(look.left + look.right), 1)
    mark = Box((drawn(name, width),), 0, width)
    if look.below:
        return stacked((base, mark), base.baseline)
    return stacked((mark, base), base.baseline + 1)


def brace_box(body: Box, *, over: bool) -> Box:
    """Return `body` with a horizontal brace above or below it."""
    width = max(body.width, 3)
    left = "─" * ((width - 3) // 2)
    right = "─" * (width - 3 - len(left))
    if over:
        return stacked((text_box(f"╭{left}┴{right}╮"), body), body.baseline + 1)
    return stacked((body, text_box(f"╰{left}┬{right}╯")), body.baseline)


def arrow_box(head: str, over: Box | None, under: Box | None) -> Box:
    """Return an arrow a little longer than its labels; `head` is ← or →."""
    shaft = "─" * (max(over.width if over else 0, under.width if under else 0) + 1)
    return with_limits(text_box(shaft + head if head == "→" else head + shaft), under, over)


def _high_root(inside: Box, index: Box) -> Box:
    r"""A root sign as high as its radicand: the index sits in the crook of ``╲│``."""
    stem = column_box(("┌", *"│" * inside.height), inside.baseline + 1)
    roof = stacked((_rule("─", inside.width), inside), inside.baseline + 1)
    crook = stacked((index, text_box("╲")), index.height - inside.below, "right")
    return beside((crook, stem, roof))


def _rule(sign: str, width: int) -> Box:
    return Box((sign * width,), 0, width)
