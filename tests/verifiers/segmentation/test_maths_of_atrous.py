"""Dilated networks and atrous kernels: walking cell by cell, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths.atrous import dilated_features, effective_kernel, taps_inside


@given(
    i=st.integers(1, 3000),
    s=st.lists(st.integers(1, 5), min_size=1, max_size=6),
    m=st.integers(0, 6),
)
def test_the_side_is_what_rounding_up_layer_by_layer_leaves(i, s, m):
    m = min(m, len(s))
    side, jump = i, 1
    for stride in s[: len(s) - m]:
        side = len(range(0, side, stride))
        jump *= stride
    found = dilated_features(i, s, m)
    assert (found.output_stride, found.side) == (jump, side)
    assert found.output_stride * found.rate == dilated_features(i, s).output_stride


@given(k=st.integers(1, 9), r=st.integers(1, 9))
def test_an_atrous_kernel_spans_from_its_first_tap_to_its_last(k, r):
    taps = [r * tap for tap in range(k)]
    assert effective_kernel(k, r) == len(range(taps[0], taps[-1] + 1))


@given(
    half=st.integers(0, 5),
    r=st.integers(1, 12),
    before=st.integers(0, 40),
    after=st.integers(0, 40),
)
def test_taps_inside_are_those_that_stand_on_a_cell(half, r, before, after):
    cells = range(-before, after + 1)
    standing = [tap for tap in range(-half, half + 1) if tap * r in cells]
    assert taps_inside(2 * half + 1, r, before, after) == len(standing)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: dilated_features(0, (2,)), "got i=0"),
        (lambda: dilated_features(9, (2, 0)), "must be at least 1"),
        (lambda: dilated_features(9, (2, 2), 3), "got m=3; of 2 parts"),
        (lambda: effective_kernel(3, 0), "r=0"),
        (lambda: taps_inside(4, 1, 3, 3), "odd kernel"),
        (lambda: taps_inside(3, 0, 3, 3), "r=0"),
        (lambda: taps_inside(3, 1, -1, 3), "before=-1"),
    ],
)
def test_impossible_networks_are_refused_with_what_was_got(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        wrong()
