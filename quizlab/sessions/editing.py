"""Where a card can be edited: one's own file, or a copy of a pack's file in the overlay."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from quizlab.sessions.overlay import copy_of

if TYPE_CHECKING:
    from pathlib import Path

    from quizlab.sessions.library import Library


class Place(NamedTuple):
    """A line of a file that may be written."""

    path: Path
    line: int


def editable(library: Library, key: str) -> Place | None:
    """Return where the card called `key` can be edited, or None when it stands in no file.

    A file of an installed pack is copied into the overlay first, under the same keys.
    """
    text = library.store.card_text(key)
    file = library.file_of(key, text.path) if text else None
    if text is None or file is None:
        return None
    pack = library.pack(file.pack)
    if pack is None or pack.overlay is None:
        return Place(file.file, text.line) if file.file else None
    return Place(copy_of(pack, file.path), text.line)


def drop_unchanged(library: Library, key: str) -> bool:
    """Remove the overlay's copy of a card's file where it equals the original; say whether.

    A copy that changes nothing would only hide what later versions of the pack mend.
    """
    text = library.store.card_text(key)
    pack = library.pack(key.split("/", 1)[0])
    if text is None or pack is None or pack.overlay is None:
        return False
    copy = pack.overlay / text.path
    if not copy.exists() or copy.read_bytes() != pack.original(text.path).read_bytes():
        return False
    copy.unlink()
    return True
