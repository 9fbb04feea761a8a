"""Laid-out lines as one Textual `Content`: text only, never markup."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from textual.content import Content

from quizlab.tui.highlighting import HIGHLIGHTER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizlab.typeset.layout import Line

STYLES = {
    "em": "italic",
    "strong": "bold",
    "strike": "strike",
    "code": "$text-accent",
    "math": "$text-primary",
    "heading": "bold $text-primary",
    "link": "underline",
    "dim": "$quiet",
    "mark": "$quiet",
    "blank": "bold reverse",
    "key": "bold $text-accent",
}


def content_of(lines: Sequence[Line]) -> Content:
    """Return `lines` as one `Content`."""
    return Content("\n").join(_rows(lines))


def style_of(words: str) -> str:
    """The Textual style of a span's style words; others, such as languages, are passed over."""
    return " ".join(STYLES[word] for word in words.split() if word in STYLES)


def _rows(lines: Sequence[Line]) -> Iterator[Content]:
    for language, block in groupby(lines, _language):
        rows = list(block)
        coloured = None
        if language:
            coloured = HIGHLIGHTER.lines("\n".join(row[-1].text for row in rows), language)
        if coloured is None:
            yield from map(_plain, rows)
        else:
            for row, code in zip(rows, coloured, strict=True):
                yield Content.assemble(_plain(row[:-1]), code)


def _plain(line: Line) -> Content:
    styled = ((span.text, style_of(span.style)) for span in line)
    return Content.assemble(*((text, style) if style else text for text, style in styled))


def _language(line: Line) -> str:
    """The language of a line of a code block, "" for anything else."""
    words = line[-1].style.split() if line else []
    return words[1] if len(words) == 2 and words[0] == "code" and words[1] not in STYLES else ""
