"""R-CNN, Fast R-CNN and Faster R-CNN: what is found, and where."""

import math

import pytest
import torch
from torch import nn

from quizlab_verifiers import models
from quizlab_verifiers.models.detection.vgg16 import VGG16
from quizlab_verifiers.networks import measuring


def transparent(name):
    """A network of zeros, whose VGG-16 hands the first channel of the image on, pooled."""
    with torch.device("meta"):
        net = models.build(name)
    net = net.to_empty(device="cpu").eval()
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.zero_()
        for layer in net.features.modules():
            if isinstance(layer, nn.Conv2d):
                layer.weight[0, 0, 1, 1] = 1
        net.fc6[0].weight[0, :49] = 1  # the sum over the grid of the first channel
        net.fc7[0].weight[0, 0] = 1
    return net


def lit(size, box):
    """A black image with a white box: left, top, right, bottom."""
    left, top, right, bottom = box
    image = torch.zeros(1, 3, *size)
    image[:, :, top:bottom, left:right] = 1
    return image


def test_rcnn_finds_the_proposal_that_shows_the_object_and_moves_its_box():
    net = transparent("rcnn")
    with torch.no_grad():
        net.score.weight[3, 0], net.score.bias[0] = 1, 10
        net.bounding_box.weight[2 * 4, 24] = 0.125  # the middle of the 7 × 7 moves class 3
        boxes = torch.tensor([[8.0, 8.0, 40.0, 40.0], [96.0, 16.0, 160.0, 80.0]])
        found, classes, scores = net.detect(lit((100, 200), (96, 16, 160, 80)), boxes)
    assert classes.tolist() == [2]
    assert torch.allclose(found, torch.tensor([[104.0, 16.0, 168.0, 80.0]]))
    assert scores.item() > 0.99


def test_features_are_16_pixels_apart_and_pooling_rounds_up():
    with torch.device("meta"):
        assert VGG16()(torch.zeros(1, 3, 600, 850)).shape == (1, 512, 38, 54)


@pytest.fixture(scope="module")
def faster():
    """Fires at the 128-pixel square anchor over a lit cell, shifts it and halves its height."""
    net = transparent("faster-rcnn")
    with torch.no_grad():
        net.rpn_conv.weight[0, 0, 1, 1] = 1
        net.rpn_cls_score.weight[9 + 3, 0] = 20
        net.rpn_cls_score.bias[:9] = 5
        net.rpn_bbox_pred.weight[4 * 3, 0] = 0.25
        net.rpn_bbox_pred.weight[4 * 3 + 3, 0] = -math.log(2)
        net.cls_score.weight[7, 0], net.cls_score.bias[0] = 10, 5
        net.bbox_pred.bias[4 * 7] = -0.25
    return net


CELL = lit((160, 208), (96, 80, 112, 96))  # one position of conv5_3, its middle at (104, 88)


def test_the_first_proposal_is_the_anchor_that_fires_moved_by_its_offsets(faster):
    with torch.no_grad():
        _, _, boxes = faster(CELL)
    assert torch.allclose(boxes[0], torch.tensor([72.0, 56, 200, 120]), atol=1e-3)


def test_the_proposals_are_scored_on_what_is_activated(faster):
    seen = {}
    hooks = [
        faster.rpn_conv.register_forward_hook(lambda _, __, out: out - 0.5),
        faster.rpn_cls_score.register_forward_pre_hook(lambda _, args: seen.update(x=args[0])),
    ]
    with torch.no_grad():
        faster(CELL)
    for hook in hooks:
        hook.remove()
    assert seen["x"].unique().tolist() == [0, 0.5]


def test_faster_rcnn_finds_the_object_where_both_stages_move_the_anchor(faster, monkeypatch):
    monkeypatch.setattr(faster.proposals, "count", 1)
    with torch.no_grad():
        found, classes, scores = faster.detect(CELL)
    assert classes.tolist() == [6]
    assert torch.allclose(found, torch.tensor([[40.0, 56, 168, 120]]), atol=1e-3)
    assert scores.item() > 0.9


def test_fast_rcnn_says_the_same_of_the_same_proposals(faster):
    with torch.device("meta"):
        fast = models.build("fast-rcnn").eval()
    for part in ("features", "fc6", "fc7", "cls_score", "bbox_pred"):
        setattr(fast, part, getattr(faster, part))
    with torch.no_grad():
        scores, offsets, boxes = faster(CELL)
        again, moves = fast(CELL, boxes)
    assert torch.equal(again, scores)
    assert torch.equal(moves, offsets)


def test_faster_rcnn_weighs_the_523_megabytes_that_convnet_burden_says():
    with torch.device("meta"):
        net = models.build("faster-rcnn")
    assert round(4 * measuring.parameters(net) / 2**20) == 523
