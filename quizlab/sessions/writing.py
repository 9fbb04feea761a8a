"""Writing a person's files: whole or not at all, and never over a change that was not seen."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path


class FileChangedError(OSError):
    """The file is not what was read; nothing was written."""


def replace_file(file: Path, text: bytes, *, was: bytes) -> None:
    """Replace the contents of a file at one stroke; its mode stays, a link stays a link.

    Args:
        file: The file; it exists.
        text: The new contents.
        was: What was read; another program may have written meanwhile.

    Raises:
        FileChangedError: When the file does not hold `was` any more.
        OSError: When it cannot be written; the old contents stay.
    """
    target = file.resolve()
    mode = stat.S_IMODE(target.stat().st_mode)
    number, name = tempfile.mkstemp(prefix=".quizlab-", dir=target.parent)
    fresh = Path(name)
    try:
        with os.fdopen(number, "wb") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        fresh.chmod(mode)
        if target.read_bytes() != was:
            raise FileChangedError(f"{file}: another program changed it meanwhile; try again")
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def create_file(file: Path, text: bytes) -> None:
    """Write a new file, with the folders above it.

    Raises:
        FileExistsError: When there is one already.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("xb") as fresh:
        fresh.write(text)
