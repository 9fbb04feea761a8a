"""YAML structure whose every scalar is a string, with the place of every value.

A fence or the front matter is read event by event from PyYAML's C parser, so that anchors, aliases,
tags and duplicate keys are refused where they stand instead of being resolved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from quizlab.decks.codes import quoted
from quizlab.domain.untrusted import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizlab.domain.cards import Raw

MOST_DEPTH = 8
"""Deepest nesting; a list of matrices needs three."""

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class StructureFault(ValueError):  # noqa: N818 - a fault of a file, reported as one
    """Text that is not the YAML we take.

    Attributes:
        code: ``yaml-syntax``, ``yaml-feature``, ``yaml-duplicate`` or ``field-form``.
        line: 0-based line within the text.
        column: 0-based column.
        message: What was got and what to do.
    """

    def __init__(self, code: str, line: int, column: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.line = line
        self.column = column
        self.message = message


@dataclass(slots=True)
class Node:
    """A value and its place; `value` is a string, a list of nodes, or a dict of nodes by key.

    Lines and columns are 0-based; `key_line` and `key_column` are those of the key in front.
    """

    value: str | list[Node] | dict[str, Node]
    line: int
    column: int
    key_line: int = 0
    key_column: int = 0

    @property
    def text(self) -> str:
        """The value as a message may quote it."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, list):
            return f"[{', '.join(node.text for node in self.value)}]"
        return f"{{{', '.join(f'{key}: {node.text}' for key, node in self.value.items())}}}"

    def raw(self) -> Raw | None:
        """The strings and lists of the value, None where it holds a mapping."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, dict):
            return None
        items = [item.raw() for item in self.value]
        known = [item for item in items if item is not None]
        return known if len(known) == len(items) else None


def read_structure(text: str) -> Node | None:
    """Return the structure of `text`, None where it holds nothing.

    Raises:
        StructureFault: Where it is not YAML, uses more of YAML than structure, repeats a key, is
            too deep, or is not one document.
    """
    # Read lazily: what is nested too deep is refused before the rest of it is read.
    events = iter(yaml.parse(text, Loader=_LOADER))
    try:
        node = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    raise _fault(event, "yaml-feature", "A second document: remove the line `---`.")
                node = _read_node(events, 0)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
        line, column = (mark.line, mark.column) if mark is not None else (0, 0)
        message = f"Not YAML: {clean(str(problem))}; write `key: value` lines or `- item` lines."
        raise StructureFault("yaml-syntax", line, column, message) from error
    return node


def _read_node(events: Iterator[yaml.Event], depth: int) -> Node:
    """Read the next value."""
    return _read_from(next(events), events, depth)


def _read_from(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
    """Read the value that begins with `event`."""
    if isinstance(event, yaml.AliasEvent):
        raise _fault(event, "yaml-feature", "An alias (`*name`): write the value itself.")
    if getattr(event, "anchor", None) is not None:
        raise _fault(
            event, "yaml-feature", "An anchor (`&name`): write each value where it belongs."
        )
    if getattr(event, "tag", None) is not None:
        raise _fault(event, "yaml-feature", "A tag (`!name`): every value here is plain text.")
    if depth > MOST_DEPTH:
        raise _fault(event, "field-form", f"Nested deeper than {MOST_DEPTH}: write flatter lists.")
    line, column = _place(event)
    if isinstance(event, yaml.ScalarEvent):
        return Node(clean(event.value), line, column)
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_read_from(event, events, depth + 1))
        return Node(items, line, column)
    entries: dict[str, Node] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _read_from(event, events, depth + 1)
        if not isinstance(key.value, str):
            raise StructureFault("field-form", key.line, key.column, "A key must be a word.")
        if key.value in entries:
            message = f"The key {quoted(key.value)} is given twice: keep one."
            raise StructureFault("yaml-duplicate", key.line, key.column, message)
        node = _read_node(events, depth + 1)
        node.key_line, node.key_column = key.line, key.column
        entries[key.value] = node
    return Node(entries, line, column)


def _fault(event: yaml.Event, code: str, message: str) -> StructureFault:
    """Return a fault at the place of `event`."""
    return StructureFault(code, *_place(event), message)


def _place(event: yaml.Event) -> tuple[int, int]:
    """Return 0-based line and column of `event`."""
    mark = event.start_mark
    return (0, 0) if mark is None else (mark.line, mark.column)
