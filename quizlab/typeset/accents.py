"""Accents: as combining characters over one cell, drawn over several."""

import unicodedata
from dataclasses import dataclass

from quizlab.typeset.widths import cell_width


@dataclass(frozen=True, slots=True)
class AccentStyle:
    """How an accent looks.

    Attributes:
        combining: The combining character that puts it on one cell.
        word: Its name where one line must write it out: ``hat(x + y)``.
        left: What a drawn accent begins with, above its base.
        fill: What a drawn accent is lengthened with; "" for one that is centred instead.
        right: What a drawn accent ends with.
        below: Whether it stands below its base.
    """

    combining: str
    word: str
    left: str
    fill: str = ""
    right: str = ""
    below: bool = False


_HAT = AccentStyle("\u0302", "hat", "╱", "", "╲")
_TILDE = AccentStyle("\u0303", "tilde", "∼")
_LINE = AccentStyle("\u0305", "overline", "", "▁")
_VECTOR = AccentStyle("\u20d7", "vec", "", "─", "→")

ACCENTS: dict[str, AccentStyle] = {
    "hat": _HAT,
    "widehat": _HAT,
    "tilde": _TILDE,
    "widetilde": _TILDE,
    "bar": AccentStyle("\u0304", "bar", "", "▁"),
    "overline": _LINE,
    "vec": _VECTOR,
    "overrightarrow": _VECTOR,
    "overleftarrow": AccentStyle("\u20d6", "overleftarrow", "←", "─"),
    "overleftrightarrow": AccentStyle("\u20e1", "overleftrightarrow", "←", "─", "→"),
    "dot": AccentStyle("\u0307", "dot", "·"),
    "ddot": AccentStyle("\u0308", "ddot", "··"),
    "dddot": AccentStyle("\u20db", "dddot", "···"),
    "acute": AccentStyle("\u0301", "acute", "´"),
    "grave": AccentStyle("\u0300", "grave", "`"),
    "check": AccentStyle("\u030c", "check", "╲", "", "╱"),
    "widecheck": AccentStyle("\u030c", "check", "╲", "", "╱"),
    "breve": AccentStyle("\u0306", "breve", "˘"),
    "mathring": AccentStyle("\u030a", "ring", "°"),
    "underline": AccentStyle("\u0332", "underline", "", "▔", below=True),
    "underbar": AccentStyle("\u0332", "underline", "", "▔", below=True),
}

# Marks that join their neighbours' into one line, so that a word can carry them in one line.
_JOINING = {"\u0305", "\u0332"}


def combined(text: str, name: str) -> str | None:
    """Return `text` with its accent as combining characters, None where that would not be one.

    One cell takes any accent; a run of letters and digits takes lines above and below.
    """
    mark = ACCENTS[name].combining
    if cell_width(text) == 1 and text != " ":
        return unicodedata.normalize("NFC", text + mark)
    if mark in _JOINING and text.isalnum() and cell_width(text) == len(text):
        return "".join(letter + mark for letter in text)
    return None


def drawn(name: str, width: int) -> str:
    """Return the row of `width` cells that draws the accent over a base as wide."""
    style = ACCENTS[name]
    if not style.fill:
        mark = style.left + style.right
        before = max(0, (width - len(mark)) // 2)
        return (" " * before + mark).ljust(width)
    return style.left + style.fill * (width - len(style.left + style.right)) + style.right
