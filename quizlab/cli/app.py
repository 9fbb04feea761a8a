"""Starting the app."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from quizlab.cli.faults import CommandError

if TYPE_CHECKING:
    from quizlab.domain.query import Query
    from quizlab.sessions.workspace import Workspace


def run_app(workspace: Workspace, query: Query | None = None) -> None:
    """Open the app: at home, or at the first question of `query`.

    Raises:
        CommandError: When there is no terminal to draw on.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError("the app needs a terminal; through a pipe, use `quizlab study --plain`")
    from quizlab.tui.app import QuizlabApp

    QuizlabApp(workspace, query).run()
