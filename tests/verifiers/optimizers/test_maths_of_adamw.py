"""AdamW on one number: Keras' own tests, and Adam as a second road."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths.adamw import adamw
from quizlab_verifiers.maths.optimizers import adam

gradients = st.lists(
    st.sampled_from([-3.0, -1.0, 0.25, 0.5, 1.0, 2.0, 4.0]), min_size=1, max_size=6
)


@pytest.mark.parametrize(
    ("w", "g", "after"),
    [(1.0, 1.0, 0.4980), (2.0, 6.0, 1.4960), (3.0, 7.0, 2.494), (4.0, 2.0, 3.492)],
    ids=["keras/src/optimizers/adamw_test.py, single step", "second", "third", "fourth"],
)
def test_the_single_step_of_keras(w, g, after):
    step = adamw(w, [g], lr=0.5, eps=1e-7, weight_decay=0.004)
    assert step.w == pytest.approx(after, abs=1e-4)


def test_a_dead_gradient_leaves_the_decay():
    # keras/src/optimizers/adamw_test.py, weight decay: one weight is stepped three times.
    step = adamw(2.0, [0.0] * 3, lr=1.0, weight_decay=0.004)
    assert step.w == pytest.approx(1.9760959)
    assert step.update == pytest.approx(2 * 0.996**2 * 0.004)
    assert adamw(2.0, [0.0] * 3, lr=0.5, weight_decay=0.004).w == pytest.approx(2 * 0.998**3)


@given(gradients=gradients, w=st.sampled_from([-2.0, 0.5, 3.0]))
def test_without_decay_it_is_adam(gradients, w):
    plain = adam(w, gradients, 0.1)
    assert adamw(w, gradients, 0.1, weight_decay=0.0) == pytest.approx(tuple(plain))


@given(gradients=gradients, w=st.sampled_from([-2.0, 0.5, 3.0]), decay=st.floats(0, 1))
def test_the_decay_leaves_the_moments_alone(gradients, w, decay):
    plain = adam(w, gradients, 0.1)
    assert adamw(w, gradients, 0.1, weight_decay=decay)[:2] == pytest.approx(plain[:2])


@given(gradients=gradients, w=st.sampled_from([-2.0, 0.5, 3.0]), decay=st.floats(0, 1))
def test_the_weight_shrinks_before_adam_steps(gradients, w, decay):
    # PyTorch's order: w (1 - lr decay) first, then Adam's update.
    weight = w
    for t in range(1, len(gradients) + 1):
        weight = weight * (1 - 0.1 * decay) - adam(0.0, gradients[:t], 0.1).update
    assert adamw(w, gradients, 0.1, weight_decay=decay).w == pytest.approx(weight)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"gradients": []}, "got no gradients"),
        ({"gradients": [1.0], "beta1": 1.0}, "beta1=1.0"),
        ({"gradients": [1.0], "weight_decay": -0.1}, "weight_decay=-0.1"),
    ],
    ids=str,
)
def test_impossible_settings_are_refused_with_what_was_got(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        adamw(1.0, **wrong)


def test_eps_of_zero_and_a_dead_gradient_divide_by_zero():
    with pytest.raises(ZeroDivisionError):
        adamw(1.0, [0.0], eps=0.0)
