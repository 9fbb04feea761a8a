"""Alembic's road from an older schema to the present one. Nothing imports this on the way to a card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from quizlab.store.errors import DamagedDatabase, StoreError

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
        StoreError: A step failed.
        DamagedDatabase: The upgraded rows would point at rows that are not there.
    """
    engine = create_engine("sqlite://", creator=lambda: database.connection, poolclass=StaticPool)
    config = configuration()
    # Alembic rebuilds tables to change them, which foreign keys would take for deletion; SQLite
    # ignores this switch inside a transaction.
    database.connection.execute("PRAGMA foreign_keys=OFF")
    try:
        with database.lock, engine.connect() as connection, connection.begin():
            # The driver leaves BEGIN to us; SQLAlchemy's transaction keeps Alembic from
            # committing in between.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone()
            if broken is not None:
                raise DamagedDatabase(
                    f"{database.path} could not be upgraded: a row of {broken[0]} points at a "
                    f"missing row of {broken[2]}. It was left as it was; restore a backup."
                )
    except SQLAlchemyError as error:
        raise StoreError(
            f"{database.path} could not be upgraded and was left as it was ({error}). "
            "Please report this."
        ) from error
    finally:
        database.connection.execute("PRAGMA foreign_keys=ON")
