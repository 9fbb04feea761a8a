"""Losses as a learner reads them: published values, and other roads without torch."""

from fractions import Fraction
from math import exp, fsum, inf, isclose, log, tanh

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths.losses import (
    cross_entropy,
    cross_entropy_gradient,
    sigmoid,
    sigmoid_gradient,
    smoothed,
    softmax,
)

logits = st.lists(st.floats(-30, 30), min_size=2, max_size=6)
shares = st.sampled_from([0.0, 0.1, 0.5, 1.0])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 1], [0.21194157, 0.5761169, 0.21194157]),
        ([0, 0, 0, 0], [0.25] * 4),
        ([log(2), log(3), log(5)], [0.2, 0.3, 0.5]),
    ],
    ids=["keras.layers.Softmax, example", "equal logits", "CS231n case study, p"],
)
def test_published_probabilities(values, expected):
    assert softmax(values) == pytest.approx(expected, rel=1e-6)


@given(values=st.lists(st.integers(1, 50), min_size=2, max_size=6))
def test_the_softmax_of_logarithms_shares_their_numbers(values):
    wanted = [Fraction(value, sum(values)) for value in values]
    assert softmax([log(value) for value in values]) == pytest.approx([float(p) for p in wanted])


@given(values=logits, shift=st.floats(-100, 100))
def test_a_number_added_to_all_logits_changes_nothing(values, shift):
    moved = [z + shift for z in values]
    assert softmax(moved) == pytest.approx(softmax(values), rel=1e-9, abs=1e-12)


def test_huge_logits_do_not_overflow():
    assert softmax([1000, 0]) == (1, 0)
    assert softmax([1000, -1000], temperature=0.01) == (1, 0)
    assert cross_entropy([1000, 0], 1) == 1000
    assert sigmoid_gradient(-700) == pytest.approx(exp(-700))


def test_a_temperature_of_two_takes_roots_of_the_odds():
    assert softmax([log(9), log(1)], temperature=2) == pytest.approx((0.75, 0.25))


@pytest.mark.parametrize(
    ("values", "target", "expected", "within"),
    [
        ([-2.85, 0.86, 0.28], 2, 1.04, 5e-3),
        ([0] * 10, 7, 2.302, 1e-3),
        ([0, 0, 0], 1, 1.0986, 1e-4),
    ],
    ids=["CS231n, SVM vs. softmax", "CS231n, initial loss on CIFAR-10", "CS231n case study"],
)
def test_published_losses(values, target, expected, within):
    assert cross_entropy(values, target) == pytest.approx(expected, abs=within)


@given(values=logits, target=st.integers(0, 1), eps=shares)
def test_logits_and_their_probabilities_have_the_same_loss(values, target, eps):
    p = softmax(values)
    assert cross_entropy(p, target, "probabilities", eps) == pytest.approx(
        cross_entropy(values, target, "logits", eps), rel=1e-9, abs=1e-12
    )


@given(values=logits, target=st.integers(0, 1), eps=shares)
def test_smoothing_mixes_the_losses_of_all_classes(values, target, eps):
    each = [cross_entropy(values, k) for k in range(len(values))]
    mixed = (1 - eps) * each[target] + eps * fsum(each) / len(each)
    assert cross_entropy(values, target, "logits", eps) == pytest.approx(mixed, abs=1e-12)


def test_a_smoothed_target_keeps_its_own_share():
    # Inception-v3: eps 0.1 and 1000 classes.
    q = smoothed(1000, 3, 0.1)
    assert q[3] == pytest.approx(0.9001)
    assert q[0] == pytest.approx(0.0001)
    assert fsum(q) == pytest.approx(1)


def test_the_gradient_of_the_case_study_of_cs231n():
    gradient = cross_entropy_gradient([log(2), log(3), log(5)], 1)
    assert gradient == pytest.approx((0.2, -0.7, 0.5))
    assert cross_entropy_gradient([log(2), log(3), log(5)], 1, batch=10) == pytest.approx(
        (0.02, -0.07, 0.05)
    )


@given(values=st.lists(st.floats(-5, 5), min_size=2, max_size=4), eps=shares)
def test_nudging_a_logit_moves_the_loss_by_its_gradient(values, eps):
    step = 1e-5
    gradient = cross_entropy_gradient(values, 1, label_smoothing=eps)
    for k in range(len(values)):
        up, down = (
            cross_entropy(
                [z + sign * step * (j == k) for j, z in enumerate(values)], 1, label_smoothing=eps
            )
            for sign in (1, -1)
        )
        assert isclose((up - down) / (2 * step), gradient[k], rel_tol=1e-4, abs_tol=1e-6)
    assert abs(fsum(gradient)) < 1e-12


@given(z=st.floats(-30, 30))
def test_the_sigmoid_is_half_a_tangent(z):
    # sigma(z) = (1 + tanh(z/2)) / 2, so its slope is (1 - tanh^2) / 4.
    assert sigmoid(z) == pytest.approx((1 + tanh(z / 2)) / 2, abs=1e-12)
    assert sigmoid_gradient(z) == pytest.approx((1 - tanh(z / 2) ** 2) / 4, abs=1e-12)
    assert sigmoid_gradient(sigmoid(z), "output") == pytest.approx(sigmoid_gradient(z), abs=1e-12)


def test_the_sigmoid_of_cs231n_passes_on_a_fifth():
    # The circuit of "Sigmoid example": dot = 1, f = 0.73, (1 - 0.73) * 0.73.
    assert sigmoid(1) == pytest.approx(0.73, abs=2e-3)
    assert sigmoid_gradient(1) == pytest.approx(0.2, abs=5e-3)
    assert sigmoid_gradient(0, upstream=2) == 0.5


@pytest.mark.parametrize(
    ("function", "arguments", "sentence"),
    [
        (softmax, ([],), "got 0 logits"),
        (softmax, ([1, 2], 0), "temperature 0"),
        (smoothed, (3, 3), "target 3 of 3"),
        (smoothed, (3, 0, 1.5), "label smoothing 1.5"),
        (cross_entropy, ([1, 2], 2), "target 2 of 2"),
        (cross_entropy, ([1, 2], 0, "scores"), "possible are 'logits' and 'probabilities'"),
        (cross_entropy, ([0, 1], 0, "probabilities"), "math domain error|expected a positive"),
        (cross_entropy_gradient, ([1, 2], 0, 0), "got batch 0"),
        (cross_entropy_gradient, ([1, 2], 0, 1, "none"), "'mean' or 'sum'"),
        (sigmoid_gradient, (1.5, "output"), "got output 1.5"),
        (sigmoid_gradient, (0.5, "slope"), "got slope 0.5"),
        (sigmoid_gradient, (inf, "output"), "got output inf"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_was_got(function, arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        function(*arguments)
