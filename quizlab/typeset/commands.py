"""Commands that take arguments: each a small function from the parser's cursor to a node."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from quizlab.typeset.accents import ACCENTS
from quizlab.typeset.alphabets import FONTS
from quizlab.typeset.environments import environment, substack
from quizlab.typeset.errors import MathError
from quizlab.typeset.nodes import (
    Accent,
    Arrow,
    Binomial,
    Boxed,
    Brace,
    Classed,
    Elastic,
    Fenced,
    Fraction,
    Grid,
    Kind,
    Node,
    Operator,
    Phantom,
    Root,
    Row,
    Space,
    Stack,
    StyleSwitch,
    Symbol,
    ungrouped,
)
from quizlab.typeset.prose import prose
from quizlab.typeset.symbols import COMMANDS, character

if TYPE_CHECKING:
    from quizlab.typeset.parser import Parser

Handler = Callable[["Parser", str, int], Node]

_RIGHT = frozenset({r"\right"})
_DELIMITERS = frozenset("()[]{}|‖/\\⟨⟩⌊⌋⌈⌉⟦⟧↑↓↕⇑⇓⇕")
_SIZES = ("big", "Big", "bigg", "Bigg")
_ANGLES = {"<": "⟨", ">": "⟩"}


def delimiter(parser: Parser) -> str:
    r"""Parse what ``\left`` and its like need; return "" for LaTeX's dot."""
    start = parser.position
    sign = parser.advance()
    if sign == ".":
        return ""
    known = COMMANDS.get(sign[1:]) if sign[0] == "\\" else None
    text = known.text if isinstance(known, Symbol) else _ANGLES.get(sign, sign)
    # A bare brace groups and delimits nothing; its command does.
    if text not in _DELIMITERS or sign in {"{", "}"}:
        raise MathError(f"{sign} is no delimiter; use brackets, bars or a dot", start)
    return text


def _fraction(parser: Parser, _name: str, _start: int) -> Node:
    return Fraction(parser.argument(), parser.argument())


def _binomial(parser: Parser, _name: str, _start: int) -> Node:
    return Binomial(parser.argument(), parser.argument())


def _root(parser: Parser, _name: str, _start: int) -> Node:
    index = parser.optional()
    return Root(parser.argument(), index)


def _left(parser: Parser, _name: str, start: int) -> Node:
    left = delimiter(parser)
    body = parser.row(_RIGHT)
    parser.expect(r"\right", start)
    inside = _single(body)
    return Fenced(left, inside if isinstance(inside, Grid) else body, delimiter(parser))


def _unmatched(_parser: Parser, name: str, start: int) -> Node:
    raise MathError(f"\\{name} without what it belongs to", start)


def _big(parser: Parser, name: str, _start: int) -> Node:
    text = delimiter(parser)
    sides: dict[str, Kind] = {"l": "open", "r": "close", "m": "rel"}
    side = sides.get(name.lower().removeprefix("bigg").removeprefix("big"))
    return Elastic(text, side or (character(text).kind if text else "ord"))


def _middle(parser: Parser, _name: str, _start: int) -> Node:
    return Elastic(delimiter(parser), "rel")


def _text(parser: Parser, _name: str, start: int) -> Node:
    return prose(parser, parser.raw_argument(), start)


def _operator_name(parser: Parser, _name: str, _start: int) -> Node:
    limits = parser.accept("*")
    return Operator(_in_font(parser, "upright"), limits)


def _font(parser: Parser, name: str, _start: int) -> Node:
    return _in_font(parser, FONTS[name])


def _in_font(parser: Parser, font: str) -> Node:
    outside, parser.font = parser.font, font
    body = parser.argument()
    parser.font = outside
    return _single(body)


def _accent(parser: Parser, name: str, _start: int) -> Node:
    return Accent(parser.argument(), name)


def _brace(parser: Parser, name: str, _start: int) -> Node:
    return Brace(parser.argument(), over=name == "overbrace")


def _stack(parser: Parser, name: str, _start: int) -> Node:
    first = parser.argument()
    base = _single(parser.argument())
    if name == "stackrel":
        return Classed(Stack(base, first, None), "rel")
    return Stack(base, None, first) if name == "underset" else Stack(base, first, None)


