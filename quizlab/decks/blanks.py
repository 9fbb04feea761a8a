r"""Blanks: ``==text==`` in running text, ``\boxed{…}`` in maths; where they begin and end."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_MARK = re.compile(r"\\.|(?P<code>`+)|(?P<equals>=+)", re.DOTALL)
_BOXED = re.compile(r"\\boxed(?![A-Za-z])[ \t\n]*|\\.", re.DOTALL)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1\Z", re.DOTALL)
_WIDE = frozenset({"W", "F"})


class BlankMark(NamedTuple):
    """A pair of ``==``: `end` lies behind it; `trouble` says why it is no blank, or is ""."""

    inner: str
    end: int
    code: bool
    trouble: str


def is_wide(character: str) -> bool:
    """Whether a character is of an East Asian script written without spaces."""
    return unicodedata.east_asian_width(character) in _WIDE


def _touches(character: str) -> bool:
    """Whether a letter or digit outside of a blank makes it unclear where the blank ends."""
    return character.isalnum() and not is_wide(character)


def find_blank(source: str, start: int, stop: int) -> BlankMark | None:
    """Return the pair that begins with the ``==`` at `start`, None where the mark stands alone."""
    close = _closing(source, start + 2, stop)
    if close < 0:
        return None
    inner = source[start + 2 : close]
    end = close + 2
    before = source[start - 1] if start else ""
    after = source[end] if end < stop else ""
    code = _CODE.match(inner)
    trouble = ""
    if inner[0].isspace() or inner[-1].isspace():
        trouble = "has a space inside its edge"
    elif _touches(before) or _touches(after):
        trouble = "touches a letter or digit outside"
    elif code is None and "`" in inner:
        trouble = "mixes code with text"
    text = code[2] if code is not None else inner
    return BlankMark(" ".join(text.split()), end, code is not None, trouble)


def _closing(source: str, position: int, stop: int) -> int:
    """Return where the closing ``==`` is, with code skipped; -1 where there is none."""
    first = position
    while (mark := _MARK.search(source, position, stop)) is not None:
        position = mark.end()
        if mark["code"]:
            close = re.compile(f"(?<!`){mark['code']}(?!`)").search(source, position, stop)
            if close is not None:
                position = close.end()
        elif mark["equals"] == "==" and mark.start() > first:
            return mark.start()
    return -1


class Boxed(NamedTuple):
    r"""One ``\boxed``: its offset, and what its braces hold, None where they are not right."""

    at: int
    inner: str | None


def boxed_in(latex: str) -> tuple[Boxed, ...]:
    r"""Return the outermost ``\boxed{…}`` of a formula, in order."""
    found: list[Boxed] = []
    position = 0
    while (mark := _BOXED.search(latex, position)) is not None:
        position = mark.end()
        if not mark[0].startswith("\\boxed"):
            continue
        end = _closing_brace(latex, position)
        if end < 0:
            found.append(Boxed(mark.start(), None))
            if latex[position : position + 1] == "{":
                break  # what is never closed swallows the rest
        else:
            found.append(Boxed(mark.start(), latex[position + 1 : end]))
            position = end + 1
    return tuple(found)


def _closing_brace(latex: str, opening: int) -> int:
    """Return the offset of the brace that closes the one at `opening`, or -1."""
    if latex[opening : opening + 1] != "{":
        return -1
    depth = 0
    for brace in _BRACE.finditer(latex, opening):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return brace.start()
    return -1
