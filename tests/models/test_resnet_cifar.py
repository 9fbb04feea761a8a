from itertools import pairwise

import pytest
import torch
from torch import nn
from torch.nn import functional

from quizlab_verifiers import models
from quizlab_verifiers.models.classification import resnet_cifar
from quizlab_verifiers.networks import measuring


def test_a_shortcut_keeps_every_second_pixel_and_adds_channels_of_zeros():
    x = torch.randn(2, 16, 32, 32)
    y = resnet_cifar.PaddedIdentity(16, 32, 2)(x)
    assert torch.equal(y[:, :16], x[..., ::2, ::2])
    assert torch.equal(y[:, 16:], torch.zeros(2, 16, 16, 16))


def test_a_shortcut_within_a_stage_is_the_identity():
    x = torch.randn(2, 16, 8, 8)
    assert torch.equal(resnet_cifar.PaddedIdentity(16, 16, 1)(x), x)


def test_shortcuts_have_no_parameters():
    network = models.build("resnet20-cifar")
    shortcuts = [m.shortcut for m in network.modules() if isinstance(m, resnet_cifar.Block)]
    assert len(shortcuts) == 9
    assert all(measuring.parameters(one) == 0 for one in shortcuts)


@pytest.mark.parametrize(("name", "others"), [("20", 272_474), ("110", 1_730_714)])
def test_with_projections_there_are_as_many_parameters_as_others_count(name, others):
    """pytorchcv's table of CIFAR-10 models, whose shortcuts are the paper's option B."""
    with torch.device("meta"):
        ours = measuring.parameters(models.build(f"resnet{name}-cifar"))
    assert ours + (16 * 32 + 2 * 32) + (32 * 64 + 2 * 64) == ours + 2_752 == others


def test_layers_with_weights_are_as_many_as_the_name_says():
    for name, depth in (("resnet20-cifar", 20), ("resnet110-cifar", 110)):
        with torch.device("meta"):
            network = models.build(name)
        layers = [m for m in network.modules() if isinstance(m, nn.Conv2d | nn.Linear)]
        assert len(layers) == depth == 6 * len(network.conv2_x) + 2


def test_the_plain_network_of_the_paper_has_as_many_parameters():
    """Table 6's ResNets have those of the plain networks of the same depth: here, with n = 3."""
    widths = [3, *7 * [16], *6 * [32], *6 * [64]]
    plain = [9 * before * after + 2 * after for before, after in pairwise(widths)]
    assert len(plain) == 19
    assert sum(plain) + 65 * 10 == measuring.parameters(models.build("resnet20-cifar"))


def test_a_block_that_changes_the_shape_adds_a_thinned_input_before_the_last_relu():
    torch.manual_seed(0)
    block = resnet_cifar.Block(16, 32, 2).eval()
    x = torch.randn(1, 16, 8, 8)
    found = block.bn2(block.conv2(functional.relu(block.bn1(block.conv1(x)))))
    kept = torch.cat((functional.avg_pool2d(x, 1, 2), torch.zeros(1, 16, 4, 4)), dim=1)
    assert torch.allclose(block(x), (found + kept).clamp(min=0))
