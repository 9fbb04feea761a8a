"""Copies of a database that is in use: whole, or not there at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from quizlab.store.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


def copy_database(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the whole database to `target`, while others may go on writing.

    The copy grows under another name, so that a file called `target` is always complete.

    Raises:
        StoreError: `target` exists already, or cannot be written.
    """
    if target.exists():
        raise StoreError(f"{target} exists already; name another file or remove it first.")
    growing = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        growing.unlink(missing_ok=True)
        with closing(sqlite3.connect(growing, isolation_level=None)) as copy:
            connection.backup(copy)
            # A lone file: no write-ahead log beside it that could be forgotten.
            copy.execute("PRAGMA journal_mode=DELETE")
        growing.replace(target)
    except (sqlite3.Error, OSError) as error:
        growing.unlink(missing_ok=True)
        raise StoreError(f"The copy {target} could not be written ({error}).") from error
