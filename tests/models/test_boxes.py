"""Boxes: overlap, offsets and suppression, against counting and plain loops."""

import math

import pytest
import torch

from quizlab_verifiers.models.detection import boxes as bx


def some_boxes(count, seed, side=20):
    """Boxes with corners on whole numbers, none of them empty."""
    dice = torch.Generator().manual_seed(seed)
    corner = torch.randint(0, side - 1, (count, 2), generator=dice)
    reach = torch.randint(1, side, (count, 2), generator=dice)
    return torch.cat((corner, torch.minimum(corner + reach, torch.tensor(side))), 1).float()


def painted(box, side=20):
    """The pixels that a box covers."""
    left, top, right, bottom = (int(one) for one in box)
    canvas = torch.zeros(side, side, dtype=torch.bool)
    canvas[top:bottom, left:right] = True
    return canvas


def kept_by_hand(boxes, scores, threshold, labels):
    """Suppression as a list of who is left, with the overlap counted in pixels."""
    left = sorted(range(len(boxes)), key=lambda i: -scores[i])
    kept = set()
    while left:
        best, *rest = left
        kept.add(best)
        left = [
            i
            for i in rest
            if labels[i] != labels[best] or overlap(boxes[best], boxes[i]) <= threshold
        ]
    return [i in kept for i in range(len(boxes))]


def overlap(a, b):
    both, either = painted(a) & painted(b), painted(a) | painted(b)
    return both.sum().item() / either.sum().item()


def test_overlap_is_the_share_of_pixels_that_both_cover():
    a, b = some_boxes(12, seed=1), some_boxes(9, seed=2)
    counted = torch.tensor([[overlap(one, other) for other in b] for one in a])
    assert torch.allclose(bx.iou(a, b), counted)


def test_overlap_takes_boxes_with_axes_before_them():
    a, b = some_boxes(6, seed=1).reshape(2, 3, 4), some_boxes(4, seed=2)
    assert torch.equal(bx.iou(a, b)[1], bx.iou(a[1], b))


def test_boxes_without_area_overlap_nothing():
    point = torch.tensor([[3.0, 3.0, 3.0, 3.0]])
    assert bx.iou(point, point).item() == 0
    assert bx.area(torch.tensor([[5.0, 0.0, 2.0, 4.0]])).item() == 0


def test_a_shared_edge_is_no_overlap():
    a, b = torch.tensor([[0.0, 0.0, 4.0, 4.0]]), torch.tensor([[4.0, 0.0, 8.0, 4.0]])
    assert bx.iou(a, b).item() == 0


@pytest.mark.parametrize("scales", [bx.UNSCALED, (0.1, 0.1, 0.2, 0.2)])
def test_decoding_undoes_encoding(scales):
    goals, anchors = some_boxes(50, seed=3), some_boxes(50, seed=4)
    there = bx.decode(bx.encode(goals, anchors, scales), anchors, scales)
    assert torch.allclose(there, goals, atol=1e-4)


def test_offsets_are_those_of_the_formula():
    anchor = torch.tensor([10.0, 20.0, 30.0, 60.0])  # centre (20, 40), 20 wide, 40 high
    goal = torch.tensor([20.0, 20.0, 60.0, 40.0])  # centre (40, 30), 40 wide, 20 high
    by_hand = torch.tensor([20 / 20, -10 / 40, math.log(2), -math.log(2)])
    assert torch.allclose(bx.encode(goal, anchor), by_hand)
    assert torch.allclose(
        bx.encode(goal, anchor, (0.1, 0.1, 0.2, 0.2)), by_hand * 10 / by_hand.new([1, 1, 2, 2])
    )


def test_a_wild_output_gives_a_finite_box():
    anchor = torch.tensor([[0.0, 0.0, 16.0, 16.0]])
    box = bx.decode(torch.tensor([[0.0, 0.0, 500.0, 500.0]]), anchor)
    assert torch.allclose(box, torch.tensor([[-492.0, -492.0, 508.0, 508.0]]))


def test_clipping_cuts_at_the_edges_of_the_image():
    box = torch.tensor([[-5.0, -6.0, 70.0, 80.0], [90.0, 1.0, 99.0, 2.0]])
    assert bx.clip(box, 40, 60).tolist() == [[0, 0, 60, 40], [60, 1, 60, 2]]


@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.5, 0.7])
@pytest.mark.parametrize("classes", [1, 3])
def test_suppression_keeps_what_a_plain_loop_keeps(threshold, classes):
    for seed in range(5):
        boxes, labels = some_boxes(40, seed), torch.arange(40) % classes
        scores = torch.randperm(40, generator=torch.Generator().manual_seed(seed)).float()
        by_hand = kept_by_hand(boxes, scores.tolist(), threshold, labels.tolist())
        assert bx.nms(boxes, scores, threshold, labels=labels).tolist() == by_hand
        if classes == 1:
            assert bx.nms(boxes, scores, threshold).tolist() == by_hand


def test_an_overlap_equal_to_the_threshold_is_kept():
    boxes = torch.tensor([[0.0, 0.0, 2.0, 1.0], [1.0, 0.0, 2.0, 1.0]])  # overlap 1/2
    assert bx.nms(boxes, torch.tensor([0.9, 0.8]), 0.5).tolist() == [True, True]
    assert bx.nms(boxes, torch.tensor([0.9, 0.8]), 0.49).tolist() == [True, False]


def test_a_suppressed_box_suppresses_nothing():
    boxes = torch.tensor([[0.0, 0, 10, 10], [4.0, 0, 14, 10], [8.0, 0, 18, 10]])  # 6/14, 2/18, 6/14
    assert bx.nms(boxes, torch.tensor([0.9, 0.8, 0.7]), 0.4).tolist() == [True, False, True]


def test_suppression_stops_at_the_largest_number_and_leaves_out_the_excluded():
    boxes = torch.tensor([[0.0, 0, 1, 1], [2.0, 0, 3, 1], [4.0, 0, 5, 1]])
    scores = torch.tensor([0.5, -math.inf, 0.9])
    assert bx.nms(boxes, scores, 0.5, most=1).tolist() == [False, False, True]
    assert bx.nms(boxes, scores, 0.5).tolist() == [True, False, True]


def test_suppression_runs_without_numbers():
    on_meta = torch.zeros(7, 4, device="meta")
    assert bx.nms(on_meta, on_meta[:, 0], 0.5).shape == (7,)


def test_detections_are_the_best_box_of_each_object_and_class():
    boxes = torch.tensor([[0.0, 0, 10, 10], [0.0, 0, 10, 9], [50.0, 50, 60, 60]])
    scores = torch.tensor([[0.9, 0.6], [0.8, 0.7], [0.3, 0.005]])
    found, labels, sure = bx.detections(boxes[:, None], scores, least=0.01, threshold=0.5, most=10)
    assert found.tolist() == boxes[[0, 1, 2]].tolist()
    assert labels.tolist() == [0, 1, 0]
    assert torch.equal(sure, torch.tensor([0.9, 0.7, 0.3]))
