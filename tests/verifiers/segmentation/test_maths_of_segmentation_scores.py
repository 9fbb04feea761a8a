"""Mean IoU and Dice: identities, and what is refused."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizlab_verifiers.maths.segmentation_scores import class_iou, dice, mean_iou


@st.composite
def matrices(draw: st.DrawFn) -> list[list[int]]:
    sides = draw(st.integers(1, 5))
    row = st.lists(st.integers(0, 9), min_size=sides, max_size=sides)
    return draw(st.lists(row, min_size=sides, max_size=sides))


@given(n=matrices())
def test_a_class_scores_the_pixels_that_carry_it_twice_by_those_that_carry_it_once(n):
    pixels = [
        (i, j) for i, row in enumerate(n) for j, count in enumerate(row) for _ in range(count)
    ]
    for c in range(len(n)):
        either = sum(c in pair for pair in pixels)
        both = sum(pair == (c, c) for pair in pixels)
        assert class_iou(n, c) == (both / either if either else None)


@given(n=matrices())
def test_truth_and_prediction_may_change_places(n):
    assume(any(map(any, n)))
    assert mean_iou(n) == pytest.approx(mean_iou(list(zip(*n, strict=True))))


def test_a_perfect_prediction_scores_one_and_a_useless_one_zero():
    assert mean_iou([[4, 0], [0, 7]]) == 1
    assert mean_iou([[0, 4], [7, 0]]) == 0


@pytest.mark.parametrize("n", [[[1, 2]], [[1, 2], [3, 4], [5, 6]], [[0, 0], [0, 0]]], ids=str)
def test_matrices_without_a_mean_are_refused(n):
    with pytest.raises(ValueError, match=r"square|no pixel"):
        mean_iou(n)


@given(pixels=st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_dice_is_two_iou_by_one_plus_iou(pixels):
    truth, prediction = ([int(pair[place]) for pair in pixels] for place in (0, 1))
    either = sum(a or b for a, b in pixels)
    assume(either)
    iou = Fraction(sum(a and b for a, b in pixels), either)
    assert dice([truth], [prediction]) == pytest.approx(float(2 * iou / (1 + iou)))


def test_smoothing_makes_two_empty_masks_equal():
    assert dice([[0, 0]], [[0, 0]], smooth=0.5) == 1
    with pytest.raises(ValueError, match="both masks are empty"):
        dice([[0, 0]], [[0, 0]])


def test_masks_of_two_sizes_are_refused():
    with pytest.raises(ValueError, match="differ in shape"):
        dice([[0, 1]], [[0, 1, 1]])
