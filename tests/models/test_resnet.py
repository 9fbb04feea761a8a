"""ResNet: its counts from table 1, what v1 and v1.5 share, how far it sees."""

import pytest
import torch
from torch import nn
from torch.nn import functional

from quizlab_verifiers import models
from quizlab_verifiers.models.classification import resnet
from quizlab_verifiers.networks import measuring

DEPTHS = {
    18: (2, 2, 2, 2),
    34: (3, 4, 6, 3),
    50: (3, 4, 6, 3),
    101: (3, 4, 23, 3),
    152: (3, 8, 36, 3),
}
BOTTLENECKS = (50, 101, 152)


def on_meta(name, **options):
    with torch.device("meta"):
        return models.build(name, **options).eval(), models.describe(name).example()


def stirred(module):
    """Normalisations that do something."""
    torch.manual_seed(0)
    for one in module.modules():
        if isinstance(one, nn.BatchNorm2d):
            nn.init.uniform_(one.weight, 0.5, 2.0)
            nn.init.normal_(one.bias)
            nn.init.normal_(one.running_mean)
    return module.eval()


def by_table(depth, *, v1):
    """Parameters and multiply-adds from table 1, with projections where the shape changes."""
    weights, norms, macs = 147 * 64, 64, 147 * 64 * 112**2
    inputs, side = 64, 56
    for width, blocks in zip((64, 128, 256, 512), DEPTHS[depth], strict=True):
        outputs = 4 * width if depth in BOTTLENECKS else width
        for number in range(blocks):
            before, side = side, side // 2 if number == 0 and width > 64 else side
            layers = [(9 * inputs * width, side), (9 * width * width, side)]
            norms += 2 * width
            if depth in BOTTLENECKS:
                first = (inputs * width, side if v1 else before)
                layers = [first, (9 * width * width, side), (width * outputs, side)]
                norms += outputs
            if inputs != outputs:
                layers += [(inputs * outputs, side)]
                norms += outputs
            weights += sum(count for count, _ in layers)
            macs += sum(count * pixels**2 for count, pixels in layers)
            inputs = outputs
    return weights + 2 * norms + (inputs + 1) * 1000, macs + inputs * 1000


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("v1", [False, True])
def test_the_counts_follow_from_table_1(depth, v1):
    module, inputs = on_meta(f"resnet{depth}", **({"v1": v1} if depth in BOTTLENECKS else {}))
    counted = measuring.parameters(module), measuring.macs(module, inputs)
    assert counted == by_table(depth, v1=v1)


@pytest.mark.parametrize("depth", DEPTHS)
def test_the_name_counts_the_layers_with_weights_but_not_the_projections(depth):
    module, _ = on_meta(f"resnet{depth}")
    layers = [
        name
        for name, one in module.named_modules()
        if isinstance(one, nn.Conv2d | nn.Linear) and "shortcut" not in name
    ]
    assert len(layers) == depth


@pytest.mark.parametrize("depth", BOTTLENECKS)
def test_v1_differs_in_where_three_blocks_stride_and_in_231_million_multiply_adds(depth):
    newer, inputs = on_meta(f"resnet{depth}")
    older, _ = on_meta(f"resnet{depth}", v1=True)
    assert {name: one.shape for name, one in newer.named_parameters()} == {
        name: one.shape for name, one in older.named_parameters()
    }
    moved = {
        name
        for (name, one), other in zip(newer.named_modules(), older.modules(), strict=True)
        if getattr(one, "stride", 0) != getattr(other, "stride", 0)
    }
    stages = (3, 4, 5)
    assert moved == {f"conv{stage}_x.0.conv{which}" for stage in stages for which in (1, 2)}
    # The 1 × 1 of width w reads 2·w channels at twice the side: (4 - 1) · 2·w · w · side².
    more = sum(3 * 2 * w * w * side**2 for w, side in ((128, 28), (256, 14), (512, 7)))
    assert measuring.macs(newer, inputs) - measuring.macs(older, inputs) == more == 231_211_008


@pytest.mark.parametrize(("v1", "pixels"), [(True, 483), (False, 427)])
def test_resnet50_sees_as_far_as_its_strides_allow(v1, pixels):
    module, _ = on_meta("resnet50", v1=v1)
    sees, step = 1, 1
    for name, one in module.named_modules():
        if isinstance(one, nn.Conv2d | nn.MaxPool2d) and "shortcut" not in name:
            kernel, stride = (
                side[0] if isinstance(side, tuple) else side
                for side in (one.kernel_size, one.stride)
            )
            sees, step = sees + (kernel - 1) * step, step * stride
    assert (sees, step) == (pixels, 32)


def test_with_option_a_34_layers_cost_the_3_6_billion_of_table_1():
    module, inputs = on_meta("resnet34")
    projections = sum(64 * 4**i * 128 * (28 // 2**i) ** 2 for i in range(3))
    assert measuring.macs(module, inputs) - projections == 3_644_493_824
    assert round(3_644_493_824 / 1e9, 1) == 3.6


def test_a_basic_block_adds_before_its_last_relu():
    block = stirred(resnet.BasicBlock(8, 16, 2))
    x = torch.randn(2, 8, 6, 6)
    y = functional.conv2d(x, block.conv1.weight, stride=2, padding=1)
    y = functional.conv2d(torch.relu(block.bn1(y)), block.conv2.weight, padding=1)
    conv, bn = block.shortcut
    kept = bn(functional.conv2d(x[..., ::2, ::2], conv.weight))
    assert torch.allclose(block(x), torch.relu(block.bn2(y) + kept), atol=1e-5)


@pytest.mark.parametrize(("v1", "strides"), [(True, (2, 1)), (False, (1, 2))])
def test_a_bottleneck_adds_before_its_last_relu(v1, strides):
    block = stirred(resnet.Bottleneck(8, 4, 2, v1=v1))
    x = torch.randn(2, 8, 6, 6)
    y = torch.relu(block.bn1(functional.conv2d(x, block.conv1.weight, stride=strides[0])))
    y = functional.conv2d(y, block.conv2.weight, stride=strides[1], padding=1)
    y = block.bn3(functional.conv2d(torch.relu(block.bn2(y)), block.conv3.weight))
    conv, bn = block.shortcut
    kept = bn(functional.conv2d(x[..., ::2, ::2], conv.weight))
    assert torch.allclose(block(x), torch.relu(y + kept), atol=1e-5)


@pytest.mark.parametrize("block", [resnet.BasicBlock(16, 16), resnet.Bottleneck(16, 4)])
def test_a_block_that_finds_nothing_is_the_identity_up_to_the_relu(block):
    last = block.bn3 if isinstance(block, resnet.Bottleneck) else block.bn2
    nn.init.zeros_(last.weight)
    x = torch.randn(2, 16, 5, 5)
    assert torch.equal(block(x), torch.relu(x))
