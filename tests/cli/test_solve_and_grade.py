"""Computing and judging with the numbers on the command line."""

import json

import pytest

# 224 + 2·3 − 7 = 223, and 223 // 2 + 1 = 112: the stem of ResNet.
STEM = ("--set", "size=224", "--set", "kernel=7", "--set", "stride=2", "--set", "padding=3")
SIDE = "conv2d.output-side"


def test_the_answer_alone_is_the_result(quizlab):
    ran = quizlab("solve", SIDE, *STEM)
    assert (ran.code, ran.out, ran.err) == (0, "112\n", "")


def test_json_holds_what_the_contract_names(quizlab):
    found = quizlab("solve", SIDE, *STEM, "--json").json
    assert list(found) == ["id", "params", "answer", "steps"]
    assert found["params"] == {
        "size": 224, "kernel": 7, "stride": 2, "padding": 3, "dilation": 1
    }  # fmt: skip
    assert found["answer"] == 112
    assert all(isinstance(step, str) for step in found["steps"])
    assert "112" in found["steps"][-1]


def test_steps_are_drawn_and_end_in_the_answer(quizlab):
    ran = quizlab("solve", SIDE, *STEM, "--steps")
    assert "$" not in ran.out
    assert ran.lines[-1] == "112"
    assert len(ran.lines) > 5


def test_several_parts_are_told_by_name(quizlab):
    ran = quizlab("solve", "adam.step", "--set", "gradients=[1]")
    shown = dict(line.split(": ") for line in ran.lines)
    assert float(shown["update"]) == pytest.approx(1e-3, rel=1e-6)
    assert float(shown["weight"]) == pytest.approx(1 - 1e-3, rel=1e-6)
    answer = quizlab("solve", "adam.step", "--set", "gradients=[1]", "--json").json["answer"]
    assert set(answer) == set(shown)
    assert answer["first-moment"] == pytest.approx(0.1)


def test_steps_teach_question_method_mistakes_and_end_with_the_answer(quizlab):
    ran = quizlab("solve", SIDE, *STEM, "--steps")
    places = [
        ran.out.index(said)
        for said in (
            "What is the side of its output?",
            "Convention: PyTorch",
            "Step 1 of 3",
            "Step 3 of 3",
            "Where people go wrong",
            "113: You rounded up.",
        )
    ]
    assert places == sorted(places)
    assert ran.lines[-1] == "112"
    assert max(map(len, ran.lines)) <= 78


def test_a_step_on_ones_own_earlier_step_is_right(quizlab):
    given = (
        "--set",
        "gradients=[2,2]",
        "--set",
        "lr=0.1",
        "--set",
        "beta1=0.5",
        "--set",
        "beta2=0.5",
    )
    # Step one without its average's weight, 2 in place of 1: step two builds on that 2.
    answer = {
        "first-moment-1": 2,
        "second-moment-1": 2,
        "update-1": 0.2,
        "first-moment-2": 2,
        "second-moment-2": 3,
        "update-2": 0.133333,
        "weight": 1 - 0.2 - 0.133333,
    }
    ran = quizlab("grade", "adam.two-steps", *given, "--answer", json.dumps(answer), "--json").json
    lines = dict(line.split(": ", 1) for line in ran["feedback"].split("\n"))
    assert ran["verdict"] == "wrong"
    assert "The answer is 1, not 2." in lines["first-moment-1"]
    for part in ("update-1", "first-moment-2", "update-2", "weight"):
        assert "follows from your own" in lines[part], lines[part]
    assert lines["second-moment-2"] == "Right: 3."


@pytest.mark.parametrize(
    "layers", ["[[3,1,1],[3,2,1]]", "[[3, 1, 1], [3, 2, 1]]", "3x1x1,3x2x1", "[[3],[3,2]]"]
)
def test_lists_are_set_as_cards_write_them(layers, quizlab):
    assert quizlab("solve", "receptive-field.stack", "--set", f"layers={layers}").lines == ["5"]


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("112", "right"),
        ("111.9", "invalid"),
        ("113", "wrong"),
        ("1,12", "invalid"),
        ("hundred", "invalid"),
        ("", "invalid"),
        ("nan", "invalid"),
        ("1e400", "invalid"),
        ("-112", "wrong"),
        ("١١٢", "invalid"),
    ],
)
def test_a_verdict_never_fails_the_command(typed, verdict, quizlab):
    ran = quizlab("grade", SIDE, *STEM, f"--answer={typed}", "--json")
    assert (ran.code, ran.json["verdict"]) == (0, verdict)
    assert list(ran.json) == ["id", "params", "verdict", "misconception", "feedback"]
    assert ran.json["feedback"]


