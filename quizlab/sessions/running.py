"""Programs of ``{run}`` fences: run only for `fmt --run` and `check --run`, only when trusted.

Studying never comes here. A program runs in a process of its own, in an empty folder, without the
user's environment, with bounded time, memory, file size and output.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass

SECONDS = 10
_MEMORY = 1 << 30
_FILE_SIZE = 1 << 20
_OUTPUT = 64 << 10
LANGUAGES = ("python",)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program printed, or why it failed; `failure` is "" when it ended well."""

    output: str
    failure: str = ""


def fence_digest(language: str, program: str) -> str:
    """The hash by which a program is trusted; its output is no part of it."""
    return hashlib.sha256(f"{language}\n{program.rstrip()}\n".encode()).hexdigest()


def run_program(language: str, program: str) -> Ran:
    """Run a trusted program and return what it printed.

    Raises:
        ValueError: For a language that cannot be run.
    """
    if language not in LANGUAGES:
        raise ValueError(f"got the language {language!r}; possible is {', '.join(LANGUAGES)}")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as out:
        try:
            done = subprocess.run(  # noqa: S603  # trusted by hash
                [sys.executable, "-I", "-c", program],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.PIPE,
                cwd=folder,
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
                timeout=SECONDS,
                check=False,
                preexec_fn=_bounded
                if os.name == "posix"
                else None,  # no threads run yet in the command line
            )
        except subprocess.TimeoutExpired:
            return Ran("", f"it did not end within {SECONDS} seconds")
        out.seek(0)
        text = out.read(_OUTPUT + 1)
    if len(text) > _OUTPUT:
        return Ran("", f"it printed more than {_OUTPUT >> 10} KiB")
    shown = text.decode("utf-8", "replace").replace("\r\n", "\n")
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        return Ran(shown, f"it ended with code {done.returncode}: {' '.join(last)}")
    return Ran(shown)


def _bounded() -> None:
    """Bound the process that is about to become the program."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_SIZE, _FILE_SIZE))
