"""MobileNets: what separating costs and saves, and what an inverted residual adds to what."""

import pytest
import torch
from torch import nn
from torch.nn import functional

from quizlab_verifiers import models
from quizlab_verifiers.models.classification import mobilenet_v1, mobilenet_v2
from quizlab_verifiers.networks import measuring


def on_meta(name, **options):
    with torch.device("meta"):
        return models.build(name, **options).eval()


def macs(module, channels, side):
    return measuring.macs(module.to("meta"), (torch.empty(1, channels, side, side, device="meta"),))


def kinds_of_work():
    """Multiply-adds and weights of MobileNet by kind of layer."""
    network, work, weights = on_meta("mobilenet-v1"), {}, {}
    for one in network.modules():
        if isinstance(one, nn.Conv2d | nn.Linear):
            kind = "fc" if isinstance(one, nn.Linear) else (one.kernel_size[0], one.groups > 1)
            weights[kind] = weights.get(kind, 0) + one.weight.numel()

            def count(one, _, y, kind=kind):
                places = y[0, 0].numel()
                work[kind] = work.get(kind, 0) + one.weight.numel() * places

            one.register_forward_hook(count)
    network(*(x.to("meta") for x in models.describe("mobilenet-v1").example()))
    return work, weights


def test_nearly_all_work_of_v1_is_in_1x1_convolutions_as_table_2_says():
    work, weights = kinds_of_work()
    kinds = ((1, False), (3, True), (3, False), "fc")
    shares = [round(100 * work[kind] / sum(work.values()), 2) for kind in kinds]
    # The paper prints 1.19 for the full 3 × 3, with which its column does not add up to 100.
    assert shares == [94.86, 3.06, 1.91, 0.18]
    shares = [round(100 * weights[kind] / sum(weights.values()), 2) for kind in kinds]
    assert shares == [74.59, 1.06, 0.02, 24.33]


@pytest.mark.parametrize(
    ("channels", "side", "work", "weights"),
    [(512, 14, 52.3, 0.27), (384, 14, 29.6, 0.15), (384, 10, 15.1, 0.15)],
)
def test_a_layer_shrinks_with_width_and_resolution_as_table_3_says(channels, side, work, weights):
    block = mobilenet_v1.DepthwiseSeparable(channels, channels)
    assert round(macs(block, channels, side) / 1e6, 1) == work
    kernels = block.depthwise.weight.numel() + block.pointwise.weight.numel()
    assert round(kernels / 1e6, 2) == weights


def test_a_block_costs_one_in_n_and_one_in_nine_of_a_full_convolution():
    block = mobilenet_v1.DepthwiseSeparable(48, 96)
    full = nn.Conv2d(48, 96, 3, padding=1, bias=False)
    assert macs(block, 48, 14) * 9 * 96 == macs(full, 48, 14) * (9 + 96)


def test_mobilenet_of_full_convolutions_is_that_of_table_4():
    network = on_meta("mobilenet-v1")
    ours = measuring.parameters(network)
    for one in network.children():
        if isinstance(one, mobilenet_v1.DepthwiseSeparable):
            old = one.depthwise
            full = nn.Conv2d(
                old.in_channels, one.outputs, 3, one.stride, padding=1, bias=False, device="meta"
            )
            one.depthwise, one.bn1, one.pointwise = full, nn.Identity(), nn.Identity()
    parameters, work = measuring.parameters(network), macs(network, 3, 224)
    assert round(parameters / 1e5) == 293
    assert round((work - network.fc.weight.numel()) / 1e6) == 4866  # its convolutions
    assert round(work / 568_740_352, 2) == 8.56
    assert parameters / ours < 7  # and not nine times


def test_separable_convolution_is_a_full_one_whose_kernels_are_shared():
    torch.manual_seed(0)
    block = mobilenet_v1.DepthwiseSeparable(4, 6)
    x = torch.rand(1, 4, 8, 8)
    kernel = block.pointwise.weight * block.depthwise.weight.transpose(0, 1)  # 6 × 4 × 3 × 3
    separate = block.pointwise(block.depthwise(x))
    assert torch.allclose(separate, functional.conv2d(x, kernel, padding=1), atol=1e-6)