def test_a_known_mistake_is_named(quizlab):
    # 223 / 2 rounded up: what one gets with ceil.
    found = quizlab("grade", SIDE, *STEM, "--answer", "113", "--json").json
    assert found["misconception"] == "ceil"
    plain = quizlab("grade", SIDE, *STEM, "--answer", "113")
    assert plain.lines[0] == "wrong [ceil]"


def test_too_few_digits_are_coarse(quizlab):
    given = ("--set", "gradients=[1]", "--set", "beta1=0.8765")  # the first moment is 0.1235
    everything = (
        '{"first-moment": "0.12", "second-moment": 0.001, "update": 0.001, "weight": 0.999}'
    )
    found = quizlab("grade", "adam.step", *given, "--answer", everything, "--json").json
    assert (found["verdict"], found["misconception"]) == ("coarse", None)


def test_parts_are_given_as_an_object_of_numbers_or_typed_text(quizlab):
    answer = '{"first-moment": "0.1", "second-moment": 1e-3, "update": "1e-3", "weight": 0.999}'
    found = quizlab(
        "grade", "adam.step", "--set", "gradients=[1]", "--answer", answer, "--json"
    ).json
    assert found["verdict"] == "right"
    assert found["feedback"].count("\n") == 3


def test_one_wrong_part_makes_the_answer_wrong(quizlab):
    answer = '{"first-moment": 0.1, "second-moment": 1e-3, "update": 0.1, "weight": 0.999}'
    found = quizlab(
        "grade", "adam.step", "--set", "gradients=[1]", "--answer", answer, "--json"
    ).json
    assert found["verdict"] == "wrong"


@pytest.mark.parametrize("answer", ["0.1", "[1, 2]", "{", '{"no-such-part": 1}'])
def test_parts_that_are_not_given_as_parts_are_wrong_usage(answer, quizlab):
    ran = quizlab("grade", "adam.step", "--set", "gradients=[1]", "--answer", answer)
    assert (ran.code, ran.out) == (2, "")
    assert "update" in ran.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), "size: missing"),
        (("--set", "size=8"), "kernel"),
        (("--set", "size=nan", "--set", "kernel=3"), "size: got 'nan'"),
        (("--set", "size=inf", "--set", "kernel=3"), "size: got 'inf'"),
        (("--set", "size=-8", "--set", "kernel=3"), "1 to 65536"),
        (("--set", "size=" + "9" * 5000, "--set", "kernel=3"), "1 to 65536"),
        (("--set", "size=8.5", "--set", "kernel=3"), "size: got '8.5'"),
        (("--set", "size=", "--set", "kernel=3"), "size"),
        (("--set", "size=[8]", "--set", "kernel=3"), "size"),
        (("--set", "size=1_0", "--set", "kernel=3"), "size"),
        (("--set", "size=٨", "--set", "kernel=3"), "size"),
        (("--set", "size=4", "--set", "kernel=9"), "kernel"),
        (("--set", "size=8", "--set", "kernel=3", "--set", "sride=2"), "sride"),
        (("--set", "size=8", "--set", "size=9"), "given twice"),
        (("--set", "size"), "name=value"),
        (("--set", "=3"), "name=value"),
    ],
    ids=lambda given: repr(given)[:50],
)
@pytest.mark.parametrize("command", ["solve", "grade"])
def test_parameters_that_cannot_be_are_wrong_usage_and_named(command, given, said, quizlab):
    answer = ("--answer", "1") if command == "grade" else ()
    ran = quizlab(command, SIDE, *given, *answer)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err) < 500


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("conv2d.output-sid",), "did you mean 'conv2d.output-side'?"),
        (("nothing.like-it",), "quizlab verifiers"),
        ((), "--batch"),
        ((SIDE, "--batch", "-"), "--batch"),
        (("--batch", "-", "--set", "size=3"), "--batch"),
    ],
)
def test_what_is_to_be_solved_must_be_clear(given, said, quizlab):
    ran = quizlab("solve", *given)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_grading_without_an_answer_is_wrong_usage(quizlab):
    ran = quizlab("grade", SIDE, *STEM)
    assert (ran.code, ran.out) == (2, "")
    assert "--answer" in ran.err


def test_no_home_is_made_by_computing(quizlab, home):
    assert quizlab("solve", SIDE, *STEM).code == 0
    assert not home.root.exists()
