"""``lstm.cell-step``: by hand, by torch, errors carried forward, refusals and each mistake."""

from math import exp, nan, tanh

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.recurrent.cell_parameters import CellParameters
from quizlab_verifiers.recurrent.lstm_cell_step import LstmCellStep

VERIFIER = LstmCellStep()
PARTS = ["input-gate", "forget-gate", "candidate", "output-gate", "cell", "hidden"]

# By hand, with the table of the sigmoid: sums 1, 2, -1, 0 of i, f, g, o.
WORKED = {
    "x": 2,
    "input_weights": [1, 0.5, -1, 1],
    "h": 0.5,
    "recurrent_weights": [-2, 0, 2, -2],
    "c": -1,
    "biases": [0, 1, 0, -1],
}
S1, S2, T1 = 1 / (1 + exp(-1)), 1 / (1 + exp(-2)), tanh(1)


def test_the_parts_are_named_as_cards_name_them():
    assert [part.name for part in VERIFIER.parts] == PARTS


def test_a_step_worked_by_hand_comes_out_on_both_roads():
    v = verify.bind(VERIFIER, WORKED)
    cell = -S2 - S1 * T1
    expected = dict(zip(PARTS, (S1, S2, -T1, 0.5, cell, 0.5 * tanh(cell)), strict=True))
    assert VERIFIER.compute(v) == pytest.approx(expected, rel=1e-12)
    assert VERIFIER.reference(v) == pytest.approx(expected, rel=1e-12)


def test_without_weights_and_memory_all_gates_are_half_open_and_nothing_is_stored():
    raw = {"x": "1", "input_weights": "0,0,0,0"}
    expected = dict(zip(PARTS, (0.5, 0.5, 0, 0.5, 0, 0), strict=True))
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == VERIFIER.reference(v) == expected


fours = st.tuples(*[st.floats(-10, 10)] * 4)


@settings(max_examples=80, deadline=None)
@given(
    v=st.builds(
        CellParameters,
        x=st.floats(-100, 100),
        input_weights=fours,
        h=st.floats(-1, 1),
        c=st.floats(-100, 100),
        recurrent_weights=fours,
        biases=fours,
    )
)
def test_torch_agrees_on_any_legal_step(v):
    other = VERIFIER.reference(v)
    for name, value in VERIFIER.compute(v).items():
        assert VERIFIER.agreement.agrees(value, other[name]), name


