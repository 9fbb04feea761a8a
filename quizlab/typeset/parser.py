"""LaTeX maths to a tree: rows, scripts and single tokens.

Commands that take arguments stand in `commands`, environments in `environments`.
"""

from __future__ import annotations

import unicodedata

from quizlab.domain.untrusted import clean
from quizlab.typeset.alphabets import SWITCHES, styled
from quizlab.typeset.commands import ARGUMENT_COMMANDS
from quizlab.typeset.cursor import Cursor
from quizlab.typeset.environments import grid_rows
from quizlab.typeset.errors import MathError
from quizlab.typeset.nodes import EMPTY, Grid, Node, Row, Scripts, Space, Symbol, ungrouped
from quizlab.typeset.symbols import COMMANDS, character
from quizlab.typeset.tokens import END, NEW_LINE

MAX_LENGTH = 4000
MAX_DEPTH = 48

_PRIMES = {1: "′", 2: "″", 3: "‴"}
_CLOSING = frozenset({"}"})
_AT_END = frozenset({END})
_AT_END_OF_CELL = frozenset({END, "&", NEW_LINE})
# Format characters have no agreed width and no meaning in maths; halves of surrogate pairs
# cannot be written anywhere.
_UNWRITABLE = frozenset({"Cf", "Cs"})

_SPACES_OF_CELLS = {
    0: "! negthinspace negmedspace allowbreak nonumber notag mathstrut strut relax nobreak "
    "scriptstyle scriptscriptstyle",
    1: ", : ; > thinspace medspace thickspace enspace space nobreakspace",
    2: "quad",
    4: "qquad",
}
_SPACES = {
    name: Space(cells) for cells, names in _SPACES_OF_CELLS.items() for name in names.split()
} | {" ": Space(1), "\n": Space(1)}


def cleaned(source: str) -> str:
    """Return `source` without anything that could act on a terminal; tabs become spaces."""
    text = clean(source).replace("\t", " ")
    if text.isascii():
        return text
    return "".join(letter for letter in text if unicodedata.category(letter) not in _UNWRITABLE)


def parse(source: str) -> Node:
    r"""Return the tree of a formula.

    ``&`` and ``\\`` outside of every environment make aligned lines, as in ``aligned``.

    Args:
        source: The LaTeX between the dollars, at most `MAX_LENGTH` characters.

    Raises:
        MathError: It is too long, nests deeper than `MAX_DEPTH`, is not balanced, or has a
            command that is not known. Positions count on the cleaned source.
    """
    text = cleaned(source)
    if len(text) > MAX_LENGTH:
        message = f"the formula has {len(text)} characters; at most {MAX_LENGTH} can be typeset"
        raise MathError(message, MAX_LENGTH)
    parser = Parser(text)
    row = parser.row(_AT_END_OF_CELL)
    if parser.current == END:
        return row
    rows, rules = grid_rows(parser, row, _AT_END)
    return Grid(rows, "aligned", rules=rules)


