r"""LaTeX maths for terminals: one line of Unicode, or a two-dimensional box.

What cannot be typeset without guessing is shown as its source. Nothing that acts on a terminal
(control characters, bidi controls) ever comes out, whatever goes in.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from quizlab.typeset.blanks import boxed_contents, with_gaps
from quizlab.typeset.breaking import fitted, wrapped
from quizlab.typeset.drawing import draw
from quizlab.typeset.errors import MathError
from quizlab.typeset.line import line
from quizlab.typeset.parser import cleaned, parse
from quizlab.typeset.widths import cell_width

__all__ = ["Blanks", "MathError", "block", "boxed_sources", "cell_width", "inline", "parse"]

Blanks = Literal["show", "hide"]

_CACHED_FORMULAS = 4096


@lru_cache(_CACHED_FORMULAS)
def inline(source: str, blanks: Blanks = "show", first_blank: int = 1) -> str:
    r"""Return a formula on one line; its LaTeX between dollars where it cannot be typeset.

    Args:
        source: The LaTeX between the dollars.
        blanks: ``show`` draws each ``\boxed{…}`` in ⟦ ⟧; ``hide`` puts a gap in its place,
            ``[1]``, ``[2]`` …; its content appears nowhere.
        first_blank: The number of the first gap; 0 (a formula without blanks) counts as 1.

    Raises:
        ValueError: `blanks` is neither.
    """
    formula, shown = _with_blanks(cleaned(source), blanks, first_blank)
    try:
        return line(parse(formula)).strip()
    except MathError:
        return f"${' '.join(shown.split())}$"


@lru_cache(_CACHED_FORMULAS)
def block(
    source: str, width: int | None = None, blanks: Blanks = "show", first_blank: int = 1
) -> tuple[str, ...]:
    r"""Return a formula as the lines of a two-dimensional box, without spaces at their ends.

    A formula wider than `width` is broken before relations and binary operators of its outermost
    level; where that is not enough, or it cannot be typeset, its LaTeX is returned, wrapped.

    Args:
        source: The LaTeX between the double dollars.
        width: The cells that there are; None sets no limit.
        blanks: As in `inline`; ``show`` draws a frame.
        first_blank: As in `inline`.

    Raises:
        ValueError: `blanks` is neither, or `width` is not positive.
    """
    if width is not None and width < 1:
        raise ValueError(f"a width of {width} cells holds nothing; give at least 1, or None")
    formula, shown = _with_blanks(cleaned(source), blanks, first_blank)
    try:
        node = parse(formula)
    except MathError:
        return wrapped(shown, width)
    box = draw(node) if width is None else fitted(node, width)
    return wrapped(shown, width) if box is None else tuple(row.rstrip() for row in box.lines)


def boxed_sources(source: str) -> tuple[str, ...]:
    r"""Return the LaTeX inside each ``\boxed{…}`` of a formula, in order: its blanks."""
    return boxed_contents(cleaned(source))


def _with_blanks(source: str, blanks: Blanks, first_blank: int) -> tuple[str, str]:
    """Return the formula to typeset, and what to show of its source if that fails."""
    if blanks == "show":
        return source, source
    if blanks == "hide":
        first = max(1, first_blank)
        return with_gaps(source, r"\text{%s}", first), with_gaps(source, "%s", first)
    raise ValueError(f"blanks is {blanks!r}; it can be 'show' or 'hide'")
