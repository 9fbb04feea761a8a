"""``adam.bias-correction``: known corrections, Adam itself, and each misconception by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.optimizers.adam_bias_correction import BiasCorrection, CorrectionParameters

VERIFIER = BiasCorrection()


@pytest.mark.parametrize(
    ("raw", "factor", "corrected"),
    [
        ({"beta": 0.98, "step": 2, "moment": 1}, 0.0396, 1 / 0.0396),
        ({"beta": 0.9, "step": 1, "moment": 0.2}, 0.1, 2),
        ({"beta": 0.999, "step": "1", "moment": "0.001"}, 0.001, 1),
        ({"beta": 0.5, "step": 3, "moment": -7}, 0.875, -8),
        ({"beta": 0, "step": 4, "moment": 3}, 1, 3),
        ({"beta": 0.9, "step": 1000, "moment": 3}, 1, 3),
        ({"beta": 0.9, "step": 3, "moment": 0}, 0.271, 0),
    ],
    ids=[
        "Ng, t = 2 at 0.98",
        "tf.keras.backend.moving_average_update",
        "beta2 of Adam, first step",
        "by hand",
        "no memory",
        "long after the start",
        "nothing to correct",
    ],
)
def test_known_corrections_on_both_roads(raw, factor, corrected):
    v = verify.bind(VERIFIER, raw)
    expected = pytest.approx({"factor": factor, "corrected": corrected})
    assert VERIFIER.compute(v) == expected
    assert VERIFIER.reference(v) == expected


@settings(max_examples=80, deadline=None)
@given(
    beta=st.one_of(st.floats(0, 0.999999), st.sampled_from([0.0, 1e-17, 0.999999])),
    step=st.integers(1, 60),
    moment=st.one_of(st.floats(-1e6, 1e6), st.just(0.0)),
)
def test_adam_agrees_on_legal_parameters_that_nobody_would_draw(hold_up, beta, step, moment):
    hold_up(VERIFIER, CorrectionParameters(beta, step, moment))


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"beta": 1}, "range", "beta"),
        ({"step": 0}, "range", "step"),
        ({"step": 1.5}, "type", "step"),
        ({"moment": float("nan")}, "type", "moment"),
        ({"moment": "inf"}, "type", "moment"),
        ({"moment": -1e9}, "range", "moment"),
        ({"t": 3}, "unknown-parameter", "step"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


# beta 0.8, t = 3: 0.8^3 = 0.512, so the divisor is 0.488.
@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        ("no-exponent", {"factor": 0.2, "corrected": 5}),
        ("multiplied", {"corrected": 0.488}),
        ("power-only", {"factor": 0.512, "corrected": 1 / 0.512}),
        ("power-of-the-rest", {"factor": 0.008, "corrected": 125}),
        ("one-behind", {"factor": 0.36, "corrected": 1 / 0.36}),
        ("one-ahead", {"factor": 0.5904, "corrected": 1 / 0.5904}),
        ("times-the-step", {"factor": -1.4, "corrected": -1 / 1.4}),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, wrong):
    v = verify.bind(VERIFIER, {"beta": 0.8, "step": 3})
    assert verify.answers(VERIFIER, v)["factor"] == pytest.approx(0.488)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == pytest.approx(wrong)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"step": 1}, {"no-exponent", "one-behind", "power-of-the-rest", "times-the-step"}),
        ({"step": 2}, {"one-behind"}),
        ({"beta": 0, "step": 2}, {"no-exponent", "one-ahead", "one-behind", "power-only"}),
        ({"beta": 0.5, "step": 2}, {"times-the-step"}),
        ({"moment": 0}, {"multiplied"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_be_made_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_the_corrected_moment_is_graded_on_the_learners_own_divisor():
    v = verify.bind(VERIFIER, {"beta": 0.8, "step": 3, "moment": 2})
    part = VERIFIER.part("corrected")
    assert verify.followed(VERIFIER, v, part, {"factor": 0.2}) == pytest.approx(10)
    assert verify.followed(VERIFIER, v, part, {"factor": 0}) is None
