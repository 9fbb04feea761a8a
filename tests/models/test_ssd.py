"""SSD: where its default boxes lie, and that detections come out where a head fires."""

import math

import pytest
import torch

from quizlab_verifiers import models
from quizlab_verifiers.models.detection.anchors import default_boxes, scales_of_ssd
from quizlab_verifiers.models.detection.boxes import to_centres
from quizlab_verifiers.models.detection.ssd import ChannelNorm, Head, narrow_then_wide
from quizlab_verifiers.networks import measuring

MAPS = {"head4_3": 38, "head7": 19, "head8_2": 10, "head9_2": 5, "head10_2": 3, "head11_2": 1}
BOXES = {"head4_3": 4, "head7": 6, "head8_2": 6, "head9_2": 6, "head10_2": 4, "head11_2": 4}
PERSON = 15  # one of the 21 classes, the background counted


@pytest.fixture(scope="module")
def silent():
    """An SSD whose heads say background everywhere and move no box."""
    net = models.build("ssd300").eval()
    with torch.no_grad():
        for head in MAPS:
            for layer in (getattr(net, head).locations, getattr(net, head).scores):
                layer.weight.zero_()
                layer.bias.zero_()
            getattr(net, head).scores.bias.view(-1, 21)[:, 0] = 10
    return net


def fired(net, head, box, place, offsets=(0.0, 0.0, 0.0, 0.0)):
    """Run `detect` with one default box of one map pushed to a person, and moved."""
    row, column = place

    def push(_, __, output):
        output = output.clone()
        output[0, box * 21 + PERSON, row, column] = 20
        return output

    def move(_, __, output):
        output = output.clone()
        output[0, box * 4 : box * 4 + 4, row, column] = torch.tensor(offsets)
        return output

    hooks = [
        getattr(net, head).scores.register_forward_hook(push),
        getattr(net, head).locations.register_forward_hook(move),
    ]
    with torch.no_grad():
        found = net.detect(torch.zeros(1, 3, 300, 300))
    for hook in hooks:
        hook.remove()
    return found


def middle_and_sides(box):
    left, top, right, bottom = box.tolist()
    return (left + right) / 2, (top + bottom) / 2, right - left, bottom - top


def test_nothing_is_found_where_no_head_fires(silent):
    with torch.no_grad():
        found, classes, scores = silent.detect(torch.zeros(1, 3, 300, 300))
    assert found.shape == (0, 4)
    assert len(classes) == len(scores) == 0


@pytest.mark.parametrize(
    ("head", "box", "place", "sides"),
    [
        ("head4_3", 0, (20, 12), (30, 30)),  # 0.1 of the image
        ("head7", 1, (9, 5), (300 * math.sqrt(0.2 * 0.375),) * 2),  # the larger square
        ("head8_2", 4, (5, 5), (112.5 * math.sqrt(3), 112.5 / math.sqrt(3))),  # 0.375, 3 to 1
        ("head10_2", 3, (1, 1), (217.5 / math.sqrt(2), 217.5 * math.sqrt(2))),  # 0.725, 1 to 2
    ],
)
def test_the_default_box_that_fires_is_the_detection(silent, head, box, place, sides):
    found, classes, scores = fired(silent, head, box, place)
    assert classes.tolist() == [PERSON - 1]
    assert scores.item() == pytest.approx(math.exp(20) / (math.exp(20) + math.exp(10) + 19))
    y, x = ((one + 0.5) / MAPS[head] * 300 for one in place)
    edges = (x - sides[0] / 2, y - sides[1] / 2, x + sides[0] / 2, y + sides[1] / 2)
    assert found[0].tolist() == pytest.approx([min(max(one, 0), 300) for one in edges], abs=1e-3)


def test_offsets_move_and_stretch_the_default_box(silent):
    # a tenth of the offset is a share of the side; a fifth is the logarithm of the growth
    offsets = (2.0, -3.0, 5 * math.log(2), -5 * math.log(2))
    found, _, _ = fired(silent, "head4_3", 0, (19, 19), offsets)
    centre = 19.5 / 38 * 300
    expected = (centre + 0.2 * 30, centre - 0.3 * 30, 60, 15)
    assert middle_and_sides(found[0]) == pytest.approx(expected, abs=1e-3)


