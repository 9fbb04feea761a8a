"""YOLO: what is decoded from the numbers of a cell, and that a lit pixel is found where it is."""

import math

import pytest
import torch
from torch import nn

from quizlab_verifiers import models
from quizlab_verifiers.models.detection import boxes as bx
from quizlab_verifiers.models.detection import yolo_v2, yolo_v3
from quizlab_verifiers.models.detection.darknet import Residual
from quizlab_verifiers.models.detection.yolo_decoding import decode
from quizlab_verifiers.networks import measuring


def wired(name, **sources):
    """A network in which channel 0 of the first pixel of every stride goes on, and nothing else.

    In a part named in `sources` the first convolution takes that channel instead.
    """
    with torch.device("meta"):
        network = models.build(name).eval()
    network.to_empty(device="cpu").requires_grad_(False)
    for module in network.modules():
        for value in module.parameters(recurse=False):
            value.zero_()
        if isinstance(module, nn.BatchNorm2d):
            module.reset_parameters()
        if isinstance(module, nn.Conv2d):
            module.weight[0, 0, module.kernel_size[0] // 2, module.kernel_size[1] // 2] = 1
    for module in network.modules():
        if isinstance(module, Residual):
            module.narrow[0].weight.zero_()
    for part, source in sources.items():
        weight = network.get_submodule(part)[0].weight
        weight.copy_(weight.roll(source, dims=1))
    return network


def image(height, width, lit):
    """A dark image in which the pixels of `lit` (row, column) have a brightness."""
    dark = torch.zeros(1, 3, height, width)
    for (row, column), brightness in lit.items():
        dark[0, 0, row, column] = brightness
    return dark


def fire(head, anchor, label, offsets=(0.0, 0.0, 0.0, 0.0), weight=10.0):
    """Let one anchor of a head tell its cells that are lit from those that are not."""
    bias = head.bias.view(-1, 85)
    bias[:, 4], bias[:, 5:], bias[:, 5 + label] = -5, -9, 9
    bias[anchor, :4] = torch.tensor(offsets)
    head.weight.zero_()[anchor * 85 + 4, 0] = weight


def box(x, y, width, height):
    return torch.tensor([[x - width / 2, y - height / 2, x + width / 2, y + height / 2]])


def test_a_lit_pixel_is_found_in_its_cell_by_yolo_v1():
    network, cell = wired("yolo-v1"), torch.arange(49)
    network.fc1.weight[cell, cell] = 1
    network.fc2.weight[cell * 30 + 5 + 4, cell] = 0.9  # confidence of the second box
    bias = network.fc2.bias.view(49, 30)
    bias[:, 5:9], bias[:, 10 + 14] = torch.tensor([0.25, 0.5, 0.5, 0.3]), 0.8
    boxes, labels, scores = network.detect(image(448, 448, {(2 * 64, 5 * 64): 1.0}))
    torch.testing.assert_close(boxes, box(5.25 * 64, 2.5 * 64, 0.25 * 448, 0.09 * 448))
    assert labels.tolist() == [14]
    torch.testing.assert_close(scores, torch.tensor([0.9 * 0.8]))


# Through the passthrough the four pixels of a cell arrive in four groups of 512 channels.
@pytest.mark.parametrize(
    ("source", "row", "column"),
    [(2048, 32, 64), (0, 32, 64), (512, 32, 80), (1024, 48, 64), (1536, 48, 80)],
)
def test_a_lit_pixel_is_found_in_its_cell_by_yolo_v2_on_both_roads(source, row, column):
    network = wired("yolo-v2", stage8=source)
    fire(network.predictions, anchor=1, label=33, offsets=[0.0, -math.log(3), 0.0, math.log(2)])
    boxes, labels, scores = network.detect(image(96, 160, {(row, column): 1.0}))
    expected = box(2.5 * 32, 1.25 * 32, 1.87446 * 32, 2 * 2.06253 * 32)
    torch.testing.assert_close(boxes, bx.clip(expected, 96, 160))
    assert labels.tolist() == [33]
    assert scores.item() == pytest.approx(1 / (1 + math.exp(-5)), rel=1e-3)


@pytest.mark.parametrize(("scale", "row", "column"), [(0, 32, 64), (1, 16, 48), (2, 24, 56)])
def test_a_lit_pixel_is_found_at_each_scale_by_yolo_v3(scale, row, column):
    network = wired("yolo-v3", middle=256, fine=128)
    heads = network.coarse_predictions, network.middle_predictions, network.fine_predictions
    for number, head in enumerate(heads):
        fire(head[-1], number, 7, [0.0, 0.0, -2.0, -1.0], weight=10 * (number == scale))
    boxes, labels, _ = network.detect(image(96, 128, {(row, column): 1.0}))
    stride, anchors = yolo_v3.SCALES[scale]
    width, height = anchors[scale][0] * math.exp(-2), anchors[scale][1] * math.exp(-1)
    torch.testing.assert_close(boxes, box(column + stride / 2, row + stride / 2, width, height))
    assert labels.tolist() == [7]


def test_of_two_cells_that_see_one_object_the_surer_is_kept():
    network = wired("yolo-v3")
    fire(network.coarse_predictions[-1], anchor=0, label=2)
    for head in (network.middle_predictions, network.fine_predictions):
        fire(head[-1], anchor=0, label=2, weight=0)
    two = image(192, 256, {(96, 96): 0.9, (96, 128): 1.0})  # 84 of 148 pixels across are shared
    torch.testing.assert_close(network.detect(two)[0], box(144, 112, 116, 90))
    torch.testing.assert_close(network.detect(two, overlap=0.6)[0][1:], box(112, 112, 116, 90))


def test_every_number_of_a_map_is_decoded_by_the_formula():
    raw, anchors = torch.linspace(-2, 3, 192).view(16, 3, 4), ((10.0, 20.0), (30.0, 5.0))
    numbers = zip(*decode(raw, anchors, stride=16), strict=True)
    places = [(row, column, a) for row in range(3) for column in range(4) for a in range(2)]
    for (row, column, a), (decoded, objectness, classes) in zip(places, numbers, strict=True):
        x, y, w, h, o, *rest = raw[a * 8 : a * 8 + 8, row, column].tolist()
        centre = 16 * (column + 1 / (1 + math.exp(-x))), 16 * (row + 1 / (1 + math.exp(-y)))
        sides = anchors[a][0] * math.exp(w), anchors[a][1] * math.exp(h)
        torch.testing.assert_close(decoded[None], box(*centre, *sides))
        assert objectness.item() == pytest.approx(1 / (1 + math.exp(-o)))
        assert classes.tolist() == rest


def test_the_passthrough_is_a_pixel_unshuffle_with_the_groups_outermost():
    x = torch.arange(960.0).view(2, 6, 8, 10)
    unshuffled = nn.functional.pixel_unshuffle(x, 2).unflatten(1, (6, 4))
    assert torch.equal(yolo_v2.Passthrough()(x), unshuffled.transpose(1, 2).flatten(1, 2))


# Darknet-19: YOLO9000, section 3; the same at 256: YOLOv3, table 2. Darknet-53: Darknet's site.
@pytest.mark.parametrize(
    ("name", "side", "layers", "billions"),
    [("yolo-v2", 224, 19, 5.58), ("yolo-v2", 256, 19, 7.29), ("yolo-v3", 256, 53, 18.57)],
)
def test_the_backbone_with_a_classifier_is_darknet(name, side, layers, billions):
    with torch.device("meta"):
        parts = list(models.build(name).eval().children())
        pool = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
        end = [nn.Conv2d(1024, 1000, 1)] if name == "yolo-v2" else [pool, nn.Linear(1024, 1000)]
        darknet = nn.Sequential(*parts[: 11 if name == "yolo-v2" else 6], *end)
        operations = 2 * measuring.macs(darknet, [torch.zeros(1, 3, side, side)])
    assert sum(isinstance(one, nn.Conv2d | nn.Linear) for one in darknet.modules()) == layers
    assert round(operations / 1e9, 2) == billions


def test_yolo_v1_has_24_convolutions_and_two_fully_connected_layers():
    with torch.device("meta"):
        kinds = [type(one) for one in models.build("yolo-v1").modules()]
    assert (kinds.count(nn.Conv2d), kinds.count(nn.Linear)) == (24, 2)
