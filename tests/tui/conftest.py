"""Apps on a screen that exists in memory, over cards that stand in the test."""

import asyncio
from random import Random

import pytest
from textual.events import Key
from textual.keys import _character_to_key

from quizlab.domain.query import Query
from quizlab.sessions.prover import Prover
from quizlab.tui.app import QuizlabApp

_OPEN = asyncio.Lock()
FRONT = "---\ndeck: Test/Basics\n---\n\n"


class Driver:
    """A person at the keyboard of one app."""

    def __init__(self, app, pilot):
        self.app = app
        self.pilot = pilot

    @property
    def screen(self):
        return self.app.screen

    @property
    def phase(self):
        return self.screen.phase.name

    @property
    def card(self):
        """The id of the card on screen, without its pack."""
        question = self.screen.question
        return question.card.split("/")[1] if question else None

    @property
    def rows(self):
        """What is drawn, row by row."""
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]

    @property
    def text(self):
        return "\n".join(self.rows)

    @property
    def foot(self):
        return self.rows[-1]

    async def press(self, *keys):
        """Press keys one after the other, looking up after each."""
        for key in keys:
            self.send(key)
            await self.settle()

    async def type(self, text):
        """Type without looking up."""
        for letter in text:
            self.send(letter)
        await self.settle()

    def send(self, key):
        """Press a key and wait for nothing."""
        character = {"space": " "}.get(key, key if len(key) == 1 else None)
        event = Key(_character_to_key(key) if len(key) == 1 else key, character)
        event.set_sender(self.app)
        self.app._driver.send_message(event)

    async def settle(self):
        """Wait until all that was set off has come to rest: no task is ready, no thread runs."""
        ready = asyncio.get_running_loop()._ready
        for _ in range(4):
            await asyncio.sleep(0)
            while ready or self.busy:  # noqa: ASYNC110  # of the loop itself, and of threads
                await asyncio.sleep(0.001 if self.busy else 0)
            if self.app.screen_stack:
                # A refresh is due at the next sixtieth of a second: have it now.
                self.screen._on_timer_update()
            await self.app.animator.wait_until_complete()

    @property
    def busy(self):
        screens = self.app.screen_stack
        locked = any(getattr(screen, "database", _OPEN).locked() for screen in screens)
        return locked or any(not worker.is_finished for worker in self.app.workers)


def drive(app, act, size=(80, 24)):
    """Run `act` with a person at `app`."""

    async def session():
        async with app.run_test(size=size) as pilot:
            app.animation_level = "none"
            driver = Driver(app, pilot)
            await driver.settle()
            await act(driver)

    asyncio.run(session())


@pytest.fixture
def driver():
    """The class of people at keyboards."""
    return Driver


@pytest.fixture(autouse=True)
def no_prover(monkeypatch):
    """Ask no second process: its torch would take longer than all these tests."""
    asked = []
    monkeypatch.setattr(Prover, "ask", lambda _, drawn: asked.append(drawn))
    return asked


@pytest.fixture
def cards(write, workspace):
    """Make the own folder hold these cards, and read them."""

    def put(text, name="basics.md"):
        file = write(FRONT + text, name)
        report = workspace.library.sync()
        assert not report.diagnostics, [*map(str, report.diagnostics)]
        return file

    return put


@pytest.fixture
def study(workspace, cards):
    """Study these cards, or what is there already, in an app opened at the first question."""

    def start(text=None, act=None, size=(80, 24), query=None):
        workspace.dice = Random(1)
        if text is not None:
            cards(text)
        drive(QuizlabApp(workspace, query or Query()), act, size)

    return start


@pytest.fixture
def at_home(workspace):
    """Open the app at home; the first run's questions count as answered."""

    def start(act, size=(80, 24), *, welcomed=True):
        workspace.dice = Random(1)
        if welcomed:
            workspace.keep_settings(welcomed=True)
        drive(QuizlabApp(workspace), act, size)

    return start


@pytest.fixture
def reviews(workspace):
    """The grades in the log, as far as they count."""

    def read(card):
        from quizlab.scheduling import effective

        events = effective(workspace.store.events_of(f"own/{card}"))
        return [event.payload.grade for event in events if event.kind == "review"]

    return read
