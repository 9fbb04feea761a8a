import torch
from torch import nn
from torch.nn import functional

from quizlab_verifiers import models
from quizlab_verifiers.models.segmentation import refinenet
from quizlab_verifiers.networks import measuring


def on_meta(**options):
    with torch.device("meta"):
        return models.build("refinenet", **options).eval()


def noting(name, shapes):
    """A hook that keeps the shape of what leaves a module."""

    def hook(_, __, output):
        shapes[name] = tuple(output.shape[1:])

    return hook


def test_a_residual_unit_adds_to_what_was_not_activated():
    unit = refinenet.ResidualConvUnit(8)
    nn.init.zeros_(unit.conv2.weight)
    x = torch.randn(1, 8, 6, 6)
    assert torch.equal(unit(x), x)
    assert x.min() < 0


def test_a_residual_unit_activates_before_each_convolution():
    unit, x = refinenet.ResidualConvUnit(4), torch.randn(1, 4, 6, 6)
    y = functional.conv2d(functional.relu(x), unit.conv1.weight, unit.conv1.bias, padding=1)
    y = functional.conv2d(functional.relu(y), unit.conv2.weight, padding=1)
    torch.testing.assert_close(unit(x), x + y)


def test_two_pooling_blocks_add_windows_of_5_and_9_to_the_activated_input():
    pooling = refinenet.ChainedResidualPooling(1, improved=False)
    for one in pooling.modules():
        if isinstance(one, nn.Conv2d):
            nn.init.dirac_(one.weight)
    x = torch.randn(1, 1, 12, 12)
    activated = functional.relu(x)
    expected = (
        activated
        + functional.max_pool2d(activated, 5, 1, 2)
        + functional.max_pool2d(activated, 9, 1, 4)
    )
    assert torch.allclose(pooling(x), expected)


def test_improved_pooling_convolves_first_and_has_four_blocks():
    for improved, kinds in ((False, [nn.MaxPool2d, nn.Conv2d]), (True, [nn.Conv2d, nn.MaxPool2d])):
        pooling = refinenet.ChainedResidualPooling(8, improved=improved)
        assert len(pooling.blocks) == (4 if improved else 2)
        assert all([type(part) for part in block] == kinds for block in pooling.blocks)


def test_fusion_doubles_the_coarse_path_as_a_transposed_convolution_would():
    fusion = refinenet.Fusion(1, 1, 1)
    nn.init.zeros_(fusion.conv_fine.weight)
    nn.init.dirac_(fusion.conv_coarse.weight)
    coarse = torch.randn(1, 1, 6, 6)
    line = torch.tensor([0.25, 0.75, 0.75, 0.25])
    doubled = functional.conv_transpose2d(
        coarse, torch.outer(line, line)[None, None], stride=2, padding=1
    )
    fused = fusion(torch.randn(1, 1, 12, 12), coarse)
    assert torch.allclose(fused[..., 1:-1, 1:-1], doubled[..., 1:-1, 1:-1], atol=1e-6)


def test_the_cascade_ends_at_a_quarter_of_the_image_with_512_channels_only_at_its_start():
    network, seen = on_meta(), {}
    for name, child in network.named_children():
        child.register_forward_hook(noting(name, seen))
    with torch.device("meta"):
        network(*models.describe("refinenet").example())
    blocks = [seen[f"refinenet_{number}"] for number in (4, 3, 2, 1)]
    assert blocks == [(512, 16, 16), (256, 32, 32), (256, 64, 64), (256, 128, 128)]
    assert seen["classifier"] == (21, 128, 128)


def test_three_residual_units_lie_between_two_cascaded_blocks():
    """The output unit of one and the two of the coarse path of the next; two stand in at the end."""
    network = on_meta()

    def units(part):
        return sum(isinstance(m, refinenet.ResidualConvUnit) for m in part.modules())

    for block in (network.refinenet_3, network.refinenet_2, network.refinenet_1):
        assert units(block.adapt_coarse) == units(block.adapt_fine) == 2
        assert units(block.output) == 1
    assert units(network.refinenet_1.output) + units(network.units) == 3


def test_nothing_after_the_resnet_is_normalised():
    for name, child in on_meta().named_children():
        normalised = any(isinstance(m, nn.BatchNorm2d) for m in child.modules())
        assert normalised == name.startswith(("bn1", "conv2", "conv3", "conv4", "conv5"))


def test_a_residual_unit_of_256_has_1_179_904_parameters():
    assert 2 * 9 * 256 * 256 + 256 == 1_179_904
    assert measuring.parameters(refinenet.ResidualConvUnit(256)) == 1_179_904


def test_other_sizes_of_image_come_back_whole():
    with torch.device("meta"):
        scores = on_meta()(torch.zeros(1, 3, 333, 500))
    assert scores.shape == (1, 21, 333, 500)


def test_with_its_strides_in_the_3x3_it_costs_what_the_light_weight_paper_says():
    """263 G: three first 1 × 1 convolutions then run at four times as many pixels."""
    with torch.device("meta"):
        ours = measuring.macs(
            on_meta(improved_pooling=True), models.describe("refinenet").example()
        )
    before_the_stride = ((128, 256 * 128), (64, 512 * 256), (32, 1024 * 512))
    ours += sum((side**2 - (side // 2) ** 2) * weights for side, weights in before_the_stride)
    assert round(ours / 1e9) == 263
