"""Pooling, unpooling and resizing on plain lists: what holds whatever the numbers are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths.pooled_values import avg_pool, max_pool, max_unpool, window
from quizlab_verifiers.maths.resizing import bilinear_value, source_position

SQUARE = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


@pytest.mark.parametrize(
    ("top", "left", "expected"),
    [(0, 0, [1, 2, 4, 5]), (-1, -1, [1]), (2, 2, [9]), (-1, 1, [2, 3]), (3, 0, []), (-2, 0, [])],
)
def test_a_window_holds_what_lies_below_it(top, left, expected):
    assert window(SQUARE, 2, top, left) == expected


def test_a_window_has_at_least_one_cell():
    with pytest.raises(ValueError, match="got k=0"):
        window(SQUARE, 0, 0, 0)


@given(k=st.integers(1, 3), s=st.integers(1, 3), value=st.integers(-9, 9))
def test_what_is_the_same_everywhere_stays_the_same(k, s, value):
    flat = [[value] * 4 for _ in range(5)]
    assert {x for row in max_pool(flat, k, s) for x in row} == {value}
    assert {x for row in avg_pool(flat, k, s, k // 2, count_padding=False) for x in row} == {value}


def test_counted_padding_lowers_the_edges_only():
    ones = [[1, 1, 1]] * 3
    ninths = [[round(9 * x, 9) for x in row] for row in avg_pool(ones, 3, 1, 1)]
    assert ninths == [[4, 6, 4], [6, 9, 6], [4, 6, 4]]


def test_a_window_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        max_pool(SQUARE, 4, 1)
    with pytest.raises(ValueError, match="padding may be 0 to 1"):
        avg_pool(SQUARE, 3, 1, 2)


def test_unpooling_refuses_indices_outside_and_other_shapes():
    with pytest.raises(ValueError, match="got index 4"):
        max_unpool([[1]], [[4]], 2, 2)
    with pytest.raises(ValueError, match="same shape"):
        max_unpool([[1, 2]], [[0]], 2, 2)


@given(n=st.integers(1, 9), m=st.integers(2, 20))
def test_aligned_corners_stay_and_positions_mirror(n, m):
    places = [source_position(i, n, m, align_corners=True) for i in range(m)]
    assert (places[0], places[-1]) == (0, n - 1)
    assert places == pytest.approx([n - 1 - x for x in reversed(places)])


@given(n=st.integers(1, 9), i=st.integers(0, 8))
def test_a_matrix_of_the_same_size_is_not_changed(n, i):
    for aligned in (True, False):
        assert source_position(min(i, n - 1), n, n, align_corners=aligned) == min(i, n - 1)


def test_a_cell_that_does_not_exist_has_no_place():
    with pytest.raises(ValueError, match="got i=4, n=2, m=4"):
        bilinear_value([[1, 2], [3, 4]], 4, 4, 4, 0)