def test_there_are_8732_default_boxes_map_by_map(silent):
    boxes = silent.default_boxes
    assert len(boxes) == sum(BOXES[head] * MAPS[head] ** 2 for head in MAPS) == 8732
    assert torch.equal(boxes, default_boxes())
    assert "default_boxes" not in silent.state_dict()


def test_default_boxes_are_the_released_ones_but_for_their_steps(silent):
    """ssd_pascal.py: whole per cents from 20 in steps of 17, whole pixels between centres."""
    released = []
    smallest = [30, *(300 * share / 100 for share in range(20, 106, 17))]
    for head, size, larger, step in zip(
        MAPS, smallest, smallest[1:], (8, 16, 32, 64, 100, 300), strict=False
    ):
        shapes = [(size, size), (math.sqrt(size * larger),) * 2]
        for ratio in (2, 3)[: BOXES[head] // 2 - 1]:
            long, short = size * math.sqrt(ratio), size / math.sqrt(ratio)
            shapes += [(long, short), (short, long)]
        places = [(i + 0.5) * step for i in range(MAPS[head])]
        released += [(x, y, *shape) for y in places for x in places for shape in shapes]
    theirs, ours = torch.tensor(released), to_centres(silent.default_boxes)
    assert theirs.shape == ours.shape
    share = theirs[:, 2:] / ours[:, 2:]
    assert 0.97 < share.min() <= share.max() < 1.0001
    assert (theirs[:, :2] - ours[:, :2]).max() == pytest.approx(19, abs=1e-3)
    assert (theirs[:, :2] - ours[:, :2]).min() == pytest.approx(0, abs=1e-3)


def test_only_the_head_of_conv4_3_reads_normalised_features():
    with torch.device("meta"):
        net, given, made = models.build("ssd300").eval(), {}, {}
        for name in ("conv4", "norm4_3", "head4_3", "pool4"):
            module = net.get_submodule(name)
            module.register_forward_hook(
                lambda _, args, __, name=name: given.update({name: args[0]})
            )
            module.register_forward_hook(lambda _, __, out, name=name: made.update({name: out}))
        net(torch.zeros(1, 3, 300, 300))
    assert given["norm4_3"] is given["pool4"] is made["conv4"]
    assert given["head4_3"] is made["norm4_3"]


def test_pool5_keeps_the_size_and_fc6_has_holes(silent):
    pool = silent.pool5
    assert isinstance(pool, torch.nn.MaxPool2d)
    assert (pool.kernel_size, pool.stride, pool.padding) == (3, 1, 1)
    assert (silent.fc6.dilation, silent.fc7.kernel_size) == ((6, 6), (1, 1))


def test_scales_rise_evenly_from_a_fifth_of_the_image_to_nine_tenths():
    assert scales_of_ssd()[:-1] == pytest.approx([0.1, 0.2, 0.375, 0.55, 0.725, 0.9])


def test_all_boxes_of_a_position_but_the_larger_square_have_the_area_of_the_scale():
    boxes = default_boxes()[5776 : 5776 + 6]
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    squared = torch.full((6,), 60.0**2)
    squared[1] = 60 * 112.5
    assert torch.allclose(areas, squared)


def test_the_features_of_each_position_get_the_length_of_the_scale():
    length = ChannelNorm(512)(torch.randn(1, 512, 3, 3)).norm(dim=1)
    assert torch.allclose(length, torch.tensor(20.0))


def test_heads_and_extra_stages_have_the_parameters_of_their_layers():
    assert measuring.parameters(Head(512, 4, 21)) == (9 * 512 + 1) * 4 * (4 + 21)
    stage = narrow_then_wide(1024, 512, stride=2, padding=1)
    assert measuring.parameters(stage) == (1024 + 1) * 256 + (9 * 256 + 1) * 512
