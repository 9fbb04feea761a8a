"""Which schema a database has: create it, upgrade it, or refuse it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from quizlab.store import sql
from quizlab.store.copies import copy_database
from quizlab.store.database import give_up
from quizlab.store.errors import DamagedDatabase, NewerDatabase

if TYPE_CHECKING:
    from pathlib import Path

    from quizlab.store.database import Database

# Every Alembic revision, oldest first; a test compares them with the files in migrations/versions.
REVISIONS: Final = ("0001",)
HEAD: Final = REVISIONS[-1]

_CREATE_VERSION: Final = (
    "CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) )"
)
_STAMP: Final = "INSERT INTO alembic_version (version_num) VALUES (?)"
_READ_VERSION: Final = "SELECT version_num FROM alembic_version"
_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"


def version(connection: sqlite3.Connection, path: Path) -> str | None:
    """Return the revision of the database; "" while it has none, None while it has no tables.

    Raises:
        DamagedDatabase: It holds tables that are not ours.
    """
    names = [str(row[0]) for row in connection.execute(_TABLES)]
    if "alembic_version" in names:
        row = connection.execute(_READ_VERSION).fetchone()
        return "" if row is None else str(row[0])
    if names:
        raise DamagedDatabase(
            f"{path} is a database of another program: it holds the tables {', '.join(names[:5])} "
            "and no quizlab version. Name another file."
        )
    return None


def create(connection: sqlite3.Connection) -> None:
    """Create all tables in an empty database, within the caller's transaction.

    Alembic's own road from the first revision gives the same (a test holds them equal) but takes
    half a second of imports.
    """
    for statement in sql.CREATE.split("\n;\n"):
        connection.execute(statement)
    connection.execute(_CREATE_VERSION)
    connection.execute(_STAMP, (HEAD,))


def backup_path(path: Path, revision: str, now: int) -> Path:
    """Return where the backup before an upgrade goes.

    Args:
        path: The database.
        revision: The revision that it has.
        now: Milliseconds since 1970 UTC.
    """
    stamp = datetime.fromtimestamp(now / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    return path.with_name(f"{path.name}.{revision or 'unversioned'}.{stamp}.backup")


def bring_up_to_date(database: Database, now: int) -> bool:
    """Create or upgrade the schema of `database`.

    Returns:
        Whether the database was created just now.

    Raises:
        NewerDatabase: A later version of quizlab wrote it; nothing was changed.
        DamagedDatabase: It is not a database of ours, or damaged.
    """
    connection = database.connection
    try:
        row = connection.execute(_READ_VERSION).fetchone()
    except sqlite3.OperationalError:
        row = None
    except sqlite3.Error as error:
        give_up(error, database.path)
    if row is not None and row[0] == HEAD:
        return False
    with database.writing():
        # Again inside the transaction: another program may just have created or upgraded it.
        found = version(connection, database.path)
        if found is None:
            create(connection)
            return True
    if found == HEAD:
        return False
    if found and found not in REVISIONS:
        raise NewerDatabase(
            f"{database.path} has the schema {found}, which this version of quizlab does not know "
            f"(it knows {', '.join(REVISIONS)}). Upgrade quizlab, or name another home by --home."
        )
    backup = backup_path(database.path, found, now)
    # One of the same second is of the same state: an upgrade that failed left all as it was.
    if not backup.exists():
        copy_database(connection, backup)
    # Alembic and SQLAlchemy's engine load here and nowhere else.
    from quizlab.store.upgrade import upgrade  # noqa: PLC0415 (half a second of imports)

    upgrade(database)
    return False
