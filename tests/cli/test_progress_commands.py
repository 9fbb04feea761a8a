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


def test_a_suspended_card_is_listed_and_comes_back(quizlab, write):
    write(CARDS)
    quizlab("study", "--plain", typed=":s\n")
    assert quizlab("unsuspend").lines == ["own/stride"]
    assert quizlab("unsuspend", "own/stride").code == 0
    assert quizlab("unsuspend").lines == []
    again = quizlab("unsuspend", "own/stride")
    assert again.code == 2
    assert "not suspended" in again.err


def test_settings_are_shown_changed_and_kept(quizlab, write):
    write(CARDS)
    before = quizlab("config", "--json").json
    assert (before["minutes"], before["retention"], before["new_per_day"]) == (20, 0.9, None)
    ran = quizlab("config", "minutes=30", "retention=0.95", "learning_steps=1,15", "new_per_day=7")
    assert ran.code == 0
    found = quizlab("config", "--json").json
    assert (found["minutes"], found["retention"], found["new_per_day"]) == (30, 0.95, 7)
    assert found["learning_steps"] == [1.0, 15.0]
    quizlab("config", "new_per_day=", "retention:own/basics=0.8", "topics=Test, Other")
    found = quizlab("config", "--json").json
    assert (found["new_per_day"], found["retention:own/basics"]) == (None, 0.8)
    assert found["topics"] == ["Test", "Other"]


def test_a_higher_retention_brings_cards_back_sooner(quizlab, write, home):
    def due_after(retention):
        quizlab("config", f"retention={retention}")
        quizlab("study", "--plain", typed="\n4\n")
        with closing(sqlite3.connect(home.database)) as raw:
            (day,) = raw.execute("SELECT max(due_day) FROM memories").fetchone()
        quizlab("study", "--plain", typed=":u\n")
        return day

    write(CARDS)
    assert due_after(0.97) < due_after(0.75)


def test_settings_that_cannot_be_used_change_nothing_and_say_what_can(quizlab, write):
    write(CARDS)
    before = quizlab("config", "--json").json
    for change, said in (
        ("retention=2", "possible: 0.7 to 0.99"),
        ("retentio=0.9", "Did you mean 'retention'?"),
        ("minutes=lots", "minutes"),
        ("learning_steps=a", "numbers between commas"),
        ("retention:own/none=0.9", "there is no such deck"),
        ("minutes", "name=value"),
    ):
        ran = quizlab("config", "new_per_day=3", change)
        assert ran.code == 2
        assert said in ran.err
    assert quizlab("config", "--json").json == before
