"""The maths of default boxes and of proposal anchors by itself: its laws, and what it refuses."""

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths import anchors, priors, proposal_anchors

SIZES = st.integers(257, 5000)


@given(size=SIZES)
def test_halving_four_times_with_rounding_is_dividing_once(size):
    sides = priors.map_sides(size)
    assert sides[:4] == tuple(ceil(size / stride) for stride in (8, 16, 32, 64))
    assert sides[4:] == (sides[3] - 2, sides[3] - 4)


@given(size=SIZES)
def test_a_larger_image_never_has_fewer_boxes(size):
    assert priors.count(size) <= priors.count(size + 1)
    assert priors.count(size) < priors.count(size + 64)


@given(size=SIZES, ratios=st.lists(st.integers(0, 3), min_size=6, max_size=6))
def test_priors_are_anchors_on_square_maps(size, ratios):
    maps = [(side, side) for side in priors.map_sides(size)]
    boxes = [priors.boxes_per_cell(further) for further in ratios]
    assert priors.count(size, ratios) == anchors.count(maps, boxes)


def test_the_paper_has_8732_boxes():
    assert priors.map_sides(300) == (38, 19, 10, 5, 3, 1)
    assert [priors.boxes_per_cell(further) for further in priors.RATIOS] == [4, 6, 6, 6, 4, 4]
    assert priors.count(300) == 8732


@given(side=st.integers(16, 5000))
def test_a_side_of_the_map_is_a_sixteenth(side):
    assert proposal_anchors.map_side(side) == ceil(side / 16)
    assert proposal_anchors.map_side(side, up=False) == side // 16


@given(height=st.integers(16, 2000), width=st.integers(16, 2000), k=st.integers(1, 9))
def test_anchors_do_not_mind_turned_images_nor_who_names_scales(height, width, k):
    count = proposal_anchors.count
    assert count(height, width, k, 2) == count(width, height, 2, k)
    assert count(height, width, k, 2) == 2 * k * count(height, width, 1, 1)
    assert count(height, width, up=False) <= count(height, width)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: priors.map_sides(0), "got size=0"),
        (lambda: priors.map_sides(256), "conv11_2 vanishes.* get a map of 2 x 2"),
        (lambda: priors.map_sides(128), "conv10_2 vanishes.* get a map of 2 x 2"),
        (lambda: priors.boxes_per_cell(-1), "got ratios=-1"),
        (lambda: priors.count(300, (1, 2)), "got 2 numbers of ratios; SSD300 has 6 maps"),
        (lambda: proposal_anchors.map_side(15, up=False), "got a side of 15"),
        (lambda: proposal_anchors.count(300, 300, 0), "got scales=0, ratios=3"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_got(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
