"""DeepLab v3+: the aligned Xception, what the decoder joins, and what the paper counts."""

from math import ceil

import pytest
import torch
from torch import nn
from torch.nn import functional

from quizlab_verifiers import models
from quizlab_verifiers.models.segmentation.aligned_xception import SeparableConv, XceptionBlock
from quizlab_verifiers.networks import measuring


def on_meta(**options):
    with torch.device("meta"):
        return models.build("deeplab-v3plus", **options).eval()


def example(size=None):
    return models.describe("deeplab-v3plus").example(size)


def ran(network, *inputs):
    """What every module took and gave, by its name."""
    kept = {}
    for part, module in network.named_modules():
        module.register_forward_hook(
            lambda _m, args, out, part=part: kept.update({part: (args, out)})
        )
    with torch.no_grad():
        network(*inputs)
    return kept


def test_xception_has_the_65_layers_of_its_name():
    encoder = on_meta().encoder
    separable = [m for m in encoder.modules() if isinstance(m, SeparableConv)]
    assert len(separable) + len([encoder.conv1, encoder.conv2]) == 65
    assert not [m for m in encoder.modules() if isinstance(m, nn.MaxPool2d)]


def test_xception_strides_four_times_and_dilates_only_where_the_fifth_stride_is_gone():
    depthwise = {
        name: m for name, m in on_meta().encoder.named_modules() if name.endswith("depthwise")
    }
    strided = [name for name, m in depthwise.items() if m.stride == (2, 2)]
    assert strided == [f"entry{number}.conv3.depthwise" for number in (1, 2, 3)]  # and conv1
    dilated = {name: m.dilation for name, m in depthwise.items() if m.dilation != (1, 1)}
    assert dilated == {f"exit2.{number}.depthwise": (2, 2) for number in range(3)}


def test_both_halves_of_a_separable_convolution_are_activated_but_a_block_is_not():
    torch.manual_seed(0)
    block, x = XceptionBlock(4, (4, 4, 4)).eval(), torch.randn(1, 4, 6, 6)
    y = x
    for conv in (block.conv1, block.conv2, block.conv3):
        y = functional.conv2d(y, conv.depthwise.weight, padding=1, groups=4)
        y = functional.relu(conv.bn1(y))
        y = functional.relu(conv.bn2(functional.conv2d(y, conv.pointwise.weight)))
    with torch.no_grad():
        torch.testing.assert_close(block(x), x + y)
    assert (x + y).min() < 0


def test_a_block_of_the_middle_flow_costs_three_depthwise_and_three_point_convolutions():
    norms = 2 * (728 + 728)
    block = XceptionBlock(728, (728, 728, 728))
    assert measuring.parameters(block) == 3 * (9 * 728 + 728**2 + norms)


@pytest.mark.parametrize("encoder", ["xception", "resnet101"])
def test_v3plus_joins_a_map_of_stride_four_before_any_stride_with_the_pyramid(encoder):
    with torch.device("meta"):
        kept = ran(on_meta(encoder=encoder), *example())
    deep, low = kept["encoder"][1]
    assert (deep.shape[1:], low.shape[1:]) == ((2048, 33, 33), (256, 129, 129))
    assert kept["aspp"][0][0] is deep
    inner = "encoder.entry2.conv2" if encoder == "xception" else "encoder.conv2_x"
    assert kept[inner][1] is low
    assert kept["refine1"][0][0].shape[1:] == (256 + 48, 129, 129)


def test_v3plus_lays_what_the_pyramid_says_before_the_narrowed_map():
    torch.manual_seed(0)
    network = models.build("deeplab-v3plus", classes=2).eval()
    kept = ran(network, torch.randn(1, 3, 33, 33))
    joined, low, deep = kept["refine1"][0][0], kept["narrow"][1], kept["aspp"][1]
    assert torch.equal(joined[:, 256:], low)
    wide = functional.interpolate(deep, size=(9, 9), mode="bilinear", align_corners=True)
    assert torch.equal(joined[:, :256], wide)


def test_v3plus_is_the_keras_model_without_its_running_statistics():
    network = on_meta()
    statistics = sum(b.numel() for name, b in network.named_buffers() if "running" in name)
    assert measuring.parameters(network) + statistics == 41_258_213


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        ({}, 54.17e9),
        ({"separable": False}, 89.76e9),
        ({"encoder": "resnet101", "separable": False}, 101.28e9),
    ],
)
def test_v3plus_on_the_padded_maps_of_tensorflow_costs_what_the_paper_says(options, printed):
    """TensorFlow rearranges a map for a dilated convolution, padded to a multiple of the rate."""
    network = on_meta(**options)
    with torch.device("meta"):
        count = measuring.macs(network, example())
        kept = ran(network, *example())
    for part, (_, out) in kept.items():
        conv = network.get_submodule(part)
        if isinstance(conv, nn.Conv2d) and conv.dilation[0] > 1:
            rate, side = conv.dilation[0], out.shape[-1]
            count += conv.weight.numel() * ((ceil(side / rate) * rate) ** 2 - side**2)
    if options.get("encoder") == "resnet101":  # and the authors' strides end the stages
        count -= (129**2 - 65**2) * (9 * 64 * 64 + 64 * 256 + 256 * 128)
        count -= (65**2 - 33**2) * (9 * 128 * 128 + 128 * 512 + 512 * 256)
    assert 0 < printed - count < 0.003 * printed
