"""``sigmoid.gradient``: published slopes, torch, refusals and each misconception."""

from math import copysign, e, exp, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.losses.sigmoid_gradient import SigmoidGradient

VERIFIER = SigmoidGradient()


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        ("CS231n, sigmoid example", {"value": 1}, 0.196612),
        ("the steepest place", {"value": 0}, 0.25),
        ("output of CS231n's example", {"value": 0.73, "given": "output"}, 0.1971),
        ("odds of 3", {"value": log(3)}, 3 / 16),
        ("odds of 3, the other side", {"value": -log(3), "upstream": -2}, -3 / 8),
        ("nothing comes back", {"value": 2, "upstream": 0}, 0),
        ("saturated", {"value": 1, "given": "output"}, 0),
        ("saturated below", {"value": 0, "given": "output"}, 0),
        ("the largest input", {"value": 700, "upstream": 1000}, 0),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_slopes_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == pytest.approx(expected, rel=1e-5), case
    assert VERIFIER.reference(v) == pytest.approx(expected, rel=1e-5), case


@settings(max_examples=100, deadline=None)
@given(
    v=st.builds(
        SigmoidGradient.Parameters,
        value=st.one_of(st.floats(-700, 700), st.floats(-5, 5), st.floats(0, 1)),
        given=st.sampled_from(["input", "output"]),
        upstream=st.floats(-1000, 1000),
    ).filter(lambda v: VERIFIER.where(v) is None)
)
def test_torch_agrees_on_any_legal_sigmoid(v):
    proof = verify.prove(VERIFIER, v)
    assert proof.agrees, proof.message


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({}, "missing", "value"),
        ({"value": 1.5, "given": "output"}, "where", "lies between 0 and 1"),
        ({"value": -0.1, "given": "output"}, "where", "given=input"),
        ({"value": 701}, "range", "-700"),
        ({"value": "nan"}, "type", "value"),
        ({"value": float("inf")}, "type", "value"),
        ({"value": True}, "type", "value"),
        ({"value": 1, "upstream": 1e99}, "range", "upstream"),
        ({"value": 1, "given": "slope"}, "type", "input, output"),
        ({"value": 1, "z": 1}, "unknown-parameter", "'z'"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


INPUT = {"value": log(4), "upstream": 5}  # a = 0.8, slope 0.16
OUTPUT = {"value": 0.9, "given": "output", "upstream": 10}


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        ("only-the-output", INPUT, 4),
        ("with-the-input", {"value": -2}, -6),
        ("only-the-rest", INPUT, 1),
        ("hyperbolic-tangent", INPUT, 1.8),
        ("no-upstream", INPUT, 0.16),
        ("sigmoid-again", OUTPUT, 10 * exp(-0.9) / (1 + exp(-0.9)) ** 2),
        ("only-the-rest", OUTPUT, 1),
        ("hyperbolic-tangent", OUTPUT, 1.9),
        ("no-upstream", OUTPUT, 0.09),
        ("only-the-output", {"value": 1}, e / (e + 1)),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found["gradient"] == pytest.approx(wrong)
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"value": 1}, {"no-upstream", "sigmoid-again"}),
        (OUTPUT, {"only-the-output", "with-the-input"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_be_made_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_logarithms_are_shown_as_such_on_both_sides_of_zero():
    assert "z = \\ln 3$" in VERIFIER.prompt(verify.bind(VERIFIER, {"value": log(3)}))
    below = verify.bind(VERIFIER, {"value": -log(3)})
    assert "z = -\\ln 3$" in VERIFIER.prompt(below)
    assert "e^{\\ln 3} = 3" in VERIFIER.explain(below)[1]


def test_far_out_the_output_is_said_instead_of_worked():
    steps = VERIFIER.explain(verify.bind(VERIFIER, {"value": -700}))
    assert "nearly flat" in steps[1]
    assert "10^{-305}" in steps[-1]


def test_draws_are_worked_on_paper():
    for variant in verify.draw_distinct(VERIFIER, 11, 60):
        assert VERIFIER.comfortable(variant.params)


def test_nothing_comes_back_without_a_sign():
    v = verify.bind(VERIFIER, {"value": 0, "given": "output", "upstream": -3})
    assert copysign(1, VERIFIER.compute(v)) == 1
