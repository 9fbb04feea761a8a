"""``softmax.probabilities``: published values, torch, refusals and each misconception."""

from math import e, exp, log, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab.sessions.computed import graded
from quizlab_verifiers.losses.softmax_probabilities import SoftmaxProbabilities

VERIFIER = SoftmaxProbabilities()


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        ("keras.layers.Softmax, example", {"logits": "1,2,1"}, (0.21194157, 0.5761169, 0.21194157)),
        ("CS231n case study", {"logits": [log(2), log(3), log(5)]}, (0.2, 0.3, 0.5)),
        ("two equal logits", {"logits": [-1000, -1000]}, (0.5, 0.5)),
        ("the largest step", {"logits": [1000, -1000], "temperature": 0.01}, (1, 0)),
        ("odds of 9 at temperature 2", {"logits": [log(9), 0], "temperature": 2}, (0.75, 0.25)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_probabilities_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == pytest.approx(expected, rel=1e-6), case
    assert VERIFIER.reference(v) == pytest.approx(expected, rel=1e-6), case


@settings(max_examples=60, deadline=None)
@given(
    logits=st.lists(st.floats(-1000, 1000), min_size=2, max_size=20),
    temperature=st.sampled_from([0.01, 0.5, 1.0, 3.0, 100.0]),
)
def test_torch_agrees_on_any_logits(logits, temperature):
    v = SoftmaxProbabilities.Parameters(tuple(logits), temperature)
    proof = verify.prove(VERIFIER, v)
    assert proof.agrees, proof.message


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({}, "missing", "logits"),
        ({"logits": [1]}, "range", "2 to 20"),
        ({"logits": [1] * 21}, "range", "got 21 items"),
        ({"logits": [1, "nan"]}, "type", "logits"),
        ({"logits": [1, float("inf")]}, "type", "logits"),
        ({"logits": [1, 1e9]}, "range", "-1000"),
        ({"logits": [1, 2], "temperature": 0}, "range", "temperature: got 0.0; allowed is .* 0.01"),
        ({"logits": [1, 2], "temperature": -1}, "range", "temperature"),
        ({"logits": [1, 2], "beta": 1}, "unknown-parameter", "beta"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


LOGITS = {"logits": [2, 0, 1]}
SUM = e**2 + 1 + e
WARM = {"logits": [log(4), log(16)], "temperature": 2}


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        ("no-exponential", LOGITS, (2 / 3, 0, 1 / 3)),
        ("not-normalised", LOGITS, (e**2, 1, e)),
        ("base-two", LOGITS, (4 / 7, 1 / 7, 2 / 7)),
        ("sigmoid-of-each", LOGITS, (e**2 / (e**2 + 1), 0.5, e / (e + 1))),
        ("divided-by-largest", LOGITS, (1, exp(-2), exp(-1))),
        ("no-temperature", WARM, (0.2, 0.8)),
        ("times-temperature", WARM, (1 / 17, 16 / 17)),
        ("not-normalised", WARM, (2, 4)),
        ("base-two", WARM, (1 / (1 + 2 ** log(2)), 2 ** log(2) / (1 + 2 ** log(2)))),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found["probabilities"] == pytest.approx(wrong)
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        (LOGITS, {"no-temperature", "times-temperature"}),
        ({"logits": [1, -1]}, {"no-exponential"}),
        ({"logits": [900, 0]}, {"not-normalised"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_be_made_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_logarithms_are_shown_as_such():
    v = verify.bind(VERIFIER, {"logits": [log(3), 0, log(12)]})
    assert "[\\ln 3,\\ 0,\\ \\ln 12]" in VERIFIER.prompt(v)
    assert "Of use" not in VERIFIER.prompt(v)


def test_powers_of_e_are_offered_where_they_are_needed():
    prompt = VERIFIER.prompt(verify.bind(VERIFIER, {"logits": [3, 0, -1]}))
    assert "$e \\approx 2.7183$, $e^3 \\approx 20.086$" in prompt
    assert "Of use" not in VERIFIER.prompt(verify.bind(VERIFIER, {"logits": [0.5, sqrt(2)]}))


def test_exponentials_that_would_overflow_are_explained_all_the_same():
    steps = VERIFIER.explain(verify.bind(VERIFIER, {"logits": [1000, 999] + [0] * 8}))
    assert "Subtract the largest exponent, $1000$" in steps[1]
    assert "0.731059" in steps[-1]


def test_draws_are_worked_on_paper():
    for variant in verify.draw_distinct(VERIFIER, 11, 60):
        assert VERIFIER.comfortable(variant.params)


def test_logits_too_large_for_the_exponential_can_be_asked_about():
    v = verify.bind(VERIFIER, {"logits": [1000, 0.5]})
    assert not VERIFIER.comfortable(v)


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [("0.119, 0.006, 0.876", "right"), ("0.12, 0.01, 0.87", "wrong"), ("0.2, 0.006, 0.8", "wrong")],
)
def test_three_decimals_are_enough_for_small_probabilities_too(typed, verdict):
    # The probabilities are 0.1185, 0.0059 and 0.8756.
    assert graded(VERIFIER, {"logits": [1, -2, 3]}, typed)["verdict"] == verdict
