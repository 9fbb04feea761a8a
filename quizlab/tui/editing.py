"""Leaving the app for the learner's editor, and what has become of the card meanwhile."""

from __future__ import annotations

import os
import shlex
import subprocess
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from textual.app import SuspendNotSupported

if TYPE_CHECKING:
    from textual.app import App

    from quizlab.sessions.workspace import Workspace

# Editors that take the line to jump to as +N before the file.
_JUMPS = ("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "joe", "kak", "micro", "ne")
_MOST_FAULTS = 3


class After(Enum):
    """What has become of a card."""

    UNCHANGED = auto()
    FINE = auto()
    BROKEN = auto()
    GONE = auto()


class Edited(NamedTuple):
    """The outcome of an edit, and what there is to say about it."""

    after: After
    said: tuple[str, ...] = ()


def edit_card(app: App[None], workspace: Workspace, key: str) -> Edited:
    """Open the file of a card in an editor, wait for it, and read the file again.

    Raises:
        StoreError: When the database cannot be read or written.
    """
    from quizlab.sessions.editing import drop_unchanged, editable

    try:
        place = editable(workspace.library, key)
    except OSError as error:
        return Edited(After.UNCHANGED, (f"The file of {key} cannot be opened: {error}",))
    if place is None:
        return Edited(After.UNCHANGED, (f"{key} stands in no file that could be edited.",))
    command = _command(workspace.settings.editor)
    if isinstance(command, str):
        return Edited(After.UNCHANGED, (command,))
    if command[0].rsplit("/", 1)[-1] in _JUMPS:
        command.append(f"+{place.line}")
    try:
        with app.suspend():
            ended = _run([*command, str(place.path)])
    except SuspendNotSupported:
        return Edited(After.UNCHANGED, ("This terminal cannot be lent to an editor.",))
    if drop_unchanged(workspace.library, key):
        return Edited(After.UNCHANGED, ended)
    return _read_again(workspace, key, list(ended))


def _run(command: list[str]) -> tuple[str, ...]:
    """Run an editor; return what went wrong.

    No error may leave `App.suspend`: the terminal would not come back to the app.
    """
    try:
        done = subprocess.run(command, check=False)  # noqa: S603  # the learner's own
    except OSError as error:
        reason = "was not found" if isinstance(error, FileNotFoundError) else f"failed: {error}"
        return (f"The editor {command[0]!r} {reason}; {_HOW}",)
    return (f"The editor ended with code {done.returncode}.",) if done.returncode else ()


_HOW = "set $EDITOR, or `editor` in the settings."


def _command(setting: str) -> list[str] | str:
    """The editor as words of a command, or why there is none."""
    chosen = setting or os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        return shlex.split(chosen) or ["vi"]
    except ValueError:
        return f"The editor {chosen!r} is no command: a quote is not closed; {_HOW}"


def _read_again(workspace: Workspace, key: str, said: list[str]) -> Edited:
    report = workspace.library.sync()
    said += report.faults
    faults = [str(diagnostic) for diagnostic in report.diagnostics]
    text = workspace.store.card_text(key)
    if workspace.library.card(key) is None and text is not None:
        from quizlab import decks

        faults += [str(diagnostic) for diagnostic in decks.read_card(text)[1]]
        after = After.BROKEN
    elif workspace.store.present_key(key) != key or not _in_files(workspace, key):
        after = After.GONE
    else:
        after = After.FINE
    return Edited(after, (*said, *faults[:_MOST_FAULTS]))


def _in_files(workspace: Workspace, key: str) -> bool:
    text = workspace.store.card_text(key)
    decks = () if text is None else (text.deck,)
    return any(card.key == key for card in workspace.store.all_cards(decks))
