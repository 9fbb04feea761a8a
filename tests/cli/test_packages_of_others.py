"""Verifiers and decks of another package are found by their entry points; a broken one costs itself."""

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

EXAMPLE = Path(__file__).parents[1] / "example_package"


def describe(site, name, entry_points):
    """Write what an installer writes about a package."""
    info = site / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = [
        line
        for group, points in entry_points.items()
        for line in (f"[{group}]", *(f"{key} = {value}" for key, value in points.items()))
    ]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder into which pip really installed the example package."""
    folder = tmp_path_factory.mktemp("installed")
    source = copytree(EXAMPLE, tmp_path_factory.mktemp("source") / "example")
    # quizlab is here already, and so is hatchling, which builds the package.
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--target", folder)
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", *map(str, options), str(source)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def site(installed, tmp_path):
    """A copy of that folder, to which a test may add."""
    return copytree(installed, tmp_path / "site")


def test_pip_wrote_the_entry_points(installed):
    (points,) = installed.glob("quizlab_example-1.0.dist-info/entry_points.txt")
    assert "[quizlab.verifiers]\nexample = quizlab_example\n" in points.read_text()


@pytest.fixture
def quizlab(site, home):
    """Run `quizlab` in a process of its own that sees the packages of `site`."""

    def run(*arguments, typed=""):
        done = subprocess.run(
            [sys.executable, "-m", "quizlab", *map(str, arguments)],
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"QUIZLAB_HOME": str(home.root), "PYTHONPATH": str(site)},
        )
        assert "Traceback" not in done.stderr
        return done

    return run


def test_its_verifier_is_one_like_the_others(quizlab):
    assert "patches.count" in quizlab("verifiers").stdout
    given = ("--set", "height=224", "--set", "width=224")
    assert quizlab("solve", "patches.count", *given).stdout == "196\n"
    graded = quizlab("grade", "patches.count", *given, "--answer", "197", "--json")
    assert json.loads(graded.stdout)["misconception"] == "class-token"
    refused = quizlab("solve", "patches.count", *given, "--set", "patch=15")
    assert refused.returncode == 2
    assert "patch 15 does not divide" in refused.stderr


def test_its_verifier_is_audited(quizlab):
    done = quizlab("audit", "patches.count", "-n", "50", "--json")
    report = json.loads(done.stdout)
    assert (report["ok"], report["proved"], done.returncode) == (True, 50, 0)


def test_its_deck_is_found_checked_and_studied(quizlab):
    decks = [json.loads(line) for line in quizlab("decks", "--json").stdout.splitlines()]
    assert {"Vision/Patches": 2}.items() <= {d["deck_name"]: d["cards"] for d in decks}.items()
    checked = quizlab("check")
    assert (checked.returncode, "quizlab_example" in checked.stdout) == (0, False)
    studied = quizlab("study", "vision", "--plain", typed="196\n\n:q\n")
    assert "patches: 196." in studied.stdout
    assert "\nok 1\n" in studied.stdout


def test_the_deck_of_an_installed_package_is_not_written(quizlab, site):
    file = site / "quizlab_example" / "decks" / "vision" / "01-patches.md"
    file.write_text(file.read_text().rstrip("\n"))
    before = file.read_bytes()
    done = quizlab("fmt", file)
    assert done.returncode == 1
    assert "never written" in done.stderr
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("raise RuntimeError('half installed')", "half installed"),
        ("import no_such_module", "no_such_module"),
        ("def broken(:", "invalid syntax"),
        ("CATALOGUE = ['patches']", "has no CATALOGUE"),
        ("CATALOGUE = {'a.b': 'no colon'}", "has no CATALOGUE"),
    ],
)
def test_a_package_that_cannot_be_used_is_named_and_the_rest_goes_on(source, said, quizlab, site):
    (site / "broken_one.py").write_text(source)
    describe(site, "broken-one", {"quizlab.verifiers": {"broken": "broken_one"}})
    listed = quizlab("verifiers")
    assert "conv2d.output-side" in listed.stdout
    assert "broken-one" in listed.stderr
    assert said in listed.stderr
    assert (
        quizlab("solve", "patches.count", "--set", "height=32", "--set", "width=32").stdout == "4\n"
    )
    doctor = quizlab("doctor")
    assert doctor.returncode == 1
    assert "broken-one" in doctor.stdout


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("no_such_module:Class", "no_such_module"),
        ("quizlab_example.patches:Missing", "Missing"),
        ("quizlab_example.patches:EXAMPLES", "EXAMPLES"),
        ("quizlab_example.patches:patch_count", "patch_count"),
        ("quizlab_example.patches:PatchParameters", "PatchParameters"),
        ("quizlab_example.patches:PatchCount", "is not the verifier 'broken.one'"),
    ],
)
def test_a_verifier_that_cannot_be_loaded_is_named_and_the_rest_goes_on(
    address, said, quizlab, site
):
    (site / "broken_one.py").write_text(f"CATALOGUE = {{'broken.one': {address!r}}}")
    describe(site, "broken-one", {"quizlab.verifiers": {"broken": "broken_one"}})
    for command in ("solve", "generate", "audit", "verifiers"):
        done = quizlab(command, "broken.one")
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
    listed = quizlab("verifiers")
    assert "patches.count" in listed.stdout
    assert said in listed.stderr
    assert listed.returncode == 1
    doctor = quizlab("doctor")
    assert doctor.returncode == 1
    assert said in doctor.stdout


def test_an_audit_of_all_goes_on_past_a_verifier_that_cannot_be_loaded(quizlab, site):
    (site / "broken_one.py").write_text("CATALOGUE = {'broken.one': 'no_such_module:Class'}")
    describe(site, "broken-one", {"quizlab.verifiers": {"broken": "broken_one"}})
    done = quizlab("audit", "-n", "3", "--jobs", "2")
    assert done.returncode == 1
    assert "no_such_module" in done.stdout
    assert "patches.count version 1: holds" in done.stdout
    assert "1 do not hold: broken.one" in done.stdout


def test_a_pack_of_cards_that_cannot_be_imported_is_named_and_the_rest_goes_on(quizlab, site):
    (site / "broken_deck.py").write_text("1 / 0")
    describe(site, "broken-deck", {"quizlab.content": {"broken": "broken_deck", "own": "os"}})
    listed = quizlab("decks")
    assert "Vision/Patches" in listed.stdout
    assert "division by zero" in listed.stderr
    assert "reserved" in listed.stderr
    checked = quizlab("check")
    assert checked.returncode == 1
    assert "division by zero" in checked.stderr


def test_a_card_of_a_missing_verifier_is_withheld_and_not_fatal(quizlab, write):
    write(
        "---\ndeck: Mine\n---\n\n## A {#a}\n\n```{compute} nobody.has-it\n```\n\n## B {#b}\n\nb\n"
    )
    done = quizlab("study", "Mine", "--plain", typed="\n3\n")
    assert done.returncode == 0
    assert "\nok 1\n" in done.stdout
    assert "nobody.has-it" in done.stderr
