"""Which card files a command means, and what belongs to the same pack as each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quizlab.sessions.packs import LOOSE, loose_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

    from quizlab.sessions.packs import Pack, PackFile


class NoCardFile(ValueError):  # noqa: N818  # says what is wrong
    """A path that is neither a file nor a folder; the message names it."""


@dataclass(slots=True)
class FileGroup:
    """Files of one pack, some of which are meant.

    Attributes:
        pack: Name of the pack; ``path`` for files outside of all packs.
        roots: The folders of the pack: that of the overlay first.
        files: All files of the pack by their path in it; links and ids are looked up there.
        chosen: The paths of the files that are meant.
    """

    pack: str
    roots: tuple[Traversable, ...]
    files: dict[str, PackFile] = field(default_factory=dict)
    chosen: set[str] = field(default_factory=set)

    def meant(self) -> tuple[PackFile, ...]:
        """The files that are meant, by path."""
        return tuple(self.files[path] for path in sorted(self.chosen))


def choose(packs: Sequence[Pack], paths: Sequence[Path]) -> tuple[FileGroup, ...]:
    """Return the files below `paths`, or every file of `packs` where no path is given.

    A file inside of a pack is that pack's file, under its path there. Other files are grouped by
    the folder that was named, or that holds the file that was named.

    Raises:
        NoCardFile: When a path is neither a file nor a folder.
    """
    if not paths:
        return tuple(_whole(pack, everything=True) for pack in packs)
    groups: dict[tuple[str, str], FileGroup] = {}
    for path in paths:
        if not (path.is_dir() or path.is_file()):
            raise NoCardFile(f"{path}: there is no such file or folder")
        base = path.resolve() if path.is_dir() else path.resolve().parent
        for file in loose_files(path):
            pack, inside = _owner(packs, base / file.path)
            if pack is None:
                key = (LOOSE, str(base))
                if key not in groups:
                    groups[key] = _loose(path)
                inside = file.path
            else:
                key = (pack.name, "")
                if key not in groups:
                    groups[key] = _whole(pack, everything=False)
            groups[key].files[inside] = replace(file, pack=key[0], path=inside)
            groups[key].chosen.add(inside)
    return tuple(groups[key] for key in sorted(groups))


def _whole(pack: Pack, *, everything: bool) -> FileGroup:
    """All files of a pack, all of them meant or none."""
    roots = (pack.root,) if pack.overlay is None else (pack.overlay, pack.root)
    files = {file.path: file for file in pack.files()}
    return FileGroup(pack.name, roots, files, set(files) if everything else set())


def _loose(path: Path) -> FileGroup:
    """The files among which those of `path` are to be seen."""
    if path.is_dir():
        return FileGroup(LOOSE, (path,), {file.path: file for file in loose_files(path)})
    beside = (file for file in sorted(path.parent.glob("*.md")) if file.is_file())
    files = {file.name: loose_files(file)[0] for file in beside}
    return FileGroup(LOOSE, (path.parent,), files)


def _owner(packs: Sequence[Pack], file: Path) -> tuple[Pack | None, str]:
    """The pack in whose folder `file` lies, and the path there."""
    for pack in packs:
        for root in (pack.overlay, pack.root):
            if isinstance(root, Path) and file.is_relative_to(root.resolve()):
                return pack, file.relative_to(root.resolve()).as_posix()
    return None, ""
