"""LaTeX source as a list of tokens."""

import re

# A command; a line end with its optional extra distance; or one character with its accents.
# White space separates commands and means nothing else in maths, so it makes no token.
_TOKEN = re.compile(
    r"\\\\(?:\s*\[-?[\d.]+(?:pt|em|ex|mu|cm|mm|in)\])?"
    r"|\\(?:[A-Za-z]+|.|$)"
    r"|[^\\\s][\u0300-\u036f\u20d0-\u20f0]*",
    re.DOTALL,
)

END = ""
NEW_LINE = "\\\\"


def tokenize(source: str) -> tuple[list[str], list[int]]:
    """Return the tokens of `source` and the position of each.

    Both lists end with a sentinel: the token `END` at the position after the last character.
    """
    texts: list[str] = []
    positions: list[int] = []
    for match in _TOKEN.finditer(source):
        text = match[0]
        # A line end forgets its distance; no other token of two backslashes is longer.
        texts.append(NEW_LINE if text[:2] == NEW_LINE else text)
        positions.append(match.start())
    texts.append(END)
    positions.append(len(source))
    return texts, positions
