"""Laid-out lines as one Textual `Content`: text only, never markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.typeset.layout import Line

STYLES = {
    "em": "italic",
    "strong": "bold",
    "strike": "strike",
    "code": "$text-accent",
    "math": "$text-primary",
    "heading": "bold $text-primary",
    "link": "underline",
    "dim": "$foreground 60%",
    "mark": "$foreground 60%",
    "blank": "bold reverse",
}


def content_of(lines: Sequence[Line]) -> Content:
    """Return `lines` as one `Content`."""
    pieces: list[str | tuple[str, str]] = []
    for number, line in enumerate(lines):
        if number:
            pieces.append("\n")
        for span in line:
            style = style_of(span.style)
            pieces.append((span.text, style) if style else span.text)
    return Content.assemble(*pieces)


def style_of(words: str) -> str:
    """The Textual style of a span's style words; others, such as languages, are passed over."""
    return " ".join(STYLES[word] for word in words.split() if word in STYLES)
