"""A step of an LSTM cell and the gradient along its memory: by hand, and by finite differences."""

from math import exp, isclose, tanh

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths.lstm_cell import gradient_path, lstm_step, sigmoid

NONE = (0.0, 0.0, 0.0, 0.0)
small = st.floats(-4, 4)
fours = st.tuples(small, small, small, small)


@given(z=st.floats(-2000, 2000))
def test_the_sigmoid_is_symmetric_and_never_overflows(z):
    assert 0 <= sigmoid(z) <= 1
    assert isclose(sigmoid(z) + sigmoid(-z), 1, rel_tol=1e-12)
    assert isclose(sigmoid(z), (1 + tanh(z / 2)) / 2, rel_tol=1e-9, abs_tol=1e-15)


def test_a_step_worked_by_hand():
    # Sums 1, 2, -1, 0 and a memory of 3.
    step = lstm_step(1.0, 0.5, 3.0, w=(0, 2, -2, 1), u=(2, 0, 2, -4), b=(0, 0, 0, 1))
    assert step[:4] == pytest.approx((1 / (1 + exp(-1)), 1 / (1 + exp(-2)), -tanh(1), 0.5))
    assert step.c == pytest.approx(3 * 0.8807970780 - 0.7310585786 * 0.7615941560)
    assert step.h == pytest.approx(0.5 * tanh(2.0856217))


@given(x=small, h=st.floats(-1, 1), c=small)
def test_open_gates_and_shut_gates_do_what_their_names_say(x, h, c):
    kept = lstm_step(x, h, c, w=NONE, u=NONE, b=(-800, 800, 5, 0))
    assert kept.c == c
    emptied = lstm_step(x, h, c, w=NONE, u=NONE, b=(-800, -800, 5, 0))
    assert emptied.c == 0
    replaced = lstm_step(x, h, c, w=NONE, u=NONE, b=(800, -800, 0.5, 800))
    assert replaced.c == tanh(0.5)
    assert replaced.h == tanh(tanh(0.5))


@given(x=small, c=small, w=fours, b=fours)
def test_one_step_changes_with_the_memory_as_the_forget_gate_says(x, c, w, b):
    step = lstm_step(x, 0.5, c, w=w, u=b, b=w)
    near = lstm_step(x, 0.5, c + 1, w=w, u=b, b=w)
    assert near.c - step.c == pytest.approx(gradient_path([step.f]), abs=1e-12)


@given(gates=st.lists(st.floats(0, 1), min_size=1, max_size=12), data=st.data())
def test_a_path_is_walked_in_any_two_parts(gates, data):
    middle = data.draw(st.integers(0, len(gates) - 1))
    whole = gradient_path(gates)
    rest = gradient_path(gates, middle)
    first = gradient_path(gates[:middle]) if middle else 1.0
    assert isclose(whole, first * rest, rel_tol=1e-9, abs_tol=1e-300)


def test_the_cell_of_1997_carries_a_gradient_for_ever_and_gate_half_for_ten_steps_a_thousandth():
    assert gradient_path([1.0] * 1000) == 1
    assert gradient_path([0.5] * 10) == 1 / 1024
    assert gradient_path([0.9, 0.5, 0.8], since=1) == pytest.approx(0.4)


def test_numbers_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="got 3, 4 and 4 numbers"):
        lstm_step(0, 0, 0, w=(1, 2, 3), u=NONE, b=NONE)
    with pytest.raises(ValueError, match="from 0 to 1"):
        gradient_path([0.5, 1.5])
    with pytest.raises(ValueError, match="since=2 with 2 gates"):
        gradient_path([0.5, 0.5], 2)
    with pytest.raises(ValueError, match="since=0 with 0 gates"):
        gradient_path([])
