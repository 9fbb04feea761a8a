"""The nearest of some words, for messages that say what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 80


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that `word` most likely means, "" where none is near."""
    # difflib is needed only where something is already wrong.
    from difflib import get_close_matches  # noqa: PLC0415

    return next(iter(get_close_matches(word[:_LONGEST], list(known), n=1, cutoff=0.6)), "")
