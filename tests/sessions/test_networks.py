"""Networks of installed packages: a broken one costs itself, a worker is waited for and stopped."""

import json
import sys
from types import SimpleNamespace

import pytest

from quizlab import plugins
from quizlab.sessions import networks
from quizlab.verify import Fault, LayerTable, NetworkSummary

SUMMARY = NetworkSummary("tiny", "Tiny", 2020, "paper", (1, 2, 2), 4, 4)
TABLE = LayerTable(SUMMARY, ((1,),), ())


@pytest.fixture
def package(monkeypatch):
    """A package whose one table a worker has to compute; tests say what the worker runs."""
    made = SimpleNamespace(
        summaries=lambda: (SUMMARY,),
        table=lambda _name, _size: None,
        worker=lambda _name, _size: ("-c", "print('done')"),
        read=lambda printed: TABLE if printed == "done\n" else None,
        source=lambda _: "text",
    )
    sound = plugins.Plugin(plugins.MODELS, "one", "somebody", "somebody's")
    broken = plugins.Plugin(plugins.MODELS, "two", "no_such_module_at_all", "broken-package")
    monkeypatch.setattr(plugins, "installed", lambda _: (sound, broken))
    real = plugins.module
    monkeypatch.setattr(plugins, "module", lambda plugin: made if plugin is sound else real(plugin))
    return made


@pytest.mark.usefixtures("package")
def test_a_broken_package_costs_only_itself():
    found = networks.InstalledNetworks()
    assert found.summaries() == (SUMMARY,)
    (fault,) = found.faults
    assert "broken-package" in fault
    assert "no_such_module_at_all" in fault


@pytest.mark.usefixtures("package")
def test_what_was_not_shipped_is_computed_by_a_worker():
    assert networks.InstalledNetworks().table("tiny") == TABLE


def test_a_worker_that_takes_long_is_mentioned(package, monkeypatch):
    monkeypatch.setattr(networks, "_LOOK_AGAIN", 0.05)
    package.worker = lambda *_: ("-c", "import time; time.sleep(0.4); print('done')")
    waited = []
    assert networks.InstalledNetworks().table("tiny", busy=waited.append) == TABLE
    assert waited
    assert waited == sorted(waited)


def test_a_worker_that_fails_is_told_with_its_last_words(package):
    package.worker = lambda *_: ("-c", "import sys; sys.exit('no torch here')")
    with pytest.raises(Fault, match="the table of tiny could not be computed: no torch here"):
        networks.InstalledNetworks().table("tiny")


def test_a_worker_that_is_killed_says_nothing(package):
    package.worker = lambda *_: ("-c", "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(Fault, match="the table of tiny could not be computed: it says nothing"):
        networks.InstalledNetworks().table("tiny")


@pytest.mark.parametrize(
    "rubbish", ["print('no JSON')", "import os; os.write(1, b'\\xff\\xfe{')", ""]
)
def test_a_worker_that_prints_rubbish_is_a_fault(package, rubbish):
    package.worker = lambda *_: ("-c", rubbish)
    package.read = json.loads
    with pytest.raises(Fault, match="what the worker printed is no table of tiny: Expecting value"):
        networks.InstalledNetworks().table("tiny")


def test_a_package_that_fails_is_a_fault(package):
    def fail(*_):
        raise KeyError("steps")

    package.table = package.source = fail
    with pytest.raises(Fault, match="the table of tiny could not be made: 'steps'"):
        networks.InstalledNetworks().table("tiny")
    with pytest.raises(Fault, match="the file of tiny could not be read: 'steps'"):
        networks.InstalledNetworks().source("tiny")


def test_what_a_package_refuses_is_passed_on_as_it_is(package):
    refusal = Fault("range", "size", "too small")

    def refuse(*_):
        raise refusal

    package.table = refuse
    with pytest.raises(Fault) as passed:
        networks.InstalledNetworks().table("tiny", (1, 1))
    assert passed.value is refusal


def test_a_worker_is_stopped_when_the_waiting_is_broken_off(package, monkeypatch):
    monkeypatch.setattr(networks, "_LOOK_AGAIN", 0.05)
    package.worker = lambda *_: ("-c", "import time; time.sleep(600)")
    started = []
    popen = networks.subprocess.Popen
    monkeypatch.setattr(
        networks.subprocess, "Popen", lambda *a, **k: started.append(popen(*a, **k)) or started[0]
    )

    def interrupt(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        networks.InstalledNetworks().table("tiny", busy=interrupt)
    assert started[0].wait(10) != 0


@pytest.mark.usefixtures("package")
def test_an_unknown_name_is_refused_by_name():
    with pytest.raises(Fault, match=r"no network is called 'tinny'; did you mean tiny?"):
        networks.InstalledNetworks().source("tinny")


def test_workers_run_in_the_same_python(package):
    package.worker = lambda *_: (
        "-c",
        f"import sys; assert sys.executable == {sys.executable!r}; print('done')",
    )
    assert networks.InstalledNetworks().table("tiny") == TABLE