class Parser(Cursor):
    """A cursor that builds the tree.

    Attributes:
        font: The alphabet that letters are put into; "" for none.
        depth: How many groups and arguments the cursor is inside of.
    """

    def __init__(self, source: str, depth: int = 0) -> None:
        super().__init__(source)
        self.font = ""
        self.depth = depth

    def row(self, stops: frozenset[str]) -> Row:
        """Parse up to, and not over, one of `stops` or the end."""
        children: list[Node] = []
        font = self.font
        while (text := self._texts[self._index]) not in stops and text != END:
            children.append(self._scripted())
        self.font = font
        return Row(tuple(children)) if children else EMPTY

    def argument(self) -> Node:
        """Parse a group in braces, or one token."""
        if self.current == "{":
            return self.group()
        if self.current in {"^", "_", "&", NEW_LINE, "}"}:
            raise MathError(f"expected an argument, got {self.current}", self.position)
        return self._atom(joined=False)

    def group(self) -> Row:
        """Parse a group in braces."""
        start = self.position
        self._enter()
        self.advance()
        row = self.row(_CLOSING)
        self.expect("}", start)
        self.depth -= 1
        return row

    def optional(self) -> Node | None:
        """Parse an argument in square brackets, if there is one."""
        start = self.position
        if not self.accept("["):
            return None
        row = self.row(frozenset("]"))
        self.expect("]", start)
        return row

    def nested(self, source: str, start: int) -> Row:
        """Parse another formula that stands inside this one: the maths within prose.

        Args:
            source: The other formula.
            start: Where the command that holds it stands; its faults are reported there.
        """
        try:
            return Parser(source, self.depth).row(_AT_END)
        except MathError as fault:
            raise MathError(f"within text: {fault.message}", start) from fault

    def _enter(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            message = f"the formula nests deeper than {MAX_DEPTH} levels"
            raise MathError(message, self.position)

    def _scripted(self) -> Node:
        """Parse an atom with the scripts that follow it."""
        base: Node = EMPTY if self.current in {"^", "_", "'"} else self._atom()
        text = self._texts[self._index]
        if text not in {"^", "_", "'", r"\limits", r"\nolimits"}:
            return base
        sub: Node | None = None
        sup: Node | None = None
        limits: bool | None = None
        while True:
            if text == "_" and sub is None:
                self._index += 1
                sub = self.argument()
            elif text == "^" and (sup is None or _is_primes(sup)):
                self._index += 1
                raised = self.argument()
                sup = raised if sup is None else Row((sup, raised))
            elif text == "'" and sup is None:
                sup = self._primes()
            elif text in {r"\limits", r"\nolimits"}:
                self._index += 1
                limits = text == r"\limits"
            elif text in {"_", "^", "'"}:
                raise MathError(f"a second {text} on one base; group it with braces", self.position)
            else:
                break
            text = self._texts[self._index]
        return base if sub is None and sup is None else Scripts(base, sub, sup, limits)

    def _primes(self) -> Symbol:
        count = 0
        while self.accept("'"):
            count += 1
        return Symbol(_PRIMES.get(count, "′" * count))

    def _atom(self, *, joined: bool = True) -> Node:
        """Parse one atom: a character, a number, a group or a command with its arguments.

        Args:
            joined: Whether the digits of a number, and the letters of an upright word, are one.
        """
        start = self.position
        text = self.advance()
        if text[0] == "\\":
            return self._command(text[1:], start)
        if text == "{":
            self._index -= 1
            return ungrouped(self.group())
        if text in {"}", "&"}:
            raise MathError(f"a stray {text}", start)
        if joined and text.isdecimal() and text.isascii():
            text = self._number(text)
        elif joined and self.font == "upright" and text.isalpha():
            text = self._word(text)
        elif text == "~":
            return _SPACES[" "]
        if self.font:
            return Symbol(styled(text, self.font)) if text[0].isalnum() else character(text)
        return character(text)

    def _command(self, name: str, start: int) -> Node:
        known = COMMANDS.get(name)
        if known is not None:
            if self.font and isinstance(known, Symbol) and known.kind == "ord":
                return Symbol(styled(known.text, self.font))
            return known
        handler = ARGUMENT_COMMANDS.get(name)
        if handler is not None:
            self._enter()
            node = handler(self, name, start)
            self.depth -= 1
            return node
        space = _SPACES.get(name)
        if space is not None:
            return space
        if name in SWITCHES:
            self.font = SWITCHES[name]
            return _SPACES["!"]
        raise MathError(f"unknown command \\{name}", start)

    def _number(self, text: str) -> str:
        """Read on over the digits of a number: ``10``, ``0.9``, ``1{,}000``."""
        texts = self._texts
        index = self._index
        while True:
            if _is_digit(texts[index]):
                text += texts[index]
                index += 1
            elif texts[index] == "." and _is_digit(texts[index + 1]):
                text += "."
                index += 1
            elif texts[index : index + 3] == ["{", ",", "}"] and _is_digit(texts[index + 3]):
                text += ","
                index += 3
            else:
                self._index = index
                return text

    def _word(self, text: str) -> str:
        """Read on over the letters and digits of an upright word."""
        while (following := self._texts[self._index]) and following.isalnum():
            text += following
            self._index += 1
        return text


def _is_digit(text: str) -> bool:
    return text.isdecimal() and text.isascii()


def _is_primes(node: Node) -> bool:
    return isinstance(node, Symbol) and node.text.strip("′″‴") == ""
