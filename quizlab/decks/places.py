"""Columns of the original file, where control characters were taken out before anything was read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quizlab.decks.division import with_line_feeds
from quizlab.domain.untrusted import clean, is_clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizlab.domain.diagnostics import Diagnostic


def on_original(raw: bytes, faults: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return `faults` with the columns that an editor shows for the file as it is."""
    text = with_line_feeds(raw.decode("utf-8", "replace"))
    if is_clean(text):
        return tuple(faults)
    lines = text.split("\n")
    return tuple(_moved(fault, lines) for fault in faults)


def _moved(fault: Diagnostic, lines: list[str]) -> Diagnostic:
    """Count the removed characters in front of a fault."""
    line = lines[fault.line - 1] if 0 < fault.line <= len(lines) else ""
    if is_clean(line) or fault.code == "not-utf8":
        return fault
    left = fault.column
    for column, character in enumerate(line, start=1):
        left -= len(clean(character))
        if left == 0:
            return replace(fault, column=column)
    return replace(fault, column=len(line) + max(left, 0))
