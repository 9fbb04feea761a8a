"""The networks of all installed packages: their list, their tables, their sources."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from quizlab import plugins
from quizlab.verify import Fault, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quizlab.verify import LayerTable, Networks, NetworkSummary

Size = tuple[int, int]

_MOST_NAMED = 8

_LOOK_AGAIN = 1.0
"""Seconds after which a worker that is still busy is mentioned, and mentioned again."""


class InstalledNetworks:
    """The networks that can be asked for; a package that is broken costs only itself.

    Attributes:
        faults: What is wrong with packages that were left out.
    """

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._packages: dict[str, Networks] = {}
        self._summaries: dict[str, NetworkSummary] = {}
        for plugin in plugins.installed(plugins.MODELS):
            try:
                package: Networks = plugins.module(plugin)
                summaries = package.summaries()
            except Exception as error:  # noqa: BLE001  # a plug-in may raise anything
                self.faults.append(f"the networks of {plugin.distribution}: {error}")
                continue
            for summary in summaries:
                self._packages.setdefault(summary.name, package)
                self._summaries.setdefault(summary.name, summary)

    def summaries(self) -> tuple[NetworkSummary, ...]:
        """Return the list of networks, package by package."""
        return tuple(self._summaries.values())

    def source(self, name: str) -> str:
        """Return the file in which a network is written.

        Raises:
            Fault: No such network, or a package that fails.
        """
        name = self.named(name)
        package = self._packages[name]
        with _failing_as_fault(f"the file of {name} could not be read"):
            return package.source(name)

    def table(
        self, name: str, size: Size | None = None, busy: Callable[[float], None] = lambda _: None
    ) -> LayerTable:
        """Return a network's table at its usual input, or at this height and width.

        Args:
            name: Of the network.
            size: Height and width of the image.
            busy: Called with the seconds so far while a worker computes what was not shipped.

        Raises:
            Fault: No such network, an input that it cannot take, or a package that fails.
        """
        name = self.named(name)
        package = self._packages[name]
        with _failing_as_fault(f"the table of {name} could not be made"):
            table = package.table(name, size)
            if table is not None:
                return table
            arguments = package.worker(name, size)
        with _failing_as_fault(f"the table of {name} could not be computed"):
            printed = _output_of(arguments, name, busy)
        with _failing_as_fault(f"what the worker printed is no table of {name}"):
            return package.read(printed)

    def named(self, typed: str) -> str:
        """Return the name of the network that a person means: ``ResNet-50`` is resnet50.

        Raises:
            Fault: None is meant, with those that come near.
        """
        if typed in self._packages:
            return typed
        plain = _plain(typed)
        same = [name for name in self._packages if _plain(name) == plain]
        if len(same) == 1:
            return same[0]
        raise Fault(
            "unknown-network",
            "",
            f"no network is called {shown(typed)}; {self._hint(plain)}`quizlab model` lists them",
        )

    def _hint(self, plain: str) -> str:
        """Return what may have been meant, as a sentence; "" where nothing comes near."""
        alike = [name for name in self._packages if plain and plain in _plain(name)]
        alike.sort(key=lambda name: not _plain(name).startswith(plain))
        if alike:
            more = ", …" if len(alike) > _MOST_NAMED else ""
            return f"there are {', '.join(alike[:_MOST_NAMED])}{more}; "
        near = nearest(plain, self._packages)
        return f"did you mean {near}? " if near else ""


def _plain(name: str) -> str:
    """Return a name without what people write in many ways: case, hyphens, ``+`` for plus."""
    letters = name.casefold().replace("+", "plus")
    return "".join(letter for letter in letters if letter.isalnum())


@contextmanager
def _failing_as_fault(what: str) -> Iterator[None]:
    """Turn whatever a package raises into a Fault that says what failed."""
    try:
        yield
    except Fault:
        raise
    except Exception as error:
        said = str(error) or type(error).__name__
        raise Fault("unknown-network", "", f"{what}: {said}") from error


def _output_of(arguments: tuple[str, ...], name: str, busy: Callable[[float], None]) -> str:
    """Run a worker to its end and return what it printed."""
    with subprocess.Popen(  # noqa: S603  # our own Python, a package's own module
        [sys.executable, "-X", "utf8", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as worker:
        printed, said = _ended(worker, busy)
    if worker.returncode:
        *_, last = said.strip().splitlines() or ["it says nothing"]
        raise Fault("unknown-network", "", f"the table of {name} could not be computed: {last}")
    return printed


def _ended(worker: subprocess.Popen[str], busy: Callable[[float], None]) -> tuple[str, str]:
    """Wait for a worker; stop it where the waiting is broken off."""
    waited = 0.0
    try:
        while True:
            try:
                return worker.communicate(timeout=_LOOK_AGAIN)
            except subprocess.TimeoutExpired:
                waited += _LOOK_AGAIN
                busy(waited)
    except BaseException:
        worker.kill()
        raise
