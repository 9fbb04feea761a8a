"""VGG: small kernels see as far as large ones, and the parameters are in the linear layers."""

import pytest
import torch
from torch import nn

from quizlab_verifiers import models
from quizlab_verifiers.models.classification import vgg
from quizlab_verifiers.networks import measuring

DEPTHS = (11, 13, 16, 19)


def on_meta(depth):
    with torch.device("meta"):
        return models.build(f"vgg{depth}").eval()


@pytest.mark.parametrize("depth", DEPTHS)
def test_the_name_counts_layers_with_weights(depth):
    weighted = [one for one in on_meta(depth).modules() if isinstance(one, nn.Conv2d | nn.Linear)]
    assert len(weighted) == depth
    assert {one.kernel_size for one in weighted if isinstance(one, nn.Conv2d)} == {(3, 3)}


@pytest.mark.parametrize(("depth", "side"), [(1, 3), (2, 5), (3, 7), (4, 9)])
def test_so_many_convolutions_see_so_many_pixels(depth, side):
    stage = vgg.stage(1, 1, 1, depth)
    for one in stage.parameters():
        nn.init.ones_(one)
    x = torch.zeros(1, 1, 15, 15, requires_grad=True)
    stage(x)[0, 0, 7, 7].backward()
    rows, columns = x.grad[0, 0].nonzero().unbind(1)
    assert rows.unique().tolist() == columns.unique().tolist()
    assert rows.unique().tolist() == list(range(7 - side // 2, 8 + side // 2))
    assert x.grad.count_nonzero() == side**2


@pytest.mark.parametrize(("depth", "ours", "single"), [(2, 18, 25), (3, 27, 49)])
def test_small_kernels_have_fewer_weights_than_one_that_sees_as_far(depth, ours, single):
    width = 8
    weights = [one for one in vgg.stage(1, width, width, depth).parameters() if one.dim() == 4]
    assert sum(one.numel() for one in weights) == ours * width**2
    large = nn.Conv2d(width, width, 2 * depth + 1, bias=False)
    assert measuring.parameters(large) == single * width**2


def test_columns_of_table_1_differ_by_the_convolutions_that_are_added():
    def conv(inputs, outputs):
        return outputs * (inputs * 9 + 1)

    a, b, d, e = (measuring.parameters(on_meta(depth)) for depth in DEPTHS)
    assert b - a == conv(64, 64) + conv(128, 128)
    assert d - b == e - d == conv(256, 256) + 2 * conv(512, 512)


def test_most_parameters_are_in_fc6_and_most_work_in_the_convolutions():
    network = on_meta(16)
    linear = [network.fc6, network.fc7, network.fc8]
    by_hand = [4096 * (25_088 + 1), 4096 * (4096 + 1), 1000 * (4096 + 1)]
    assert [measuring.parameters(one) for one in linear] == by_hand
    assert by_hand[0] > 0.74 * measuring.parameters(network)
    macs = measuring.macs(network, (torch.empty(1, 3, 224, 224, device="meta"),))
    work = sum(one.weight.numel() for one in linear)
    assert work == 123_633_664
    assert macs - work == 15_346_630_656  # the 15.3 G that papers print


def test_a_stage_halves_by_its_pooling_alone():
    network = on_meta(16)
    x, sides = torch.empty(1, 3, 224, 224, device="meta"), []
    for number in range(1, 6):
        y = getattr(network, f"conv{number}")(x)
        assert y.shape[-2:] == x.shape[-2:]
        x = getattr(network, f"pool{number}")(y)
        sides.append(x.shape[-1])
    assert sides == [112, 56, 28, 14, 7]


@pytest.mark.parametrize(("depth", "printed"), [(11, 150), (16, 212)])
def test_the_last_pool_sees_as_many_pixels_as_was_published(depth, printed):
    """Of vgg_a and vgg_16, in google-research/receptive_field, its table of networks."""
    field, jump = 1, 1
    for one in on_meta(depth).modules():
        if isinstance(one, nn.Conv2d | nn.MaxPool2d):
            kernel, stride = (
                size[0] if isinstance(size, tuple) else size
                for size in (one.kernel_size, one.stride)
            )
            field, jump = field + (kernel - 1) * jump, jump * stride
    assert (field, jump) == (printed, 32)


def test_layers_bear_the_names_of_the_release():
    names = [name for name, one in on_meta(16).named_modules() if isinstance(one, nn.Conv2d)]
    assert names[:3] == ["conv1.conv1_1", "conv1.conv1_2", "conv2.conv2_1"]
    assert names[-1] == "conv5.conv5_3"
