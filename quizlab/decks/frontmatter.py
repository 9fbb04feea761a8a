"""The front matter of a file: ``deck:`` and ``tags:``, nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from quizlab.decks.codes import quoted

if TYPE_CHECKING:
    from quizlab.decks.codes import Faults

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
_LATE = re.compile(r"\s*---[ \t]*\n[ \t]*(?:deck|tags)[ \t]*:")
# What nearly every file begins with. Anything else (quotes, comments, block lists) is YAML's to
# read, whose import costs more than a hundred files do.
_PLAIN = re.compile(
    r"---\ndeck: ((?!(?:null|true|false|yes|no|on|off)\n)[^\W\d_][\w+-]*(?: [\w+-]+)*"
    r"(?:/[\w+-]+(?: [\w+-]+)*)?)\n(?:tags: \[([\w-]+(?:, ?[\w-]+)*)\]\n)?---\n",
    re.IGNORECASE,
)
# Words that mean something else in some YAML are left to YAML as well; so are numbers.
_DECK = re.compile(r"[^/\s](?:[^/]*[^/\s])?(?:/[^/\s](?:[^/]*[^/\s])?)?")
_TAG = re.compile(r"[^\s{}.,#\[\]]+")


class FrontMatter(NamedTuple):
    """What the front matter says.

    Attributes:
        deck: The name people see, "" where it is missing or wrong.
        tags: Tags of every card of the file.
        end: Offset behind the closing line; 0 without front matter.
        present: Whether there is front matter.
    """

    deck: str = ""
    tags: tuple[str, ...] = ()
    end: int = 0
    present: bool = False


def read_front_matter(text: str, faults: Faults, *, wanted: bool = True) -> FrontMatter:
    """Read the front matter at the start of `text`.

    Args:
        text: The whole file, cleaned.
        faults: Where faults are collected.
        wanted: Whether a missing deck is a fault; a translation has no front matter.
    """
    plain = _PLAIN.match(text)
    if plain is not None:
        deck, tags = plain.groups()
        words = tuple(dict.fromkeys(tags.replace(",", " ").split())) if tags else ()
        return FrontMatter(deck, words, plain.end(), True)
    opening = _OPENING.match(text)
    if opening is None:
        if _LATE.match(text):
            line = text[: text.index("---")].count("\n") + 1
            message = "Front matter must begin on the first line: remove what stands above it."
            faults.add("front-matter", line, 1, message)
        elif wanted:
            message = "No deck is named: begin the file with `---`, `deck: Topic/Part`, `---`."
            faults.add("deck-name", 1, 1, message)
        return FrontMatter()
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        message = "The front matter is never closed: put a line `---` below it."
        faults.add("front-matter", 1, 1, message)
        return FrontMatter()
    inner = text[opening.end() : closing.start()]
    end = min(closing.end() + 1, len(text))
    return _read_yaml(inner, end, faults, wanted=wanted)


def _read_yaml(inner: str, end: int, faults: Faults, *, wanted: bool) -> FrontMatter:
    """Read front matter that the short road does not know."""
    from quizlab.decks.structures import Node, StructureFault, read_structure  # noqa: PLC0415 - imports YAML

    try:
        root = read_structure(inner)
    except StructureFault as fault:
        faults.add("front-matter", fault.line + 2, fault.column + 1, fault.message)
        return FrontMatter(end=end, present=True)
    if root is None:
        root = Node({}, 0, 0)
    if not isinstance(root.value, dict):
        message = "The front matter must hold `deck: Topic/Part` and may hold `tags: [a, b]`."
        faults.add("front-matter", 1, 1, message)
        return FrontMatter(end=end, present=True)
    deck = ""
    tags: tuple[str, ...] = ()
    for key, node in root.value.items():
        line, column = node.key_line + 2, node.key_column + 1
        if key == "deck":
            value = node.value if isinstance(node.value, str) else ""
            deck = value if _DECK.fullmatch(value) else ""
            if not deck:
                message = f"The deck's name is {quoted(node.text)}: write `Topic` or `Topic/Part`."
                faults.add("deck-name", node.line + 2, node.column + 1, message)
        elif key == "tags":
            values = [item.value for item in node.value] if isinstance(node.value, list) else None
            if values is None or not all(
                isinstance(value, str) and _TAG.fullmatch(value) for value in values
            ):
                message = f"The tags are {quoted(node.text)}: write a list of words, `[x, y]`."
                faults.add("front-matter-key", node.line + 2, node.column + 1, message)
            else:
                tags = tuple(dict.fromkeys(str(value) for value in values))
        else:
            message = f"Unknown key {quoted(key)}: front matter holds `deck` and `tags` only."
            faults.add("front-matter-key", line, column, message)
    if "deck" not in root.value and wanted:
        faults.add("deck-name", 1, 1, "No deck is named: add `deck: Topic/Part`.")
    return FrontMatter(deck, tags, end, present=True)
