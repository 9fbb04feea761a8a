"""PSPNet: what is pooled, where it goes, where the second loss leaves, and what its release counts."""

import pytest
import torch
from torch import nn

from quizlab_verifiers import models
from quizlab_verifiers.models.classification.resnet import Bottleneck
from quizlab_verifiers.models.segmentation.pspnet import PyramidPooling
from quizlab_verifiers.networks import measuring


def on_meta(**options):
    with torch.device("meta"), torch.no_grad():
        return models.build("pspnet", **options).eval()


def outputs_of(network, size=(473, 473)):
    """The output of every module that ran, by its name, and that of the network."""
    kept = {}
    for name, module in network.named_modules():
        module.register_forward_hook(lambda _m, _i, out, name=name: kept.update({name: out}))
    with torch.device("meta"), torch.no_grad():
        network(*models.describe("pspnet").example(size))
    return kept


@pytest.fixture
def pyramid():
    torch.manual_seed(1)
    return PyramidPooling(8).eval()


def test_the_map_itself_stands_first_beside_its_four_levels(pyramid):
    x = torch.randn(1, 8, 12, 12)
    y = pyramid(x)
    assert torch.equal(y[:, :8], x)
    assert y.shape == (1, 8 + 4 * 2, 12, 12)


def test_all_levels_pool_the_same_map_as_the_release_does_with_strided_windows(pyramid):
    x = torch.randn(1, 8, 12, 12)
    y = pyramid(x)
    for place, bins in enumerate((1, 2, 3, 6)):
        level = getattr(pyramid, f"pool{bins}")
        regions = nn.functional.avg_pool2d(x, 12 // bins, stride=12 // bins)
        narrow = level[1:](regions)
        assert narrow.shape == (1, 2, bins, bins)
        wide = nn.functional.interpolate(narrow, size=(12, 12), mode="bilinear", align_corners=True)
        torch.testing.assert_close(y[:, 8 + 2 * place : 10 + 2 * place], wide)


def test_the_coarsest_level_says_the_same_everywhere(pyramid):
    level = pyramid(torch.randn(1, 8, 12, 12))[:, 8:10]
    torch.testing.assert_close(level, level.mean((2, 3), keepdim=True).expand_as(level))


def test_strides_end_at_eight_and_dilations_take_over():
    network = on_meta()
    dilations = [[b.conv2.dilation[0] for b in stage] for stage in stages(network)]
    assert dilations == [[1] * 3, [1] * 4, [2] * 23, [4] * 3]
    convs = [m for m in network.modules() if isinstance(m, nn.Conv2d)]
    assert [m.stride for m in convs].count((2, 2)) == 3  # the stem, conv3_x and its shortcut
    assert network.pool1.stride == 2
    assert outputs_of(network)["conv5_x"].shape[-2:] == (60, 60)  # 473 = 8·59 + 1


def stages(network):
    return network.conv2_x, network.conv3_x, network.conv4_x, network.conv5_x


def test_the_second_loss_leaves_the_last_block_of_the_fourth_stage():
    network = on_meta(auxiliary=True)
    kept = outputs_of(network)
    assert kept["conv4_x.22"] is kept["conv4_x"]
    seen = []
    network.aux.register_forward_pre_hook(lambda _m, args: seen.extend(args))
    network.conv4_x.register_forward_hook(lambda _m, _i, out: seen.append(out))
    outputs_of(network)
    assert seen[0] is seen[1]


def test_the_second_loss_leaves_the_first_output_alone():
    torch.manual_seed(2)
    network = models.build("pspnet", classes=2, auxiliary=True).eval()
    x = torch.randn(1, 3, 41, 41)
    with torch.no_grad():
        main, _ = network(x)
        network.aux = None
        assert torch.equal(network(x), main)


def test_the_auxiliary_head_has_the_parameters_of_a_3x3_and_a_1x1():
    more = measuring.parameters(on_meta(auxiliary=True)) - measuring.parameters(on_meta())
    assert more == 9 * 1024 * 256 + 2 * 256 + 256 * 21 + 21 == 2_365_205


def test_the_pyramid_adds_the_channels_that_it_is_given():
    level = 2048 * 512 + 2 * 512
    assert measuring.parameters(on_meta().pyramid) == 4 * level


def test_the_table_of_gluoncv2_counts_norms_activations_and_pools_as_well():
    """FLOPs/2 of its README: 230,586.69 M at 480 × 480; multiply-adds alone are 230,045.08 M."""
    network = on_meta()
    cheap = []

    def count(module, inputs, output):
        if isinstance(module, nn.BatchNorm2d):
            cheap.append(4 * output.numel())
        elif isinstance(module, nn.ReLU):
            cheap.append(output.numel())
        elif isinstance(module, nn.MaxPool2d):
            cheap.append(9 * output.numel())
        elif isinstance(module, nn.Conv2d) and module.bias is None:
            cheap.append(-module.in_channels * module.out_channels)
        elif isinstance(module, Bottleneck):  # three activations without a module
            _, _, h, w = inputs[0].shape
            _, _, down, right = output.shape
            cheap.append(output.numel() + module.width * (h * w + down * right))

    for module in network.modules():
        module.register_forward_hook(count)
    with torch.device("meta"), torch.no_grad():
        example = models.describe("pspnet").example((480, 480))
        macs = measuring.macs(network, example)
        cheap.clear()
        network(*example)
    assert round(macs / 1e6, 2) == 230_045.08
    assert round((macs + sum(cheap) / 2) / 1e6, 2) == 230_586.69
