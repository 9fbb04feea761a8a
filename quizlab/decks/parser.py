"""markdown-it, set up for cards.

Every inline token knows its offset, and what a card may not hold is a token of its own instead of
vanishing. This module imports markdown-it; nothing that only divides files imports this module.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.common.html_re import HTML_OPEN_CLOSE_TAG_STR
from markdown_it.parser_inline import ParserInline
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_block_dollar

from quizlab.decks.blanks import find_blank

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    BlockRule = Callable[[StateBlock, int, int, bool], bool]

_TAG = re.compile(HTML_OPEN_CLOSE_TAG_STR.removeprefix("^"))
_DECLARATION = re.compile(r"<(?:\?|![A-Za-z]|!\[CDATA\[)")
_EQUALS = re.compile("=+")
_ROLE = re.compile(r"\{([A-Za-z][\w:+.-]*)\}(`+)(?!`)")
_INTERRUPTS = ["paragraph", "reference", "blockquote", "list"]
_TOKEN_AT = "at"  # noqa: S105 - a key of Token.meta


class _PlacedInline(ParserInline):
    """The inline parser, with the offset of every token in ``token.meta["at"]``.

    The loop is that of the library; it only remembers where the text that waits to become a token
    began, and where each rule started.
    """

    def tokenize(self, state: StateInline) -> None:
        """Generate the tokens of a range."""
        rules = self.ruler.getRules("")
        most = state.md.options["maxNesting"]
        waiting_since = state.pos
        while state.pos < state.posMax:
            at = state.pos
            count = len(state.tokens)
            waiting = bool(state.pending)
            done = state.level < most and any(rule(state, False) for rule in rules)
            if not done:
                state.append_pending(state.src[at])
                state.pos += 1
            for number, token in enumerate(state.tokens[count:]):
                flushed = waiting and number == 0
                token.meta.setdefault(_TOKEN_AT, waiting_since if flushed else at)
            if not waiting or len(state.tokens) > count:
                waiting_since = at
        if state.pending:
            state.pushPending().meta[_TOKEN_AT] = waiting_since


def _comment(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the library's signature
    """``<!-- … -->``: a comment within a line."""
    if not state.src.startswith("<!--", state.pos):
        return False
    end = state.src.find("-->", state.pos + 2, state.posMax)
    if not silent:
        state.push("comment" if end >= 0 else "comment_open", "", 0)
    state.pos = end + 3 if end >= 0 else state.pos + 4
    return True


def _html(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the library's signature
    """A tag or a declaration, which is not shown."""
    if state.src[state.pos] != "<":
        return False
    found = _TAG.match(state.src, state.pos, state.posMax) or _DECLARATION.match(
        state.src, state.pos, state.posMax
    )
    if found is None:
        return False
    if not silent:
        state.push("html", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _blank(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the library's signature
    """``==text==``, or equals signs that are none."""
    signs = _EQUALS.match(state.src, state.pos, state.posMax)
    if signs is None or len(signs[0]) == 1:
        return False
    blank = find_blank(state.src, state.pos, state.posMax) if len(signs[0]) == 2 else None
    if not silent:
        token = state.push("blank" if blank else "equals", "", 0)
        token.content = blank.inner if blank else signs[0]
        if blank is not None:
            token.info = blank.trouble
            token.markup = "`" if blank.code else ""
            token.meta["source"] = state.src[state.pos : blank.end]
    state.pos = blank.end if blank else signs.end()
    return True


def _role(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the library's signature
    """``{name}`text```: a role; only ``{fact}`` is one of ours."""
    opening = _ROLE.match(state.src, state.pos, state.posMax)
    if opening is None:
        return False
    closing = re.compile(f"(?<!`){opening[2]}(?!`)").search(state.src, opening.end(), state.posMax)
    if closing is None:
        return False
    if not silent:
        token = state.push("role", "", 0)
        token.info = opening[1]
        token.content = state.src[opening.end() : closing.start()]
        token.meta["inside"] = opening.end()
    state.pos = closing.end()
    return True


def _comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A comment that begins a line: it ends with the line that closes it, whatever lies between."""
    at = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith("<!--", at):
        return False
    close = state.src.find("-->", at + 2)
    last = start
    while close >= 0 and last < end and state.eMarks[last] < close:
        last += 1
    if close < 0 or last >= end:
        close, last = -1, end - 1
    if silent:
        return True
    token = state.push("comment_block", "", 0)
    token.map = [start, last + 1]
    token.info = "" if close >= 0 else "open"
    token.content = state.src[close + 3 : state.eMarks[last]].strip() if close >= 0 else ""
    state.line = last + 1
    return True


def _interrupting(rule: BlockRule) -> BlockRule:
    """Make the rule of ``$$`` blocks end a paragraph; alone it takes the lines even when asked."""

    def maths(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
        line, count = state.line, len(state.tokens)
        at = state.bMarks[start] + state.tShift[start]
        closed_above = state.env.setdefault("no_maths_before", 0)
        opening = state.src[at : state.eMarks[start]].strip()
        if not opening.startswith("$$") or (start < closed_above and "$$" not in opening[2:]):
            return False
        found = rule(state, start, end, silent)
        # Asked on behalf of an item that the dollars do not belong to, only the outside counts.
        inside = state.blkIndent if state.sCount[start] >= state.blkIndent else 0
        leaves = next(
            (row for row in range(start + 1, state.line) if state.sCount[row] < inside), 0
        )
        if found and leaves:
            found = False  # a list item ends before the formula does
        if not found and "$$" not in opening[2:]:
            stop = start + 1
            while stop < end and stop != leaves and not state.isEmpty(stop):
                stop += 1
            # No later line of this paragraph finds an end either: asked once, not once a line.
            state.env["no_maths_before"] = stop
        if silent or not found:
            state.line = line
            del state.tokens[count:]
        return found

    return maths


class _CardMarkdown(MarkdownIt):
    """The parser with our inline loop, and with addresses left to the reader of the tokens."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False})
        self.inline = _PlacedInline()
        self.configure("commonmark", {"html": False})

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        """Let every address through: what is refused is refused with a diagnosis."""
        del url
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
        """Leave an address as it was written: that is what is shown before opening it."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - the library's name
        """Leave the text of a bare address as it was written."""
        return link


@cache
def parser() -> MarkdownIt:
    """Return the one parser."""
    md = _CardMarkdown()
    md.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=True,
        allow_blank_lines=False,
    )
    maths = math_block_dollar(allow_labels=False, allow_blank_lines=False)
    md.block.ruler.at("math_block", _interrupting(maths), {"alt": _INTERRUPTS})
    md.block.ruler.at("html_block", _comment_block, {"alt": _INTERRUPTS})
    md.inline.ruler.at("html_inline", _html)
    md.inline.ruler.before("autolink", "comment", _comment)
    md.inline.ruler.before("escape", "blank", _blank)
    md.inline.ruler.before("backticks", "role", _role)
    md.enable(["table", "strikethrough"])
    md.disable(["lheading", "reference", "fragments_join", "text_join"])
    return md


def parse(markdown: str) -> list[Token]:
    """Return the tokens of a body."""
    return parser().parse(markdown)


def offset_of(token: Token) -> int:
    """Return where an inline token begins in the text of its block."""
    return int(token.meta.get(_TOKEN_AT, 0))
