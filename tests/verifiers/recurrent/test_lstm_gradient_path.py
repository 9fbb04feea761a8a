"""``lstm.gradient-path``: by hand, by autograd, refusals and each misconception."""

from math import exp, log1p, nextafter
from random import Random

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.recurrent.lstm_gradient_path import LstmGradientPath
from quizlab_verifiers.recurrent.path_parameters import PathParameters

VERIFIER = LstmGradientPath()


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        ("Hochreiter & Schmidhuber: weight 1 keeps all", {"steps": 1000}, 1.0),
        ("ten halves", {"steps": "10", "forget": "0.5"}, 1 / 1024),
        (
            "near 1 it fades to about 1/e",
            {"steps": 1000, "forget": 0.999},
            exp(1000 * log1p(-0.001)),
        ),
        ("from a later state", {"steps": 7, "forget": 0.5, "since": 4}, 0.125),
        ("a gate for each step", {"steps": 3, "gates": "0.9,0.5,0.8"}, 0.36),
        ("the last of them", {"steps": 3, "gates": [0.9, 0.5, 0.8], "since": 2}, 0.8),
        ("all is forgotten", {"steps": 3, "gates": [0.9, 0, 0.8]}, 0.0),
        ("forgotten before", {"steps": 3, "gates": [0.9, 0, 0.8], "since": 2}, 0.8),
        ("always forgetting", {"steps": 5, "forget": 0}, 0.0),
        ("very little", {"steps": 900, "forget": 0.5}, 0.5**900),
        ("the smallest", {"steps": 1, "forget": 1e-300}, 1e-300),
        ("as near to 1 as floats are", {"steps": 1, "forget": nextafter(1, 0)}, 1.0),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_paths_worked_by_hand_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == pytest.approx(expected, rel=1e-9, abs=0), case
    assert VERIFIER.reference(v) == pytest.approx(expected, rel=1e-9, abs=0), case


gate = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0, 0.5, 0.999]))


@st.composite
def legal(draw: st.DrawFn) -> PathParameters:
    steps = draw(st.integers(1, 30))
    listed = draw(st.booleans())
    v = PathParameters(
        steps=steps,
        forget=1.0 if listed else draw(gate),
        gates=tuple(draw(gate) for _ in range(steps)) if listed else (),
        since=draw(st.integers(0, steps - 1)),
    )
    assume(VERIFIER.where(v) is None)
    return v


@settings(max_examples=80, deadline=None)
@given(v=legal())
def test_autograd_agrees_on_any_legal_path(v):
    assert VERIFIER.agreement.agrees(VERIFIER.compute(v), VERIFIER.reference(v))


def test_with_recurrent_weights_a_cell_has_further_paths_which_are_not_asked_for():
    cell = torch.nn.LSTMCell(1, 1, dtype=torch.float64)
    with torch.no_grad():
        for parameter in cell.parameters():
            parameter.fill_(0.5)
    before = torch.tensor([[1.0]], dtype=torch.float64, requires_grad=True)
    hidden, state, gates = torch.zeros_like(before), before, []
    for _ in range(2):
        # Two biases, and an input of 1, each with weight 0.5.
        gates.append(1 / (1 + exp(-1.5 - 0.5 * hidden.item())))
        hidden, state = cell(torch.ones_like(before), (hidden, state))
    (full,) = torch.autograd.grad(state, before)
    along = verify.bind(VERIFIER, {"steps": 2, "gates": gates})
    assert full.item() > VERIFIER.compute(along) + 0.001


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({}, "missing", "steps"),
        ({"steps": 3, "since": 3}, "where", "since 3 must be below steps 3"),
        ({"steps": 3, "gates": [0.5, 0.5]}, "where", "got 2 gates for 3 steps"),
        ({"steps": 1, "gates": [0.5], "forget": 0.5}, "where", "give one of them"),
        ({"steps": 1000, "forget": 0.5}, "where", "forget 0.5 over 1000 steps leaves less than"),
        ({"steps": 2, "gates": [1e-200, 1e-200]}, "where", "leave less than 1e-300"),
        ({"steps": 0}, "range", "steps"),
        ({"steps": 1001}, "range", "steps"),
        ({"steps": 3, "forget": 1.1}, "range", "forget"),
        ({"steps": 3, "forget": "nan"}, "type", "forget"),
        ({"steps": 3, "gates": [0.5, -0.1, 0.5]}, "range", "gates"),
        ({"steps": 3, "since": -1}, "range", "since"),
        ({"steps": 3, "gate": 0.5}, "unknown-parameter", "gates"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


CONSTANT = {"steps": 6, "forget": 0.9, "since": 3}
LISTED = {"steps": 4, "gates": [0.9, 0.8, 0.5, 0.9], "since": 2}


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        ("always-one", CONSTANT, 1.0),
        ("linear", CONSTANT, 0.7),
        ("one-gate-too-many", CONSTANT, 0.6561),
        ("one-gate-too-few", CONSTANT, 0.81),
        ("from-the-start", CONSTANT, 0.531441),
        ("forgotten-share", CONSTANT, 0.001),
        ("slope-of-the-gate", CONSTANT, 0.000729),
        # 0.5 * 0.9 = 0.45 is right.
        ("always-one", LISTED, 1.0),
        ("linear", LISTED, 0.4),
        ("one-gate-too-many", LISTED, 0.36),
        ("one-gate-too-few", LISTED, 0.5),
        ("from-the-start", LISTED, 0.324),
        ("forgotten-share", LISTED, 0.05),
        ("slope-of-the-gate", LISTED, 0.0225),
    ],
    ids=str,
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found == {"survives": pytest.approx(wrong)}
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"steps": 5}, {"always-one", "slope-of-the-gate", "from-the-start"}),
        ({"steps": 1, "forget": 0.5}, {"linear", "one-gate-too-few"}),
        ({"steps": 20, "forget": 0.9}, {"linear"}),
        ({"steps": 3, "gates": [0.5, 0.5, 0.5]}, {"one-gate-too-many"}),
        ({"steps": 3, "forget": 0.5, "since": 1}, {"from-the-start"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_show_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_a_tiny_rest_is_told_from_none():
    v = verify.bind(VERIFIER, {"steps": 50, "forget": 0.5})
    kind = VERIFIER.parts[0].answer
    assert kind.accepts(VERIFIER.compute(v), kind.parse("8.88e-16"))
    assert not kind.accepts(VERIFIER.compute(v), kind.parse("0"))


def test_many_gates_are_not_all_written_out_in_the_worked_product():
    raw = {"steps": 12, "gates": [0.9] * 11 + [0.8]}
    last = VERIFIER.explain(verify.bind(VERIFIER, raw))[-1]
    assert "\\cdots 0.8" in last
    assert last.count("0.9 \\cdot") == 7


def test_draws_have_something_to_multiply():
    dice = Random(0)
    drawn = [verify.draw(VERIFIER, dice) for _ in range(300)]
    assert min(v.steps - v.since for v in drawn) > 1
