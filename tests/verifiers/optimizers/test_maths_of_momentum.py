"""Momentum on one number: documented runs, exact sums, and how the forms relate."""

from fractions import Fraction
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths.momentum import momentum, nesterov

gradients = st.lists(
    st.sampled_from([-3.0, -1.0, -0.5, 0.25, 0.5, 1.0, 2.0, 4.0]), min_size=1, max_size=6
)
decays = st.sampled_from([0.0, 0.25, 0.5, 0.75, 0.875])
rates = st.sampled_from([0.5, 0.125, 1.0])


def test_the_second_step_of_the_documented_run_of_keras_is_longer():
    # tf.keras.optimizers.SGD: lr 0.1, momentum 0.9, loss w^2 / 2 from 1; steps 0.1, then 0.18.
    first = momentum(1.0, [1.0], 0.1, 0.9, form="keras")
    second = momentum(1.0, [1.0, first.w], 0.1, 0.9, form="keras")
    assert first.update == pytest.approx(0.1)
    assert second.update == pytest.approx(0.18)


def test_without_momentum_keras_own_golden_test_is_met():
    # keras/src/optimizers/sgd_test.py, first column: lr 0.01, gradients 0.01 and then 0.1.
    weights = [momentum(1.0, [0.01, *[0.1] * n], 0.01, 0.0).w for n in range(5)]
    assert weights == pytest.approx([0.9999, 0.9989, 0.9979, 0.9969, 0.9959])


@given(gradients=gradients, lr=rates, mu=decays)
def test_the_velocity_is_the_fading_sum_of_all_gradients(gradients, lr, mu):
    t = len(gradients)
    exact = sum(Fraction(mu) ** (t - i) * Fraction(g) for i, g in enumerate(gradients, 1))
    assert isclose(momentum(0.0, gradients, lr, mu).v, exact, rel_tol=1e-12, abs_tol=1e-12)
    keras = momentum(0.0, gradients, lr, mu, form="keras")
    assert isclose(keras.v, -Fraction(lr) * exact, rel_tol=1e-12, abs_tol=1e-12)
    ng = momentum(0.0, gradients, lr, mu, form="ng")
    assert isclose(ng.v, (1 - Fraction(mu)) * exact, rel_tol=1e-12, abs_tol=1e-12)


@given(gradients=gradients, lr=rates, mu=decays)
def test_torch_and_keras_take_the_same_steps_at_a_constant_rate(gradients, lr, mu):
    for function in (momentum, nesterov):
        torch = function(2.0, gradients, lr, mu)
        keras = function(2.0, gradients, lr, mu, form="keras")
        assert torch[1:] == pytest.approx(keras[1:])


def test_under_a_constant_gradient_the_step_grows_to_one_over_one_minus_mu():
    many = [1.0] * 400
    assert momentum(0.0, many, 0.1, 0.9).update == pytest.approx(1.0)
    assert momentum(0.0, many, 0.1, 0.9, form="ng").update == pytest.approx(0.1)


@given(w=st.sampled_from([-2.0, 1.0, 5.0]), lr=rates, mu=decays, steps=st.integers(1, 6))
def test_keras_keeps_the_point_ahead_of_sutskevers_form(w, lr, mu, steps):
    # On the loss w^2 / 2 the gradient is the place where it is taken.
    place, behind, velocity = w, w, 0.0
    taken = []
    for _ in range(steps):
        assert behind + mu * velocity == pytest.approx(place)
        taken.append(place)
        place = nesterov(w, taken, lr, mu, form="keras").w
        velocity, _, behind = nesterov(w, taken, lr, mu, form="sutskever")


def test_nesterov_worked_by_hand_in_all_forms():
    # g = 1, 2 with mu = 0.5, lr = 0.1: v = 1, 2.5 and lr (g + mu v) = 0.15, 0.325.
    assert nesterov(1.0, [1.0, 2.0], 0.1, 0.5) == pytest.approx((2.5, 0.325, 0.525))
    assert nesterov(1.0, [1.0, 2.0], 0.1, 0.5, form="keras") == pytest.approx((-0.25, 0.325, 0.525))
    assert nesterov(1.0, [1.0, 2.0], 0.1, 0.5, form="sutskever") == pytest.approx(
        (-0.25, 0.25, 0.65)
    )


@pytest.mark.parametrize(
    ("function", "wrong", "sentence"),
    [
        (momentum, {"gradients": []}, "got no gradients"),
        (momentum, {"gradients": [1.0], "mu": 1.0}, "got momentum 1.0"),
        (momentum, {"gradients": [1.0], "form": "sutskever"}, "'torch', 'keras' and 'ng'"),
        (nesterov, {"gradients": []}, "got no gradients"),
        (nesterov, {"gradients": [1.0], "mu": -0.5}, "got momentum -0.5"),
        (nesterov, {"gradients": [1.0], "form": "ng"}, "'torch', 'keras' and 'sutskever'"),
    ],
)
def test_impossible_settings_are_refused_with_what_was_got(function, wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        function(1.0, **wrong)
