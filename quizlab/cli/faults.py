"""What a person sees of an error: a sentence on stderr and an exit code.

0 is fine, 1 means that faults were found or a batch line failed, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from io import StringIO, TextIOWrapper
from typing import TYPE_CHECKING

import click

from quizlab.domain.untrusted import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

USAGE = 2
FOUND = 1


class ReaderGoneError(Exception):
    """Whoever read our output has seen enough, as with ``| head``: that is no fault."""


class CommandError(click.ClickException):
    """Something that a person can mend; `code` is the exit code."""

    def __init__(self, message: str, code: int = USAGE) -> None:
        super().__init__(message)
        self.code = code


def forgiving_streams() -> None:
    """Let bytes that are no text, and text that the terminal cannot show, end nothing."""
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=errors)


@contextmanager
def reported() -> Iterator[None]:
    """Turn errors into a sentence and an exit code; ends the process."""
    try:
        yield
    except click.ClickException as error:
        said = StringIO()
        error.show(said)
        # A message may name decks and files of others.
        click.echo(clean(said.getvalue()), err=True, nl=False)
        sys.exit(error.code if isinstance(error, CommandError) else error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    except (BrokenPipeError, ReaderGoneError):
        # What is still buffered has nowhere to go; Python would complain about it at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if not _is_users(error):
            raise
        click.echo(clean(f"Error: {_said(error)}"), err=True)
        sys.exit(USAGE)


def _said(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _is_users(error: Exception) -> bool:
    """Whether an error tells of something that its reader can mend."""
    from quizlab.plugins import PluginError
    from quizlab.settings import SettingsError
    from quizlab.store import StoreError
    from quizlab.verify import Fault

    return isinstance(error, (PluginError, SettingsError, StoreError, Fault, OSError))
