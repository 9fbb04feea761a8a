"""Commands about progress: decks, due, flag, backup, restore, doctor; and whose progress it is."""

import sqlite3
from contextlib import closing
from pathlib import Path

CARDS = (
    "---\ndeck: Test/Basics\n---\n\n"
    "## Stride {#stride}\n\nThe step.\n\n## Padding {#padding}\n\nCells around.\n"
)


def test_decks_tell_what_is_due(quizlab, write):
    write(CARDS)
    ran = quizlab("decks")
    assert ran.lines[0].split() == ["deck", "cards", "new", "learning", "review"]
    assert ran.lines[1].split() == ["Test/Basics", "2", "2", "0", "0"]
    found = quizlab("decks", "--json").json
    assert (found["deck"], found["deck_name"], found["cards"]) == ("own/basics", "Test/Basics", 2)


def test_no_decks_are_no_fault(quizlab):
    assert quizlab("decks").code == 0
    assert quizlab("decks", "--json").out == ""


def test_due_is_one_sum(quizlab, write):
    write(CARDS)
    assert quizlab("due", "--json").json == {"new": 2, "learning": 0, "review": 0}
    quizlab("study", "--plain", typed="\n1\n")
    assert quizlab("due", "--json").json == {"new": 1, "learning": 1, "review": 0}


def test_flags_are_kept_and_listed(quizlab, write):
    write(CARDS)
    assert quizlab("flag", "own/stride", "--note", "no \x1b[31mstep").code == 0
    assert quizlab("flag", "own/padding", "--note", "more").code == 0
    rows = quizlab("flag", "--json").all_json
    assert [row["card"] for row in rows] == ["own/stride", "own/padding"]
    assert "\x1b" not in quizlab("flag").out
    assert "own/padding  more" in quizlab("flag").out


def test_a_backup_is_a_sound_copy(quizlab, write, home, tmp_path):
    write(CARDS)
    quizlab("study", "--plain", typed="\n3\n")
    file = tmp_path / "there" / "copy.db"
    assert quizlab("backup", "-o", file).out == f"{file}\n"
    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("pragma integrity_check").fetchone() == ("ok",)
        assert copy.execute("select count(*) from events").fetchone()[0] > 0
    written = quizlab("backup").out.strip()
    assert written.startswith(str(home.root / "backups"))


def test_a_backup_is_restored_and_what_was_there_is_kept(quizlab, write, home, tmp_path):
    write(CARDS)
    file = tmp_path / "copy.db"
    quizlab("study", "--plain", typed="\n3\n")
    quizlab("backup", "-o", file)
    quizlab("study", "--plain", typed="\n3\n")
    home.database.write_bytes(b"a coffee was spilt over it")
    assert quizlab("due").code == 2
    ran = quizlab("restore", file)
    assert (ran.code, ran.err) == (0, "")
    kept = ran.out.splitlines()[1].removeprefix("the database before is kept as ")
    assert Path(kept).read_bytes().startswith(b"a coffee")
    with closing(sqlite3.connect(home.database)) as restored, closing(sqlite3.connect(file)) as old:
        assert restored.execute("select count(*) from events").fetchone() == (1,)
        device = "select value from meta where name = 'device'"
        assert restored.execute(device).fetchone() != old.execute(device).fetchone()
    assert quizlab("due").code == 0


def test_what_is_no_backup_is_not_restored(quizlab, write, tmp_path):
    write(CARDS)
    before = quizlab("due").out
    assert quizlab("restore", tmp_path / "none.db").code == 2
    (tmp_path / "text.db").write_text("no database")
    assert quizlab("restore", tmp_path / "text.db").code == 2
    assert quizlab("due").out == before


def test_the_doctor_finds_nothing_in_a_sound_home_and_rebuilds(quizlab, write):
    write(CARDS)
    quizlab("study", "--plain", typed="\n1\n")
    before = quizlab("due").out
    ran = quizlab("doctor", "--rebuild")
    assert (ran.code, ran.err) == (0, "")
    assert "database: sound" in ran.out
    assert "made again from the log" in ran.out
    assert quizlab("due").out == before


def test_each_learner_has_progress_of_her_own(quizlab, write):
    write(CARDS)
    quizlab("--learner", "ada", "study", "--plain", typed="\n4\n")
    assert quizlab("--learner", "ada", "due", "--json").json["new"] == 1
    assert quizlab("--learner", "bob", "due", "--json").json["new"] == 2
    assert quizlab("due", "--json", env={"QUIZLAB_LEARNER": "ada"}).json["new"] == 1


def test_the_flag_names_the_home_before_the_environment(quizlab, write, tmp_path):
    write(CARDS)
    assert quizlab("--home", tmp_path / "other", "due", "--json").json["new"] == 0
    assert quizlab("due", "--json").json["new"] == 2


def test_a_card_file_that_cannot_be_used_is_warned_of(quizlab, write):
    write(CARDS)
    write(CARDS, "second.md")
    ran = quizlab("decks")
    assert ran.code == 0
    assert "warning: the id of own/stride stands twice" in ran.err
