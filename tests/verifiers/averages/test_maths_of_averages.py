"""Exponentially weighted averages: lecture and documentation examples, exact fractions."""

from fractions import Fraction
from math import exp, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths.averages import correct, ewma, memory

decays = st.sampled_from([0.0, 0.25, 0.5, 0.75, 0.875, 0.9375])
values = st.lists(st.integers(-20, 20).map(float), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("beta", "samples", "average", "corrected"),
    [
        (0.98, [40.0], 0.8, 40.0),
        (0.9, [2.0], 0.2, 2.0),
        (0.5, [4.0, 8.0], 5.0, 20 / 3),
    ],
    ids=["Ng, a first day of 40 degrees", "tf.keras.backend.moving_average_update", "by hand"],
)
def test_published_averages(beta, samples, average, corrected):
    assert ewma(beta, samples) == pytest.approx(average)
    assert ewma(beta, samples, corrected=True) == pytest.approx(corrected)


def test_the_correction_of_the_lecture_on_bias():
    # Ng, beta = 0.98, t = 2: the weights 0.0196 and 0.02, divided by 0.0396.
    assert correct(1.0, 0.98, 2).divisor == pytest.approx(0.0396)
    assert ewma(0.98, [1.0, 0.0], corrected=True) == pytest.approx(0.0196 / 0.0396)


@given(beta=decays, samples=values)
def test_a_value_weighs_less_by_beta_with_every_step(beta, samples):
    b, t = Fraction(beta), len(samples)
    exact = sum((1 - b) * b ** (t - i) * Fraction(x) for i, x in enumerate(samples, 1))
    assert isclose(ewma(beta, samples), exact, rel_tol=1e-12, abs_tol=1e-12)


@given(beta=decays, c=st.sampled_from([-3.0, 0.5, 40.0]), t=st.integers(1, 30))
def test_the_correction_returns_a_constant(beta, c, t):
    assert ewma(beta, [c] * t, corrected=True) == pytest.approx(c)
    assert correct(ewma(beta, [c] * t), beta, t).value == pytest.approx(c)


@pytest.mark.parametrize(
    ("beta", "horizon", "weight"),
    [(0.9, 10, 0.3486784401), (0.5, 2, 0.25), (0.98, 50, 0.36416968), (0.8, 5, 0.32768)],
    ids=["Ng: 0.9 to the 10 is about 0.35", "0.5", "Ng: 0.98 covers 50 days", "0.8"],
)
def test_the_rule_of_thumb_and_the_weight_where_it_cuts(beta, horizon, weight):
    found = memory(beta, 0.5)
    assert found.horizon == pytest.approx(horizon)
    assert found.weight == pytest.approx(weight)


def test_the_weight_at_the_horizon_tends_to_one_over_e():
    assert memory(0.9999, 0.5).weight == pytest.approx(exp(-1), rel=1e-4)
    assert memory(0.5, 0.5).weight < memory(0.9, 0.5).weight < exp(-1)


@given(beta=st.floats(0.02, 0.999), share=st.floats(1e-6, 0.98))
def test_a_step_before_the_weight_was_still_above_the_share(beta, share):
    steps = memory(beta, share).steps
    assert beta**steps <= share * (1 + 1e-9)
    assert steps >= 1
    assert beta ** (steps - 1) > share * (1 - 1e-9)


@pytest.mark.parametrize(("beta", "n"), [(0.5, 2), (0.9, 2), (0.9, 7), (0.7, 3), (0.99, 5)])
def test_a_weight_that_equals_the_share_has_reached_it(beta, n):
    share = float(Fraction(str(beta)) ** n)
    assert memory(beta, share).steps == n
    assert memory(beta, share * (1 - 1e-11)).steps == n + 1


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: ewma(0.9, []), "got no samples"),
        (lambda: ewma(1.0, [1.0]), "beta=1.0"),
        (lambda: correct(1.0, -0.1, 1), "beta=-0.1"),
        (lambda: correct(1.0, 0.9, 0), "steps count from 1"),
        (lambda: memory(0.0, 0.5), "beta=0.0"),
        (lambda: memory(0.9, 1.0), "share=1.0"),
    ],
)
def test_impossible_settings_are_refused_with_what_was_got(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
