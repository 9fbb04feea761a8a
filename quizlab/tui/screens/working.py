"""What the screens over a workspace share: saying things, and a database that may fail."""

from __future__ import annotations

import asyncio
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from textual.screen import Screen

from quizlab.store.errors import StoreError
from quizlab.tui.background import FilesRead, read_files
from quizlab.tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from quizlab.sessions.workspace import Workspace
    from quizlab.tui.actions import Action

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")
_Working = TypeVar("_Working", bound="WorkingScreen")

# Whoever waits longer than this, in seconds, should know what for.
_PATIENCE = 0.4


class WorkingScreen(Screen[None]):
    """A screen over a workspace; `registry_name` names it in the registry of actions."""

    registry_name = ""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        # Threads and the learner take turns at the database.
        self.database = asyncio.Lock()

    def say(self, text: str, tone: str = "", *, stays: bool = False) -> None:
        """Say something above the foot; see `Said.say`."""
        self.query_one(Said).say(text, tone, stays=stays)

    def can(self, action: Action) -> bool:  # noqa: ARG002  # for screens to narrow
        """Whether `action` makes sense now; the palette and the foot offer no other."""
        return True

    async def in_thread(
        self, act: Callable[_Given, _Found], *given: _Given.args, **named: _Given.kwargs
    ) -> _Found:
        """Run `act`, which writes, off the screen's thread: it may wait for another program."""
        said = self.query_one(Said)
        waiting = said.set_timer(_PATIENCE, lambda: said.say("Waiting for the database…"))
        try:
            return await asyncio.to_thread(act, *given, **named)
        finally:
            waiting.stop()

    def read_files(self) -> None:
        """Read changed files in a thread; `FilesRead` comes when that is done."""
        self.run_worker(
            lambda: self.post_message(read_files(self.workspace)), thread=True, group="files"
        )

    def on_files_read(self, event: FilesRead) -> None:
        """Say what could not be read."""
        for fault in event.faults:
            self.say(fault, "warning")

    def action_help(self) -> None:
        """Show all keys."""
        from quizlab.tui.screens.page import PageScreen, help_page

        self.app.push_screen(PageScreen(help_page(self.registry_name)))


def stored(
    act: Callable[Concatenate[_Working, _Given], Coroutine[Any, Any, None]],
) -> Callable[Concatenate[_Working, _Given], Coroutine[Any, Any, None]]:
    """Make an action hold the database, and say what is wrong with it instead of failing.

    Actions run one after the other in the app's own message loop, so that keys typed ahead wait;
    the screen's loop goes on drawing meanwhile.
    """

    @wraps(act)
    async def guarded(screen: _Working, /, *given: _Given.args, **named: _Given.kwargs) -> None:
        async with screen.database:
            try:
                await act(screen, *given, **named)
            except StoreError as error:
                screen.say(f"{error}", "error", stays=True)

    return guarded
