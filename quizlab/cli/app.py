"""Starting the app."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from quizlab.cli.faults import CommandError
from quizlab.domain.untrusted import clean

if TYPE_CHECKING:
    from quizlab.domain.query import Query
    from quizlab.sessions.workspace import Workspace


# Seconds for proofs that were under way when the app was left: torch's import, and then some.
_PATIENCE = 10.0


def run_app(workspace: Workspace, query: Query | None = None) -> None:
    """Open the app: at home, or at the first question of `query`.

    Raises:
        CommandError: When there is no terminal to draw on.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError("the app needs a terminal; through a pipe, use `quizlab study --plain`")
    from quizlab.tui.app import QuizlabApp

    QuizlabApp(workspace, query).run()
    # The screen is gone; the last proofs may still be on their way.
    prover = workspace.prover
    if prover.outstanding:
        click.echo("Proving the last answers…", err=True)
    for found in prover.close(time.sleep, patience=_PATIENCE):
        click.echo(f"withdrawn: {found.verifier}: {clean(found.message)}", err=True)
