r"""The argument of ``\text``: words, in which spaces count and ``$…$`` is maths again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quizlab.typeset.errors import MathError
from quizlab.typeset.nodes import Node, Row, Text

if TYPE_CHECKING:
    from quizlab.typeset.parser import Parser

_PIECE = re.compile(r"\$([^$]*)\$|\\([%$#&_{} ,])|(\\|\$)|([{}])|([^\\${}]+)")
_SPACES = re.compile(r"[\s~]+")


def prose(parser: Parser, source: str, start: int) -> Node:
    r"""Return the node of the argument of a text command.

    Args:
        parser: The cursor, which parses the maths within.
        source: The argument, without its braces.
        start: Where the command stands, for messages.

    Raises:
        MathError: A command other than an escaped sign, or a ``$`` without its partner.
    """
    if not any(sign in source for sign in "\\${}"):
        return Text(_SPACES.sub(" ", source))
    nodes: list[Node] = []
    words = ""
    for match in _PIECE.finditer(source):
        maths, escaped, stray, brace, plain = match.groups()
        if maths is not None:
            if words:
                nodes.append(Text(words))
            nodes.append(parser.nested(maths, start))
            words = ""
        elif stray:
            raise MathError(f"in text, {stray} may only escape a sign or enclose maths", start)
        elif escaped:
            words += " " if escaped == "," else escaped
        elif not brace:
            words += _SPACES.sub(" ", plain)
    if words or not nodes:
        nodes.append(Text(words))
    return nodes[0] if len(nodes) == 1 else Row(tuple(nodes))
