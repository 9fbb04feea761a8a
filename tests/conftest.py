"""A workspace in an empty home, with a clock that only moves when it is told to."""

from pathlib import Path

import pytest

from quizlab import plugins
from quizlab.sessions.home import Home
from quizlab.sessions.workspace import Workspace
from quizlab.settings import Settings

START = 1_760_000_000_000  # 2025-10-09, 08:53 UTC
MINUTE = 60_000
DAY = 86_400_000


class HandClock:
    """A clock that is moved by hand."""

    def __init__(self, at=START, offset=0):
        self.at = at
        self.minutes = offset

    def now(self):
        self.at += 1  # two events never share a millisecond, as on a real desk
        return self.at

    def offset(self, at):
        del at
        return self.minutes

    def pass_time(self, milliseconds):
        self.at += milliseconds


def pytest_report_header(config):
    if "not compiler" in config.getoption("markexpr"):
        return "deselected: what needs g++; `python -m pytest -m compiler` runs it"
    return "selected: what needs g++"


CARDS = """---
deck: Test/Basics
tags: [first]
---

# Basics

A 7×7 kernel takes 224 to {fact}`conv2d.output-side size=224 kernel=7 stride=2 padding=3`.

## What is stride? {#stride}

The step between two windows.

## Side of a convolution {#side .hard}

```{compute} conv2d.output-side
size: 32
kernel: 3
stride: 2
padding: 1
dilation: 1
```

## Default decay {#decay}

Adam has $\\beta_1$ = ==0.9== and uses ==both== moments.

## Which halve the side? {#halve}

- [x] stride 2
  - Every second window is kept.
- [ ] padding 1
- [x] pooling 2×2

## Order a step {#step-order}

```{order}
- forward
- backward
- update
```

## Momentum {#momentum .reversed}

A running sum of gradients.
"""


@pytest.fixture
def only_own_cards(monkeypatch):
    """Leave installed packs of cards out; installed verifiers stay."""
    installed = plugins.installed
    monkeypatch.setattr(
        plugins,
        "installed",
        lambda group: () if group == plugins.CONTENT else installed(group),
    )


@pytest.fixture
def clock():
    return HandClock()


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


@pytest.fixture
def write(home):
    """Write a card file of one's own."""

    def write_file(text, name="basics.md") -> Path:
        file = home.cards / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write_file


@pytest.fixture
def workspace(home, clock, only_own_cards):
    del only_own_cards
    made = Workspace(home, Settings(new_per_day=50), clock)
    yield made
    made.close()


@pytest.fixture
def filled(workspace, write):
    """A workspace whose own folder holds the cards above."""
    write(CARDS)
    report = workspace.library.sync()
    assert not report.diagnostics
    assert not report.faults
    return workspace
