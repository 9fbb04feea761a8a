"""The file itself: older, newer, damaged, restored; two programs at once; a program killed."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from toys import DAY, answer, card, derived, file, fold, review

from quizlab.store import (
    DamagedDatabase,
    DatabaseBusy,
    NewerDatabase,
    StaleAnswer,
    Store,
    StoreError,
)

NOW = 1_700_000_000_000
STAMP = "20231114T221320Z"
HERE = Path(__file__).parent


def open_at(path: Path) -> Store:
    return Store.open(path, learner="ada", now=NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one answered card."""
    path = tmp_path / "home" / "quizlab.db"
    with open_at(path) as store:
        store.import_pack("core", [file("a.md", card("core/a"), card("core/b"))])
        answer(store, review("core/a", 3))
    return path


def stamp(path: Path, revision: str | None) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DELETE FROM alembic_version")
        if revision is not None:
            connection.execute("INSERT INTO alembic_version VALUES (?)", (revision,))


def test_a_missing_folder_is_made(path: Path) -> None:
    assert path.exists()


def test_a_database_is_found_as_it_was_left(path: Path) -> None:
    with open_at(path) as store:
        device = store.device()
        assert store.memory("core/a").reviews == 1
    with open_at(path) as store:
        assert store.device() == device
    store.close()  # twice is fine


def test_a_newer_database_is_refused_and_left_alone(path: Path) -> None:
    stamp(path, "9999")
    with pytest.raises(NewerDatabase, match=r"9999.*Upgrade quizlab"):
        open_at(path)
    stamp(path, "0001")
    with open_at(path) as store:
        assert store.last_seq() == 1
    assert list(path.parent.glob("*.backup")) == []


