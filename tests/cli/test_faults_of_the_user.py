"""What a person can mend is said in a sentence, and never shown as a traceback."""

import os
import subprocess
import sys

import pytest

CARD = "---\ndeck: Test\n---\n\n## Stride {#stride}\n\nThe step.\n"
WITH_A_STORE = [
    ("study", "--plain"),
    ("decks",),
    ("due",),
    ("flag",),
    ("backup",),
    ("doctor",),
]


def sentence(ran):
    """The one sentence of a command that was refused."""
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Error: ")
    assert ran.err.count("\n") == 1
    return ran.err


@pytest.mark.parametrize("command", WITH_A_STORE, ids=" ".join)
def test_a_home_that_is_a_file(command, quizlab, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    assert str(file) in sentence(quizlab("--home", file, *command))


@pytest.mark.parametrize("command", WITH_A_STORE, ids=" ".join)
def test_a_database_that_is_none(command, quizlab, home):
    home.root.mkdir()
    home.database.write_bytes(b"no database" * 1000)
    assert str(home.database) in sentence(quizlab(*command))
    assert home.database.read_bytes() == b"no database" * 1000


def test_a_database_that_is_a_folder(quizlab, home):
    home.database.mkdir(parents=True)
    assert str(home.database) in sentence(quizlab("due"))


def test_a_database_that_is_damaged(quizlab, home, write):
    write(CARD)
    assert quizlab("due").code == 0
    raw = bytearray(home.database.read_bytes())
    raw[4096 : len(raw) // 2] = os.urandom(len(raw) // 2 - 4096)
    home.database.write_bytes(raw)
    for command in ("due", "decks", "doctor"):
        ran = quizlab(command)
        assert ran.code in (1, 2)
        assert ran.out + ran.err


def test_a_database_of_a_later_version(quizlab, home):
    import sqlite3
    from contextlib import closing

    assert quizlab("due").code == 0
    with closing(sqlite3.connect(home.database)) as database:
        database.execute("update alembic_version set version_num = '9999'")
        database.commit()
    assert "Upgrade quizlab" in sentence(quizlab("due"))


def test_settings_that_cannot_be_read(quizlab, home):
    home.root.mkdir()
    for text, said in (
        ("minutes = ", "not TOML"),
        ("hours = 3", "hours"),
        ("minutes = 'many'", "minutes"),
        ("minutes = -3", "minutes"),
        ("\udcff", "not TOML"),
    ):
        home.settings.write_bytes(text.encode(errors="surrogateescape"))
        assert said in sentence(quizlab("due"))


def test_settings_of_the_environment_that_cannot_be(quizlab):
    assert "minutes" in sentence(quizlab("due", env={"QUIZLAB_MINUTES": "soon"}))
    assert "learner" in sentence(quizlab("due", env={"QUIZLAB_LEARNER": "a\nb"}))


def test_commands_that_need_no_store_do_not_ask_for_one(quizlab, home, write):
    file = write(CARD)
    home.database.write_bytes(b"no database" * 1000)
    for command in (
        ("check",),
        ("check", file),
        ("fmt",),
        ("preview", file),
        ("new", "A", "--deck", "Test"),
        ("verifiers",),
        ("generate", "conv2d.output-side"),
    ):
        assert quizlab(*command).code == 0, command


def test_a_deck_that_is_not_there_names_those_there_are(quizlab, write):
    write(CARD)
    assert "there are: Test" in sentence(quizlab("study", "--plain", "Tset"))


def test_a_card_that_is_not_there(quizlab):
    assert "pack/id" in sentence(quizlab("flag", "own/none", "--note", "x"))


def test_a_flag_without_a_note(quizlab, write):
    write(CARD)
    assert "--note" in sentence(quizlab("flag", "own/stride"))


def test_a_verifier_that_is_not_there(quizlab):
    for command in ("solve", "generate", "verifiers", "audit", "grade"):
        extra = ("--answer", "1") if command == "grade" else ()
        said = sentence(quizlab(command, "conv2d.output-sid", *extra))
        assert "did you mean 'conv2d.output-side'?" in said


def test_a_file_that_cannot_be_written(quizlab, tmp_path):
    target = tmp_path / "none" / "out.md"
    said = sentence(quizlab("generate", "conv2d.output-side", "-o", target))
    assert f"{target}: No such file or directory" in said


def test_a_backup_is_not_written_over_anything(quizlab, tmp_path):
    file = tmp_path / "backup.db"
    assert quizlab("backup", "-o", file).code == 0
    before = file.read_bytes()
    assert "there already" in sentence(quizlab("backup", "-o", file))
    assert file.read_bytes() == before


def test_the_app_without_a_terminal_names_the_other_way(quizlab):
    assert "study --plain" in sentence(quizlab())
    assert "study --plain" in sentence(quizlab("study"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("--no-such-option",),
        ("study", "--limit", "none"),
        ("study", "--limit", "0"),
        ("generate",),
        ("generate", "conv2d.output-side", "-n", "0"),
        ("generate", "conv2d.output-side", "--format", "pdf"),
        ("audit", "--jobs", "0"),
        ("new", "A"),
        ("preview",),
        ("trust",),
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_2_and_shows_how(arguments, quizlab):
    ran = quizlab(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: quizlab" in ran.err


def test_stopping_says_so():
    script = (
        "import os, signal, sys\n"
        "from quizlab.cli import group, main\n"
        "@group.command('wait')\n"
        "def wait(): raise KeyboardInterrupt\n"
        "group.get_command = lambda ctx, name: wait\n"
        "main(['wait'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "stopped")


def test_a_fault_of_ours_is_not_hidden():
    script = (
        "from quizlab.cli import group, main\n"
        "@group.command('break')\n"
        "def wrong(): raise ZeroDivisionError\n"
        "group.get_command = lambda ctx, name: wrong\n"
        "main(['break'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr


def test_output_that_the_terminal_cannot_show_ends_nothing(home):
    done = subprocess.run(
        [
            *(sys.executable, "-m", "quizlab", "solve", "conv2d.output-side", "--steps"),
            *("--set", "size=9", "--set", "kernel=3"),
        ],
        capture_output=True,
        check=True,
        env=os.environ | {"QUIZLAB_HOME": str(home.root), "PYTHONIOENCODING": "latin-1"},
    )
    assert b"\\u23a2" in done.stdout  # the left side of a floor


def test_a_reader_that_has_seen_enough_is_no_fault():
    program = "import sys; from quizlab.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", program, "generate", "conv2d.output-side", "-n", "2000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ran:
        ran.stdout.readline()
        ran.stdout.close()
        said = ran.stderr.read()
    assert ran.returncode == 0
    assert said == b""
