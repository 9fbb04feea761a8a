"""DeepLab v1 to v3: dilation instead of stride, what is summed, what is concatenated, counts."""

import pytest
import torch
from torch import nn

from quizlab_verifiers import models
from quizlab_verifiers.models.segmentation import deeplab_v2, deeplab_v3
from quizlab_verifiers.models.segmentation.dilated_resnet import dilated_stage
from quizlab_verifiers.networks import measuring


def on_meta(name, **options):
    with torch.device("meta"):
        return models.build(name, **options).eval()


def ran(name, network, size=None):
    """What every module took and gave, by its name."""
    kept = {}
    for part, module in network.named_modules():
        module.register_forward_hook(
            lambda _m, args, out, part=part: kept.update({part: (args, out)})
        )
    with torch.device("meta"), torch.no_grad():
        network(*models.describe(name).example(size))
    return kept


def macs(name, size=None, **options):
    with torch.device("meta"):
        return measuring.macs(on_meta(name, **options), models.describe(name).example(size))


def test_a_dilated_stage_agrees_with_the_strided_one_wherever_that_one_looks():
    torch.manual_seed(0)
    strided = dilated_stage(8, 2, (1, 1), stride=2, v1=True).eval()
    dilated = dilated_stage(8, 2, (2, 2), v1=True).eval()
    # A stage of the same channels has an identity where the strided one projects.
    dilated[0].shortcut = nn.Sequential(nn.Conv2d(8, 8, 1, bias=False), nn.BatchNorm2d(8)).eval()
    dilated.load_state_dict(strided.state_dict())
    x = torch.randn(1, 8, 17, 17)
    with torch.no_grad():
        torch.testing.assert_close(dilated(x)[..., ::2, ::2], strided(x))


def test_a_rate_beyond_the_map_leaves_only_the_middle_weight():
    """Section 3.3 of DeepLab v3: the far taps fall on padding."""
    torch.manual_seed(0)
    far = nn.Conv2d(3, 4, 3, padding=24, dilation=24)
    x = torch.randn(1, 3, 24, 24)
    middle = nn.functional.conv2d(x, far.weight[:, :, 1:2, 1:2], far.bias)
    torch.testing.assert_close(far(x), middle)


def test_v1_keeps_the_size_from_the_third_pool_on():
    kept = ran("deeplab-v1", on_meta("deeplab-v1"))
    sides = {part: out.shape[-1] for part, (_, out) in kept.items() if part.startswith("pool")}
    assert sides == {"pool1": 161, "pool2": 81, "pool3": 41, "pool4": 41, "pool5": 41, "pool5a": 41}


def test_v1_has_max_pools_of_3_an_average_after_them_and_holes_where_strides_are_gone():
    network = on_meta("deeplab-v1")
    pools = [m for m in network.children() if isinstance(m, nn.MaxPool2d)]
    assert [(pool.kernel_size, pool.stride) for pool in pools] == [(3, 2)] * 3 + [(3, 1)] * 2
    assert isinstance(network.pool5a, nn.AvgPool2d)
    convs = {name: m for name, m in network.named_modules() if isinstance(m, nn.Conv2d)}
    holes = {name: m.dilation[0] for name, m in convs.items() if m.dilation[0] > 1}
    assert holes == {"conv5.0": 2, "conv5.2": 2, "conv5.4": 2, "fc6": 12}
    assert {m.stride for m in convs.values()} == {(1, 1)}


def test_v1_scores_meet_every_eighth_pixel_of_the_output():
    torch.manual_seed(0)
    network = models.build("deeplab-v1").eval()
    scores = []
    network.fc8.register_forward_hook(lambda _m, _i, out: scores.append(out))
    with torch.no_grad():
        large = network(torch.randn(1, 3, 65, 65))
    assert scores[0].shape == (1, 21, 9, 9)
    torch.testing.assert_close(large[..., ::8, ::8], scores[0])


def test_v1_is_vgg16_with_three_smaller_layers_at_its_end():
    vgg_without_its_linear_layers = 138_357_544 - (25_088 * 4096 + 4096**2 + 4096 * 1000 + 9_192)
    fc6, fc7, fc8 = 9 * 512 * 1024 + 1024, 1024 * 1024 + 1024, 1024 * 21 + 21
    count = vgg_without_its_linear_layers + fc6 + fc7 + fc8
    assert measuring.parameters(on_meta("deeplab-v1")) == count == 20_505_429


