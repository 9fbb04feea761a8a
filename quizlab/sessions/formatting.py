"""Putting card files into their usual form: which may be written, and what would change."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from quizlab import decks, plugins
from quizlab.sessions.packs import LOOSE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizlab.decks import Runner
    from quizlab.domain.cards import RunField
    from quizlab.sessions.card_files import FileGroup
    from quizlab.sessions.packs import Pack, PackFile


@dataclass(frozen=True, slots=True)
class FileForm:
    """A file, and its usual form.

    Attributes:
        file: The file.
        was: Its bytes; empty when it was not read.
        text: The bytes to write; equal to `was` where nothing is to be changed.
        changes: What differs, a sentence each.
        troubles: Why it is left alone, or which programs gave no output.
    """

    file: PackFile
    was: bytes = b""
    text: bytes = b""
    changes: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


def usual_forms(
    groups: Sequence[FileGroup], protected: Sequence[Path], runner: Runner | None = None
) -> Iterator[FileForm]:
    """Yield each file that is meant with its usual form; nothing is written.

    Args:
        groups: The files; an id that is added differs from all others of its group.
        protected: Folders in which nothing may be written.
        runner: Runs programs whose output is to be written; None leaves them alone.
    """
    for group in groups:
        ids = {file.path: _ids(file) for file in group.files.values() if not file.language}
        for file in group.meant():
            if group.pack == LOOSE and not _names_a_deck(file, group):
                trouble = f"{file.shown}: left alone, since it names no deck in its front matter"
                yield FileForm(file, troubles=(trouble,))
                continue
            form = _form(file, ids, protected, runner)
            if not file.language and form.text:
                ids[file.path] = _ids_in(file, form.text)
            yield form


def installed_folders(packs: Sequence[Pack]) -> tuple[Path, ...]:
    """Return the folders of packs that were installed: an upgrade would overwrite them.

    The decks of a package that is installed as editable lie where their author works on them.
    """
    found: list[Path] = []
    roots = {pack.name: pack.root for pack in packs if pack.overlay is not None}
    for plugin in plugins.installed(plugins.CONTENT):
        root = roots.get(plugin.name)
        try:
            site = metadata.distribution(plugin.distribution).locate_file("")
        except metadata.PackageNotFoundError:
            continue
        if isinstance(root, Path) and root.resolve().is_relative_to(Path(str(site)).resolve()):
            found.append(root.resolve())
    return tuple(found)


def _form(
    file: PackFile, ids: dict[str, set[str]], protected: Sequence[Path], runner: Runner | None
) -> FileForm:
    place = file.file
    if place is None or any(place.resolve().is_relative_to(folder) for folder in protected):
        trouble = (
            f"{file.shown}: belongs to the installed pack {file.pack}, which is never written; "
            "`e` on a card makes a copy of your own"
        )
        return FileForm(file, troubles=(trouble,))
    try:
        raw = file.read()
    except OSError as error:
        why = error.strerror or str(error)
        return FileForm(file, troubles=(f"{file.shown}: cannot be read ({why})",))
    used = {name for path, names in ids.items() if path != file.path for name in names}
    listening = None if runner is None else _Listening(runner)
    done = decks.format_file(raw, path=file.shown, used_ids=used, runner=listening)
    troubles = [done.refused] if done.refused else []
    if listening is not None:
        troubles += [f"{file.shown}: {trouble}" for trouble in listening.troubles]
    return FileForm(file, raw, done.text, done.changes, tuple(troubles))


def _names_a_deck(file: PackFile, group: FileGroup) -> bool:
    """Whether a file, or what it translates, holds cards; others are somebody's README."""
    original = group.files.get(decks.original_path(file.path)) if file.language else file
    if original is None:
        return False
    try:
        divided = decks.split(original.read(), path=original.path, pack="", deck="")
    except OSError:
        return True  # the reason is told where it is to be formatted
    return bool(divided.deck_name) or divided.structural


class _Listening:
    """A runner that remembers which programs gave no output."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self.troubles: list[str] = []

    def __call__(self, field: RunField) -> decks.RunResult | None:
        result = self._runner(field)
        first = field.program.partition("\n")[0]
        if result is None:
            self.troubles.append(f"not run, since it is not trusted: {first}")
        elif result.trouble:
            self.troubles.append(f"no output ({result.trouble}): {first}")
        return result


def _ids(file: PackFile) -> set[str]:
    try:
        return _ids_in(file, file.read())
    except OSError:
        return set()  # no ids can be told; that it cannot be read is told where it is formatted


def _ids_in(file: PackFile, raw: bytes) -> set[str]:
    divided = decks.split(raw, path=file.path, pack="", deck="")
    return {card.key.removeprefix("/") for card in divided.cards + divided.withheld}
