import pytest
import torch
from torch import nn

from quizlab_verifiers import models
from quizlab_verifiers.models.classification import inception_blocks, inception_v4
from quizlab_verifiers.networks import measuring

# Operations in G up to a module of TF-Slim's inception_v4 at 224, the stem as one:
# https://github.com/google-research/receptive_field, RECEPTIVE_FIELD_TABLE.md
MEASURED = {
    "stem": [2.473],
    "inception_a": [2.871, 3.269, 3.668, 4.066],
    "reduction_a": [5.173],
    "inception_b": [6.019, 6.865, 7.711, 8.557, 9.403, 10.249, 11.095],
    "reduction_b": [11.588],
    "inception_c": [11.815, 12.043, 12.271],
}


def on_meta():
    with torch.device("meta"):
        return models.build("inception-v4").eval()


def convolutions(module):
    return [one for one in module.modules() if isinstance(one, nn.Conv2d)]


def test_every_module_costs_what_was_measured_of_the_authors_network(extra_operations):
    network, x = on_meta(), torch.empty(1, 3, 224, 224, device="meta")
    operations = 0
    for name, printed in MEASURED.items():
        stage = getattr(network, name)
        modules = stage if isinstance(stage, nn.Sequential) else [stage]
        for module, figure in zip(modules, printed, strict=True):
            operations += 2 * measuring.macs(module, (x,))
            extra, x = extra_operations(module, x)
            operations += extra
            assert operations / 1e9 == pytest.approx(figure, abs=5.01e-4), name


def test_a_row_holds_4_7_and_3_modules():
    network = on_meta()
    rows = (network.inception_a, network.inception_b, network.inception_c)
    assert [len(row) for row in rows] == [4, 7, 3]


def test_it_has_149_convolutions_and_all_are_normalised_and_without_bias():
    network = on_meta()
    # Stem 11, modules 7, 10 and 10, reductions 4 and 6.
    assert len(convolutions(network)) == 11 + 4 * 7 + 4 + 7 * 10 + 6 + 3 * 10 == 149
    assert all(one.bias is None for one in convolutions(network))
    norms = [one for one in network.modules() if isinstance(one, nn.BatchNorm2d)]
    assert [one.num_features for one in norms] == [
        one.out_channels for one in convolutions(network)
    ]


def test_nothing_is_added_a_change_of_the_input_only_reaches_the_output_through_branches():
    module = inception_v4.InceptionA().eval()
    with torch.no_grad():
        for weight in module.parameters():
            weight.zero_()
        out = module(torch.rand(1, 384, 5, 5))
    assert not out.any(), "a residual connection would let the input through"


def test_pools_halve_by_unpadded_3x3_and_averages_keep_the_size():
    network = on_meta()
    pools = [one for one in network.modules() if isinstance(one, nn.MaxPool2d)]
    assert {(one.kernel_size, one.stride, one.padding) for one in pools} == {(3, 2, 0)}
    means = [one for one in network.modules() if isinstance(one, nn.AvgPool2d)]
    assert {(one.kernel_size, one.stride, one.padding) for one in means} == {(3, 1, 1)}


def test_parameters_of_a_module_follow_from_its_figure():
    with torch.device("meta"):
        a, b, c = inception_v4.InceptionA(), inception_v4.InceptionB(), inception_v4.InceptionC()
    assert measuring.parameters(a) == (
        384 * (96 + 96 + 64 + 64) + 9 * (64 * 96 * 2 + 96 * 96) + 2 * (5 * 96 + 2 * 64)
    )
    assert measuring.parameters(b) == (
        1024 * (128 + 384 + 192 + 192)
        + 7 * (192 * 224 + 224 * 256)
        + 7 * (192 * 192 + 192 * 224 + 224 * 224 + 224 * 256)
        + 2 * (128 + 384 + 192 + 224 + 256 + 192 + 192 + 224 + 224 + 256)
    )
    assert measuring.parameters(c) == (
        1536 * (256 + 256 + 384 + 384)
        + 3 * (2 * 384 * 256 + 384 * 448 + 448 * 512 + 2 * 512 * 256)
        + 2 * (6 * 256 + 384 + 384 + 448 + 512)
    )


def test_branches_see_what_they_are_named_after():
    module = inception_v4.InceptionB().eval()
    for name, size in (("see1", 1), ("see7", 7), ("see13", 13)):
        x = torch.zeros(1, 1024, 17, 17, requires_grad=True)
        kernels = convolutions(getattr(module, name))
        for one in kernels:
            nn.init.ones_(one.weight)
        nn.Sequential(*kernels)(x)[0, :, 8, 8].sum().backward()
        rows, columns = x.grad[0].sum(0).nonzero().T
        assert len(rows.unique()) == len(columns.unique()) == size


def test_average_pooling_leaves_a_constant_map_constant_up_to_the_border():
    pool = inception_v4.averaged(1, 1)[0]
    assert torch.allclose(pool(torch.ones(1, 1, 4, 4)), torch.ones(1, 1, 4, 4))


def test_the_stem_ends_in_its_own_pooling_beside_a_convolution():
    stem = inception_blocks.Stem().eval()
    x = torch.rand(1, 3, 75, 75)
    with torch.no_grad():
        y = stem.conv3(stem.conv2(stem.conv1(x)))
        y = torch.cat((nn.functional.max_pool2d(y, 3, 2), stem.conv4(y)), dim=1)
        y = torch.cat((stem.short5(y), stem.long5(y)), dim=1)
        out = stem(x)
    assert out.shape[1] == 192 + y.shape[1]
    assert torch.equal(out[:, 192:], nn.functional.max_pool2d(y, 3, 2))


def test_sides_are_those_that_figures_3_and_9_print():
    network, sides = on_meta(), []
    stem = network.stem
    fork = (stem.pool4, stem.conv4, stem.short5, stem.long5, stem.conv6, stem.pool6)
    stages = (network.inception_a, network.reduction_a, network.reduction_b)
    for one in (stem.conv1, stem.conv2, stem.conv3, *fork, *stages):
        one.register_forward_hook(lambda _module, _inputs, out: sides.append(out.shape[-1]))
    network(torch.empty(1, 3, 299, 299, device="meta"))
    assert sides == [149, 147, 147, 73, 73, 71, 71, 35, 35, 35, 17, 8]


def test_the_cost_that_timm_prints_has_two_more_operations_for_each_normalised_value():
    network, values = on_meta(), []
    for one in network.modules():
        if isinstance(one, nn.BatchNorm2d):
            one.register_forward_hook(lambda _module, _inputs, out: values.append(out.numel()))
    with torch.device("meta"):
        inputs = models.describe("inception-v4").example()
    ours = measuring.macs(network, inputs)
    assert ours == 12_253_974_624
    assert round((ours + 2 * sum(values)) / 1e9, 2) == 12.28
