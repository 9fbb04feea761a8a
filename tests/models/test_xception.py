import pytest
import torch
from torch import nn

from quizlab_verifiers import models
from quizlab_verifiers.models.classification import xception
from quizlab_verifiers.networks import measuring


def on_meta():
    with torch.device("meta"):
        return models.build("xception").eval()


def modules(network, cls):
    return [one for one in network.modules() if isinstance(one, cls)]


def test_36_convolutional_layers_of_which_34_are_separable():
    network = on_meta()
    separable = modules(network, xception.SeparableConv)
    assert len(separable) == 2 * 3 + 8 * 3 + 2 + 2 == 34
    assert len(separable) + len((network.conv1, network.conv2)) == 36


def test_a_separable_convolution_is_one_dense_kernel_of_rank_one_in_each_channel():
    layer = xception.SeparableConv(4, 6).eval()
    x = torch.randn(1, 4, 7, 7)
    # Nothing non-linear stands between the two, so the two weights multiply to one.
    dense = layer.pointwise.weight * layer.depthwise.weight.transpose(0, 1)
    assert dense.shape == (6, 4, 3, 3)
    with torch.no_grad():
        alone = layer.bn(nn.functional.conv2d(x, dense, padding=1))
        assert torch.allclose(layer(x), alone, atol=1e-6)


def test_a_separable_convolution_comes_first_in_space_and_then_across_channels():
    layer = xception.SeparableConv(728, 728)
    assert [name for name, _ in layer.named_children()] == ["depthwise", "pointwise", "bn"]
    assert layer.depthwise.groups == layer.depthwise.in_channels == 728
    assert measuring.parameters(layer) == 9 * 728 + 728 * 728 + 2 * 728


def test_a_separable_convolution_costs_one_over_n_plus_a_ninth_of_a_dense_one():
    with torch.device("meta"):
        x = torch.zeros(1, 728, 19, 19)
        cost = measuring.macs(xception.SeparableConv(728, 728).eval(), (x,))
        dense = measuring.macs(nn.Conv2d(728, 728, 3, padding=1, bias=False), (x,))
    assert cost / dense == pytest.approx(1 / 728 + 1 / 9)


def test_the_shortcut_starts_before_the_first_relu_of_a_block():
    block = xception.DownBlock(2, 3, 4).eval()
    x = torch.randn(1, 2, 9, 9)
    with torch.no_grad():
        for one in (block.sepconv2.bn.weight, block.sepconv2.bn.bias):
            one.zero_()
        assert torch.equal(block(x), block.shortcut(x))
        assert not torch.equal(block(x), block.shortcut(x.relu()))


def test_a_middle_block_that_found_nothing_returns_its_input_with_its_negative_values():
    block = xception.MiddleBlock().eval()
    nn.init.zeros_(block.sepconv3.bn.weight)
    x = torch.randn(1, 728, 3, 3)
    with torch.no_grad():
        assert torch.equal(block(x), x)


def test_four_blocks_project_their_shortcut_and_eight_do_not():
    network = on_meta()
    assert len(modules(network, xception.DownBlock)) == 4
    assert len(modules(network, xception.MiddleBlock)) == len(network.middle) == 8
    first, *rest = modules(network, xception.DownBlock)
    assert isinstance(first.begin, nn.Identity)
    assert all(isinstance(one.begin, nn.ReLU) for one in rest)


def test_a_pool_takes_the_largest_of_3x3_and_halves_rounding_up():
    pools = modules(on_meta(), nn.MaxPool2d)
    assert [(one.kernel_size, one.stride, one.padding) for one in pools] == [(3, 2, 1)] * 4
    assert [pools[0](torch.zeros(1, 1, n, n)).shape[-1] for n in (147, 74, 37, 19)] == [
        74,
        37,
        19,
        10,
    ]


def test_parameters_add_up_from_figure_5():
    separable = [(64, 128), (128, 128), (128, 256), (256, 256), (256, 728), (728, 728)]
    separable += 24 * [(728, 728)] + [(728, 728), (728, 1024), (1024, 1536), (1536, 2048)]
    shortcuts = [(64, 128), (128, 256), (256, 728), (728, 1024)]
    dense = [(9 * 3, 32), (9 * 32, 64), *shortcuts]
    total = sum(9 * a + a * b + 2 * b for a, b in separable)
    total += sum(a * b + 2 * b for a, b in dense) + 2048 * 1000 + 1000
    assert total == measuring.parameters(on_meta()) == 22_855_952


def test_running_statistics_lead_to_the_total_that_keras_prints():
    normalised = sum(one.num_features for one in modules(on_meta(), nn.BatchNorm2d))
    assert normalised == 27_264
    assert 22_855_952 + 2 * normalised == 22_910_480


def test_the_cost_that_timm_prints_has_two_more_operations_for_each_normalised_value():
    network, values = on_meta(), []
    for one in modules(network, nn.BatchNorm2d):
        one.register_forward_hook(lambda _module, _inputs, out: values.append(out.numel()))
    with torch.device("meta"):
        inputs = models.describe("xception").example()
    ours = measuring.macs(network, inputs)
    assert ours == 8_357_403_496
    assert round((ours + 2 * sum(values)) / 1e9, 2) == 8.40
