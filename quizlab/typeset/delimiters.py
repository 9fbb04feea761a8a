"""Delimiters as high as what they enclose."""

from quizlab.typeset.box import NOTHING, Box, column_box, text_box
from quizlab.typeset.widths import pad

# Top, middle and bottom piece of what is drawn in one column.
_PIECES = {
    "(": "⎛⎜⎝",
    ")": "⎞⎟⎠",
    "[": "⎡⎢⎣",
    "]": "⎤⎥⎦",
    "⌊": "⎢⎢⎣",
    "⌋": "⎥⎥⎦",
    "⌈": "⎡⎢⎢",
    "⌉": "⎤⎥⎥",
    "|": "│││",
    "‖": "║║║",
    "↑": "↑││",
    "↓": "││↓",
    "↕": "↑│↓",
    "⇑": "⇑║║",
    "⇓": "║║⇓",
    "⇕": "⇑║⇓",
    "⟦": "╓║╙",
    "⟧": "╖║╜",
}
# Top, filling, tip and bottom piece.
_BRACES = {"{": "⎧⎪⎨⎩", "}": "⎫⎪⎬⎭"}
_LOW_BRACES = {"{": "⎰⎱", "}": "⎱⎰"}


def delimiter_box(text: str, above: int, below: int) -> Box:
    """Return a delimiter that reaches so many lines above and below the baseline.

    Args:
        text: The delimiter as one character; "" draws nothing.
        above: Lines above the baseline.
        below: Lines below it.
    """
    height = above + below + 1
    if not text:
        return NOTHING
    if height == 1:
        return text_box(text)
    if text in _BRACES:
        return _brace(text, above, height)
    if text in "⟨⟩":
        return _angle(text, above, height)
    if text in "/\\":
        return _slash(text, above, height)
    return _column(*_PIECES[text], baseline=above, height=height)


def _column(top: str, middle: str, bottom: str, *, baseline: int, height: int) -> Box:
    return column_box((top, *[middle] * (height - 2), bottom), baseline)


def _brace(text: str, baseline: int, height: int) -> Box:
    if height == 2:
        return column_box(tuple(_LOW_BRACES[text]), baseline)
    pieces = _BRACES[text]
    lines = [pieces[0], *[pieces[1]] * (height - 2), pieces[3]]
    # The tip points to the text beside the brace, yet never takes the place of an end.
    lines[min(max(baseline, 1), height - 2)] = pieces[2]
    return column_box(lines, baseline)


def _angle(text: str, baseline: int, height: int) -> Box:
    """Two strokes that meet at half height; an odd height has a small bracket there."""
    half = height // 2
    width = (height + 1) // 2
    tip = [text] if height % 2 else []
    if text == "⟨":
        upper = [" " * column + "╱" for column in range(width - 1, width - 1 - half, -1)]
        lower = [" " * column + "╲" for column in range(width - half, width)]
    else:
        upper = [" " * column + "╲" for column in range(half)]
        lower = [" " * column + "╱" for column in range(half - 1, -1, -1)]
        tip = [" " * half + text for text in tip]
    return column_box([pad(row, width) for row in (*upper, *tip, *lower)], baseline, width)


def _slash(text: str, baseline: int, height: int) -> Box:
    columns = range(height) if text == "\\" else range(height - 1, -1, -1)
    stroke = "╲" if text == "\\" else "╱"
    return column_box([pad(" " * column + stroke, height) for column in columns], baseline, height)
