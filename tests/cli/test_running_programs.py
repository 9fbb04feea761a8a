"""Programs of cards are held by limits: each test attacks one."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from quizlab.sessions.running import LANGUAGES, RUNNING, fence_digest, run_program

SHORT = RUNNING._replace(seconds=1)


def ran(program, limits=SHORT):
    return run_program("python", program, limits)


def ends(number):
    """Whether a process ends soon; killing takes a moment, and nobody waits for a grandchild."""
    for _ in range(100):
        shown = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(number)], capture_output=True, text=True, check=False
        ).stdout.strip()
        if not shown or shown.startswith("Z"):
            return True
        time.sleep(0.05)
    return False


def test_what_is_printed_is_returned():
    done = ran("print('a')\nprint('β₁')")
    assert (done.output, done.failure) == ("a\nβ₁\n", "")


def test_nothing_on_stdin():
    assert ran("import sys; print(repr(sys.stdin.read()))").output == "''\n"


def test_an_endless_loop_ends():
    assert "within 1 second" in ran("while True: pass").failure


def test_sleeping_ends():
    assert "within 1 second" in ran("import time; time.sleep(60)").failure


@pytest.mark.parametrize("outer", ["", "time.sleep(60)"], ids=["parent ends", "parent stays"])
def test_children_end_with_the_program(outer, tmp_path):
    note = tmp_path / "child"
    done = ran(
        "import os, time\n"
        "if os.fork() == 0:\n"
        f"    open({str(note)!r}, 'w').write(str(os.getpid()))\n"
        "    time.sleep(60)\n"
        f"while not (os.path.exists({str(note)!r}) and open({str(note)!r}).read()): pass\n"
        f"print('parent', flush=True)\n{outer}\n"
    )
    assert bool(done.failure) is bool(outer)
    assert ends(int(note.read_text()))


def test_a_child_that_keeps_the_pipe_open_is_not_waited_for():
    done = run_program(
        "python",
        "import os, time\nif os.fork() == 0:\n    time.sleep(60)\nprint('done')",
        RUNNING._replace(seconds=30),
    )
    assert (done.output, done.failure) == ("done\n", "")


def test_a_flood_is_cut_off_before_the_time_is_over():
    done = ran("while True: print('x' * 1000)", RUNNING._replace(seconds=600))
    assert (done.output, done.failure) == ("", "it printed more than 64 KiB")


def test_a_flood_of_errors_is_bounded():
    done = ran(
        "import sys\nfor _ in range(2000): sys.stderr.write('x' * 10000)\nraise SystemExit(3)"
    )
    assert done.failure.startswith("exit status 3")
    assert len(done.failure) < 5000


def test_memory_is_bounded():
    assert ran("x = bytearray(2 << 30)").failure == "exit status 1: MemoryError"


def test_files_are_bounded():
    done = ran("open('big', 'wb').write(bytes(2 << 20))")
    assert "File too large" in done.failure


def test_endless_recursion_ends():
    assert "RecursionError" in ran("def f(): f()\nf()").failure


def test_recursion_without_a_limit_ends():
    program = "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()"
    assert ran(program).failure


def test_a_crash_is_named():
    assert (
        ran("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)").failure == "ended by SIGSEGV"
    )


def test_the_users_environment_is_not_seen(monkeypatch):
    monkeypatch.setenv("QUIZLAB_SECRET", "x")
    names = ran("import os; print(*sorted(os.environ))").output.split()
    assert set(names) <= {"HOME", "LANG", "LC_CTYPE", "PATH", "TMPDIR"}


def test_the_working_folder_is_empty_and_gone_afterwards():
    done = ran("import os; print(os.getcwd()); print(os.listdir()); open('x', 'w').write('y')")
    folder, inside = done.output.splitlines()
    assert inside == "[]"
    assert not Path(folder).parent.exists()
    assert folder != str(Path.cwd())


def test_the_users_modules_are_not_imported(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("print('mine')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert ran("import json; print('theirs')").output == "theirs\n"


def test_escape_sequences_are_taken_out():
    assert ran("print('\\x1b[31mred\\x07')").output == "[31mred\n"


def test_bytes_that_are_no_text_are_shown_as_such():
    assert ran("import sys; sys.stdout.buffer.write(b'a\\xff')").output == "a\ufffd"


def test_other_languages_are_refused():
    with pytest.raises(ValueError, match="python"):
        run_program("cobol", "x")
    assert LANGUAGES == ("python", "cpp")


def test_without_a_compiler_cpp_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "install one of g++" in run_program("cpp", "int main() {}").failure


COMPILER = """#!{python}
import sys
target, source = sys.argv[sys.argv.index("-o") + 1], sys.argv[-1]
text = open(source).read()
if "error" in text:
    sys.exit("program.cpp: In function main\\nprogram.cpp:1:1: error: here\\n   |    ^")
open(target, "w").write("#!{python}\\n" + text)
import os
os.chmod(target, 0o755)
"""


@pytest.fixture
def compiler(monkeypatch, tmp_path):
    """A compiler whose language is Python, so that no other is needed here."""
    file = tmp_path / "g++"
    file.write_text(COMPILER.replace("{python}", sys.executable))
    file.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("compiler")
def test_cpp_is_compiled_and_run_within_the_same_limits():
    assert run_program("cpp", "print(42)", SHORT).output == "42\n"
    assert "within 1 second" in run_program("cpp", "while True: pass", SHORT).failure


@pytest.mark.usefixtures("compiler")
def test_what_does_not_compile_says_the_first_error():
    done = run_program("cpp", "error", SHORT)
    assert done.failure == "it does not compile: exit status 1: program.cpp:1:1: error: here"


def test_the_digest_is_of_language_and_program():
    first = fence_digest("python", "print(1)")
    assert first == fence_digest("python", "print(1)\n\n")
    assert len({first, fence_digest("cpp", "print(1)"), fence_digest("python", "print(2)")}) == 3
