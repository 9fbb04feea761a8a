"""Inception-v3: what its factorised filters cost and see, and its auxiliary classifier."""

import pytest
import torch
from torch import nn
from torch.nn import functional

from quizlab_verifiers import models
from quizlab_verifiers.networks import measuring

# Operations in G up to a stage of TF-Slim's inception_v3 at 321:
# https://github.com/google-research/receptive_field, RECEPTIVE_FIELD_TABLE.md
MEASURED = {
    "conv_1a": 0.045,
    "conv_2a": 0.506,
    "conv_2b": 1.428,
    "pool_3a": 1.431,
    "conv_3b": 1.494,
    "conv_4a": 3.092,
    "pool_5a": 3.095,
    "mixed_5b": 3.796,
    "mixed_5c": 4.557,
    "mixed_5d": 5.339,
    "mixed_6a": 6.241,
    "mixed_6b": 7.082,
    "mixed_6c": 8.178,
    "mixed_6d": 9.275,
    "mixed_6e": 10.663,
    "mixed_7a": 11.303,
    "mixed_7b": 11.948,
    "mixed_7c": 12.727,
}
WIDEST = {
    "5": ("branch_double_3x3",),
    "6a": ("branch_double_3x3",),
    "6": ("branch_double_7x7",),
    "7a": ("branch_7x7",),
    "7": ("branch_double", "branch_double_3x1"),
}


@pytest.fixture(scope="module")
def network():
    with torch.device("meta"):
        return models.build("inception-v3").eval()


def convolutions(module):
    return [one for one in module.modules() if isinstance(one, nn.Conv2d)]


def height(value):
    return value[0] if isinstance(value, tuple) else value


def test_every_stage_costs_what_was_measured_of_the_authors_network(network, extra_operations):
    x = torch.empty(1, 3, 321, 321, device="meta")
    operations = 0
    for name, printed in MEASURED.items():
        stage = getattr(network, name)
        operations += 2 * measuring.macs(stage, (x,))
        extra, x = extra_operations(stage, x)
        operations += extra
        assert operations / 1e9 == pytest.approx(printed, abs=5.01e-4), name


def test_the_last_module_sees_1311_pixels(network):
    """So did https://github.com/google-research/receptive_field measure for TF-Slim's."""
    sees, step = 1, 1
    for name, stage in network.named_children():
        place = name.removeprefix("mixed_")
        paths = WIDEST.get(place) or WIDEST.get(place[0]) if place != name else ()
        for part in [getattr(stage, path) for path in paths] or [stage]:
            for layer in part.modules():
                if isinstance(layer, nn.Conv2d | nn.MaxPool2d):
                    sees += (height(layer.kernel_size) - 1) * step
                    step *= height(layer.stride)
    assert (sees, step) == (1311, 32)


def test_a_7x7_in_two_strokes_has_14_weights_a_pair_of_channels_and_not_49(network):
    reduce, across, down = convolutions(network.mixed_6e.branch_7x7)
    assert reduce.kernel_size == (1, 1)
    assert (across.kernel_size, down.kernel_size) == ((1, 7), (7, 1))
    assert across.weight.numel() + down.weight.numel() == 14 * 192 * 192


def test_a_1x7_and_a_7x1_reach_every_pixel_of_a_7x7():
    torch.manual_seed(0)
    across, down = (
        layer.weight[:1, :1]
        for layer in convolutions(models.build("inception-v3").mixed_6b.branch_7x7)[1:]
    )
    x = torch.randn(1, 1, 15, 15)
    in_two = functional.conv2d(functional.conv2d(x, across), down)
    torch.testing.assert_close(in_two, functional.conv2d(x, down @ across), rtol=1e-4, atol=1e-6)


def test_parameters_of_two_modules_by_hand(network):
    five = 192 * (64 + 48 + 64 + 32) + 48 * 64 * 25 + 64 * 96 * 9 + 96 * 96 * 9
    norms = 64 + (48 + 64) + (64 + 96 + 96) + 32
    assert measuring.parameters(network.mixed_5b) == five + 2 * norms
    six = 768 * (192 + 128 + 128 + 192) + 7 * (4 * 128 * 128 + 2 * 128 * 192)
    norms = 192 + (128 + 128 + 192) + (4 * 128 + 192) + 192
    assert measuring.parameters(network.mixed_6b) == six + 2 * norms


def test_it_costs_3_6_times_googlenet_and_not_2_5_times_as_in_the_paper(network):
    with torch.device("meta"):
        googlenet = models.build("googlenet").eval()
        ours = measuring.macs(network, models.describe("inception-v3").example())
        first = measuring.macs(googlenet, models.describe("googlenet").example())
    assert round(ours / 1e9, 1) == 5.7
    assert round(ours / first, 1) == 3.6


def test_the_stem_is_the_released_one_and_not_that_of_table_1(network):
    stem = ["conv_1a", "conv_2a", "conv_2b", "conv_3b", "conv_4a"]
    layers = [convolutions(getattr(network, name))[0] for name in stem]
    assert [one.out_channels for one in layers] == [32, 32, 64, 80, 192]
    assert [one.kernel_size[0] for one in layers] == [3, 3, 3, 1, 3]
    assert [one.stride[0] for one in layers] == [2, 1, 1, 1, 1]


def test_pools_halve_by_unpadded_3x3_and_averages_keep_the_size(network):
    pools = [one for one in network.modules() if isinstance(one, nn.MaxPool2d)]
    assert {(one.kernel_size, one.stride, one.padding) for one in pools} == {(3, 2, 0)}
    means = [one for one in network.modules() if isinstance(one, nn.AvgPool2d)]
    assert {(one.kernel_size, one.stride, one.padding) for one in means} == {(3, 1, 1)}


def test_every_convolution_is_normalised_and_has_no_bias():
    with torch.device("meta"):
        network = models.build("inception-v3", auxiliary=True)
    norms = [one for one in network.modules() if isinstance(one, nn.BatchNorm2d)]
    assert len(norms) == len(convolutions(network)) == 94 + 2
    assert all(one.bias is None for one in convolutions(network))


def test_the_auxiliary_classifier_has_3_326_696_parameters():
    with torch.device("meta"):
        head = models.build("inception-v3", auxiliary=True).auxiliary_6e
    by_hand = (768 * 128 + 2 * 128) + (128 * 768 * 25 + 2 * 768) + (768 * 1000 + 1000)
    assert measuring.parameters(head) == by_hand == 3_326_696 == 27_161_264 - 23_834_568


def test_the_5x5_of_the_auxiliary_classifier_is_a_fully_connected_layer():
    torch.manual_seed(0)
    convolution, *_ = models.build("inception-v3", auxiliary=True).auxiliary_6e.conv2
    x = torch.randn(2, 128, 5, 5)
    connected = functional.linear(x.flatten(1), convolution.weight.flatten(1))
    torch.testing.assert_close(convolution(x).flatten(1), connected, rtol=1e-4, atol=1e-5)


def test_averages_at_the_border_are_over_the_neighbours_that_exist(network):
    average, _ = network.mixed_5b.branch_pool
    assert torch.equal(average(torch.ones(1, 1, 4, 4)), torch.ones(1, 1, 4, 4))