def test_an_older_database_is_upgraded_after_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        # As Alembic leaves it before the first revision.
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    with open_at(path) as store:
        store.import_pack("core", [file("a.md", card("core/a"))])
        assert store.integrity() == ()
    backup = tmp_path / f"old.db.unversioned.{STAMP}.backup"
    with closing(sqlite3.connect(backup)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
    assert tables == ["alembic_version"]


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(path: Path) -> None:
    # The tables are there already, so the first revision cannot make them.
    stamp(path, None)
    with pytest.raises(StoreError, match=r"left as it was.*already exists"):
        open_at(path)
    stamp(path, "0001")
    with open_at(path) as store:
        assert store.memory("core/a").reviews == 1
    assert (path.parent / f"quizlab.db.unversioned.{STAMP}.backup").exists()


@pytest.mark.parametrize("content", [b"# A Markdown file, not a database\n" * 100, b"\0" * 5000])
def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(content)
    with pytest.raises(DamagedDatabase, match=r"notes\.md"):
        open_at(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    with pytest.raises(DamagedDatabase, match="bookmarks"):
        open_at(path)


def test_a_damaged_page_is_reported_in_words(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(DamagedDatabase, match="Restore a backup"), open_at(path) as store:
        store.events_of("core/a")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="folder"):
        open_at(tmp_path / "file" / "deep" / "quizlab.db")


def test_a_path_that_is_a_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be used"):
        open_at(tmp_path)


def test_a_restored_backup_is_another_machine(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    with open_at(path) as store:
        old, before = store.device(), derived(store)
        store.backup(backup)
        answer(store, review("core/b", 3))
    aside = Store.restore(path, backup, now=NOW)
    assert aside == path.with_name(f"quizlab.db.{STAMP}.replaced")
    with open_at(path) as store:
        assert store.device() != old
        assert derived(store) == before
        assert answer(store, review("core/b", 3)).seq == 1
        assert store.last_seqs() == {old: 1, store.device(): 1}
        assert store.integrity() == ()
    with open_at(aside) as store:
        assert store.last_seqs() == {old: 2}
    assert list(path.parent.glob("*.restoring*")) == []


def test_a_backup_can_be_restored_where_there_is_nothing_or_only_ruins(
    path: Path, tmp_path: Path
) -> None:
    fresh = tmp_path / "new" / "quizlab.db"
    assert Store.restore(fresh, path, now=NOW) is None
    ruin = tmp_path / "ruin.db"
    ruin.write_bytes(b"ruin " * 2000)
    aside = Store.restore(ruin, path, now=NOW)
    assert aside is not None
    assert aside.read_bytes() == b"ruin " * 2000
    for restored in (fresh, ruin):
        with open_at(restored) as store:
            assert store.memory("core/a").reviews == 1


def test_what_is_no_backup_is_refused_and_changes_nothing(path: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no backup"):
        Store.restore(path, tmp_path / "nothing.db", now=NOW)
    ruin = tmp_path / "ruin.db"
    ruin.write_bytes(b"ruin " * 2000)
    with pytest.raises(DamagedDatabase, match=r"ruin\.db"):
        Store.restore(path, ruin, now=NOW)
    (tmp_path / "empty.db").write_bytes(b"")
    with pytest.raises(DamagedDatabase, match="empty"):
        Store.restore(path, tmp_path / "empty.db", now=NOW)
    newer = tmp_path / "newer.db"
    newer.write_bytes(path.read_bytes())
    stamp(newer, "9999")
    with pytest.raises(NewerDatabase):
        Store.restore(path, newer, now=NOW)
    with open_at(path) as store:
        assert store.last_seq() == 1
    assert [one.name for one in path.parent.iterdir()] == ["quizlab.db"]


def test_a_database_that_another_program_holds_is_said_to_be_busy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizlab.store.database.BUSY_SECONDS", 0.0)
    with open_at(path) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy, match="Nothing was written"):
            answer(store, review("core/b", 3))
        other.execute("ROLLBACK")
        answer(store, review("core/b", 3))


def test_an_error_in_the_middle_of_a_write_rolls_all_of_it_back(path: Path) -> None:
    with open_at(path) as store:
        before = derived(store)

        def interrupted() -> None:
            with store._database.writing() as connection:
                connection.execute("DELETE FROM memories")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert derived(store) == before


def test_threads_of_one_program_take_turns(path: Path) -> None:
    with open_at(path) as store:
        store.import_pack("core", [file("a.md", *(card(f"core/t{n}") for n in range(40)))])

        def work(start: int) -> None:
            for n in range(start, start + 10):
                answer(store, review(f"core/t{n}", 3))

        threads = [threading.Thread(target=work, args=(start,)) for start in (0, 10, 20, 30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.last_seq() == 41
        assert store.day_counts(1)["core/adam"].reviews == 41


PROGRAM = textwrap.dedent("""
    import sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[1])
    from quizlab.store import StaleAnswer, Store
    from toys import answer, review

    with Store.open(Path(sys.argv[2]), learner="ada", now=0) as store:
        print("ready", flush=True)
        sys.stdin.readline()
        for at in range(int(sys.argv[3])):
            try:
                event = answer(store, review("core/a", 3, at=86_400_000 + at))
                print(event.device, event.seq, flush=True)
            except StaleAnswer:
                print("stale", flush=True)
""")


def program(path: Path, answers: int) -> subprocess.Popen[str]:
    root = str(HERE.parents[1])
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(HERE), str(path), str(answers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": root},
    )


def test_two_programs_at_once_lose_nothing_and_overwrite_nothing(path: Path) -> None:
    running = [program(path, 60) for _ in range(2)]
    lines: list[str] = []
    for one in running:
        assert one.stdout.readline() == "ready\n"
    for one in running:
        one.stdin.write("\n")
        one.stdin.flush()
    for one in running:
        lines += one.communicate()[0].splitlines()
        assert one.returncode == 0
    acknowledged = [line for line in lines if line != "stale"]
    assert len(lines) == 120
    with open_at(path) as store:
        written = [f"{event.device} {event.seq}" for event in store.events_of("core/a")]
        assert sorted(written[1:]) == sorted(acknowledged)
        # Every answer was computed from the one before it.
        assert store.memory("core/a").reviews == len(written)
        before = derived(store)
        store.rebuild(fold)
        assert derived(store)["day_counts"] == before["day_counts"]


def test_a_program_killed_while_it_commits_keeps_every_acknowledged_answer(path: Path) -> None:
    for kept in (1, 7, 23):
        one = program(path, 100_000)
        assert one.stdout.readline() == "ready\n"
        one.stdin.write("\n")
        one.stdin.flush()
        acknowledged = [one.stdout.readline().strip() for _ in range(kept)]
        one.send_signal(signal.SIGKILL)
        acknowledged += one.communicate()[0].splitlines()[:-1]
        with open_at(path) as store:
            events = store.events_of("core/a")
            assert {f"{event.device} {event.seq}" for event in events} >= set(acknowledged)
            assert store.memory("core/a").reviews == len(events)
            assert store.integrity() == ()


def test_two_programs_may_create_the_same_database_at_once(tmp_path: Path) -> None:
    path = tmp_path / "quizlab.db"
    running = [program(path, 0) for _ in range(4)]
    for one in running:
        one.communicate("\n")
        assert one.returncode == 0
    with open_at(path) as store:
        assert store.learners() == ("ada",)
        assert store.integrity() == ()


def test_opening_a_store_and_answering_imports_neither_sqlalchemy_nor_alembic(path: Path) -> None:
    code = textwrap.dedent("""
        import json, sys
        from pathlib import Path
        sys.path.insert(0, sys.argv[1])
        from quizlab.store import Store
        from toys import answer, review
        for path in sys.argv[2:]:
            with Store.open(Path(path), learner="ada", now=0) as store:
                if store.next_new((), 10**12):
                    answer(store, review("core/b", 3))
        print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
    """)
    root = str(HERE.parents[1])
    fresh = path.with_name("fresh.db")
    made = subprocess.run(
        [sys.executable, "-c", code, str(HERE), str(path), str(fresh)],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": root},
    )
    loaded = set(json.loads(made.stdout))
    assert not loaded & {"sqlalchemy", "alembic", "mako", "numpy", "pydantic"}
    assert {"sqlite3", "msgspec"} <= loaded


def test_a_stale_answer_leaves_the_store_usable(path: Path) -> None:
    with open_at(path) as store:
        memory = store.memory("core/b")
        with pytest.raises(StaleAnswer):
            store.commit(
                review("core/b"), {1: replace(memory, due=7)}, {1: replace(memory, due=8)}, None
            )
        assert answer(store, review("core/b", 3, at=DAY)).seq == 2
