"""Adam on one number: the paper's own statements, and exact fractions as a second road."""

from fractions import Fraction
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths.optimizers import adam

gradients = st.lists(
    st.sampled_from([-3.0, -1.0, -0.5, 0.25, 0.5, 1.0, 2.0, 4.0]), min_size=1, max_size=6
)
decays = st.sampled_from([0.0, 0.5, 0.75, 0.9, 0.99, 0.999])


@given(g=st.sampled_from([-4.0, -0.5, 0.01, 1.0, 250.0]), beta1=decays, beta2=decays)
def test_the_first_step_is_the_learning_rate_in_the_direction_of_the_gradient(g, beta1, beta2):
    step = adam(0.0, [g], lr=1e-3, beta1=beta1, beta2=beta2, eps=1e-8)
    assert isclose(step.update, 1e-3 * g / (abs(g) + 1e-8), rel_tol=1e-12)


@given(gradients=gradients, beta1=decays, beta2=decays)
def test_the_moments_are_the_weighted_sums_of_the_paper(gradients, beta1, beta2):
    # Kingma & Ba, equation 1: v_t = (1 - beta2) sum beta2^(t-i) g_i^2, here in exact fractions.
    b1, b2, t = Fraction(beta1), Fraction(beta2), len(gradients)
    m = (1 - b1) * sum(b1 ** (t - i) * Fraction(g) for i, g in enumerate(gradients, 1))
    v = (1 - b2) * sum(b2 ** (t - i) * Fraction(g) ** 2 for i, g in enumerate(gradients, 1))
    step = adam(1.0, gradients, beta1=beta1, beta2=beta2)
    assert isclose(step.m, m, rel_tol=1e-9, abs_tol=1e-12)
    assert isclose(step.v, v, rel_tol=1e-9, abs_tol=1e-12)


@given(gradients=gradients, beta1=decays, beta2=decays)
def test_without_eps_the_two_forms_are_one(gradients, beta1, beta2):
    paper = adam(1.0, gradients, beta1=beta1, beta2=beta2, eps=0.0)
    keras = adam(1.0, gradients, beta1=beta1, beta2=beta2, eps=0.0, form="keras")
    assert isclose(paper.update, keras.update, rel_tol=1e-9, abs_tol=1e-15)


@given(gradients=gradients)
def test_without_memory_every_step_is_the_first(gradients):
    step = adam(0.0, gradients, lr=0.1, beta1=0.0, beta2=0.0, eps=0.0)
    assert step.update == pytest.approx(0.1 if gradients[-1] > 0 else -0.1)


def test_a_step_worked_by_hand_in_both_forms():
    # g = 2, beta1 = 0.9, beta2 = 0.75: m = 0.2, v = 1, m_hat = 2, v_hat = 4.
    paper = adam(1.0, [2.0], lr=0.1, beta1=0.9, beta2=0.75, eps=0.5)
    assert paper == pytest.approx((0.2, 1.0, 0.1 * 2 / 2.5, 1 - 0.08))
    # The rate becomes 0.1 * sqrt(0.25) / 0.1 = 0.5, and eps joins sqrt(v) = 1.
    keras = adam(1.0, [2.0], lr=0.1, beta1=0.9, beta2=0.75, eps=0.5, form="keras")
    assert keras == pytest.approx((0.2, 1.0, 0.5 * 0.2 / 1.5, 1 - 0.1 / 1.5))


@given(gradients=gradients, beta1=decays, beta2=decays)
def test_the_keras_eps_is_the_papers_eps_times_the_root_of_the_correction(gradients, beta1, beta2):
    eps = 0.25
    hat = eps * sqrt(1 - beta2 ** len(gradients))
    paper = adam(1.0, gradients, beta1=beta1, beta2=beta2, eps=eps)
    keras = adam(1.0, gradients, beta1=beta1, beta2=beta2, eps=hat, form="keras")
    assert isclose(paper.update, keras.update, rel_tol=1e-9, abs_tol=1e-15)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"gradients": []}, "got no gradients"),
        ({"gradients": [1.0], "beta1": 1.0}, "beta1=1.0"),
        ({"gradients": [1.0], "beta2": -0.1}, "beta2=-0.1"),
        ({"gradients": [1.0], "form": "torch"}, "possible are 'paper' and 'keras'"),
    ],
    ids=str,
)
def test_impossible_settings_are_refused_with_what_was_got(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        adam(1.0, **wrong)


def test_eps_of_zero_and_a_dead_gradient_divide_by_zero():
    with pytest.raises(ZeroDivisionError):
        adam(1.0, [0.0], eps=0.0)
