"""DenseNet: what is concatenated, and its counts by closed formulas."""

import pytest
import torch
from torch import nn

from quizlab_verifiers import models
from quizlab_verifiers.models.classification import densenet
from quizlab_verifiers.networks import measuring

DEPTHS = {
    "densenet121": (6, 12, 24, 16),
    "densenet169": (6, 12, 32, 32),
    "densenet201": (6, 12, 48, 32),
}


def on_meta(name):
    with torch.device("meta"):
        return models.build(name).eval(), models.describe(name).example()


def by_formula(depths):
    """Parameters and multiply-adds of a DenseNet-BC with k = 32, from table 1 alone."""
    c, side = 64, 56
    parameters, macs = 147 * 64 + 2 * 64, 147 * 64 * 112**2
    for number, depth in enumerate(depths):
        for _ in range(depth):
            parameters += 2 * c + c * 128 + 2 * 128 + 9 * 128 * 32
            macs += (c * 128 + 9 * 128 * 32) * side**2
            c += 32
        if number < 3:
            parameters += 2 * c + c * (c // 2)
            macs += c * (c // 2) * side**2
            c, side = c // 2, side // 2
    return parameters + 2 * c + (c + 1) * 1000, macs + c * 1000


@pytest.mark.parametrize("which", DEPTHS)
def test_the_counts_follow_from_table_1(which):
    module, inputs = on_meta(which)
    assert by_formula(DEPTHS[which]) == (
        measuring.parameters(module),
        measuring.macs(module, inputs),
    )


@pytest.mark.parametrize("which", [*DEPTHS, "densenet40-cifar"])
def test_the_name_counts_the_layers_with_weights(which):
    module, _ = on_meta(which)
    layers = [one for one in module.modules() if isinstance(one, nn.Conv2d | nn.Linear)]
    assert len(layers) == int(which.removeprefix("densenet").removesuffix("-cifar"))


def test_densenet121_with_the_statistics_of_batch_norm_is_what_keras_counts():
    module, _ = on_meta("densenet121")
    statistics = [one for name, one in module.named_buffers() if "running" in name]
    assert measuring.parameters(module) + sum(one.numel() for one in statistics) == 8_062_504


def test_every_layer_reads_the_input_and_all_outputs_before_it_unchanged():
    torch.manual_seed(0)
    block = densenet.DenseBlock(densenet.PlainLayer, depth=3, inputs=5, k=2).eval()
    x = torch.randn(2, 5, 4, 4)
    seen, found = [], [x]

    def look(_, given, new):
        seen.append(given[0])
        found.append(new)

    for layer in block.layers:
        layer.register_forward_hook(look)
    with torch.no_grad():
        y = block(x)
    for number, given in enumerate(seen, start=1):
        assert torch.equal(given, torch.cat(found[:number], dim=1))
    assert torch.equal(y, torch.cat(found, dim=1))
    assert [given.shape[1] for given in seen] == [5, 7, 9]


def test_a_block_of_l_layers_has_l_times_l_plus_1_over_2_connections():
    """The paper's count: layer i reads the input and the i - 1 layers before it."""
    depth, k = 12, 12
    block = densenet.DenseBlock(densenet.PlainLayer, depth, inputs=k, k=k)
    assert sum(layer.conv.in_channels // k for layer in block.layers) == depth * (depth + 1) // 2


def test_transitions_halve_the_channels_in_bc_and_keep_them_in_the_plain_net():
    bc, _ = on_meta("densenet121")
    plain, _ = on_meta("densenet40-cifar")
    for number in (1, 2, 3):
        conv = getattr(bc, f"transition{number}").conv
        assert conv.in_channels == 2 * conv.out_channels
    assert plain.transition1.conv.weight.shape == (160, 160, 1, 1)
    assert plain.transition2.conv.weight.shape == (304, 304, 1, 1)


def test_with_24_channels_in_the_stem_the_plain_net_is_the_one_that_others_count():
    """As in the authors' code: 1.06 M parameters and 282.9 M multiply-adds, not the paper's."""
    sides, c = (32, 16, 8), 24
    parameters, macs = 27 * c, 27 * c * 32**2
    for side in sides:
        for _ in range(12):
            parameters, macs, c = parameters + 110 * c, macs + 108 * c * side**2, c + 12
        if side > 8:
            parameters, macs = parameters + c * (c + 2), macs + c**2 * side**2
    assert (parameters + 2 * c + 10 * (c + 1), macs + 10 * c) == (1_059_298, 282_917_328)
