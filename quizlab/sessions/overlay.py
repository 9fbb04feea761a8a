"""Copies of installed card files that a person has edited, and originals that changed since.

What the original was when it was copied stands in ``.originals.json`` beside the copies.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from quizlab.sessions.packs import digest

if TYPE_CHECKING:
    from pathlib import Path

    from quizlab.sessions.packs import Pack

_RECORD = ".originals.json"


def copy_of(pack: Pack, path: str) -> Path:
    """Return the copy of an installed file, made where there is none; its original is recorded.

    Args:
        pack: An installed pack.
        path: The file's path in it; one that is only in the overlay is left as it is.

    Raises:
        OSError: When the original cannot be read or the copy not be written.
    """
    assert pack.overlay is not None  # noqa: S101  # only installed packs have copies
    copy = pack.overlay / path
    original = pack.original(path)
    if not original.is_file():
        return copy
    raw = original.read_bytes()
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(raw)
    # Whoever edits a copy again has seen what there is: an upgrade before it is told no more.
    record = {**_recorded(pack.overlay), path: digest(raw)}
    fresh = pack.overlay / f"{_RECORD}.new"
    fresh.write_text(json.dumps(record, indent=1, sort_keys=True), encoding="utf-8")
    fresh.replace(pack.overlay / _RECORD)
    return copy


def changed_originals(pack: Pack) -> tuple[str, ...]:
    """Return a sentence for each copy whose original is not what it was when it was copied.

    Raises:
        OSError: When a file cannot be read.
    """
    if pack.overlay is None or not pack.overlay.is_dir():
        return ()
    return tuple(
        sentence
        for path, was in sorted(_recorded(pack.overlay).items())
        if (sentence := _difference(pack, pack.overlay / path, path, was))
    )


def _difference(pack: Pack, copy: Path, path: str, was: str) -> str:
    if not copy.is_file():
        return ""
    original = pack.original(path)
    if not original.is_file():
        return f"{pack.name}:{path} is no longer installed; your copy {copy} is asked all the same"
    if digest(original.read_bytes()) == was:
        return ""
    return (
        f"{pack.name}:{path} was changed by an upgrade, and your copy {copy} is asked instead; "
        f"compare it with {original}, then delete it, or edit one of its cards to keep it"
    )


def _recorded(overlay: Path) -> dict[str, str]:
    """The hashes of the originals; none where the record is missing or was tampered with."""
    try:
        found = json.loads((overlay / _RECORD).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {path: was for path, was in found.items() if isinstance(was, str)}
