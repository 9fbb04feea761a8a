"""What is done off the screen's thread, with connections of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from quizlab.sessions.workspace import Workspace


class FilesRead(Message):
    """Changed files were read; `faults` are sentences about what could not be."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__()
        self.faults = faults


def read_files(workspace: Workspace) -> FilesRead:
    """Bring the store up to date with the files; call it in a thread."""
    from quizlab.store import StoreError

    apart = workspace.again()
    try:
        return FilesRead(tuple(apart.library.sync().faults))
    except (StoreError, OSError) as error:
        return FilesRead((f"Changed files could not be read: {error}",))
    finally:
        apart.close()
