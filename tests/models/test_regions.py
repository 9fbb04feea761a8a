"""Regions: cut out and warped, pooled, and proposed from anchors, against plain loops."""

import math

import torch
from torch import nn

from quizlab_verifiers.models.detection.anchors import grid_anchors
from quizlab_verifiers.models.detection.boxes import clip, decode, iou, to_centres
from quizlab_verifiers.models.detection.faster_rcnn import Proposals
from quizlab_verifiers.models.detection.rcnn import Warp
from quizlab_verifiers.models.detection.roi_pooling import RoIPooling


def test_a_warped_region_holds_its_box_within_16_pixels_of_context():
    image = torch.zeros(1, 3, 300, 400)
    image[:, :, 50:146, 100:292] = 1
    warped = Warp()(image, torch.tensor([[100.0, 50.0, 292.0, 146.0]]))
    assert warped.shape == (1, 3, 224, 224)
    assert torch.allclose(warped[0, 0, 17:207, 17:207], torch.ones(190, 190))
    assert warped[0, 0, :15].abs().max() == warped[0, 0, :, 209:].abs().max() == 0


def test_warping_a_box_of_the_size_of_its_output_copies_pixels():
    image = torch.randn(1, 3, 300, 300)
    copied = Warp()(image, torch.tensor([[26.0, 36.0, 218.0, 228.0]]))  # 192 a side, and 16 around
    assert torch.allclose(copied, image[:, :, 20:244, 10:234], atol=1e-4)


def test_what_lies_outside_of_the_image_is_warped_to_zero():
    warped = Warp()(torch.ones(1, 3, 96, 96), torch.tensor([[0.0, 0.0, 192.0, 96.0]]))
    assert warped[0, 0, 100, 20] == 1
    assert warped[0, :, :, 120:].abs().max() == 0


def test_roi_pooling_is_adaptive_pooling_of_what_is_cut_out():
    features = torch.randn(1, 3, 38, 50)
    dice = torch.Generator().manual_seed(0)
    ends = torch.rand(60, 2, 2, generator=dice) * torch.tensor([800.0, 600.0])
    boxes = torch.cat((ends.amin(1), ends.amax(1)), dim=1)
    pooled = RoIPooling()(features, boxes)
    for box, mine in zip(boxes, pooled, strict=True):
        left, top, right, bottom = (math.floor(edge / 16 + 0.5) for edge in box.tolist())
        cut = features[0, :, min(top, 37) : bottom + 1, min(left, 49) : right + 1]
        assert torch.equal(mine, nn.functional.adaptive_max_pool2d(cut, 7))


def test_anchors_have_three_areas_and_three_shapes_around_the_middle_of_their_position():
    anchors = grid_anchors(38, 50).view(38, 50, 9, 4)
    sides = anchors[..., 2:] - anchors[..., :2]
    assert torch.allclose(sides.prod(-1)[5, 7].sqrt(), torch.tensor([128.0, 256, 512] * 3))
    ratios = sides[5, 7, :, 1] / sides[5, 7, :, 0]
    assert torch.allclose(ratios, torch.tensor([0.5, 1, 2]).repeat_interleave(3))
    middles = (anchors[..., :2] + anchors[..., 2:]) / 2
    assert torch.allclose(middles[5, 7], torch.tensor([7.5 * 16, 5.5 * 16]), atol=1e-3)


def test_anchors_share_their_middle_with_the_released_ones_whose_sides_are_rounded():
    # generate_anchors.py of py-faster-rcnn, whose right and bottom pixels are counted in
    released = [
        [-84, -40, 99, 55], [-176, -88, 191, 103], [-360, -184, 375, 199],
        [-56, -56, 71, 71], [-120, -120, 135, 135], [-248, -248, 263, 263],
        [-36, -80, 51, 95], [-80, -168, 95, 183], [-168, -344, 183, 359],
    ]  # fmt: skip
    theirs = to_centres(torch.tensor(released) + torch.tensor([0.0, 0.0, 1.0, 1.0]))
    ours = to_centres(grid_anchors(1, 1))
    assert torch.allclose(ours[:, :2], theirs[:, :2], atol=1e-4)
    share = theirs[:, 2:] / ours[:, 2:]
    assert 0.97 < share.min() <= share.max() < 1.07
    assert torch.allclose(share[3:6], torch.ones(3, 2))


def test_proposals_are_the_likeliest_anchors_after_suppression():
    dice = torch.Generator().manual_seed(1)
    scores = torch.randn(1, 18, 10, 13, generator=dice)
    offsets = torch.randn(1, 36, 10, 13, generator=dice) / 2
    made = Proposals()(scores, offsets, torch.zeros(1, 3, 160, 208))
    anchors = grid_anchors(10, 13).view(10, 13, 9, 4)
    flat = []
    for y in range(10):
        for x in range(13):
            for a in range(9):
                move = offsets[0, 4 * a : 4 * a + 4, y, x]
                box = clip(decode(move, anchors[y, x, a]), 160, 208)
                flat.append((float(scores[0, 9 + a, y, x] - scores[0, a, y, x]), box))
    flat.sort(key=lambda one: -one[0])
    kept = torch.zeros(0, 4)
    for _, box in flat:
        if not (iou(box[None], kept) > 0.7).any():
            kept = torch.cat((kept, box[None]))
    assert made.shape == (300, 4)
    few = min(len(kept), 300)
    assert few > 50
    assert torch.allclose(made[:few], kept[:few])