def _arrow(parser: Parser, name: str, _start: int) -> Node:
    under = parser.optional()
    return Arrow("→" if name == "xrightarrow" else "←", parser.argument(), under)


def _boxed(parser: Parser, _name: str, start: int) -> Node:
    if parser.current != "{":
        raise MathError(r"\boxed needs braces: \boxed{…}", start)
    return Boxed(parser.group())


def _phantom(parser: Parser, _name: str, _start: int) -> Node:
    return Phantom(parser.argument())


def _dropped_argument(parser: Parser, _name: str, _start: int) -> Node:
    parser.raw_argument()
    return Space(0)


def _distance(parser: Parser, _name: str, _start: int) -> Node:
    parser.raw_argument()
    return Space(2)


def _coloured(parser: Parser, _name: str, _start: int) -> Node:
    parser.raw_argument()
    return ungrouped(parser.argument())


def _plain(parser: Parser, _name: str, _start: int) -> Node:
    return ungrouped(parser.argument())


def _tag(parser: Parser, _name: str, start: int) -> Node:
    number = prose(parser, parser.raw_argument(), start)
    return Row((Space(4), Symbol("(", "open"), number, Symbol(")", "close")))


def _style(_parser: Parser, name: str, _start: int) -> Node:
    return StyleSwitch(display=name == "displaystyle")


def _class(parser: Parser, name: str, _start: int) -> Node:
    kinds: dict[str, Kind] = {
        "mathbin": "bin",
        "mathrel": "rel",
        "mathopen": "open",
        "mathclose": "close",
        "mathpunct": "punct",
    }
    body = parser.argument()
    if name == "mathop":
        return Operator(body, limits=True)
    return Classed(body, kinds.get(name, "ord"))


def _not(parser: Parser, _name: str, start: int) -> Node:
    body = _single(parser.argument())
    if not isinstance(body, Symbol) or len(body.text) != 1:
        raise MathError(r"\not takes one symbol", start)
    # One character where Unicode has it (∉), else a combining stroke.
    return Symbol(unicodedata.normalize("NFC", body.text + "\u0338"), body.kind)


def _modulus(parser: Parser, _name: str, _start: int) -> Node:
    inside = (Symbol("mod"), Space(1), parser.argument())
    return Row((Space(1), Symbol("(", "open"), *inside, Symbol(")", "close")))


def _single(node: Node) -> Node:
    """The only child of a group of one."""
    return node.children[0] if isinstance(node, Row) and len(node.children) == 1 else node


# Command, without its backslash, to its handler.
ARGUMENT_COMMANDS: dict[str, Handler] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), _fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _binomial),
    **dict.fromkeys(FONTS, _font),
    **dict.fromkeys(ACCENTS, _accent),
    **dict.fromkeys(("text", "textrm", "textbf", "textit", "textsf", "texttt"), _text),
    **dict.fromkeys(("textnormal", "textup", "textsc", "mbox", "hbox", "emph"), _text),
    **dict.fromkeys(("underbrace", "overbrace"), _brace),
    **dict.fromkeys(("underset", "overset", "stackrel"), _stack),
    **dict.fromkeys(("xrightarrow", "xleftarrow"), _arrow),
    **dict.fromkeys(("phantom", "hphantom", "vphantom"), _phantom),
    **dict.fromkeys(("hspace", "mspace"), _distance),
    **dict.fromkeys(("smash", "ensuremath"), _plain),
    **dict.fromkeys(("displaystyle", "textstyle"), _style),
    **dict.fromkeys(("mathop", "mathbin", "mathrel", "mathord", "mathinner"), _class),
    **dict.fromkeys(("mathopen", "mathclose", "mathpunct"), _class),
    **dict.fromkeys((f"{size}{side}" for size in _SIZES for side in ("", *"lrm")), _big),
    "begin": environment,
    "boxed": _boxed,
    "color": _dropped_argument,
    "end": _unmatched,
    "label": _dropped_argument,
    "left": _left,
    "middle": _middle,
    "not": _not,
    "operatorname": _operator_name,
    "pmod": _modulus,
    "right": _unmatched,
    "sqrt": _root,
    "substack": substack,
    "tag": _tag,
    "textcolor": _coloured,
}
