"""How many terminal cells a text takes."""

import unicodedata
from functools import cache

_FIRST_COMBINING = "\u0300"


def cell_width(text: str) -> int:
    """Return the number of terminal cells that `text` takes.

    Combining marks and format characters take none, East Asian wide and full-width characters
    two, everything else one. Ambiguous characters (Greek, box drawing) take one, as terminals
    outside of legacy East Asian locales draw them.
    """
    if not text or text.isascii() or max(text) < _FIRST_COMBINING:
        return len(text)
    return sum(map(_character_width, text))


@cache
def _character_width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Mc", "Cf", "Cc", "Cs"}:
        return 0
    if "\u1160" <= character <= "\u11ff":  # medial and final Hangul letters join the first one
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def pad(text: str, width: int, align: str = "left") -> str:
    """Return `text` filled with spaces to `width` cells.

    Args:
        text: One line, at most `width` cells wide.
        width: The wanted width in cells.
        align: ``left``, ``right``, ``center`` (an odd cell goes to the right of the text) or
            ``middle`` (an odd cell goes to the left, so that signs hang out of a column).
    """
    missing = width - cell_width(text)
    if missing <= 0:
        return text
    if align == "left":
        return text + " " * missing
    if align == "right":
        return " " * missing + text
    before = missing // 2 if align == "center" else (missing + 1) // 2
    return " " * before + text + " " * (missing - before)
