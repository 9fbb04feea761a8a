"""The line machine: finds what divides a file into lessons and cards, and what hides a division.

It looks only at lines that begin with a heading, a fence, a formula or a comment; a regular
expression finds those, the machine decides. Lists matter only where such a line is indented.

Longer than most files, since fences, formulas and comments hide each other: one machine decides.
"""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from quizlab.decks.codes import quoted
from quizlab.decks.lists import ListTracker, width_of

if TYPE_CHECKING:
    from quizlab.decks.codes import Faults

# Both begin with a literal that the engine searches at full speed.
_EVENT = re.compile(r"\n([ \t]*)((?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*)(#{1,2}(?!#)|`{3,}|~{3,}|\$\$)")
_CARD_HEADING = re.compile(r"\n {0,3}##(?=[ \t]+\S)")
_CARD_IN_CODE = re.compile(r"\n {0,3}##(?=[ \t]+[^\n]*\{#)")
_BLOCK_PREFIX = re.compile(r"[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*\Z")
_MATHS_END = re.compile(r"\$\$[ \t]*(?=\n|\Z)|\n[ \t]*(?=\n|\Z)")
_PARAGRAPH_END = re.compile(r"\n(?=[ \t]*(?:\n|\Z| {0,3}(?:#{1,6}[ \t]|```|~~~)))")
_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_BEHIND_HASHES = frozenset({" ", "\t", "\n", ""})
_TOP = 3  # columns by which a top-level block may be indented


class Mark(NamedTuple):
    """A heading that divides: `at` is its offset, `line` its 0-based line, `level` 1 or 2."""

    at: int
    line: int
    level: int


