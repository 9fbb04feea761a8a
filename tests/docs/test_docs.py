"""What the documents promise exists and runs."""

import importlib.util
import re
import sys
import types
from pathlib import Path

import pytest

from quizlab.cli import COMMANDS
from quizlab.sessions.verifiers import Verifiers
from quizlab.verify import audit

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def code_blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def example(monkeypatch):
    """The verifier of docs/verifiers.md, as a module."""
    source = code_blocks((ROOT / "docs/verifiers.md").read_text(encoding="utf-8"), "python")[0]
    module = types.ModuleType("example_of_the_docs")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(source, "docs/verifiers.md", "exec"), module.__dict__)  # noqa: S102  # our own docs
    return module


def test_the_example_verifier_holds_under_audit(example):
    report = audit(example.StepsPerEpoch(), 200)
    assert report.ok, report.problems
    assert report.proved == report.variants == 200


def test_every_command_of_the_readme_exists():
    named = set(re.findall(r"(?:^|`)quizlab ([a-z]+)", README, re.MULTILINE))
    assert len(named) > 8
    assert named <= set(COMMANDS)


def test_the_first_lines_say_what_it_is_for_then_the_commands():
    head = README.split("\n\n")
    assert head[0] == "# quizlab"
    assert "interviews" in head[1]
    assert code_blocks(README, "")[0] == "python -m pip install . && quizlab\n"
    assert code_blocks(README, "")[1] == 'python -m pip install -e ".[dev]" && python -m pytest\n'


def test_links_between_documents_lead_somewhere():
    for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            if not target.startswith("http") and "://" not in target:
                assert (document.parent / target).exists(), f"{document}: {target}"


def test_every_verifier_stands_in_the_catalogue_with_its_parameters_and_parts():
    rows = re.findall(
        r"^\| `(.+?)` \| (.+?) \| (.+?) \| (.+?) \|$",
        (ROOT / "docs/catalogue.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    verifiers = Verifiers()
    assert sorted(row[0] for row in rows) == sorted(verifiers.ids())
    for name, title, parameters, parts in rows:
        verifier = verifiers.get(name)
        assert title == verifier.title
        assert parameters == ", ".join(
            f"**{one}**" if spec.required else one for one, spec in verifier.specs.items()
        )
        assert parts == ", ".join(part.name for part in verifier.parts)


def test_the_page_of_networks_is_what_its_script_writes():
    spec = importlib.util.spec_from_file_location("networks_page", ROOT / "docs/networks.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert (ROOT / "docs/networks.md").read_text(encoding="utf-8") == script.page()


def test_every_verifier_solves_what_its_own_draw_gives():
    from quizlab.verify import answers, draw

    verifiers = Verifiers()
    assert len(verifiers.ids()) >= 81
    for name in verifiers.ids():
        verifier = verifiers.get(name)
        assert set(answers(verifier, draw(verifier, 1))) == {part.name for part in verifier.parts}


def test_nothing_is_left_to_do_in_the_source():
    for file in (ROOT / "quizlab").rglob("*.py"):
        assert not re.search(r"TODO|FIXME|XXX", file.read_text(encoding="utf-8")), file
