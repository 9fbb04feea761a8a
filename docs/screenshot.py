"""Draw docs/study.svg again, the picture in the README: ``python docs/screenshot.py``.

A computed question of the built-in deck is answered by a wrong formula, on a screen of 80×36 with
fixed dice and a fixed clock, so that the picture changes only when the app does. Fonts are the
reader's own: nothing is fetched.
"""

import asyncio
import re
import tempfile
from pathlib import Path
from random import Random

from quizlab.domain.query import Query
from quizlab.sessions.home import Home
from quizlab.sessions.workspace import Workspace
from quizlab.settings import Settings
from quizlab.tui.app import QuizlabApp

TARGET = Path(__file__).with_name("study.svg")
CARD = "core/conv-side-strided"


class StillClock:
    """A clock that has stopped."""

    def now(self) -> int:
        """A morning in October 2025."""
        return 1_760_000_000_000

    def offset(self, at: int) -> int:
        """London in winter."""
        del at
        return 0


async def draw(workspace: Workspace) -> str:
    """Answer the card by rounding up and return the screen."""
    for text in workspace.store.all_cards():
        if text.key != CARD:
            workspace.store.withhold(text.key, True)
    app = QuizlabApp(workspace, Query())
    async with app.run_test(size=(80, 36)) as pilot:
        await pilot.pause(0.5)
        asked = app.screen.study.asked  # type: ignore[attr-defined]
        (wrong,) = [one.value for one in asked.keys[0].candidates if one.id == "ceil"]
        await pilot.press(*str(wrong), "enter")
        await pilot.pause(0.5)
        return app.export_screenshot(title="quizlab")


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Home(Path(folder)), Settings(), StillClock(), Random(3))
        workspace.library.sync()
        picture = re.sub(
            r"@font-face \{.*?\}\s*", "", asyncio.run(draw(workspace)), flags=re.DOTALL
        )
        TARGET.write_text(picture + "\n", encoding="utf-8")
        workspace.close()


if __name__ == "__main__":
    main()
