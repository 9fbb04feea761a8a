"""Which list item a line lies in: needed only where a fence or a heading is indented."""

from __future__ import annotations

import re

_MARKER = re.compile(r"([ \t]*)(?:[-+*]|\d{1,9}[.)])(?:([ \t]+)(?=\S)|[ \t]*\Z)")
_RULE = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
# Fences, formulas and comments never come here as such: the machine skips them, but for quotes.
_HEADING = re.compile(r"[ \t]*#{1,6}(?:[ \t]|\Z)")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_NO_TEXT = re.compile(r"[ \t]*(?:\Z|#{1,6}(?:[ \t]|\Z)|```[^`]*\Z|~~~|\$\$|<!--| {4}|\t)")
_TAB = 4


def width_of(indent: str) -> int:
    """Return the columns that white space covers, tabs to the next multiple of four."""
    return len(indent.expandtabs(_TAB)) if "\t" in indent else len(indent)


class ListTracker:
    """Follows the list items of a text, forwards, each line once."""

    def __init__(self, text: str, at: int) -> None:
        """Start at offset `at`, outside of any list."""
        self._text = text
        self._at = at  # offset of the line feed before the next line
        self._items: list[int] = []  # columns at which the content of the open items begins
        self._paragraph = False
        self._quoted = False  # whether the paragraph is one of a quotation
        self._empty = False  # whether the last line was a marker with nothing behind it

    def skip(self, at: int) -> None:
        """Go to `at`, behind a block that was dealt with elsewhere."""
        self._at = max(self._at, at)
        self._paragraph = False

    def content_indent(self, at: int, width: int) -> int:
        """Return where the content of the item begins that holds the line at `at`, or 0."""
        self._read_to(at)
        while self._items and self._items[-1] > width:
            self._items.pop()
        return self._items[-1] if self._items else 0

    def enter(self, at: int) -> int:
        """Return the content column of the innermost item that holds the block at `at`."""
        line_start = self._text.rfind("\n", 0, at) + 1
        self._read_to(line_start)
        self._read_line(self._text[line_start:at] + "x")
        return self._items[-1] if self._items else 0

    def _read_to(self, at: int) -> None:
        """Read the lines before the one that begins at `at`."""
        while self._at + 1 < at:
            end = self._text.find("\n", self._at + 1)
            if end < 0 or end >= at:
                break
            self._read_line(self._text[self._at + 1 : end])
            self._at = end

    def _read_line(self, line: str) -> None:
        """Follow one line."""
        if not line.strip(" \t"):
            self._paragraph = False
            if self._empty:
                self._items.pop()  # an item begins with one blank line at most
            self._empty = False
            return
        self._empty = False
        base = gap = 0
        marker = None if _RULE.match(line) else _MARKER.match(line)
        if marker is not None and self._paragraph and not self._interrupts(marker):
            marker = None
        quote = _QUOTE.match(line)
        self._quoted = quote is not None or (self._quoted and self._paragraph and marker is None)
        if marker is None:
            width = width_of(line[: len(line) - len(line.lstrip(" \t"))])
            if self._paragraph and width - (self._items[-1] if self._items else 0) >= _TAB:
                return  # no block begins so far to the right within a paragraph
            block = _RULE.match(line) or _HEADING.match(line) or quote
            if block or not self._paragraph:  # the line of a paragraph may be less indented
                self._close(width)
            inside = self._items[-1] if self._items else 0
            plain = not block and (self._paragraph or width - inside < _TAB)
            self._paragraph = plain or (quote is not None and _holds_text(line[quote.end() :]))
            return
        while marker is not None:
            width = base + width_of(marker[1])
            inside = max((item for item in self._items if item <= width), default=0)
            if width - inside >= _TAB:
                break  # a block of code
            self._close(width)
            sign = len(marker[0]) - len(marker[1]) - len(marker[2] or "")
            gap = width_of(marker[2]) if marker[2] else 1
            content = width + sign + (gap if gap <= _TAB else 1)
            self._items.append(content)
            base = width + sign + gap
            line = line[marker.end() :]
            marker = None if _RULE.match(line) else _MARKER.match(line)
            if marker is not None and marker[1]:
                marker = None
        self._empty = not line.strip(" \t")
        quote = _QUOTE.match(line)
        self._quoted = quote is not None
        self._paragraph = gap <= _TAB and _holds_text(line[quote.end() :] if quote else line)

    def _interrupts(self, marker: re.Match[str]) -> bool:
        """Whether a marker may end the paragraph that it stands in."""
        inside = self._items[-1] if self._items else 0
        if self._quoted or width_of(marker[1]) < inside:
            return True  # behind the quotation, or the next item of a list further out
        return bool(marker[2]) and marker[0].strip(" \t") in {"-", "+", "*", "1.", "1)"}

    def _close(self, width: int) -> None:
        """Close the items whose content begins right of `width`."""
        while self._items and self._items[-1] > width:
            self._items.pop()


def _holds_text(line: str) -> bool:
    """Whether a line is one of a paragraph, which the next line may go on with."""
    return _NO_TEXT.match(line) is None and _RULE.match(line) is None
