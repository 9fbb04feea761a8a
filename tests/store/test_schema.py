"""Both roads to a schema are one, and every statement finds its rows by an index."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from toys import card, file, review

from quizlab.store import Store, generate, sql
from quizlab.store.database import Database
from quizlab.store.revisions import HEAD, REVISIONS, create
from quizlab.store.schema import metadata
from quizlab.store.upgrade import configuration, upgrade

if TYPE_CHECKING:
    from pathlib import Path


def schema_of(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    return sorted(
        (kind, name, table, " ".join((made or "").split())) for kind, name, table, made in rows
    )


@pytest.fixture
def migrated(tmp_path: Path) -> Path:
    path = tmp_path / "migrated.db"
    with closing(Database(path)) as database:
        upgrade(database)
    return path


def test_the_generated_statements_are_up_to_date() -> None:
    assert generate.TARGET.read_text(encoding="utf-8") == generate.generate(), (
        "run python -m quizlab.store.generate"
    )


def test_a_fresh_database_and_a_migrated_one_have_the_same_schema(
    tmp_path: Path, migrated: Path
) -> None:
    fresh = tmp_path / "fresh.db"
    with closing(Database(fresh)) as database, database.writing() as connection:
        create(connection)
    assert schema_of(fresh) == schema_of(migrated)


def test_alembic_sees_no_difference_between_migrations_and_metadata(migrated: Path) -> None:
    engine = create_engine(f"sqlite:///{migrated}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    engine.dispose()


def test_the_list_of_revisions_is_what_the_folder_holds() -> None:
    scripts = ScriptDirectory.from_config(configuration())
    found = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(found)) == REVISIONS
    assert scripts.get_current_head() == HEAD


def test_a_downgrade_takes_every_table_away(migrated: Path) -> None:
    from alembic import command

    engine = create_engine(f"sqlite:///{migrated}")
    with engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    engine.dispose()
    assert [row[1] for row in schema_of(migrated) if row[0] == "table"] == ["alembic_version"]


def test_a_statement_with_a_value_of_its_own_is_refused_by_the_generator() -> None:
    from sqlalchemy import select

    from quizlab.store.schema import memories

    with pytest.raises(ValueError, match="literals"):
        generate.compile_statement(select(memories.c.card).where(memories.c.active == 1))


STATEMENTS = {
    name: value
    for name, value in vars(sql).items()
    if name.isupper() and name != "CREATE" and isinstance(value, str)
}
# Statements that are about all rows, or about a table that stays small.
WHOLE = re.compile(
    "CLEAR_.*|ALL_CARDS|STUDIED_CARDS|COUNT_DECKS|COUNT_MEMORIES|PLACES|RETRACT_ALL|ADD_MEMORIES_OF_LEARNER"
)
SMALL = {"learners", "decks", "former", "pending", "stale", "files", "meta"}


@pytest.mark.parametrize("name", sorted(STATEMENTS))
def test_no_statement_reads_a_whole_large_table(store: Store, name: str) -> None:
    statement = STATEMENTS[name]
    named = dict.fromkeys(re.findall(r":(\w+)", statement), "[]")
    parameters = named or ["x"] * statement.count("?")
    plan = [row[3] for row in store._database.rows(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    scans = [
        line
        for line in plan
        if line.startswith("SCAN")
        and not re.search(
            "VIRTUAL TABLE|SCAN sides|CONSTANT ROW|ix_cards_was|ix_cards_withheld", line
        )
        and line.split()[1] not in SMALL
    ]
    assert not scans or WHOLE.fullmatch(name), plan


@pytest.mark.parametrize("name", ["NEXT_OF_ALL", "NEXT_OF_DECKS"])
def test_the_next_card_is_sought_on_a_partial_index(store: Store, name: str) -> None:
    named = dict.fromkeys(re.findall(r":(\w+)", STATEMENTS[name]), "[]")
    plan = " ".join(
        row[3] for row in store._database.rows(f"EXPLAIN QUERY PLAN {STATEMENTS[name]}", named)
    )
    index = "ix_memories_all" if name == "NEXT_OF_ALL" else "ix_memories_deck"
    assert index in plan
    if name == "NEXT_OF_ALL":
        assert "TEMP B-TREE" not in plan


def test_the_settings_of_the_connection_are_in_force(store: Store) -> None:
    def pragma(name: str) -> object:
        return store._database.row(f"PRAGMA {name}")[0]

    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2  # FULL
    assert pragma("foreign_keys") == 1
    assert pragma("busy_timeout") == 10_000


def test_a_row_that_points_nowhere_is_refused(store: Store) -> None:
    store.import_pack("core", [file("a.md", card("core/a"))])
    with pytest.raises(sqlite3.IntegrityError), store._database.writing() as connection:
        connection.execute("UPDATE memories SET card = 'core/nobody'")
    assert store.memory("core/a") is not None
    assert review("core/a") is not None
