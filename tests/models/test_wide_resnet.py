import pytest
import torch
from torch import nn

from quizlab_verifiers import models
from quizlab_verifiers.models.classification import wide_resnet
from quizlab_verifiers.networks import measuring


def on_meta(name, **options):
    with torch.device("meta"):
        return models.build(name, **options).eval()


@pytest.mark.parametrize(("wrn", "d", "k"), [("wrn-28-10", 28, 10), ("wrn-16-8", 16, 8)])
def test_d_counts_all_convolutions_with_the_three_shortcuts_and_k_widens_the_groups(wrn, d, k):
    network = on_meta(wrn)
    convolutions = [m for m in network.modules() if isinstance(m, nn.Conv2d)]
    n = len(network.conv2)
    assert len(convolutions) == d == 6 * n + 4
    assert sum(one.kernel_size == (1, 1) for one in convolutions) == 3
    widths = [
        group[-1].conv2.out_channels for group in (network.conv2, network.conv3, network.conv4)
    ]
    assert widths == [16 * k, 32 * k, 64 * k]


def test_wider_networks_have_more_parameters_by_about_the_square_of_k():
    thin = measuring.parameters(wide_resnet.WideResNet(16, 1, 10, 0.0))
    wide = measuring.parameters(on_meta("wrn-16-8"))
    assert 0.95 * 8**2 < wide / thin < 8**2


def test_a_published_network_of_another_size_comes_out_as_well():
    """The paper's table 4: WRN-40-4 has 8.9 M."""
    with torch.device("meta"):
        assert round(measuring.parameters(wide_resnet.WideResNet(40, 4, 10, 0.0)) / 1e6, 1) == 8.9


def test_dropout_stands_between_the_two_convolutions_and_only_in_training():
    network = models.build("wrn-16-8", dropout=True)
    rates = {m.p for m in network.modules() if isinstance(m, nn.Dropout)}
    assert rates == {0.3}
    block = network.conv2[1]
    names = [name for name, _ in block.named_children()]
    assert names.index("conv1") < names.index("dropout") < names.index("conv2")
    torch.manual_seed(0)
    x = torch.randn(1, 128, 8, 8)
    block.eval()
    assert torch.equal(block(x), block(x))
    block.train()
    assert not torch.equal(block(x), block(x))


def test_a_block_passes_its_input_on_untouched():
    block = wide_resnet.WideBlock(32, 32, 1, 0.0)
    nn.init.zeros_(block.conv2.weight)
    x = torch.randn(2, 32, 8, 8)
    assert torch.equal(block(x), x)


def test_a_block_of_128_channels_has_295_424_parameters():
    by_hand = 2 * 9 * 128 * 128 + 2 * 2 * 128
    assert by_hand == 295_424
    assert measuring.parameters(wide_resnet.WideBlock(128, 128, 1, 0.0)) == by_hand


def test_pytorchcvs_cost_of_wrn_28_10_is_ours_and_what_its_convention_adds():
    """Half of all operations: 4 for a number of batch norm, 1 of ReLU, 64 of the average."""
    network, more = on_meta("wrn-28-10"), []

    def look(one, _, y):
        if isinstance(one, nn.BatchNorm2d):
            more.append((4 + 1) * y.numel())  # a ReLU follows each
        elif isinstance(one, nn.Conv2d):
            more.append(-one.in_channels * one.out_channels)
        elif isinstance(one, nn.AdaptiveAvgPool2d):
            more.append(8 * 8 * y.numel())

    for one in network.modules():
        one.register_forward_hook(look)
    with torch.device("meta"):
        inputs = models.describe("wrn-28-10").example()
    assert measuring.macs(network, inputs) + sum(more) / 2 == pytest.approx(5246.98e6, abs=5e3)


def test_wrn_50_2_strides_in_the_3_by_3_and_activates_after_the_addition():
    network = on_meta("wide-resnet50-2")
    for stage in (network.conv3_x, network.conv4_x, network.conv5_x):
        assert stage[0].conv1.stride == (1, 1)
        assert stage[0].conv2.stride == (2, 2)
    block = models.build("wide-resnet50-2").conv2_x[1].eval()
    nn.init.zeros_(block.bn3.weight)
    x = torch.randn(1, 256, 4, 4)
    assert torch.equal(block(x), x.clamp(min=0))


def test_wrn_50_2_widens_the_1_by_1s_too_because_their_inner_side_doubles():
    wide, thin = on_meta("wide-resnet50-2"), on_meta("resnet50")
    for ours, theirs in zip(wide.conv5_x, thin.conv5_x, strict=True):
        assert ours.conv2.weight.numel() == 4 * theirs.conv2.weight.numel()
        assert ours.conv1.weight.numel() == 2 * theirs.conv1.weight.numel()
        assert ours.conv3.weight.numel() == 2 * theirs.conv3.weight.numel()
        assert ours.conv3.out_channels == theirs.conv3.out_channels == 2048
        assert ours.conv2.groups == 1
