"""``ewma.value``: both roads over the legal range, refusals, and each misconception by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.averages.ewma_value import EwmaValue
from quizlab_verifiers.averages.ewma_value_mistakes import EwmaParameters

VERIFIER = EwmaValue()


def solve(**raw: object) -> object:
    return verify.answers(VERIFIER, verify.bind(VERIFIER, raw))["value"]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ({"beta": "0.98", "samples": "40"}, 0.8),
        ({"beta": "0.98", "samples": "40", "corrected": "true"}, 40),
        ({"beta": 0.9, "samples": [2], "corrected": False}, 0.2),
        ({"beta": 0, "samples": "1,2,3"}, 3),
        ({"beta": 0.5, "samples": "[4,8]", "corrected": "yes"}, 20 / 3),
    ],
    ids=["Ng, 40 degrees", "Ng, corrected", "Keras' moving average", "no memory", "by hand"],
)
def test_known_averages_on_both_roads(raw, value):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == pytest.approx(value)
    assert VERIFIER.reference(v) == pytest.approx(value)


@settings(max_examples=80, deadline=None)
@given(
    beta=st.one_of(st.floats(0, 0.999999), st.sampled_from([0.0, 1e-17, 0.999999])),
    samples=st.lists(st.floats(-10_000, 10_000), min_size=1, max_size=40),
    corrected=st.booleans(),
)
def test_both_roads_agree_on_legal_parameters_that_nobody_would_draw(beta, samples, corrected):
    v = EwmaParameters(beta, tuple(samples), corrected)
    verify.check(VERIFIER, v)
    assert VERIFIER.agreement.agrees(VERIFIER.compute(v), VERIFIER.reference(v))
    verify.misconception_answers(VERIFIER, v)


def test_a_thousand_values_are_solved_and_explained():
    v = verify.bind(VERIFIER, {"beta": 0.99, "samples": list(range(1000))})
    assert VERIFIER.agreement.agrees(VERIFIER.compute(v), VERIFIER.reference(v))
    steps = VERIFIER.explain(v)
    assert "v_{1000}" in steps[1]
    assert "the first 4 and the last" in steps[1]


def test_a_mistake_that_leaves_the_range_of_floats_is_not_claimed():
    v = verify.bind(VERIFIER, {"beta": 0.999999, "samples": [1000] * 300, "corrected": True})
    assert "corrected-carried-on" not in verify.misconception_answers(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"beta": 1, "samples": [1]}, "range", "beta"),
        ({"beta": -0.1, "samples": [1]}, "range", "beta"),
        ({"beta": float("nan"), "samples": [1]}, "type", "beta"),
        ({"beta": 0.9, "samples": []}, "range", "0 items"),
        ({"beta": 0.9, "samples": [1e9]}, "range", "samples"),
        ({"beta": 0.9, "samples": ["inf"]}, "type", "samples"),
        ({"beta": 0.9, "samples": [1], "corrected": 1}, "type", "corrected"),
        ({"beta": 0.9}, "missing", "samples"),
        ({"beta": 0.9, "samples": [1], "alpha": 1}, "unknown-parameter", "alpha"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


# By hand, beta 0.8, values 10 and 20: v_1 = 2, v_2 = 1.6 + 4 = 5.6; 1 - 0.8^2 = 0.36.
@pytest.mark.parametrize(
    ("misconception", "corrected", "wrong"),
    [
        ("not-corrected", True, 5.6),
        ("corrected-unasked", False, 5.6 / 0.36),
        ("weights-swapped", False, 0.2 * 8 + 0.8 * 20),
        ("new-value-in-full", False, 0.8 * 10 + 20),
        ("from-first-value", False, 0.8 * 10 + 0.2 * 20),
        ("plain-mean", False, 15),
        ("newest-first", False, 0.8 * 4 + 0.2 * 10),
        ("correction-without-exponent", True, 28),
        ("corrected-carried-on", True, (0.8 * 10 + 0.2 * 20) / 0.36),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, corrected, wrong):
    v = verify.bind(VERIFIER, {"beta": 0.8, "samples": [10, 20], "corrected": corrected})
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found == pytest.approx({"value": wrong})


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"beta": 0.5, "samples": [1, 2]}, {"weights-swapped", "not-corrected"}),
        (
            {"beta": 0.9, "samples": [3], "corrected": True},
            {"from-first-value", "plain-mean", "newest-first", "corrected-carried-on"},
        ),
        ({"beta": 0.9, "samples": [1, 2, 1]}, {"newest-first"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_be_made_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_a_start_at_the_first_value_is_another_average_than_the_corrected_one():
    raw = {"beta": 0.8, "samples": [10, 20]}
    v = verify.bind(VERIFIER, {**raw, "corrected": True})
    started = verify.misconception_answers(VERIFIER, v)["from-first-value"]["value"]
    assert started == pytest.approx(12)
    assert solve(**raw, corrected=True) == pytest.approx(5.6 / 0.36)
