"""RMSProp on one number: documented runs, and exact fractions as a second road."""

from fractions import Fraction
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths.rmsprop import rmsprop

gradients = st.lists(
    st.sampled_from([-3.0, -1.0, -0.5, 0.25, 0.5, 1.0, 2.0, 4.0]), min_size=1, max_size=6
)
decays = st.sampled_from([0.0, 0.5, 0.75, 0.9375])


@pytest.mark.parametrize(
    ("w", "g", "lr", "after"),
    [
        (10.0, 10.0, 0.1, 9.683772),
        (1.0, 1.0, 0.5, -0.5811),
        (2.0, 6.0, 0.5, 0.4189),
        (3.0, 7.0, 0.5, 1.4189),
        (4.0, 2.0, 0.5, 2.4189),
    ],
    ids=["keras.optimizers.RMSprop, documentation", *["keras/src/optimizers/rmsprop_test.py"] * 4],
)
def test_one_step_of_keras(w, g, lr, after):
    step = rmsprop(w, [g], lr, 0.9, eps=1e-7, place="inside")
    assert step.w == pytest.approx(after, abs=1e-4)


@given(gradients=gradients, alpha=decays)
def test_the_average_is_the_weighted_sum_of_all_squares(gradients, alpha):
    a, t = Fraction(alpha), len(gradients)
    exact = (1 - a) * sum(a ** (t - i) * Fraction(g) ** 2 for i, g in enumerate(gradients, 1))
    assert isclose(rmsprop(0.0, gradients, alpha=alpha).v, exact, rel_tol=1e-12)


@given(g=st.sampled_from([-250.0, -0.5, 0.01, 4.0]), alpha=decays)
def test_the_first_step_hides_the_size_of_the_gradient(g, alpha):
    step = rmsprop(0.0, [g], 0.1, alpha, eps=0.0)
    assert abs(step.update) == pytest.approx(0.1 / sqrt(1 - alpha))
    assert (step.update > 0) is (g > 0)


def test_the_places_of_eps_worked_by_hand():
    # g = 2, alpha = 0.75: v = 1; outside 0.2 / (1 + 0.44), inside 0.2 / sqrt(1.44).
    outside = rmsprop(1.0, [2.0], 0.1, 0.75, eps=0.44)
    assert outside == pytest.approx((1.0, 0.2 / 1.44, 1 - 0.2 / 1.44))
    inside = rmsprop(1.0, [2.0], 0.1, 0.75, eps=0.44, place="inside")
    assert inside == pytest.approx((1.0, 0.2 / 1.2, 1 - 0.2 / 1.2))


def test_eps_of_zero_and_a_dead_gradient_divide_by_zero():
    with pytest.raises(ZeroDivisionError):
        rmsprop(1.0, [0.0], eps=0.0)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"gradients": []}, "got no gradients"),
        ({"gradients": [1.0], "alpha": 1.0}, "alpha=1.0"),
        ({"gradients": [1.0], "place": "under"}, "possible are 'outside' and 'inside'"),
    ],
    ids=str,
)
def test_impossible_settings_are_refused_with_what_was_got(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        rmsprop(1.0, **wrong)