class Scanner:
    """One pass over the text of a file, which starts with an added line feed."""

    def __init__(self, text: str, faults: Faults) -> None:
        """Scan `text`, whose first character is a line feed that the file does not have."""
        self._text = text
        self._faults = faults
        self._line = -1  # of the last place that was counted; the added line feed makes it 0
        self._counted = 0
        self._lists: ListTracker | None = None  # made where an indented line asks for it
        self._outside = 0  # behind the last block at the left margin, which closes every list
        self._no_maths_before = 0
        self._paragraph_end = 0
        self._code: deque[tuple[int, int]] = (
            deque()
        )  # spans of code in the paragraph that ends there

    def marks(self, start: int) -> list[Mark]:
        """Return the headings behind offset `start`, and collect the faults of division."""
        text = self._text
        marks: list[Mark] = []
        position = start
        comment = text.find("<!--", start)
        self._outside = start
        while True:
            event = _EVENT.search(text, position)
            if comment >= 0:
                comment = comment if comment >= position else text.find("<!--", position)
                if comment >= 0 and (event is None or comment < event.end()):
                    position = self._comment(comment)
                    continue
            if event is None:
                return marks
            indent, markers, sign = event.groups()
            nested = bool(markers) or (bool(indent) and self._nested(event.start() + 1, indent))
            if not nested and indent and width_of(indent) > _TOP:
                position = event.end()  # a block of code, or the line of a paragraph
            elif sign[0] == "#":
                mark = None if nested else self._heading(event.start(3), sign, event.start() + 1)
                position = event.end()
                if mark is not None:
                    marks.append(mark)
                    position = self._end_of_line(position)
                    if event.end() <= comment < position:
                        self._comment_in_line(comment, event.start())
                    self._outside, self._lists = position, None
            elif sign[0] == "$":
                position = self._maths(event.start(3), nested=nested)
            else:
                position = self._fence(event.start(3), sign, nested=nested)

    def _place(self, at: int) -> tuple[int, int]:
        """Return the 1-based line and column of offset `at`."""
        if at < self._counted:
            self._line = self._text.count("\n", 0, at) - 1
        else:
            self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        return self._line + 1, at - self._text.rfind("\n", 0, at)

    def _end_of_line(self, at: int) -> int:
        """Return the offset of the line feed that ends the line of `at`, or the text's length."""
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end

    def _tracker(self) -> ListTracker:
        """Return what follows the lists since the last block at the left margin."""
        if self._lists is None:
            self._lists = ListTracker(self._text, self._outside)
        return self._lists

    def _nested(self, at: int, indent: str) -> bool:
        """Whether the indented line that begins at `at` lies within a list item."""
        return self._tracker().content_indent(at, width_of(indent)) > 0

    def _heading(self, at: int, sign: str, line_start: int) -> Mark | None:
        """Decide whether the hashes at `at` are a heading that divides."""
        level = len(sign)
        behind = self._text[at + level : at + level + 1]
        line, column = self._place(at)
        if behind in _BEHIND_HASHES:
            return Mark(line_start, line - 1, level)
        if level == 2:
            text = quoted(self._text[at : self._end_of_line(at)])
            message = f"{text} is text, not a heading: put a space behind `##`."
            self._faults.add("heading-space", line, column, message)
        return None

    def _fence(self, at: int, sign: str, *, nested: bool) -> int:
        """Skip the fence whose backticks or tildes begin at `at`; return where it ends."""
        text = self._text
        opening_end = self._end_of_line(at)
        if sign[0] == "`" and "`" in text[at + len(sign) : opening_end]:
            return opening_end  # code within a line
        inside = self._tracker().enter(at) if nested else 0
        closing = re.compile(rf"\n([ \t]*){sign[0]}{{{len(sign)},}}[ \t]*(?=\n|\Z)")
        end = opening_end
        dedent = self._dedent(opening_end, inside) if inside else len(text)
        while (found := closing.search(text, end, dedent)) is not None:
            if width_of(found[1]) <= inside + _TOP:
                self._look_into_code(opening_end, found.start())
                return self._leave(found.end(), nested=nested)
            end = found.end()
        line, column = self._place(at)
        swallows = "the rest of its list" if dedent < len(text) else "the rest of the file"
        message = (
            f"This fence is never closed and swallows {swallows}: "
            f"put a line {sign} where the code ends."
        )
        self._faults.add("fence-open", line, column, message)
        return self._leave(dedent, nested=nested)

    def _leave(self, at: int, *, nested: bool) -> int:
        """Go on at `at`, behind a block; one at the left margin has closed every list."""
        if nested:
            self._tracker().skip(at)
        else:
            self._outside, self._lists = at, None
        return at

    def _dedent(self, at: int, inside: int) -> int:
        """Return the line feed before the first line that leaves a list item, or the end."""
        text = self._text
        while at < len(text):
            end = self._end_of_line(at + 1)
            line = text[at + 1 : end]
            if line.strip(" \t") and width_of(line[: len(line) - len(line.lstrip(" \t"))]) < inside:
                return at
            at = end
        return len(text)

    def _look_into_code(self, start: int, end: int) -> None:
        """Warn of card headings within a fence."""
        if self._text.find("##", start, end) >= 0:
            for found in _CARD_IN_CODE.finditer(self._text, start, end):
                line, column = self._place(found.end() - 2)
                message = (
                    "A card's heading within a block of code: close the fence above it, "
                    "or ignore this where the code shows Markdown."
                )
                self._faults.add("heading-hidden", line, column, message, lesser=True)

    def _maths(self, at: int, *, nested: bool) -> int:
        """Skip the formula whose dollars are at `at`; return where to go on."""
        text = self._text
        opening_end = self._end_of_line(at)
        opening = text[at:opening_end].strip()
        one_line = len(opening) > 3 and opening.endswith("$$")
        if not one_line and ("$$" in opening[2:] or at < self._no_maths_before):
            return opening_end  # the line of a paragraph
        inside = self._tracker().enter(at) if nested else 0
        if one_line:
            return self._leave(opening_end, nested=nested)
        dedent = self._dedent(opening_end, inside) if inside else len(text)
        found = _MATHS_END.search(text, opening_end)
        if found is None or text[found.start()] != "$" or found.start() > dedent:
            line, column = self._place(at)
            message = (
                "This formula is never closed: put `$$` at its end; "
                "a blank line within a formula is not allowed."
            )
            self._faults.add("math-open", line, column, message)
            end = len(text) if found is None else found.start() + 1
            self._no_maths_before = min(end, dedent)
            return opening_end
        for hidden in _CARD_HEADING.finditer(text, opening_end, found.start()):
            line, column = self._place(hidden.end() - 2)
            message = "A card's heading within a formula: close the formula above it with `$$`."
            self._faults.add("heading-hidden", line, column, message)
        return self._leave(found.end(), nested=nested)

    def _comment(self, at: int) -> int:
        """Skip the comment at `at`; return where to go on."""
        text = self._text
        line_start = text.rfind("\n", 0, at)
        prefix = text[line_start + 1 : at]
        if _BLOCK_PREFIX.match(prefix) is None:
            return self._comment_in_line(at, line_start)
        plain = not prefix.strip(" \t")
        nested = not plain or (bool(prefix) and self._nested(line_start + 1, prefix))
        if not nested and width_of(prefix) > _TOP:
            return at + 4
        if nested:
            self._tracker().enter(at)
        end = text.find("-->", at + 2)
        if end < 0:
            self._comment_open(at, "the rest of the file")
            return len(text)
        for hidden in _CARD_HEADING.finditer(text, at, end):
            heading = text[hidden.end() - 2 : self._end_of_line(hidden.end())]
            line, column = self._place(hidden.end() - 2)
            message = f"The card {quoted(heading)} is commented out."
            self._faults.add("card-commented", line, column, message)
        stop = self._end_of_line(end)
        return self._leave(stop, nested=nested)

    def _comment_in_line(self, at: int, line_start: int) -> int:
        """Skip a comment within a paragraph; return where to go on."""
        text = self._text
        if at >= self._paragraph_end:
            boundary = _PARAGRAPH_END.search(text, at)
            stop = len(text) if boundary is None else boundary.start()
            if text[line_start + 1 : at].lstrip(" ").startswith("#"):
                stop = self._end_of_line(at)  # a heading is one line
            before = max(text.rfind("\n\n", 0, at) + 1, self._paragraph_end)
            self._code = deque(code.span() for code in _CODE_SPAN.finditer(text, before, stop))
            self._paragraph_end = stop
        stop = self._paragraph_end
        while self._code and self._code[0][1] <= at:
            self._code.popleft()
        if self._code and self._code[0][0] < at:
            return self._code[0][1]
        end = text.find("-->", at + 2, stop)
        if end >= 0:
            return end
        if text[at - 1] != "\\":
            self._comment_open(at, "what its author meant it to")
        return stop

    def _comment_open(self, at: int, swallows: str) -> None:
        """Report a comment that is never closed."""
        line, column = self._place(at)
        message = f"This comment is never closed and hides {swallows}: put `-->` at its end."
        self._faults.add("comment-open", line, column, message)
