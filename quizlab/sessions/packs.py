"""Packs of cards: folders of Markdown, installed, one's own, or named on the command line."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from errno import EACCES
from pathlib import Path
from typing import TYPE_CHECKING

from quizlab import plugins
from quizlab.decks import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from quizlab.sessions.home import Home

OWN = "own"
LOOSE = "path"


@dataclass(frozen=True, slots=True)
class PackFile:
    """One Markdown file of a pack.

    Attributes:
        pack: Name of the pack.
        path: Path inside the pack, with ``/``.
        place: Where its bytes are: a path on disk, or a member of an archive. The overlay's
            copy where the person has edited it. (A str: ten thousand Path objects cost as much
            as their stats.)
        mtime_ns: Time of the last change, 0 where unknown (inside a zip).
        size: Bytes, -1 where unknown.
        language: ``""`` for the original, else the language of the translation.
        trouble: Why this is a folder that cannot be looked into, "" for a file.
    """

    pack: str
    path: str
    place: str | Traversable
    mtime_ns: int
    size: int
    language: str = ""
    trouble: str = ""

    @property
    def file(self) -> Path | None:
        """The file on disk, or None inside a zip."""
        return Path(self.place) if isinstance(self.place, str) else None

    @property
    def shown(self) -> str:
        """The path that a person can open or recognise."""
        return self.place if isinstance(self.place, str) else f"{self.pack}:{self.path}"

    @property
    def is_readable(self) -> bool:
        """Whether reading it may succeed."""
        if isinstance(self.place, str):
            return not self.trouble and os.access(self.place, os.R_OK)
        return True

    def read(self) -> bytes:
        """Return the file's bytes.

        Raises:
            OSError: When it cannot be read.
        """
        if self.trouble:
            raise PermissionError(EACCES, self.trouble, self.shown)
        if isinstance(self.place, str):
            with open(self.place, "rb") as file:  # noqa: PTH123  # as above: no Path
                return file.read()
        return self.place.read_bytes()


@dataclass(frozen=True, slots=True)
class Pack:
    """A named folder of decks; `overlay` is where edited copies lie, None for one's own."""

    name: str
    root: Traversable
    overlay: Path | None = None

    def files(self) -> tuple[PackFile, ...]:
        """Every Markdown file by path, the overlay's copy in place of the original."""
        found = {file.path: file for file in _walk(self.name, self.root)}
        if self.overlay is not None and self.overlay.is_dir():
            found |= {file.path: file for file in _walk(self.name, self.overlay)}
        return tuple(found[path] for path in sorted(found))

    def original(self, path: str) -> Traversable:
        """The installed file, whatever the overlay holds."""
        place = self.root
        for name in path.split("/"):
            place = place / name
        return place


def digest(raw: bytes) -> str:
    """A hash of a file's bytes, to see whether it changed."""
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def discover(home: Home) -> tuple[tuple[Pack, ...], tuple[str, ...]]:
    """Return all packs, the installed ones first, and what went wrong with any."""
    packs: list[Pack] = []
    faults: list[str] = []
    for plugin in plugins.installed(plugins.CONTENT):
        if plugin.name in (OWN, LOOSE):
            faults.append(
                f"the package {plugin.distribution} names its pack {plugin.name!r}, which is "
                "reserved; it was left out"
            )
            continue
        try:
            root = plugins.resources(plugin) / "decks"
        except plugins.PluginError as error:
            faults.append(str(error))
            continue
        packs.append(Pack(plugin.name, root, home.overlay / plugin.name))
    packs.append(Pack(OWN, home.cards))
    return tuple(packs), tuple(faults)


def loose_files(path: Path) -> tuple[PackFile, ...]:
    """The Markdown files of a folder, or the one file, named on the command line."""
    if path.is_dir():
        return tuple(sorted(_walk(LOOSE, path), key=lambda file: file.path))
    info = path.stat()
    return (
        PackFile(
            LOOSE, path.name, str(path), info.st_mtime_ns, info.st_size, language_of(path.name)
        ),
    )


def _walk(pack: str, root: Traversable) -> Iterator[PackFile]:
    if isinstance(root, Path):
        yield from _walk_disk(pack, str(root), "")
    elif root.is_dir():
        yield from _walk_archive(pack, root, "")


def _walk_disk(pack: str, folder: str, inside: str) -> Iterator[PackFile]:
    """Walk by scandir: one system call a folder and one stat a file, for large packs."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except PermissionError as error:
        yield PackFile(pack, inside.rstrip("/"), folder, 0, -1, trouble=str(error.strerror))
        return
    for entry in entries:
        if entry.name.startswith((".", "_")):
            continue
        path = f"{inside}{entry.name}"
        if entry.name.endswith(".md") and entry.is_file():
            info = entry.stat()
            language = language_of(path)
            yield PackFile(pack, path, entry.path, info.st_mtime_ns, info.st_size, language)
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk_disk(pack, entry.path, f"{path}/")


def _walk_archive(pack: str, folder: Traversable, inside: str) -> Iterator[PackFile]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith((".", "_")):
            continue
        path = f"{inside}{entry.name}"
        if entry.is_dir():
            yield from _walk_archive(pack, entry, f"{path}/")
        elif entry.name.endswith(".md"):
            yield PackFile(pack, path, entry, 0, -1, language_of(path))
