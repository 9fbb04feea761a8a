"""Putting a backup in the place of the database, without a moment in which there is none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from quizlab.store import sql
from quizlab.store.copies import copy_database
from quizlab.store.database import Database, give_up
from quizlab.store.errors import DamagedDatabase, StoreError
from quizlab.store.revisions import bring_up_to_date, version
from quizlab.store.upkeep import fresh_device

if TYPE_CHECKING:
    from pathlib import Path


def restore(path: Path, source: Path, *, now: int) -> Path | None:
    """Replace the database at `path` by the backup `source`, under a new device id.

    Args:
        path: The database; it may be missing or damaged.
        source: The backup; it is left as it is.
        now: Milliseconds since 1970 UTC.

    Returns:
        Where the replaced database was put, or None when there was none.

    Raises:
        StoreError: `source` is missing; nothing was changed.
        DamagedDatabase: `source` is damaged or not ours; nothing was changed.
        NewerDatabase: A later version of quizlab wrote `source`; nothing was changed.
    """
    if not source.is_file():
        raise StoreError(f"There is no backup {source}; name an existing file.")
    stamp = datetime.fromtimestamp(now / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    ready = path.with_name(f"{path.name}.{stamp}.restoring")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _prepare(source, ready, now)
        aside = _set_aside(path, path.with_name(f"{path.name}.{stamp}.replaced"))
        with closing(Database(path)) as live, closing(sqlite3.connect(ready)) as copy:
            copy.backup(live.connection)
    finally:
        for leftover in path.parent.glob(f"{ready.name}*"):
            leftover.unlink()
    return aside


def _prepare(source: Path, ready: Path, now: int) -> None:
    """Make a sound, up-to-date copy of `source` that calls itself another machine."""
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as backup:
            if version(backup, source) is None:
                raise DamagedDatabase(f"{source} is empty: it holds no quizlab database.")
            faults = [row[0] for row in backup.execute("PRAGMA integrity_check") if row[0] != "ok"]
            if faults:
                raise DamagedDatabase(f"{source} is damaged ({faults[0]}); take another backup.")
            copy_database(backup, ready)
    except sqlite3.Error as error:
        give_up(error, source)
    with closing(Database(ready)) as database:
        bring_up_to_date(database, now)
        with database.writing() as connection:
            connection.execute(sql.PUT_META, ("device", fresh_device()))


def _set_aside(path: Path, aside: Path) -> Path | None:
    """Keep what is at `path`: as a copy, or as it is when it cannot be read."""
    if not path.exists():
        return None
    try:
        with closing(Database(path)) as live:
            if version(live.connection, path) is None:
                return None
            copy_database(live.connection, aside)
    except (DamagedDatabase, sqlite3.DatabaseError):
        for suffix in ("", "-wal", "-shm"):
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.replace(aside.with_name(aside.name + suffix))
    return aside
