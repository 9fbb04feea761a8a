import torch
from torch import nn
from torch.nn import functional

from quizlab_verifiers import models
from quizlab_verifiers.models.classification import resnet, resnext
from quizlab_verifiers.networks import measuring


def on_meta(name):
    with torch.device("meta"):
        return models.build(name).eval()


def test_a_block_is_the_shortcut_plus_the_sum_of_equal_parallel_paths():
    """Figure 3(a), path by path, against figure 3(c)."""
    groups, width = 8, 3
    block = resnext.Block(32, groups * width, 64, 2, groups).eval()
    for bn in (block.bn1, block.bn2, block.bn3):
        nn.init.normal_(bn.weight)
        nn.init.normal_(bn.bias)
    x = torch.randn(2, 32, 8, 8)

    def normalised(y, bn, part):
        return functional.batch_norm(
            y, bn.running_mean[part], bn.running_var[part], bn.weight[part], bn.bias[part]
        )

    total = 0
    for path in range(groups):
        part = slice(path * width, (path + 1) * width)
        y = functional.relu(
            normalised(functional.conv2d(x, block.conv1.weight[part]), block.bn1, part)
        )
        y = functional.conv2d(y, block.conv2.weight[part], stride=2, padding=1)
        y = functional.relu(normalised(y, block.bn2, part))
        total = total + functional.conv2d(y, block.conv3.weight[:, part])
    expected = functional.relu(block.bn3(total) + block.shortcut(x))
    assert torch.allclose(block(x), expected, atol=1e-5)


def test_one_group_of_64_channels_is_resnet50():
    block = resnext.Block(256, 64, 256, 1, 1).eval()
    same = resnet.Bottleneck(256, 64).eval()
    same.load_state_dict(block.state_dict())
    x = torch.randn(1, 256, 4, 4)
    assert torch.equal(block(x), same(x))


def test_every_3_by_3_has_32_groups_whose_width_doubles_from_stage_to_stage():
    for name, d in (("resnext50-32x4d", 4), ("resnext101-32x8d", 8)):
        network = on_meta(name)
        for number in (2, 3, 4, 5):
            for block in getattr(network, f"conv{number}_x"):
                assert block.conv2.groups == 32
                assert block.conv2.out_channels == 32 * d * 2 ** (number - 2)


def test_the_stride_lies_in_the_3_by_3():
    network = on_meta("resnext50-32x4d")
    for stage in (network.conv3_x, network.conv4_x, network.conv5_x):
        assert stage[0].conv1.stride == (1, 1)
        assert stage[0].conv2.stride == (2, 2)
        assert stage[0].shortcut[0].stride == (2, 2)


def test_a_template_of_32_paths_of_width_4_costs_about_70_thousand_weights():
    """The paper's section 4: 256 · d + 3 · 3 · d · d + d · 256 for each of C paths."""
    by_formula = 32 * (256 * 4 + 9 * 4 * 4 + 4 * 256)
    block = resnext.Block(256, 128, 256, 1, 32)
    convolutions = sum(m.weight.numel() for m in block.modules() if isinstance(m, nn.Conv2d))
    assert convolutions == by_formula == 70_144
    assert measuring.parameters(block) == 70_144 + 2 * (128 + 128 + 256)
