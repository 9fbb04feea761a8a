"""The heading line of a card: its text and its attributes ``{#id .class .was-old}``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from quizlab.decks.codes import quoted
from quizlab.decks.identity import MOST_ID_CHARACTERS, is_card_id, nearest, slug
from quizlab.domain.cards import Level

# Nearly every heading is this one; what is not is read with care.
_USUAL = re.compile(
    r"##? ([^`{}<\s](?:[^`{}<]*[^`{}<\s#])?) \{#([a-z0-9]+(?:-[a-z0-9]+)*)((?: \.\w[\w-]*)*)\}\Z"
)
_CLOSING = re.compile(r"(?:^|[ \t])#+[ \t]*\Z")
_COMMENT = re.compile(r"<!--.*?-->")
_LOOKS_LIKE_ATTRIBUTES = re.compile(r"\{[ \t]*[#.][^{}$]*|\{[^{}$]*[ \t][#.][^\W\d][^{}$]*")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_WORD = re.compile(r"\S+")
_LEVELS = {"core": Level.CORE, "basic": Level.BASIC, "deep": Level.DEEP}
_KNOWN = (*_LEVELS, "reversed")
_WAS = "was-"


class Attributes(NamedTuple):
    """What stands between the braces.

    Attributes:
        id: The card's id, or "" where there is none that can be used.
        tags: Classes that are neither a level nor ``reversed`` nor ``was-…``.
        level: The level, or None where none is given.
        reversed: Whether the card is asked both ways.
        was: Former ids.
        faults: Offset within the braces, code and message of each fault.
    """

    id: str = ""
    tags: tuple[str, ...] = ()
    level: Level | None = None
    reversed: bool = False
    was: tuple[str, ...] = ()
    faults: tuple[tuple[int, str, str], ...] = ()


_NONE = Attributes()


class HeadingLine(NamedTuple):
    """What a heading says.

    Attributes:
        title: The text without the attributes.
        title_column: 1-based column at which the title begins.
        id: The card's id, or "" where there is none that can be used.
        attributes: What its braces say besides; its own id is "".
        braces: 1-based column behind the opening brace, or 0 without attributes.
    """

    title: str
    title_column: int
    id: str = ""
    attributes: Attributes = _NONE
    braces: int = 0


def read_heading(line: str) -> HeadingLine:
    """Read an ATX heading line of level 1 or 2; the line starts with at most three spaces."""
    usual = _USUAL.match(line)
    if usual is not None and len(usual[2]) <= MOST_ID_CHARACTERS:
        classes = _read_attributes(usual[3])
        if not classes.faults:
            return HeadingLine(usual[1], usual.start(1) + 1, usual[2], classes, usual.start(2))
    return _read_with_care(line)


def _read_with_care(line: str) -> HeadingLine:
    """Read a heading line that may be anything."""
    start = len(line) - len(line.lstrip(" "))
    start += 2 if line.startswith("##", start) else 1
    if "<!--" in line:
        line = _COMMENT.sub(lambda comment: " " * len(comment[0]), line)
    rest = line[start:].strip()
    column = line.index(rest[0], start) + 1 if rest else start + 1
    if rest.endswith("#"):
        rest = _CLOSING.sub("", rest).rstrip()
    opening = _attributes_at(rest) if "{" in rest else -1
    if opening < 0:
        return HeadingLine(rest, column)
    title = rest[:opening].rstrip()
    inner = rest[opening + 1 : -1]
    braces = column + opening + 1
    if not rest.endswith("}") or "}" in inner:
        message = (
            f"The attributes {quoted(rest[opening:])} are not closed at the end of the heading: "
            "write `## text {#id .class}`, with nothing behind the brace."
        )
        return HeadingLine(
            title, column, "", Attributes(faults=((-1, "attributes", message),)), braces
        )
    attributes = _read_attributes(inner)
    return HeadingLine(title, column, attributes.id, attributes._replace(id=""), braces)


def _attributes_at(text: str) -> int:
    """Return where the attributes of a heading begin, or -1."""
    if "`" in text:
        text = _CODE.sub(lambda code: "`" * len(code[0]), text)
    found = -1
    for brace in _LOOKS_LIKE_ATTRIBUTES.finditer(text):
        found = brace.start()
    return found


# The same classes stand in thousands of headings.
@lru_cache(maxsize=1024)
def _read_attributes(inner: str) -> Attributes:
    """Read what stands between the braces."""
    ids: list[str] = []
    tags: list[str] = []
    was: list[str] = []
    levels: list[str] = []
    faults: list[tuple[int, str, str]] = []
    both_ways = False
    for found in _WORD.finditer(inner):
        word, at = found[0], found.start()
        name = word[1:]
        if word[0] == "#" and name:
            ids.append(name)
            if len(ids) > 1:
                faults.append((at, "attributes", f"A second id, {quoted(word)}: a card has one."))
            elif not is_card_id(name):
                faults.append((at, "id-form", _id_form(name)))
        elif word[0] != "." or not name:
            message = f"{quoted(word)} is neither `#id` nor `.class`: a brace holds only those."
            faults.append((at, "attributes", message))
        elif name in _LEVELS:
            levels.append(name)
            if len(set(levels)) > 1:
                message = f"Levels {', '.join(levels)}: a card is core, basic or deep; keep one."
                faults.append((at, "level", message))
        elif name == "reversed":
            both_ways = True
        elif name.startswith(_WAS):
            was.append(name.removeprefix(_WAS))
            if not is_card_id(was[-1]):
                faults.append((at, "id-form", _id_form(was[-1])))
        else:
            tags.append(name)
            close = nearest(name, _KNOWN)
            if close:
                message = f"The tag {quoted(word)} is nearly `.{close}`: did you mean that?"
                faults.append((at, "tag-near", message))
    return Attributes(
        id=ids[0] if len(ids) == 1 and is_card_id(ids[0]) else "",
        tags=tuple(dict.fromkeys(tags)),
        level=_LEVELS[levels[0]] if levels else None,
        reversed=both_ways,
        was=tuple(dict.fromkeys(was)),
        faults=tuple(faults),
    )


def _id_form(name: str) -> str:
    """Say what is wrong with an id."""
    proposal = slug(name)
    advice = f"; `{proposal}` would do" if proposal else ""
    return (
        f"The id {quoted(name)} must be small ASCII letters, digits and single hyphens, "
        f"at most {MOST_ID_CHARACTERS} characters{advice}."
    )
