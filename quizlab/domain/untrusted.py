"""Text that came from a file or a person: cleaned before anything else sees it."""

import re

# C0 (all but newline and tab), DEL and C1 can drive a terminal; the bidi controls can make a line
# read otherwise than it is; the separators U+2028/9 break lines behind the parser's back.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)


def is_clean(text: str) -> bool:
    """Whether `text` holds nothing that could act on a terminal."""
    return _CONTROL.search(text) is None


def clean(text: str) -> str:
    """Return `text` without control, bidi and separator characters; newline and tab stay."""
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line: runs of white space become one space."""
    return " ".join(clean(text).split())
