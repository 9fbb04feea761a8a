"""Alembic's road from an older schema to the present one. Nothing imports this on the way to a card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from quizlab.store.errors import DamagedDatabase

if TYPE_CHECKING:
    from quizlab.store.database import Database

MIGRATIONS = Path(__file__).with_name("migrations")


def configuration() -> Config:
    """Return Alembic's configuration; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring `database` to `revision`, all of it or nothing.

    Raises:
        DamagedDatabase: The upgraded rows would point at rows that are not there.
    """
    engine = create_engine("sqlite://", creator=lambda: database.connection, poolclass=StaticPool)
    config = configuration()
    # Alembic rebuilds tables to change them, which foreign keys would take for deletion; SQLite
    # ignores this switch inside a transaction.
    database.connection.execute("PRAGMA foreign_keys=OFF")
    try:
        with database.writing() as driver, engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            broken = driver.execute("PRAGMA foreign_key_check").fetchone()
            if broken is not None:
                raise DamagedDatabase(
                    f"{database.path} could not be upgraded: a row of {broken[0]} points at a "
                    f"missing row of {broken[2]}. It was left as it was; restore a backup."
                )
            # Leaving `connection` rolls back what is open; ours is done by then.
            driver.execute("COMMIT")
            driver.execute("BEGIN IMMEDIATE")
    finally:
        database.connection.execute("PRAGMA foreign_keys=ON")
