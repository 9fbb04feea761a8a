"""Big operators drawn over three lines, for operands that are as high themselves."""

from quizlab.typeset.box import Box, column_box

_DRAWINGS: dict[str, tuple[str, str, str]] = {
    "∑": ("╲‾‾", " > ", "╱__"),
    "∏": ("┬─┬", "│ │", "┴ ┴"),
    "∐": ("┬ ┬", "│ │", "┴─┴"),
    "∫": ("⌠", "⎮", "⌡"),
    "∬": ("⌠⌠", "⎮⎮", "⌡⌡"),
    "∭": ("⌠⌠⌠", "⎮⎮⎮", "⌡⌡⌡"),
    "⋃": ("│ │", "│ │", "╰─╯"),
    "⋂": ("╭─╮", "│ │", "│ │"),
}


def drawn_operator(symbol: str) -> Box | None:
    """Return the drawing of `symbol`, three lines high; None where it has none."""
    lines = _DRAWINGS.get(symbol)
    return None if lines is None else column_box(lines, 1, len(lines[0]))
