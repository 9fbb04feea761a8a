"""Back-propagation as a learner reads it: shapes, and numbers against nudged weights."""

from math import exp, isclose

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizlab_verifiers.maths.backprop import (
    activated,
    delta_shape,
    gradient_shape,
    mlp_gradient,
    slope,
)

MNIST = (784, 128, 64, 10)


@pytest.mark.parametrize(
    ("layer", "delta", "gradient"),
    [(1, (32, 128), (784, 128)), (2, (32, 64), (128, 64)), (3, (32, 10), (64, 10))],
    ids=["first layer", "hidden layer", "output layer"],
)
def test_each_layer_of_a_network_for_mnist_has_its_shapes(layer, delta, gradient):
    assert delta_shape(MNIST, 32, layer) == delta
    assert delta_shape(MNIST, 32, layer, rows=False) == delta[::-1]
    assert gradient_shape(MNIST, 32, layer) == gradient
    assert gradient_shape(MNIST, 32, layer, "torch") == gradient[::-1]


@pytest.mark.parametrize(
    ("function", "arguments", "sentence"),
    [
        (delta_shape, (MNIST, 32, 0), "got layer 0 of 3"),
        (delta_shape, (MNIST, 32, 4), "got layer 4 of 3"),
        (delta_shape, (MNIST, 0, 1), "m=0"),
        (gradient_shape, (MNIST, 1, 4), "got layer 4"),
        (gradient_shape, (MNIST, 1, 1, "keras"), "possible are 'textbook' and 'torch'"),
        (activated, (1.0, "tanh"), "possible are 'relu' and 'sigmoid'"),
    ],
    ids=str,
)
def test_what_does_not_exist_is_refused_with_what_was_got(function, arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        function(*arguments)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"W": [[1]]}, "1 rows of weights, 2 biases"),
        ({"W": [[1], [2]]}, "2 inputs"),
        ({"v": [1]}, "1 output weights"),
        ({"loss": "absolute"}, "possible are 'half-squared' and 'squared'"),
        ({"activation": "tanh"}, "possible are 'relu' and 'sigmoid'"),
    ],
    ids=str,
)
def test_networks_that_do_not_fit_are_refused(wrong, sentence):
    net = {"x": [1, 2], "W": [[1, 1], [1, 1]], "b": [0, 0], "v": [1, 1], "c": 0, "t": 0} | wrong
    with pytest.raises(ValueError, match=sentence):
        mlp_gradient(**net)


def test_a_network_worked_by_hand():
    # z = (1 - 2 + 1, 2 + 2 - 1) = (0, 3), h = (0, 3), y = 0 - 3 = -3, error -3 - 1 = -4.
    right = mlp_gradient([1, 2], [[1, -1], [2, 1]], [1, -1], [2, -1], 0, t=1)
    assert right.z == (0, 3)
    assert right.h == (0, 3)
    assert right.y == -3
    assert right.delta_y == -4
    assert right.grad_v == (0, -12)
    assert right.delta_h == (0, 4)
    assert right.grad_w == ((0, 0), (4, 8))


numbers = st.integers(-30, 30).map(lambda n: n / 10)


@given(
    net=st.fixed_dictionaries(
        {
            "x": st.tuples(numbers, numbers),
            "b": st.tuples(numbers, numbers, numbers),
            "c": numbers,
            "t": numbers,
            "activation": st.sampled_from(["relu", "sigmoid"]),
            "loss": st.sampled_from(["half-squared", "squared"]),
        }
    ),
    weights=st.lists(st.tuples(numbers, numbers), min_size=3, max_size=3),
    v=st.tuples(numbers, numbers, numbers),
)
def test_nudging_a_weight_moves_the_loss_by_its_gradient(net, weights, v):
    step = 1e-4

    def lost(rows, outer):
        gap = mlp_gradient(**net, W=rows, v=outer).y - net["t"]
        return gap * gap * (0.5 if net["loss"] == "half-squared" else 1)

    right = mlp_gradient(**net, W=weights, v=v)
    assume(net["activation"] == "sigmoid" or min(map(abs, right.z)) > 10 * step)
    for j in range(3):
        nudged = [[*v[:j], v[j] + sign * step, *v[j + 1 :]] for sign in (1, -1)]
        change = (lost(weights, nudged[0]) - lost(weights, nudged[1])) / (2 * step)
        assert isclose(change, right.grad_v[j], rel_tol=1e-5, abs_tol=1e-5)
        rows = [
            [
                *weights[:j],
                (weights[j][0] + sign * step, weights[j][1]),
                *weights[j + 1 :],
            ]
            for sign in (1, -1)
        ]
        change = (lost(rows[0], v) - lost(rows[1], v)) / (2 * step)
        assert isclose(change, right.grad_w[j][0], rel_tol=1e-5, abs_tol=1e-5)


def test_the_sigmoid_neither_overflows_nor_loses_its_slope():
    assert activated(-800, "sigmoid") == exp(-800)
    assert activated(800, "sigmoid") == 1
    assert slope(activated(0, "sigmoid"), "sigmoid") == 0.25


def test_relu_has_no_slope_at_its_kink():
    assert slope(activated(0, "relu"), "relu") == 0
    assert slope(activated(1e-9, "relu"), "relu") == 1
