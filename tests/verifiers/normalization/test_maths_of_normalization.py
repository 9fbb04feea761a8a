"""The maths of normalising: worked sets, exact fractions and the kinship of the four layers."""

from fractions import Fraction
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths.normalization import (
    batch_norm,
    group_norm,
    instance_norm,
    layer_norm,
    moments,
    moved,
)
from quizlab_verifiers.maths.normalization_counts import parameter_count, statistics_count
from quizlab_verifiers.maths.running_statistics import batch_norm_inference, running_update

numbers = st.integers(-50, 50).map(float)
sets = st.lists(numbers, min_size=2, max_size=8)


@st.composite
def matrices(draw: st.DrawFn) -> list[list[float]]:
    columns = draw(st.integers(2, 4))
    row = st.lists(numbers, min_size=columns, max_size=columns)
    return draw(st.lists(row, min_size=2, max_size=4))


def test_the_textbook_set_has_mean_five_and_deviation_two():
    # Wikipedia, "Standard deviation", basic example: 2, 4, 4, 4, 5, 5, 7, 9.
    xs = [2, 4, 4, 4, 5, 5, 7, 9]
    assert moments(xs) == (5, 4)
    done = layer_norm(xs, [1] * 8, [0] * 8, eps=0)
    assert done.y == ((-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2),)


@given(xs=sets)
def test_the_variance_is_the_mean_square_less_the_squared_mean(xs):
    exact = [Fraction(x) for x in xs]
    mean = sum(exact) / len(exact)
    variance = sum(x * x for x in exact) / len(exact) - mean**2
    assert moments(xs) == pytest.approx((float(mean), float(variance)), rel=1e-12, abs=1e-12)


@given(xs=sets)
def test_a_normalised_set_has_mean_zero_and_the_variance_that_epsilon_leaves(xs):
    _, variance = moments(xs)
    (y,) = layer_norm(xs, [1] * len(xs), [0] * len(xs), eps=0.5).y
    mean, left = moments(y)
    assert abs(mean) < 1e-12
    assert isclose(left, variance / (variance + 0.5), rel_tol=1e-9, abs_tol=1e-12)


@given(rows=matrices())
def test_batch_norm_is_instance_norm_of_the_transposed(rows):
    turned = [list(column) for column in zip(*rows, strict=True)]
    gamma, beta = [2.0] * len(turned), [1.0] * len(turned)
    batch, instance = batch_norm(rows, gamma, beta), instance_norm(turned, gamma, beta)
    assert batch.means == instance.means
    assert batch.variances == instance.variances
    assert list(zip(*batch.y, strict=True)) == list(instance.y)


@given(rows=matrices())
def test_one_group_is_layer_norm_and_a_group_per_channel_is_instance_norm(rows):
    ones, zeros = [1.0] * len(rows), [0.0] * len(rows)
    flat = [x for row in rows for x in row]
    layer = layer_norm(flat, [1.0] * len(flat), [0.0] * len(flat))
    one = group_norm(rows, 1, ones, zeros)
    assert one.means == layer.means
    assert [y for row in one.y for y in row] == list(layer.y[0])
    assert group_norm(rows, len(rows), ones, zeros) == instance_norm(rows, ones, zeros)


def test_each_channel_has_its_own_scale_and_shift_within_a_group():
    done = group_norm([[1], [3], [10], [30]], 2, [1, 2, 3, 4], [0, 0, 0, 1], eps=0)
    assert done == ((2, 20), (1, 100), ((-1,), (2,), (-3,), (5,)))


def test_a_value_at_the_mean_becomes_beta():
    assert moved(7, 7, 4, gamma=3, beta=-2, eps=1e-5) == -2


def test_the_frameworks_remember_the_same_batch_differently():
    # m = 4, S = 20 for 1, 3, 5, 7.
    torch = running_update([1, 3, 5, 7], 0, 1, 0.1, "torch")
    keras = running_update([1, 3, 5, 7], 0, 1, 0.9, "keras")
    assert torch == pytest.approx((0.4, 0.9 + 0.1 * 20 / 3))
    assert keras == pytest.approx((0.4, 0.9 + 0.1 * 5))


@given(x=numbers, mu=numbers, v=st.floats(0, 50), gamma=numbers, beta=numbers)
def test_the_folded_line_is_the_normalisation(x, mu, v, gamma, beta):
    line = batch_norm_inference(x, mu, v, gamma=gamma, beta=beta, eps=0.5)
    expected = gamma * (x - mu) / sqrt(v + 0.5) + beta
    assert isclose(line.y, expected, rel_tol=1e-9, abs_tol=1e-9)
    assert line.y == line.scale * x + line.shift


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: group_norm([[1], [2], [3]], 2, [1] * 3, [0] * 3), "3 channels, 2 groups"),
        (lambda: group_norm([[1], [2]], 0, [1] * 2, [0] * 2), "0 groups"),
        (lambda: instance_norm([[1, 2]], [1, 1], [0]), "2 gammas"),
        (lambda: layer_norm([1, 2], [1], [0]), "shorter"),
        (lambda: batch_norm([[1], [2]], [1, 1], [0, 0]), "longer"),
        (lambda: running_update([1], 0, 1, 0.1), "got 1 values"),
        (lambda: running_update([1, 2], 0, 1, 0.1, "caffe"), "'caffe'"),
        (lambda: batch_norm_inference(1, 0, -1), "variance of -1"),
        (lambda: statistics_count("rms", (1, 2, 3, 4)), "'rms'"),
        (lambda: statistics_count("group", (1, 6, 3, 4), 4), "6 channels and 4 groups"),
        (lambda: parameter_count("rms", (1, 2, 3, 4)), "'rms'"),
    ],
)
def test_impossible_settings_are_refused_with_what_was_got(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: moments([]),
        lambda: layer_norm([3, 3], [1, 1], [0, 0], eps=0),
        lambda: batch_norm([[3], [3]], [1], [0], eps=0),
        lambda: group_norm([[3, 3]], 1, [1], [0], eps=0),
        lambda: batch_norm_inference(1, 0, 0, eps=0),
    ],
)
def test_nothing_to_divide_by_is_a_division_by_zero(call):
    with pytest.raises(ZeroDivisionError):
        call()
