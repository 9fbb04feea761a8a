"""Every command explains itself, and is imported only when it is used."""

import subprocess
import sys
from subprocess import DEVNULL

import pytest

from quizlab.cli import COMMANDS

HEAVY = ("sqlalchemy", "textual", "torch", "fsrs", "numpy", "markdown_it", "yaml", "alembic")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name, quizlab):
    ran = quizlab(name, "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"Usage: quizlab {name} ")
    assert ran.err == ""


def test_the_list_names_every_command_with_a_line(quizlab):
    shown = quizlab("--help").out
    for name, (_, line) in COMMANDS.items():
        assert any(row.split()[:1] == [name] and line in row for row in shown.splitlines())


def test_a_misspelt_command_is_told_the_nearest(quizlab):
    ran = quizlab("solv")
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean 'solve'?" in ran.err


def test_the_version_is_that_of_the_package(quizlab):
    import quizlab as package

    assert quizlab("--version").out == f"quizlab {package.__version__}\n"


def imported_by(*arguments):
    """Run `quizlab` in a process of its own; return its output and which heavy modules it has."""
    script = (
        "import atexit, sys\n"
        f"heavy = {HEAVY!r}\n"
        "atexit.register(lambda: print('HAS', *(n for n in heavy if n in sys.modules)))\n"
        "from quizlab.cli import main\n"
        f"main({list(arguments)!r})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], stdin=DEVNULL, capture_output=True, text=True, check=True
    )
    *shown, last = done.stdout.splitlines()
    assert last.startswith("HAS")
    return "\n".join(shown), last.split()[1:]


def test_help_imports_nothing_heavy():
    shown, heavy = imported_by("--help")
    assert "Usage: quizlab" in shown
    assert heavy == []


def test_help_of_the_list_imports_no_command():
    script = (
        "import sys\n"
        "from quizlab.cli import COMMANDS, main\n"
        "try:\n    main(['--help'])\n"
        "finally:\n"
        "    assert not [n for n, (m, _) in COMMANDS.items() if 'quizlab.cli.' + m in sys.modules]\n"
    )
    subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)


def test_solving_imports_no_database_no_screen_and_no_tensors():
    shown, heavy = imported_by(
        "solve", "conv2d.output-side", "--set", "size=224", "--set", "kernel=7", "--json"
    )
    assert '"answer": 218' in shown
    assert heavy == []


def test_grading_imports_no_database_no_screen_and_no_tensors():
    shown, heavy = imported_by(
        "grade", "conv2d.output-side", "--set", "size=9", "--set", "kernel=3", "--answer", "7"
    )
    assert shown.startswith("right")
    assert heavy == []


@pytest.mark.parametrize("times", [1, 2], ids=["the first start", "the next"])
def test_a_first_question_needs_no_model_no_compiler_of_statements_and_no_tensors(
    write, home, monkeypatch, times
):
    write(
        "---\ndeck: A\n---\n\n## Side {#side}\n\n```{compute} conv2d.output-side\nsize: 9\n```\n",
        "a.md",
    )
    monkeypatch.setenv("QUIZLAB_HOME", str(home.root))
    for _ in range(times):
        shown, heavy = imported_by("study", "--plain", "A")
    assert "Question 1 | A | compute" in shown
    assert set(heavy) <= {"markdown_it", "yaml"} | (
        {"sqlalchemy", "alembic"} if times == 1 else set()
    )


def test_the_installed_script_works():
    from pathlib import Path

    script = Path(sys.executable).with_name("quizlab")
    command = [str(script)] if script.exists() else [sys.executable, "-m", "quizlab"]
    done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("quizlab ")
