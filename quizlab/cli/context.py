"""What every command needs: the workspace, and names of decks turned into decks."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.sessions.home import Home
    from quizlab.sessions.library import SyncReport
    from quizlab.sessions.verifiers import Verifiers
    from quizlab.sessions.workspace import Workspace


class Context:
    """The flags that stand before a command, and the workspace that they name."""

    def __init__(self, home: str | None, learner: str | None) -> None:
        self._home = home
        self._learner = learner

    @cached_property
    def home(self) -> Home:
        """The folder of the database and the person's own cards."""
        from quizlab.sessions.home import Home

        return Home.find(os.environ, self._home)

    @cached_property
    def workspace(self) -> Workspace:
        """The rooms of the home; closed when the command ends."""
        from quizlab.cli.clock import WallClock
        from quizlab.sessions.workspace import Workspace
        from quizlab.settings import load

        settings = load(self.home.settings, os.environ, {"learner": self._learner})
        workspace = Workspace(self.home, settings, WallClock())
        click.get_current_context().find_root().call_on_close(workspace.close)
        return workspace

    @cached_property
    def verifiers(self) -> Verifiers:
        """All installed verifiers; needs no home."""
        from quizlab.sessions.verifiers import Verifiers

        return Verifiers()

    def sync(self) -> SyncReport:
        """Read what changed in the card files, and say what cannot be used."""
        from quizlab.cli.output import warn

        report = self.workspace.library.sync()
        for fault in report.faults:
            warn(f"warning: {fault}")
        return report

    def decks_named(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the identities of the decks that `names` match; () for no names.

        Raises:
            CommandError: When a name matches no deck, with those there are.
        """
        from quizlab.cli.faults import CommandError
        from quizlab.sessions.overview import matching_decks

        known = self.workspace.store.deck_list()
        found: dict[str, None] = {}
        for name in names:
            matches = matching_decks(name, known)
            if not matches:
                there_are = ", ".join(sorted({deck.deck_name for deck in known})) or "none"
                raise CommandError(f"no deck is called {name!r}; there are: {there_are}")
            found |= dict.fromkeys(matches)
        return tuple(found)
