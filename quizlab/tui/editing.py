"""Leaving the app for the learner's editor, and coming back to the same card."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

if TYPE_CHECKING:
    from textual.app import App

    from quizlab.sessions.workspace import Workspace

# Editors that take the line to jump to as +N before the file.
_JUMPS = ("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "joe", "kak", "micro", "ne")


def edit_card(app: App[None], workspace: Workspace, key: str) -> str:
    """Open the file of a card in an editor and read it again; return what went wrong, or ""."""
    from quizlab.sessions.editing import editable

    place = editable(workspace.library, key)
    if place is None:
        return f"{key} stands in no file that could be edited."
    chosen = (
        workspace.settings.editor or os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    )
    command = shlex.split(chosen)
    if command[0].rsplit("/", 1)[-1] in _JUMPS:
        command.append(f"+{place.line}")
    try:
        with app.suspend():
            subprocess.run([*command, str(place.path)], check=False)  # noqa: S603  # the learner's own
    except FileNotFoundError:
        return f"The editor {command[0]!r} was not found; set $EDITOR or `editor` in the settings."
    except SuspendNotSupported:
        return "This terminal cannot be lent to an editor."
    report = workspace.library.sync()
    return "\n".join([*report.faults, *map(str, report.diagnostics[:3])])
