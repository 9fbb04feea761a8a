"""Spans of styled text, and filling lines with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab.typeset.widths import cell_width

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of one style; styles are words such as ``strong``, several with blanks."""

    text: str
    style: str = ""


Line = tuple[Span, ...]

_WORDS = re.compile(r" +|[^ ]+")


def line_width(line: Line) -> int:
    """The cells that `line` takes."""
    return sum(cell_width(span.text) for span in line)


def split_at(text: str, width: int) -> Iterator[str]:
    """Cut `text` into pieces of at most `width` cells; an empty text is one empty piece."""
    piece, used = "", 0
    for character in text:
        wide = cell_width(character)
        if used + wide > width and piece:
            yield piece
            piece, used = "", 0
        piece += character
        used += wide
    yield piece


def pad_line(line: Line, width: int, align: str = "") -> Line:
    """Return `line` padded to `width` cells."""
    gap = width - line_width(line)
    if gap <= 0:
        return line
    if align == "right":
        return (Span(" " * gap), *line)
    if align == "center":
        return (Span(" " * (gap // 2)), *line, Span(" " * (gap - gap // 2)))
    return (*line, Span(" " * gap))


def fill(spans: Line, width: int) -> Iterator[Line]:
    """Break `spans` at blanks into lines of at most `width` cells."""
    line: list[Span] = []
    used = 0
    for word in _words(spans):
        wide = line_width(word)
        if word[0].text.startswith(" "):
            if line:
                line.extend(word)
                used += wide
            continue
        if line and used + wide > width:
            yield _trimmed(line)
            line, used = [], 0
        *full, rest = _cuts(word, width) if wide > width else (word,)
        yield from full
        line.extend(rest)
        used += line_width(rest)
    if line:
        yield _trimmed(line)


def _words(spans: Line) -> Iterator[Line]:
    """Yield runs of blanks and words; a word may run over several spans."""
    word: list[Span] = []
    for span in spans:
        for text in _WORDS.findall(span.text):
            if text[0] == " ":
                if word:
                    yield tuple(word)
                    word = []
                yield (Span(text, span.style),)
            else:
                word.append(Span(text, span.style))
    if word:
        yield tuple(word)


def _cuts(word: Line, width: int) -> Iterator[Line]:
    """Yield the pieces of a word that is longer than a line."""
    while line_width(word) > width:
        head, word = _cut(word, width)
        yield head
    yield word


def _cut(word: Line, width: int) -> tuple[Line, Line]:
    """Split a word that is longer than a line."""
    head: list[Span] = []
    room = width
    for number, span in enumerate(word):
        wide = cell_width(span.text)
        if wide > room:
            first = next(split_at(span.text, max(1, room)))
            if head and cell_width(first) > room:
                first = ""
            else:
                head.append(Span(first, span.style))
            rest = Span(span.text[len(first) :], span.style)
            return tuple(head), (rest, *word[number + 1 :])
        head.append(span)
        room -= wide
    return tuple(head), ()


def _trimmed(line: list[Span]) -> Line:
    while line and not line[-1].text.strip(" "):
        line.pop()
    return tuple(line)