def test_v2_strides_in_the_first_1x1_and_dilates_the_3x3_instead_of_the_last_two_strides():
    network = on_meta("deeplab-v2")
    stages = network.conv2_x, network.conv3_x, network.conv4_x, network.conv5_x
    dilations = [[block.conv2.dilation[0] for block in stage] for stage in stages]
    assert dilations == [[1] * 3, [1] * 4, [2] * 23, [4] * 3]
    convs = {name: m for name, m in network.named_modules() if isinstance(m, nn.Conv2d)}
    strided = [name for name, m in convs.items() if m.stride == (2, 2)]
    assert strided == ["conv1", "conv3_x.0.conv1", "conv3_x.0.shortcut.0"]


def test_v2_sums_its_branches():
    torch.manual_seed(0)
    pyramid = deeplab_v2.AtrousPyramid(6, 4)
    x = torch.randn(1, 6, 30, 30)
    total = torch.zeros(1, 4, 30, 30)
    for rate in (6, 12, 18, 24):
        branch = getattr(pyramid, f"rate{rate}")
        total += nn.functional.conv2d(x, branch.weight, branch.bias, padding=rate, dilation=rate)
    torch.testing.assert_close(pyramid(x), total)


def test_v2_at_the_three_scales_of_its_release_costs_what_convnet_burden_says():
    """346 GFLOPs (multiply-adds) at 513, 385 and 257 pixels, the rest of the layers included."""
    total = sum(macs("deeplab-v2", (side, side)) for side in (513, 385, 257))
    assert 0 < 346e9 - total < 0.005 * 346e9


def test_v2_weighs_what_convnet_burden_says_of_a_copy_for_each_of_three_scales():
    network = on_meta("deeplab-v2")
    statistics = sum(b.numel() for name, b in network.named_buffers() if "running" in name)
    megabytes = 3 * 4 * (measuring.parameters(network) + statistics) / 2**20
    assert round(megabytes) == 505


def test_v3_concatenates_five_branches_the_last_of_which_is_the_mean_of_the_image():
    torch.manual_seed(0)
    pyramid = deeplab_v3.AtrousPyramid(6, doubled=False).eval()
    seen = []
    pyramid.project.register_forward_pre_hook(lambda _m, args: seen.extend(args))
    x = torch.randn(1, 6, 30, 30)
    pyramid(x)
    five = seen[0].split(256, dim=1)
    assert len(five) == 5
    mean = pyramid.image[1:](x.mean((2, 3), keepdim=True))
    torch.testing.assert_close(five[4], mean.expand_as(five[4]))
    torch.testing.assert_close(five[0], pyramid.point(x))


@pytest.mark.parametrize(
    ("stride", "side", "grid", "rates"),
    [(16, 33, [2, 4, 8], [6, 12, 18]), (8, 65, [4, 8, 16], [12, 24, 36])],
)
def test_v3_doubles_its_rates_when_it_halves_its_output_stride(stride, side, grid, rates):
    network = on_meta("deeplab-v3", output_stride=stride)
    assert [block.conv2.dilation[0] for block in network.conv5_x] == grid
    branches = network.aspp.rate6, network.aspp.rate12, network.aspp.rate18
    assert [branch[0].dilation[0] for branch in branches] == rates
    assert ran("deeplab-v3", network)["conv5_x"][1].shape[-2:] == (side, side)


def test_v3_is_torchvisions_without_the_two_parts_that_are_not_in_the_paper():
    auxiliary = 9 * 1024 * 256 + 2 * 256 + 256 * 21 + 21
    another = 9 * 256 * 256 + 2 * 256
    ours = measuring.parameters(on_meta("deeplab-v3"))
    assert ours + auxiliary + another == 60_996_202
    places = 65**2
    ours = macs("deeplab-v3", (520, 520), output_stride=8)
    ours += (9 * 1024 * 256 + 256 * 21 + 9 * 256 * 256) * places
    assert round(ours / 1e9, 3) == 258.743
