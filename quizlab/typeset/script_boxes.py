"""Where sub- and superscripts go around the box of their base."""

from __future__ import annotations

from quizlab.typeset.box import NOTHING, Box, aligned, beside, stacked


def with_scripts(base: Box, sub: Box | None, sup: Box | None) -> Box:
    """Return `base` with scripts at its right.

    Beside a base of one line, they stand on the lines above and below it; beside a higher one,
    the superscript ends on its first line and the subscript begins on its last.
    """
    overlap = 1 if base.height > 1 else 0
    width = max(sub.width if sub else 0, sup.width if sup else 0)
    above = sup.lines if sup else ()
    below = sub.lines if sub else ()
    free = base.height - overlap * (bool(sup) + bool(sub))
    lines = tuple(line for line in aligned(sup or NOTHING, width, "left").lines if above)
    lines += (" " * width,) * free
    lines += tuple(line for line in aligned(sub or NOTHING, width, "left").lines if below)
    baseline = base.baseline + (len(above) - overlap if above else 0)
    return beside((base, Box(lines, baseline, width)))


def with_limits(base: Box, under: Box | None, over: Box | None) -> Box:
    """Return `base` with its limits centred above and below it."""
    parts = [box for box in (over, base, under) if box is not None]
    return stacked(parts, base.baseline + (over.height if over else 0))
