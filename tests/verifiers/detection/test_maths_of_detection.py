"""The maths of detection by itself: what it computes, and what it refuses."""

import pytest

from quizlab_verifiers.maths import anchors, average_precision, boxes, suppression


def test_two_boxes_that_lie_apart_along_both_axes_share_nothing():
    assert boxes.intersection([0, 0, 2, 2], [3, 4, 6, 6]) == 0
    assert boxes.iou([0, 0, 2, 2], [1, 1, 3, 3]) == pytest.approx(1 / 7)


def test_kept_boxes_come_by_falling_score():
    three = [[0, 0, 10, 10], [1, 0, 11, 10], [50, 0, 60, 10]]
    assert suppression.kept(three, [0.8, 0.7, 0.9]) == [2, 0]


def test_what_was_encoded_is_decoded_again():
    anchor, box = (50.0, 60.0, 40.0, 20.0), (62.0, 55.0, 30.0, 45.0)
    offsets = anchors.encode(anchor, box, 0.1, 0.2)
    assert anchors.decode(anchor, offsets, 0.1, 0.2) == pytest.approx(box)


def test_interpolation_takes_the_best_precision_to_come():
    assert average_precision.precisions([0, 1, 1, 0, 1]) == pytest.approx([1 / 2, 2 / 3, 3 / 5])
    best = average_precision.interpolated([0, 1, 1, 0, 1])
    assert best == pytest.approx([2 / 3, 2 / 3, 3 / 5])


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: boxes.iou([0, 0, 0, 1], [0, 0, 1, 1]), "needed are x1 < x2"),
        (lambda: boxes.area([0, 2, 1, 1]), r"got the box \[0, 2, 1, 1\]"),
        (lambda: suppression.kept([[0, 0, 1, 1]], [0.5, 0.4]), "got 1 boxes"),
        (lambda: suppression.kept([[0, 0, 1, 1]] * 2, [0.5, 0.5]), "all different"),
        (lambda: suppression.kept([[0, 0, 1, 1]], [0.5], 1.5), "got threshold 1.5"),
        (lambda: anchors.count([(8, 8), (4, 4)], [1, 2, 3]), "one number of boxes for each map"),
        (lambda: anchors.count([(8, 0)], [1]), "at least 1"),
        (lambda: anchors.encode([0, 0, 0, 1], [0, 0, 1, 1]), "must be above 0"),
        (lambda: anchors.encode([0, 0, 1, 1], [0, 0, 1, 1], v_size=0), "variances 1.0 and 0"),
        (lambda: anchors.decode([0, 0, 1, -1], [0, 0, 0, 0]), "must be above 0"),
        (lambda: anchors.yolo_shape(100, 32, 3, 80), "size a multiple of stride"),
        (lambda: anchors.yolo_shape(416, 32, 0, 80), "boxes=0"),
        (lambda: anchors.yolo_shape(416, 32, 3, 80, "v9"), "there are v1, v2 and v3"),
        (lambda: average_precision.average_precision([1, 1], 1), "got 2 hits for 1 objects"),
        (lambda: average_precision.average_precision([0], 0), "needed are objects"),
        (lambda: average_precision.average_precision([1], 1, "area"), "got form 'area'"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_got(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
