"""Raw parameter values: text with brackets, commas and ``x`` unfolded into nested lists."""

from __future__ import annotations

import re

from quizlab.verify.faults import Fault, shown

MOST_CHARACTERS = 65_536
"""Longest text of a parameter; a fence holds no more."""

MOST_ITEMS = 10_000
"""Most items of one list."""

DEEPEST = 4
"""Deepest nesting: a set of matrices of pairs."""

Tree = object
"""A leaf (str, int, float, bool, None), an object of leaves by name, or a list of trees."""

_TIMES = re.compile(r"[^x×\[\](),]*\d\s*(?:[x×]\s*[^x×\[\](),]*\d\s*)+")
_MISREAD_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})*(?:,0\d{2})(?:,\d{3})*", re.ASCII)
_CLOSING = {"[": "]", "(": ")"}


def unfold(raw: object, *, times: bool = False, level: int = 0) -> Tree:
    """Return `raw` with its texts taken apart: ``[[3,1],[3,2]]``, ``1,2``, ``(1, 2)``.

    Args:
        raw: Text, number, bool or nested lists of them.
        times: Whether ``3x224x224`` is a list of three.
        level: How deep `raw` lies.

    Raises:
        Fault: The brackets do not match, or the lists are too deep or too long.
    """
    if isinstance(raw, str):
        return _unfold_text(raw, times=times, level=level)
    if isinstance(raw, (list, tuple)):
        if level >= DEEPEST:
            raise Fault("type", "", f"got lists nested more than {DEEPEST} deep")
        if len(raw) > MOST_ITEMS:
            raise Fault("type", "", f"got {len(raw)} items; at most {MOST_ITEMS} are read")
        return [unfold(item, times=times, level=level + 1) for item in raw]
    return raw


def depth_of(tree: Tree) -> int:
    """Return how deep the lists of `tree` are nested; 0 for a leaf, 1 for an empty list.

    An object names the places of a list, so it is one deep.
    """
    if isinstance(tree, dict):
        return 1
    if not isinstance(tree, list):
        return 0
    return 1 + max((depth_of(item) for item in tree), default=0)


def _unfold_text(text: str, *, times: bool, level: int) -> Tree:
    """Unfold one text: bracketed, separated by commas or by ``x``, or a leaf."""
    if len(text) > MOST_CHARACTERS:
        message = f"got {len(text)} characters; at most {MOST_CHARACTERS} are read"
        raise Fault("type", "", message)
    text = text.strip()
    if text[:1] in _CLOSING and _matching(text) == len(text) - 1:
        inner = text[1:-1].strip()
        items = _split(inner) if inner else []
        if len(items) > 1 and not items[-1].strip():
            items.pop()
        return unfold(items, times=times, level=level)
    if "," in text:
        if _MISREAD_GROUPS.fullmatch(text):
            message = f"got {shown(text)}; write {text.replace(',', '')} for a number, [{text}] for a list"
            raise Fault("type", "", message)
        items = _split(text)
        if len(items) > 1:
            return unfold(items, times=times, level=level)
    if times and _TIMES.fullmatch(text):
        return unfold([part.strip() for part in re.split("[x×]", text)], level=level)
    if any(bracket in text for bracket in "[]()"):
        raise Fault("type", "", f"got {shown(text)}; its brackets do not match")
    return text


def _matching(text: str) -> int:
    """Return where the bracket that opens `text` is closed, -1 where it is not."""
    open_brackets: list[str] = []
    for index, character in enumerate(text):
        if character in _CLOSING:
            open_brackets.append(_CLOSING[character])
        elif character in "])":
            if open_brackets.pop() != character:
                return -1
            if not open_brackets:
                return index
    return -1


def _split(text: str) -> list[str]:
    """Split `text` at the commas outside of brackets."""
    items: list[str] = []
    start = depth = 0
    for index, character in enumerate(text):
        if character in "[(":
            depth += 1
        elif character in "])":
            depth -= 1
        elif character == "," and depth == 0:
            items.append(text[start:index])
            start = index + 1
    items.append(text[start:])
    return items