@pytest.mark.parametrize(
    ("width", "side", "weights", "work"),
    [(1.0, 224, 3_185_088, 567_716_352), (0.75, 128, 1_800_144, 106_002_432)],
)
def test_v1s_convolutions_are_those_of_the_authors_table(width, side, weights, work):
    """tensorflow/models, research/slim/nets/mobilenet_v1.py: sums of its two lists of layers."""
    network = on_meta("mobilenet-v1", width=width)
    classes = network.fc.weight.numel()
    convolutions = [one for one in network.modules() if isinstance(one, nn.Conv2d)]
    assert sum(one.weight.numel() for one in convolutions) == weights
    assert macs(network, 3, side) - classes == work


def test_v1_has_28_layers():
    layers = [
        one for one in on_meta("mobilenet-v1").modules() if isinstance(one, nn.Conv2d | nn.Linear)
    ]
    assert len(layers) == 28


def test_v2_adds_in_ten_of_seventeen_bottlenecks():
    network = on_meta("mobilenet-v2")
    blocks = [one for one in network.modules() if isinstance(one, mobilenet_v2.Bottleneck)]
    assert [one.residual for one in blocks].count(True) == 10
    assert len(blocks) == 17
    assert isinstance(blocks[0].expand, nn.Identity)
    assert [one.t for one in blocks] == [1] + [6] * 16


def test_v2_adds_to_its_thin_input_and_leaves_the_sum_linear():
    torch.manual_seed(0)
    block = mobilenet_v2.Bottleneck(8, 8, 6, 1).eval()
    x = torch.randn(1, 8, 5, 5)
    y = block(x) - x
    assert (block(x) < 0).any()
    assert torch.allclose(y, block.bn(block.project(block.depthwise(block.expand(x)))), atol=1e-6)
    nn.init.zeros_(block.bn.weight)
    assert torch.equal(block(x), x)


def test_a_bottleneck_costs_what_section_3_3_says():
    h, w, d, k, t, outputs = 14, 14, 64, 3, 6, 96
    block = mobilenet_v2.Bottleneck(d, outputs, t, 1)
    assert measuring.parameters(block) == t * d * (d + k * k + outputs) + 2 * (2 * t * d + outputs)
    assert macs(block, d, h) == h * w * d * t * (d + k * k + outputs)


@pytest.mark.parametrize(
    ("width", "counts"),
    [
        (0.35, [16, 8, 8, 16, 24, 32, 56, 112, 1280]),
        (0.5, [16, 8, 16, 16, 32, 48, 80, 160, 1280]),
        (0.75, [24, 16, 24, 24, 48, 72, 120, 240, 1280]),
        (1.0, [32, 16, 24, 32, 64, 96, 160, 320, 1280]),
        (1.4, [48, 24, 32, 48, 88, 136, 224, 448, 1792]),
    ],
)
def test_width_thins_all_but_the_last_convolution_in_eights(width, counts):
    network = on_meta("mobilenet-v2", width=width)
    found = [network.conv1.conv.out_channels]
    found += [getattr(network, f"bottleneck{row}")[-1].outputs for row in range(1, 8)]
    assert [*found, network.conv2.conv.out_channels] == counts


RELEASED = [
    one
    for one in models.describe("mobilenet-v2").published
    if one.source.startswith("the authors' release") and one.what == "parameters"
]


@pytest.mark.parametrize("released", RELEASED, ids=lambda one: one.figure)
def test_v2s_release_counts_all_parameters_but_scales_and_shifts(released):
    network = on_meta("mobilenet-v2", **released.options)
    left_out = sum(
        measuring.parameters(one) for one in network.modules() if isinstance(one, nn.BatchNorm2d)
    )
    assert f"The {left_out:,} scales and shifts" in released.difference
    assert f"{(measuring.parameters(network) - left_out) / 1e6:.2f} M" == released.figure
