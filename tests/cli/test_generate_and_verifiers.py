"""Questions without cards, and what is known of each verifier."""

import csv
import io
import json

import pytest

from quizlab.sessions.verifiers import Verifiers

SIDE = "conv2d.output-side"


def test_json_holds_what_the_contract_names(quizlab):
    ran = quizlab("generate", SIDE, "-n", "3", "--seed", "5", "--json")
    for found in ran.all_json:
        assert list(found) == [
            "id", "version", "seed", "params", "prompt", "answer", "steps", "misconceptions",
        ]  # fmt: skip
        assert isinstance(found["answer"], int)
        assert all(isinstance(value, int) for value in found["misconceptions"].values())
    assert ran.out == quizlab("generate", SIDE, "-n", "3", "--seed", "5", "--format", "json").out


def test_what_is_generated_is_solved_alike(quizlab):
    rows = quizlab("generate", SIDE, "-n", "20", "--seed", "1", "--json").all_json
    requests = "".join(json.dumps({"id": r["id"], "params": r["params"]}) + "\n" for r in rows)
    solved = quizlab("solve", "--batch", "-", typed=requests).all_json
    assert [found["answer"] for found in solved] == [row["answer"] for row in rows]
    assert [found["steps"] for found in solved] == [row["steps"] for row in rows]


def test_a_seed_draws_the_same_again_and_questions_differ(quizlab):
    first = quizlab("generate", SIDE, "-n", "10", "--seed", "3", "--json")
    assert first.out == quizlab("generate", SIDE, "-n", "10", "--seed", "3", "--json").out
    assert len({json.dumps(row["params"]) for row in first.all_json}) == 10
    assert first.out != quizlab("generate", SIDE, "-n", "10", "--seed", "4", "--json").out


def test_settings_narrow_the_draws(quizlab):
    given = ("--set", "kernel=[3,5]", "--set", "size=30..40", "--set", "stride=2")
    rows = quizlab("generate", SIDE, "-n", "20", "--seed", "1", *given, "--json").all_json
    assert {row["params"]["kernel"] for row in rows} == {3, 5}
    assert all(30 <= row["params"]["size"] <= 40 for row in rows)
    assert {row["params"]["stride"] for row in rows} == {2}


def test_a_small_space_is_exhausted_and_said(quizlab):
    given = [f"--set={name}" for name in ("size=9", "stride=1", "padding=0", "dilation=1")]
    ran = quizlab("generate", SIDE, "-n", "5", *given, "--set", "kernel=[3,5]", "--json")
    assert len(ran.lines) == 2
    assert "only 2 different questions" in ran.err
    assert ran.code == 0


def test_settings_that_cannot_be_are_wrong_usage(quizlab):
    for given in ("kernel=0", "kernle=3", "kernel=x", "size=2..1", "size=[]"):
        ran = quizlab("generate", SIDE, "--set", given)
        assert (ran.code, ran.out) == (2, ""), given
    ran = quizlab("generate", SIDE, "--set", "size=3", "--set", "kernel=9", "--set", "padding=0")
    assert (ran.code, ran.out) == (2, "")


def test_csv_has_a_header_and_a_row_each(quizlab):
    ran = quizlab("generate", SIDE, "-n", "3", "--seed", "1", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert len(rows) == 3
    assert json.loads(rows[0]["params"])["size"] > 0
    assert json.loads(rows[0]["steps"])


def test_markdown_goes_to_a_file(quizlab, tmp_path):
    file = tmp_path / "questions.md"
    ran = quizlab("generate", SIDE, "-n", "2", "--seed", "1", "-o", file)
    assert (ran.code, ran.out) == (0, "")
    text = file.read_text()
    assert text.count("## Question ") == 2
    assert text.count("\nsource: `conv2d.output-side size=") == 2


@pytest.mark.parametrize("name", Verifiers().ids())
def test_the_source_of_a_question_can_be_set_as_it_is_written(name, quizlab):
    text = quizlab("generate", name, "-n", "1", "--seed", "3").out
    source = text.rsplit("source: `", 1)[1].split("`")[0]
    (params,) = [
        row["params"]
        for row in quizlab("generate", name, "-n", "1", "--seed", "3", "--json").all_json
    ]
    written = source.removeprefix(name)
    places = [written.index(f" {key}=") for key in params]
    settings = [
        written[start:end].strip() for start, end in zip(places, [*places[1:], None], strict=True)
    ]
    given = [part for setting in settings for part in ("--set", setting)]
    assert quizlab("solve", name, *given, "--json").json["params"] == params


def test_every_verifier_is_listed_with_its_title(quizlab):
    ran = quizlab("verifiers")
    assert (ran.code, ran.err) == (0, "")
    assert tuple(line.split()[0] for line in ran.lines) == Verifiers().ids()


def test_json_of_the_list_is_json_of_each(quizlab):
    rows = quizlab("verifiers", "--json").all_json
    assert [row["id"] for row in rows] == list(Verifiers().ids())
    (one,) = [row for row in rows if row["id"] == SIDE]
    assert one == quizlab("verifiers", SIDE, "--json").json
    for name in ["id", "version", "parameters", "convention", "misconceptions", "code", "citation"]:
        assert one[name], name


def test_one_verifier_tells_all(quizlab):
    out = quizlab("verifiers", SIDE).out
    for said in ("version 1", "stride", "1 to 65536", "default 1", "ceil", "def ", "Source: "):
        assert said in out


def test_an_audit_proves_and_says_so(quizlab):
    ran = quizlab("audit", "adam.step", "-n", "5", "--seed", "2")
    assert ran.code == 0
    assert ran.lines[0] == "adam.step version 1: holds; 5 distinct variants, 5 proved"


@pytest.fixture
def broken(monkeypatch):
    """Adam whose method is a thousandth off."""
    adam = Verifiers().get("adam.step")
    right = type(adam).compute

    def compute(self, v):
        return {name: value * 1.001 for name, value in right(self, v).items()}

    monkeypatch.setattr(type(adam), "compute", compute)


@pytest.mark.usefixtures("broken")
def test_an_audit_finds_what_does_not_hold(quizlab):
    ran = quizlab("audit", "adam.step", "-n", "5")
    assert ran.code == 1
    assert "DOES NOT HOLD" in ran.out
    report = quizlab("audit", "adam.step", "-n", "5", "--json").json
    assert (report["ok"], bool(report["problems"])) == (False, True)


def test_an_audit_of_several_sums_up_and_says_what_could_not_be_proved(quizlab, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _: None)
    names = ("adam.step", "cpp.shared-ptr-use-count")
    said = quizlab("audit", *names, "-n", "3", "--seed", "2", "--jobs", "1").lines[-1]
    assert said.startswith("2 verifiers with ")
    assert said.endswith("6 distinct variants, 3 proved; not proved here: cpp.shared-ptr-use-count")
