"""``ewma.horizon``: the rule of thumb, what it hides, and both roads to it."""

from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab.sessions.computed import graded
from quizlab_verifiers.averages.ewma_horizon import EwmaHorizon, HorizonParameters

VERIFIER = EwmaHorizon()


@pytest.mark.parametrize(
    ("beta", "share", "horizon", "weight", "steps"),
    [
        (0.9, 0.35, 10, 0.3486784401, 10),
        (0.98, 0.37, 50, 0.36416968, 50),
        (0.5, 0.25, 2, 0.25, 2),
        (0.8, 0.5, 5, 0.32768, 4),
        (0.01, 0.99, 1 / 0.99, 0.01 ** (1 / 0.99), 1),
    ],
    ids=["Ng: 10 days", "Ng: 50 days", "the share is reached exactly", "0.8^4", "least beta"],
)
def test_known_horizons_on_both_roads(beta, share, horizon, weight, steps):
    v = verify.bind(VERIFIER, {"beta": beta, "share": share})
    expected = pytest.approx({"horizon": horizon, "weight": weight, "steps": steps})
    assert VERIFIER.compute(v) == expected
    assert VERIFIER.reference(v) == expected


@settings(max_examples=60, deadline=None)
@given(beta=st.floats(0.01, 0.9999), share=st.floats(1e-6, 0.99))
def test_the_listed_weights_agree_on_legal_parameters_that_nobody_would_draw(beta, share):
    v = HorizonParameters(beta, share)
    verify.check(VERIFIER, v)
    assert verify.prove(VERIFIER, v).agrees
    verify.misconception_answers(VERIFIER, v)


@pytest.mark.parametrize("share", [0.59049, 0.590489999994, 0.590490000006])
def test_both_roads_agree_next_to_a_power(share):
    v = verify.bind(VERIFIER, {"beta": 0.9, "share": share})
    assert verify.prove(VERIFIER, v).agrees
    assert VERIFIER.compute(v)["steps"] == (5 if share >= 0.59049 else 6)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"beta": 1}, "range", "beta"),
        ({"beta": 0}, "range", "beta"),
        ({"beta": 0.9, "share": 1}, "range", "share"),
        ({"beta": 0.9, "share": 0}, "range", "share"),
        ({"beta": "nan"}, "type", "beta"),
        ({}, "missing", "beta"),
        ({"beta": 0.9, "shares": 0.1}, "unknown-parameter", "share"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


# beta 0.8, share 0.1: 0.8^10 = 0.107 and 0.8^11 = 0.086, so 11 steps; the horizon is 5.
@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        ("always-one-over-e", {"weight": exp(-1)}),
        ("mean-age", {"horizon": 4}),
        ("weights-swapped", {"horizon": 1.25, "weight": 0.2**1.25, "steps": 2}),
        ("absolute-weight", {"weight": 0.2 * 0.32768, "steps": 4}),
        ("straight-line", {"steps": 5}),
        ("taken-for-exponential", {"steps": 12}),
        ("rounded-down", {"steps": 10}),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, wrong):
    v = verify.bind(VERIFIER, {"beta": 0.8, "share": 0.1})
    assert verify.answers(VERIFIER, v)["steps"] == 11
    assert verify.misconception_answers(VERIFIER, v)[misconception] == pytest.approx(wrong)


def test_one_over_e_is_right_near_one_and_wrong_further_off():
    part = VERIFIER.part("weight").answer
    for beta, right in ((0.98, True), (0.97, True), (0.96, False), (0.9, False), (0.5, False)):
        v = verify.bind(VERIFIER, {"beta": beta})
        assert part.accepts(VERIFIER.compute(v)["weight"], exp(-1)) is right
        assert ("always-one-over-e" in verify.misconception_answers(VERIFIER, v)) is not right


def test_the_weight_is_graded_on_the_learners_own_horizon():
    v = verify.bind(VERIFIER, {"beta": 0.8})
    part = VERIFIER.part("weight")
    assert verify.followed(VERIFIER, v, part, {"horizon": 4}) == pytest.approx(0.4096)
    assert verify.followed(VERIFIER, v, part, {"horizon": -4}) is None


@pytest.mark.parametrize("made", ["rounded-down", "absolute-weight"])
def test_whoever_makes_a_mistake_is_told_that_one(made):
    # Rounding down gives the steps that the absolute weight takes too.
    raw = {"beta": 0.5, "share": 0.3}
    v = verify.bind(VERIFIER, raw)
    wrong = verify.misconception_answers(VERIFIER, v)
    assert wrong["rounded-down"]["steps"] == wrong["absolute-weight"]["steps"] == 1
    typed = {**verify.answers(VERIFIER, v), **wrong[made]}
    assert graded(VERIFIER, raw, typed)["misconception"] == made