def test_own_gates_lead_to_own_states():
    v = verify.bind(VERIFIER, WORKED)
    own = {"input-gate": 0.5, "forget-gate": 0.25, "candidate": 1.0, "output-gate": 0.1}
    assert VERIFIER.follow(v, "cell", own) == 0.25 * -1 + 0.5
    assert VERIFIER.follow(v, "hidden", {"output-gate": 0.1, "cell": 3}) == 0.1 * tanh(3)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"x": 1}, "missing", "input_weights"),
        ({"x": nan, "input_weights": [1, 1, 1, 1]}, "type", "x"),
        ({"x": "inf", "input_weights": [1, 1, 1, 1]}, "type", "x"),
        ({"x": 1e9, "input_weights": [1, 1, 1, 1]}, "range", "x"),
        ({"x": 1, "input_weights": [1, 1, 1]}, "range", "input_weights: got 3 items"),
        ({"x": 1, "input_weights": [1, 1, 1, "a"]}, "type", "input_weights"),
        ({"x": 1, "input_weights": [1, 1, 1, 11]}, "range", "input_weights"),
        ({"x": 1, "input_weights": [1, 1, 1, 1], "h": 1.5}, "range", "h: got 1.5"),
        ({"x": 1, "input_weights": [1, 1, 1, 1], "biases": 1}, "type", "biases"),
        ({"x": 1, "input_weights": [1, 1, 1, 1], "bias": [1]}, "unknown-parameter", "biases"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


CELL = -S2 - S1 * T1


def sigmoid(z: float) -> float:
    return exp(z) / (exp(z) + 1)


@pytest.mark.parametrize(
    ("misconception", "changed"),
    [
        ("candidate-by-sigmoid", {"candidate": 1 - S1, "cell": -S2 + S1 * (1 - S1)}),
        ("forget-gate-first", {"input-gate": S2, "forget-gate": S1, "cell": -S1 - S2 * T1}),
        # Read as i, f, o, g: o is the third sum, g the fourth.
        (
            "candidate-last",
            {"candidate": 0, "output-gate": 1 - S1, "cell": -S2, "hidden": (1 - S1) * tanh(-S2)},
        ),
        # Read as i, o, f, g: o is the second sum, f the third, g the fourth.
        (
            "order-of-onnx",
            {
                "input-gate": S1,
                "forget-gate": 1 - S1,
                "candidate": 0,
                "output-gate": S2,
                "cell": S1 - 1,
            },
        ),
        ("forgetting-reversed", {"cell": -(1 - S2) - S1 * T1}),
        ("input-gate-open", {"cell": -S2 - T1}),
        ("coupled-gates", {"cell": -S2 - (1 - S2) * T1}),
        ("hidden-without-tanh", {"hidden": 0.5 * CELL}),
        ("hidden-from-old-cell", {"hidden": -0.5 * T1}),
        # Sums 2, 2, -2, 1 without the hidden state and 1, 1, -1, 1 without biases.
        ("no-recurrent-part", {"input-gate": S2, "candidate": -tanh(2), "output-gate": S1}),
        ("no-biases", {"forget-gate": S1, "output-gate": S1, "cell": -S1 - S1 * T1}),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, changed):
    v = verify.bind(VERIFIER, WORKED)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    for part, wrong in changed.items():
        assert found[part] == pytest.approx(wrong), part
    assert misconception in verify.told_apart(VERIFIER, v)


def test_a_wrong_memory_is_shown_through_the_right_gate():
    v = verify.bind(VERIFIER, WORKED)
    found = verify.misconception_answers(VERIFIER, v)
    for name in ("candidate-by-sigmoid", "forgetting-reversed", "input-gate-open"):
        assert found[name]["hidden"] == pytest.approx(0.5 * tanh(found[name]["cell"]))
    assert set(found["forgetting-reversed"]) == {"cell", "hidden"}
    assert set(found["hidden-without-tanh"]) == {"hidden"}


def test_mistakes_that_cannot_show_are_not_claimed():
    v = verify.bind(VERIFIER, {"x": 1, "input_weights": [1, 1, 1, 1]})
    assert set(verify.misconception_answers(VERIFIER, v)) == {
        "candidate-by-sigmoid",
        "input-gate-open",
        "coupled-gates",
        "hidden-without-tanh",
    }


def test_the_question_leaves_out_what_is_zero():
    bare = VERIFIER.prompt(verify.bind(VERIFIER, {"x": 1, "input_weights": [1, 2, -1, 0]}))
    assert "Before it the hidden state is $0$. There are no biases." in bare
    assert "$w = [1,\\ 2,\\ -1,\\ 0]$" in bare
    dead = VERIFIER.prompt(verify.bind(VERIFIER, WORKED | {"recurrent_weights": [0, 0, 0, 0]}))
    assert "The recurrent weights are $0$, so the hidden state $h = 0.5$ does not count." in dead
    full = VERIFIER.prompt(verify.bind(VERIFIER, WORKED))
    assert "hidden state $h = 0.5$, weights $u = [-2,\\ 0,\\ 2,\\ -2]$" in full
    assert "biases $b = [0,\\ 1,\\ 0,\\ -1]$" in full


def test_weights_are_shown_as_they_were_given():
    v = verify.bind(VERIFIER, {"x": 1, "input_weights": [0.1234567, 1, 1, 1]})
    assert "$w = [0.1234567,\\ 1,\\ 1,\\ 1]$" in VERIFIER.prompt(v)
    assert "0.1234567 \\cdot 1" in VERIFIER.explain(v)[1]
