"""Programs of ``{run}`` fences: run only for `fmt --run` and `check --run`, only when trusted.

Studying never comes here. A program runs in a process group of its own, in an empty folder, without
the user's environment, with bounded time, memory, file size and output. That holds mistakes such as
an endless loop; it is no sandbox: a program can reach the network and read what its user can read.
Therefore it is run only after its user has read and trusted it.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import which
from subprocess import DEVNULL, PIPE, Popen
from typing import TYPE_CHECKING, NamedTuple

from quizlab.domain.untrusted import clean
from quizlab.sessions.listening import Heard, listen

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGES = ("python", "cpp")
_COMPILERS = ("g++", "clang++", "c++")


class Limits(NamedTuple):
    """What a process may use.

    Attributes:
        seconds: Time on the clock and, for each process, on the processor.
        memory: Bytes of address space.
        file_size: Bytes of each file that it writes.
        output: Bytes of standard output.
    """

    seconds: int = 10
    memory: int = 1 << 30
    file_size: int = 1 << 20
    output: int = 64 << 10


RUNNING = Limits()
_COMPILING = Limits(seconds=60, memory=2 << 30, file_size=64 << 20)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program printed, or why it failed; `failure` is "" when it ended well."""

    output: str
    failure: str = ""


def fence_digest(language: str, program: str) -> str:
    """The hash by which a program is trusted; its output is no part of it."""
    return hashlib.sha256(f"{language}\n{program.rstrip()}\n".encode()).hexdigest()


def run_program(language: str, program: str, limits: Limits = RUNNING) -> Ran:
    """Run a trusted program and return what it printed, without what could act on a terminal.

    Raises:
        ValueError: For a language that cannot be run.
    """
    if language not in LANGUAGES:
        raise ValueError(f"got the language {language!r}; possible is {', '.join(LANGUAGES)}")
    if os.name != "posix":
        return Ran("", "programs can be bounded, and so run, on Linux and macOS only")
    with tempfile.TemporaryDirectory(prefix="quizlab-run-") as folder:
        if language == "python":
            # -I: neither the user's packages nor the working folder are on the path.
            command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", program]
        else:
            built = _built(program, Path(folder))
            if isinstance(built, Ran):
                return built
            command = [str(built)]
        return _ran(command, Path(folder) / "empty", limits)


def _built(program: str, folder: Path) -> Path | Ran:
    """Compile a C++ program; return the executable, or why there is none."""
    compiler = next(filter(None, map(which, _COMPILERS)), None)
    if compiler is None:
        return Ran("", f"no C++ compiler was found; install one of {', '.join(_COMPILERS)}")
    (folder / "program.cpp").write_text(program, encoding="utf-8")
    command = [compiler, "-std=c++20", "-O1", "-o", "../program", "../program.cpp"]
    ran = _ran(command, folder / "compiling", _COMPILING)
    return Ran("", f"it does not compile: {ran.failure}") if ran.failure else folder / "program"


def _ran(command: Sequence[str], folder: Path, limits: Limits) -> Ran:
    """Run a command in a new, empty folder."""
    folder.mkdir()
    environment = {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
    }
    process = Popen(  # noqa: S603  # trusted by hash
        command,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        cwd=folder,
        env=environment,
        start_new_session=True,
        preexec_fn=partial(_bound, limits),  # noqa: PLW1509  # the caller has no other thread
    )
    with process:
        try:
            heard = listen(process, limits.seconds, limits.output)
        finally:
            _end_group(process)
    return _judged(process.returncode, heard, limits)


def _end_group(process: Popen[bytes]) -> None:
    """Kill the program and whatever it started and left behind."""
    # Nothing is left of the group, or (on macOS) nothing that still runs.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _judged(code: int, heard: Heard, limits: Limits) -> Ran:
    shown = clean(heard.output.decode("utf-8", "replace").replace("\r\n", "\n"))
    if heard.flooded:
        return Ran("", f"it printed more than {limits.output >> 10} KiB")
    if heard.late or code == -signal.SIGXCPU:
        return Ran("", f"it did not end within {limits.seconds} seconds")
    if code:
        what = f"exit status {code}" if code > 0 else f"ended by {signal.Signals(-code).name}"
        said = clean(heard.errors.decode("utf-8", "replace")).strip().splitlines()
        compilers = [line for line in said if ": error: " in line]
        return Ran(shown, ": ".join([what, *(compilers[:1] or said[-1:])]))
    return Ran(shown)


def _bound(limits: Limits) -> None:
    """Bound the process that is about to become the program."""
    import resource  # not everywhere

    for what, soft, most in (
        (resource.RLIMIT_CPU, limits.seconds, limits.seconds + 1),  # a signal, then the end
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_FSIZE, limits.file_size, limits.file_size),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, 128, 128),
    ):
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # macOS cannot bound address space; the other limits hold there.
        with suppress(ValueError):
            resource.setrlimit(what, (min(soft, least), least))
