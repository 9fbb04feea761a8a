"""Tokens within a line -> the tree of the document, with the faults of running text.

One class in one file: the stack of open containers is common to every token.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from quizlab.decks.addresses import in_pack, is_web_address
from quizlab.decks.blanks import find_blank, is_wide
from quizlab.decks.codes import quoted
from quizlab.decks.facts import FactForm, read_fact
from quizlab.decks.findings import MISPLACED
from quizlab.decks.html import is_html
from quizlab.decks.literals import literal_faults
from quizlab.decks.parser import offset_of
from quizlab.domain.cards import BlankText
from quizlab.domain.document import Blank, Break, Code, Image, Link, Math, Styled, Text
from quizlab.domain.untrusted import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token

    from quizlab.decks.findings import Findings
    from quizlab.domain.document import Inline

    Place = Callable[[int], tuple[int, int]]

_STYLES = {"em_open": "em", "strong_open": "strong", "s_open": "strike"}
_MOST_DEPTH = 16
_PAIR = re.compile("={2,}")


def read_inline(
    findings: Findings, source: str, tokens: Sequence[Token], place: Place
) -> tuple[Inline, ...]:
    """Return the tree of a line or paragraph.

    Args:
        findings: Collects what is found beside the tree.
        source: The text that the tokens were read from.
        tokens: The inline tokens.
        place: Gives line and column of an offset in `source`.
    """
    return _Run(findings, source, place).read(tokens)


class _Run:
    """The reading of one paragraph, heading or cell."""

    def __init__(self, findings: Findings, source: str, place: Place) -> None:
        self.findings = findings
        self.source = source
        self.place = place
        self.out: list[Inline] = []
        self.open: list[tuple[list[Inline], Callable[[tuple[Inline, ...]], Inline]]] = []

    def read(self, tokens: Sequence[Token]) -> tuple[Inline, ...]:
        """Read all tokens."""
        for at, code, message in literal_faults(tokens):
            self.fault(code, at, message)
        too_deep = 0
        for token in tokens:
            if token.nesting > 0:
                if len(self.open) >= _MOST_DEPTH:
                    too_deep += 1
                else:
                    self.open.append((self.out, self._container(token)))
                    self.out = []
            elif token.nesting < 0:
                if too_deep:
                    too_deep -= 1
                elif self.open:
                    self._close()
            else:
                self._leaf(token)
        while self.open:
            self._close()
        return _joined(self.out)

    def fault(self, code: str, offset: int, message: str) -> None:
        """Collect a fault at an offset of the text."""
        line, column = self.place(offset)
        self.findings.faults.add(code, line, column, message)

    def _close(self) -> None:
        """Close the innermost container."""
        outer, make = self.open.pop()
        outer.append(make(_joined(self.out)))
        self.out = outer

    def _container(self, token: Token) -> Callable[[tuple[Inline, ...]], Inline]:
        """Return what makes the container that `token` opens."""
        if token.type == "link_open":
            target = str(token.attrs.get("href", ""))
            return self._link(target, offset_of(token))
        style = _STYLES.get(token.type, "em")
        return lambda children: Styled(style, children)

    def _link(self, target: str, offset: int) -> Callable[[tuple[Inline, ...]], Inline]:
        """Return what makes a link, or plain text where the address is refused."""
        if target.startswith("#"):
            self.findings.links.append((target[1:], *self.place(offset)))
        elif not is_web_address(target):
            message = f"The link {quoted(target)}: only http, https and `#card-id` are allowed."
            self.fault("link-scheme", offset, message)
        target = clean(target)
        return lambda children: Link(target, children)

    def _leaf(self, token: Token) -> None:
        """Read a token without children of its own."""
        kind, at = token.type, offset_of(token)
        if kind in {"text", "text_special"}:
            self.out.append(Text(clean(token.content).replace("\n", " ")))
        elif kind == "softbreak":
            self.out.append(Text(self._line_break(at)))
        elif kind == "hardbreak":
            self.out.append(Break())
        elif kind == "code_inline":
            self._code(token, at)
        elif kind == "math_inline":
            self._maths(token, at)
        elif kind == "image":
            self._image(token, at)
        elif kind == "role":
            self._role(token, at)
        elif kind == "blank":
            self._blank(token, at)
        elif kind == "equals":
            message = (
                f"`{token.content}` is half a blank: put a comparison in backticks, "
                "or close the blank, `==text==`."
            )
            self.fault("literal-equals", at, message)
            self.out.append(Text(token.content))
        elif kind == "html":
            self._html(token, at)
        elif kind == "comment_open":
            message = (
                "This comment is never closed: put `-->` at its end, or the text in backticks."
            )
            self.fault("comment-open", at, message)
            self.out.append(Text("<!--"))

    def _line_break(self, at: int) -> str:
        """Return what a line break within a paragraph is drawn as: nothing between East Asian."""
        before = self.source[max(0, at - 9) : at].rstrip()[-1:]
        after = self.source[at : at + 9].lstrip()[:1]
        return "" if before and after and is_wide(before) and is_wide(after) else " "

    def _code(self, token: Token, at: int) -> None:
        """Read code."""
        for pair in _PAIR.finditer(token.content):
            blank = find_blank(token.content, pair.start(), len(token.content))
            if len(pair[0]) == 2 and blank is not None and not blank.trouble:
                message = "`==` within code is no blank: write ==`code`== around the backticks."
                self.fault("blank-in-code", at, message)
                break
        self.out.append(Code(token.content))

    def _maths(self, token: Token, at: int) -> None:
        """Read a formula."""
        end = at + len(token.content) + 2
        before, after = self.source[at - 1 : at], self.source[end : end + 1]
        if any(c and c.isalnum() and not is_wide(c) for c in (before, after)):
            message = "This formula touches a letter or digit; some hosts then show its source."
            self.fault("math-crowded", at, message)
        first = self.findings.boxed(token.content, lambda offset: self.place(at + 1 + offset))
        self.out.append(Math(token.content, first))

    def _image(self, token: Token, at: int) -> None:
        """Read an image."""
        alt = " ".join(clean(_plain(token.children or ())).split())
        if not alt:
            message = "This image has no text: say what it shows, `![a 3×3 kernel](kernel.png)`."
            self.fault("image-alt", at, message)
        source = clean(unquote(str(token.attrs.get("src", ""))))
        target = in_pack(self.findings.path, source)
        if target is None:
            message = f"The image {quoted(source)} is not in the pack: copy it beside this file."
            self.fault("image-outside", at, message)
        else:
            self.findings.images.append((target, *self.place(at)))
        self.out.append(Image(target or source, alt))

    def _role(self, token: Token, at: int) -> None:
        """Read a role."""
        if token.info != "fact":
            message = f"The role `{{{token.info}}}` is unknown: only `{{fact}}` is one."
            self.fault("role-unknown", at, message)
            self.out.append(Text(f"{{{token.info}}}{token.content}"))
            return
        try:
            fact = read_fact(token.content)
        except FactForm as form:
            self.fault("fact-form", int(token.meta["inside"]) + form.offset, form.message)
            self.out.append(Code(token.content))
            return
        self.findings.facts.append((fact, *self.place(at)))
        self.out.append(fact)

    def _blank(self, token: Token, at: int) -> None:
        """Read a blank."""
        findings = self.findings
        trouble = token.info
        if not trouble and not token.markup:
            trouble = self._markup_in(token.content)
        if trouble:
            message = (
                f"The blank {quoted(token.meta['source'])} {trouble}: write ==text== or ==`code`==, "
                "and put literal `==` in backticks."
            )
            self.fault("blank-form", at, message)
        elif findings.misplaced:
            self.fault(findings.misplaced, at, MISPLACED[findings.misplaced])
        else:
            number = len(findings.blanks) + 1
            code = bool(token.markup)
            text = token.content if code else clean(_unescaped(token.content))
            findings.blanks.append(BlankText(number, text, code=code))
            self.out.append(Blank(number, text, code=code))
            return
        self.out.append(Text(str(token.meta["source"])))

    def _markup_in(self, text: str) -> str:
        """Say why `text` cannot be typed into a blank, or return ""."""
        if "$" in text.replace("\\$", ""):
            return r"holds maths; a blank in maths is `\boxed{…}`"
        if re.search(r"(?<!\\)(?:\*\*|__|~~|!?\[[^\]]*\]\(|<[A-Za-z/!]|\{[a-z]+\}`)", text):
            return "holds markup"
        return ""

    def _html(self, token: Token, at: int) -> None:
        """Read a tag: shown as it stands, never obeyed."""
        if is_html(token.content):
            message = f"{quoted(token.content)} is HTML: write Markdown, or put it in backticks."
            self.fault("html", at, message)
        else:
            message = f"{quoted(token.content)} vanishes where HTML is read: put it in backticks."
            self.fault("html-inline", at, message)
        self.out.append(Text(token.content))


def _unescaped(text: str) -> str:
    """Return the text of a blank without the backslashes of escapes."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def _plain(tokens: Sequence[Token]) -> str:
    """Return the characters of tokens, without markup."""
    return "".join(
        _plain(token.children)
        if token.children
        else token.content or " " * (token.type == "softbreak")
        for token in tokens
    )


def _joined(items: list[Inline]) -> tuple[Inline, ...]:
    """Return `items` with neighbouring texts made one, empty ones dropped."""
    out: list[Inline] = []
    for item in items:
        if isinstance(item, Text):
            if not item.text:
                continue
            if out and isinstance(out[-1], Text):
                out[-1] = Text(out[-1].text + item.text)
                continue
        out.append(item)
    return tuple(out)
