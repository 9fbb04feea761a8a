"""Blocks of a body -> the tree of the document, with the faults of blocks.

One class in one file, since every block is read where its lines are known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from quizlab.decks.blanks import find_blank
from quizlab.decks.codes import quoted
from quizlab.decks.inlines import read_inline
from quizlab.decks.parser import parse
from quizlab.decks.tables import read_table
from quizlab.domain.document import (
    CodeBlock,
    Heading,
    ListBlock,
    ListItem,
    MathBlock,
    Paragraph,
    Quote,
    Text,
)
from quizlab.domain.untrusted import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token

    from quizlab.decks.findings import Findings
    from quizlab.domain.document import Block, Inline

DIRECTIVES = ("compute", "answer", "order", "run", "output")
"""The fences that mean something."""

_DIRECTIVE = re.compile(r"\{([^{}]*)\}[ \t]*(.*)\Z")
_TASK = re.compile(r"\[([ xX])\](?:[ \t]+|\Z)")
_NEARLY_TASK = re.compile(r"\[(?:[ \t]*[xX✓✔*]?[ \t]*)\](?![(\[:])")
_DEFINITION = re.compile(r"\[[^\[\]]+\]:[ \t]*\S")
_COLONS = re.compile(r"^[ \t]*:{3,}", re.MULTILINE)


class Segment(NamedTuple):
    """A block at the left margin: its tokens from `first` to before `stop`, its 0-based lines."""

    kind: str
    first: int
    stop: int
    line: int
    end_line: int


class Body:
    """The body of a card or lesson: its lines and tokens, and where they stand in the file."""

    def __init__(self, markdown: str, first_line: int, findings: Findings) -> None:
        """Parse `markdown`, whose first line is line `first_line` of the file."""
        self.lines = markdown.split("\n")
        self.first_line = first_line
        self.findings = findings
        self.tokens = parse(markdown)
        self.cells: dict[int, int] = {}  # column to search from, by line: cells of a row in turn

    def segments(self) -> list[Segment]:
        """Return the blocks at the top level, comments left out but looked at."""
        found: list[Segment] = []
        first = depth = 0
        for number, token in enumerate(self.tokens):
            first = number if depth == 0 else first
            depth += token.nesting
            if depth == 0:
                opening = self.tokens[first]
                line, end = opening.map or (0, 0)
                if opening.type == "comment_block":
                    self._comment(opening)
                else:
                    kind = opening.type.removesuffix("_open")
                    found.append(Segment(kind, first, number + 1, line, end))
        return found

    def place(self, line: int, column: int = 0) -> tuple[int, int]:
        """Return the 1-based place in the file of a 0-based place in the body."""
        return self.first_line + line, column + 1

    def fault(self, code: str, line: int, message: str, column: int = 0) -> None:
        """Collect a fault at a 0-based place in the body."""
        self.findings.faults.add(code, *self.place(line, column), message)

    def indent(self, line: int) -> int:
        """Return the white space in front of a line."""
        text = self.lines[line] if line < len(self.lines) else ""
        return len(text) - len(text.lstrip(" \t"))

    def blocks(self, segments: Sequence[Segment]) -> tuple[Block, ...]:
        """Return the tree of some blocks."""
        out: list[Block] = []
        for segment in segments:
            out += self._read(segment.first, segment.stop)
        return tuple(out)

    def inline(self, token: Token) -> tuple[Inline, ...]:
        """Return the tree of an inline token."""
        children = token.children or []
        return read_inline(self.findings, token.content, children, self._placer(token))

    def _placer(self, token: Token) -> Callable[[int], tuple[int, int]]:
        """Return what gives the place in the file of an offset in the token's text."""
        top = (token.map or [0])[0]
        content = token.content

        known: dict[int, tuple[int, int]] = {}  # by start of a line of the text: its place

        def place(offset: int) -> tuple[int, int]:
            start = content.rfind("\n", 0, offset) + 1
            if start not in known:
                end = content.find("\n", start)
                piece = content[start : end if end >= 0 else len(content)].rstrip()
                row = top + content.count("\n", 0, offset)
                line = self.lines[row] if row < len(self.lines) else ""
                # A cell is looked for from the last bar on; anything else is the end of its line.
                cell = self.cells.get(top)
                at = line.rfind(piece) if cell is None else line.find(piece, cell)
                known[start] = (row, max(at, 0))
            row, at = known[start]
            width = len(self.lines[row]) if row < len(self.lines) else 0
            return self.place(row, min(at + offset - start, width))

        return place

    def _read(self, first: int, stop: int) -> list[Block]:
        """Read the blocks from token `first` to before `stop`."""
        out: list[Block] = []
        while first < stop:
            token = self.tokens[first]
            end = self._end(first)
            if token.type == "paragraph_open":
                self._look_at_paragraph(self.tokens[first + 1])
                out.append(Paragraph(self.inline(self.tokens[first + 1])))
            elif token.type == "heading_open":
                out.append(Heading(int(token.tag[1:]), self.inline(self.tokens[first + 1])))
            elif token.type in {"fence", "code_block"}:
                out.append(self._code(token))
            elif token.type == "math_block":
                out.append(self._maths(token))
            elif token.type in {"bullet_list_open", "ordered_list_open"}:
                out.append(self._list(first, end))
            elif token.type == "blockquote_open":
                out.append(Quote(tuple(self._read(first + 1, end - 1))))
            elif token.type == "table_open":
                out.append(read_table(self, first, end))
            elif token.type == "comment_block":
                self._comment(token)
            first = end
        return out

    def _end(self, first: int) -> int:
        """Return the index behind the block that begins with token `first`."""
        depth = 0
        for number in range(first, len(self.tokens)):
            depth += self.tokens[number].nesting
            if depth == 0:
                return number + 1
        return len(self.tokens)

    def _comment(self, token: Token) -> None:
        """Look at a comment: nothing of it is shown."""
        line = (token.map or [0])[0]
        if token.info:
            message = "This comment is never closed: put `-->` at its end."
            self.fault("comment-open", line, message, max(self.lines[line].find("<!--"), 0))
        elif token.content:
            last = (token.map or [0, 1])[1] - 1
            column = max(self.lines[last].rfind(token.content), 0)
            message = f"{quoted(token.content)} is lost behind a comment: put it on its own line."
            self.fault("html", last, message, column)

    def _look_at_paragraph(self, token: Token) -> None:
        """Find directives and definitions that stayed text."""
        line = (token.map or [0])[0]
        if _DEFINITION.match(token.content):
            message = (
                "A definition of a link or footnote: a card is shown alone, write the link out."
            )
            self.fault("reference-link", line, message, self.indent(line))
        if token.level > 1 and "\nsource:" in token.content:
            at = token.content.index("\nsource:") + 1
            message = (
                "This source belongs to the list or quotation above it: put a blank line between."
            )
            self.findings.faults.add("source-place", *self._placer(token)(at), message)
        colons = _COLONS.search(token.content) if ":::" in token.content else None
        if colons is not None:
            place = self._placer(token)(colons.end() - len(colons[0].strip()))
            message = "`:::` opens nothing here: write a fence with backticks."
            self.findings.faults.add("colon-fence", *place, message)

    def _code(self, token: Token) -> CodeBlock:
        """Read a block of code; a directive that reaches this stands where none may."""
        line = (token.map or [0])[0]
        content = token.content.removesuffix("\n")
        language = ""
        if token.type == "fence":
            directive = _DIRECTIVE.match(token.info.strip())
            words = token.info.split()
            language = clean(words[0]) if words and directive is None else ""
            if directive is not None:
                self._misplaced_directive(directive[1], line)
        for number, text in enumerate(content.split("\n")):
            at = text.find("==") if "==" in text else -1
            blank = find_blank(text, at, len(text)) if at >= 0 else None
            if blank is not None and not blank.trouble and text[at : at + 3] != "===":
                below = line + number + (token.type == "fence")
                column = max(self.lines[below].find(text), 0) if below < len(self.lines) else 0
                message = "`==` within code is no blank: write `____` and an `{answer}` fence."
                self.fault("blank-in-code", below, message, column + at)
                break
        return CodeBlock(clean(content), language)

    def _misplaced_directive(self, name: str, line: int) -> None:
        """Report a directive that is unknown or not at the left margin of a card."""
        if name.strip() in DIRECTIVES:
            message = f"`{{{name}}}` must stand at the left margin of a card, outside of lists."
            self.fault("field-nested", line, message, self.indent(line))
        else:
            known = ", ".join(f"{{{known}}}" for known in DIRECTIVES)
            message = f"The fence {quoted('{' + name + '}')} is unknown: there are {known}."
            self.fault("directive-unknown", line, message, self.indent(line))

    def _maths(self, token: Token) -> MathBlock:
        """Read a display formula."""
        line, end = token.map or (0, 0)
        above = self.lines[line - 1] if line else ""
        below = self.lines[end] if end < len(self.lines) else ""
        if token.level == 0 and (above.strip() or below.strip()):
            message = "A formula touches the text around it: put blank lines around `$$` blocks."
            self.fault("math-crowded", line, message, self.indent(line))
        source = token.content

        def place(offset: int) -> tuple[int, int]:
            row = line + source.count("\n", 0, offset)
            piece = source[source.rfind("\n", 0, offset) + 1 :].partition("\n")[0]
            at = max(self.lines[row].find(piece), 0) if row < len(self.lines) else 0
            return self.place(row, at + offset - source.rfind("\n", 0, offset) - 1)

        return MathBlock(source.strip(), self.findings.boxed(source, place))

    def _list(self, first: int, end: int) -> ListBlock:
        """Read a list."""
        token = self.tokens[first]
        start = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None
        items = [self.item(at, stop) for at, stop in self.items(first, end)]
        return ListBlock(tuple(items), start)

    def items(self, first: int, end: int) -> list[tuple[int, int]]:
        """Return the token ranges of the items of the list that begins with token `first`."""
        found: list[tuple[int, int]] = []
        at = first + 1
        while at < end - 1:
            stop = self._end(at)
            found.append((at, stop))
            at = stop
        return found

    def item(self, first: int, stop: int) -> ListItem:
        """Read an item of a list, with its box if it has one."""
        blocks = tuple(self._read(first + 1, stop - 1))
        ticked = self.ticked(first)
        if ticked is not None and blocks and isinstance(blocks[0], Paragraph):
            blocks = (Paragraph(_without_box(blocks[0].children)), *blocks[1:])
        return ListItem(blocks, ticked)

    def ticked(self, first: int) -> bool | None:
        """Return whether the box of an item is ticked, None where it has no box."""
        text = self._item_text(first)
        box = _TASK.match(text)
        return None if box is None else box[1] in "xX"

    def nearly_ticked(self, first: int) -> bool:
        """Whether an item begins with what was meant as a box and is none."""
        text = self._item_text(first)
        return _TASK.match(text) is None and _NEARLY_TASK.match(text) is not None

    def _item_text(self, first: int) -> str:
        """Return the text with which an item begins."""
        if self.tokens[first + 1].type != "paragraph_open":
            return ""
        return self.tokens[first + 2].content


def directive_of(token: Token) -> tuple[str, str] | None:
    """Return name and argument of a fence such as ``{compute} conv2d.output-side``, or None."""
    found = _DIRECTIVE.match(token.info.strip()) if token.type == "fence" else None
    return None if found is None else (found[1].strip(), found[2].strip())


def _without_box(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return the children of an option without the box in front."""
    if children and isinstance(children[0], Text):
        text = _TASK.sub("", children[0].text, count=1)
        return (Text(text), *children[1:]) if text else children[1:]
    return children
