"""One connection to the file: its settings, its transactions, its errors in our words."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NoReturn

from quizlab.store.errors import DamagedDatabase, DatabaseBusy, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    Parameters = Sequence[Any] | Mapping[str, Any]

# RETURNING, and UPDATE FROM before it.
OLDEST_SQLITE: Final = (3, 35, 0)
BUSY_SECONDS: Final = 10.0

# FULL: an acknowledged answer survives a power cut. A checkpoint copies every page that the
# write-ahead log holds, some milliseconds; at 4,000 pages it falls on fewer than one answer in a
# hundred, and closing or an idle moment mostly comes first.
PRAGMAS: Final = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-32768",
    "PRAGMA wal_autocheckpoint=4000",
)
_WAL_TRIES: Final = 200
_WAL_PAUSE: Final = 0.01


def explain(error: sqlite3.Error, path: Path) -> Exception:
    """Return what `error` means for a person, or `error` itself where it is our own mistake."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseBusy(
            f"{path} was in use by another program for {BUSY_SECONDS:g} seconds. "
            "Nothing was written; close the other program or try again."
        )
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DamagedDatabase(
            f"{path} is damaged or is not a quizlab database ({error}). "
            "Restore a backup with `quizlab restore FILE`, or move the file away to start afresh."
        )
    if primary in (
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
    ):
        return StoreError(
            f"{path} cannot be used ({error}). Nothing was written; see that the disk has room "
            "and that you may write to the file and its folder."
        )
    return error


def give_up(error: sqlite3.Error, path: Path) -> NoReturn:
    """Raise what `error` means for a person."""
    explained = explain(error, path)
    if explained is error:
        raise error
    raise explained from error


class _Write:
    """A write transaction; everything or nothing, and no other writer meanwhile."""

    __slots__ = ("_connection", "_lock", "_path")

    def __init__(self, connection: sqlite3.Connection, lock: threading.RLock, path: Path) -> None:
        self._connection = connection
        self._lock = lock
        self._path = path

    def __enter__(self) -> sqlite3.Connection:
        self._lock.acquire()
        try:
            # IMMEDIATE: to read first and ask for the write lock later can fail half-way.
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            self._lock.release()
            give_up(error, self._path)
        except BaseException:
            self._lock.release()
            raise
        return self._connection

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._connection.execute("COMMIT")
                return
            self._roll_back()
            if isinstance(error, sqlite3.Error):
                give_up(error, self._path)
        except sqlite3.Error as failure:
            self._roll_back()
            give_up(failure, self._path)
        finally:
            self._lock.release()

    def _roll_back(self) -> None:
        # After some errors (a full disk) SQLite has rolled back by itself.
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


class Database:
    """An open database file.

    Statements run on the driver's own connection: their text was compiled from SQLAlchemy Core
    beforehand (`quizlab.store.sql`). Any thread may use it; calls take turns.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the file.

        Raises:
            DamagedDatabase: The file is no SQLite database.
            DatabaseBusy: Another program holds it.
            StoreError: It cannot be opened, or the SQLite library is too old.
        """
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            oldest = ".".join(map(str, OLDEST_SQLITE))
            raise StoreError(
                f"This Python has SQLite {sqlite3.sqlite_version}; quizlab needs {oldest} or later."
            )
        self.path = path
        self.lock = threading.RLock()
        try:
            self.connection = sqlite3.connect(
                path,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=256,
            )
        except sqlite3.Error as error:
            give_up(error, path)
        self._write = _Write(self.connection, self.lock, path)
        try:
            self._set_up()
        except sqlite3.Error as error:
            self.connection.close()
            give_up(error, path)

    def _set_up(self) -> None:
        execute = self.connection.execute
        if execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            # SQLite does not wait here: two programs that create the file at once must.
            for attempt in range(_WAL_TRIES):
                try:
                    execute("PRAGMA journal_mode=WAL")
                    break
                except sqlite3.OperationalError:
                    if attempt == _WAL_TRIES - 1:
                        raise
                    time.sleep(_WAL_PAUSE)
        for pragma in PRAGMAS:
            execute(pragma)

    def writing(self) -> _Write:
        """Return the context of a write transaction; its value runs statements."""
        return self._write

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Hold one view of the database for several statements."""
        with self.lock:
            try:
                self.connection.execute("BEGIN")
                try:
                    yield self.connection
                finally:
                    self.connection.execute("COMMIT")
            except sqlite3.Error as error:
                give_up(error, self.path)

    def row(self, statement: str, parameters: Parameters = ()) -> Any:  # noqa: ANN401 (a row)
        """Return the first row of a single statement, or None."""
        with self.lock:
            try:
                return self.connection.execute(statement, parameters).fetchone()
            except sqlite3.Error as error:
                give_up(error, self.path)

    def rows(self, statement: str, parameters: Parameters = ()) -> list[Any]:
        """Return all rows of a single statement."""
        with self.lock:
            try:
                return self.connection.execute(statement, parameters).fetchall()
            except sqlite3.Error as error:
                give_up(error, self.path)

    def close(self) -> None:
        """Close the file; closing twice is fine."""
        with self.lock:
            self.connection.close()
