"""Names: of decks, of languages, of cards; and the nearest of several."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_ID_CHARACTERS = 64
"""Longest id of a card."""

CARD_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What an id looks like, to be matched in full."""

_NUMBER = re.compile(r"\A\d+-(?=.)")
_LANGUAGE = re.compile(r"\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.md\Z")


def language_of(path: str) -> str:
    """Return the language of a translation such as ``name.zh.md``, or "" for an original."""
    found = _LANGUAGE.search(path) if path.count(".") > 1 else None
    return found[1] if found else ""


def original_path(path: str) -> str:
    """Return the path of the file that a translation belongs to; an original's own path."""
    return _LANGUAGE.sub(".md", path)


def deck_identity(pack: str, path: str) -> str:
    """Return a deck's identity: pack and path without numbers, language, extension.

    ``02-cnn/01-pooling.zh.md`` of the pack ``core`` is the deck ``core/cnn/pooling``, so files may
    be renumbered without losing what was set for a deck.
    """
    stem = path.replace("\\", "/").removesuffix(".md")
    if "." in stem:
        stem = original_path(stem + ".md").removesuffix(".md")
    parts = [part for part in stem.split("/") if part not in {"", "."}]
    parts = [_NUMBER.sub("", part, count=1) if part[0].isdigit() else part for part in parts]
    return "/".join([pack, *parts])


def is_card_id(text: str) -> bool:
    """Whether `text` can be the id of a card."""
    return len(text) <= MOST_ID_CHARACTERS and CARD_ID.fullmatch(text) is not None


def slug(text: str) -> str:
    """Return an id made of the ASCII letters and digits of `text`, "" where there are none."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "")).encode("ascii", "ignore").decode()
    words = "-".join(re.findall("[a-z0-9]+", plain.lower()))
    if len(words) <= MOST_ID_CHARACTERS:
        return words
    return words[: MOST_ID_CHARACTERS + 1].rpartition("-")[0] or words[:MOST_ID_CHARACTERS]


def nearest(text: str, known: Iterable[str]) -> str:
    """Return which of `known` is at most two typing mistakes away from `text`, or ""."""
    scored = [(_mistakes(text.lower(), name.lower()), name) for name in known]
    mistakes, name = min(scored, default=(3, ""))
    return name if mistakes <= min(2, max(1, len(text) // 3)) else ""


def _mistakes(left: str, right: str) -> int:
    """Return the edit distance; 3 stands for three and more."""
    if abs(len(left) - len(right)) > 2:
        return 3
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(right, start=1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return min(row[-1], 3)
