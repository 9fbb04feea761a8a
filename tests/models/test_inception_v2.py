"""Inception-v2 against figure 5 of its paper and against what was measured of TF-Slim's."""

import pytest
import torch
from torch import nn
from torch.nn import functional

from quizlab_verifiers import models
from quizlab_verifiers.networks import measuring

# Operations in G up to a stage, and its receptive field, of TF-Slim's inception_v2 at 224:
# https://github.com/google-research/receptive_field, RECEPTIVE_FIELD_TABLE.md
MEASURED = {
    "conv1": (0.069, 7),
    "pool1": (0.071, 11),
    "conv2": (0.791, 19),
    "pool2": (0.792, 27),
    "inception_3a": (1.136, 59),
    "inception_3b": (1.544, 91),
    "inception_3c": (1.833, 123),
    "inception_4a": (2.073, 187),
    "inception_4b": (2.334, 251),
    "inception_4c": (2.686, 315),
    "inception_4d": (3.120, 379),
    "inception_4e": (3.446, 443),
    "inception_5a": (3.660, 571),
    "inception_5b": (3.883, 699),
}
FIGURE_5 = {
    # inputs, 1×1, 3×3 reduce, 3×3, double reduce, double, pool projection, outputs
    "3a": (192, 64, 64, 64, 64, 96, 32, 256),
    "3b": (256, 64, 64, 96, 64, 96, 64, 320),
    "3c": (320, 0, 128, 160, 64, 96, 0, 576),
    "4a": (576, 224, 64, 96, 96, 128, 128, 576),
    "4b": (576, 192, 96, 128, 96, 128, 128, 576),
    "4c": (576, 160, 128, 160, 128, 160, 96, 576),
    "4d": (576, 96, 128, 192, 160, 192, 96, 576),
    "4e": (576, 0, 128, 192, 192, 256, 0, 1024),
    "5a": (1024, 352, 192, 320, 160, 224, 128, 1024),
    "5b": (1024, 352, 192, 320, 192, 224, 128, 1024),
}


@pytest.fixture(scope="module")
def network():
    with torch.device("meta"):
        return models.build("inception-v2").eval()


def test_every_stage_costs_what_was_measured_of_the_authors_network(network, extra_operations):
    x = torch.empty(1, 3, 224, 224, device="meta")
    operations = 0
    for name, (printed, _) in MEASURED.items():
        stage = getattr(network, name)
        operations += 2 * measuring.macs(stage, (x,))
        extra, x = extra_operations(stage, x)
        operations += extra
        assert round(operations / 1e9, 3) == pytest.approx(printed, abs=1e-9), name


def test_every_stage_sees_what_was_measured_of_the_authors_network(network):
    sees, step = 1, 1
    for name, (_, printed) in MEASURED.items():
        stage = getattr(network, name)
        path = getattr(stage, "branch_double_3x3", stage)
        for layer in path.modules():
            if isinstance(layer, nn.Conv2d | nn.MaxPool2d):
                kernel, stride = (
                    side[0] if isinstance(side, tuple) else side
                    for side in (layer.kernel_size, layer.stride)
                )
                sees, step = sees + (kernel - 1) * step, step * stride
        assert sees == printed, name


def test_the_parameters_follow_from_figure_5(network):
    stem = 3 * 8 * 49 + 24 * 64 + 2 * 64 + 64 * 64 + 2 * 64 + 64 * 192 * 9 + 2 * 192
    total = stem + 1024 * 1000 + 1000
    for name, (c, one, reduce3, three, reduced, double, proj, _) in FIGURE_5.items():
        weights = c * (one + reduce3 + reduced + proj)
        weights += 9 * (reduce3 * three + reduced * double + double * double)
        by_hand = weights + 2 * (one + reduce3 + three + reduced + 2 * double + proj)
        assert measuring.parameters(getattr(network, f"inception_{name}")) == by_hand, name
        total += by_hand
    assert measuring.parameters(network) == total == 11_188_288


def test_the_printed_outputs_follow_with_96_channels_after_the_pools_of_4c_and_4d():
    for name, (c, one, _, three, _, double, proj, outputs) in FIGURE_5.items():
        passed = c if name in {"3c", "4e"} else proj
        assert one + three + double + passed == outputs, name
    inputs = [row[0] for row in FIGURE_5.values()]
    outputs = [row[-1] for row in FIGURE_5.values()]
    assert inputs[1:] == outputs[:-1]
    assert 160 + 160 + 160 + 128 == 96 + 192 + 192 + 128 == 608, "with the printed 128"


def test_modules_of_stride_2_pass_the_maxima_of_their_input_through():
    torch.manual_seed(0)
    module = models.build("inception-v2").inception_3c.eval()
    x = torch.randn(1, 320, 28, 28)
    with torch.no_grad():
        y = module(x)
    assert y.shape == (1, 160 + 96 + 320, 14, 14)
    assert torch.equal(y[:, 256:], functional.max_pool2d(x, 3, 2, ceil_mode=True))


def test_only_5b_pools_by_maximum_in_a_module_that_keeps_the_size(network):
    kinds = {
        name: type(getattr(network, name).branch_pool[0])
        for name in MEASURED
        if hasattr(getattr(network, name), "branch_1x1")
    }
    assert [name for name, kind in kinds.items() if kind is nn.MaxPool2d] == ["inception_5b"]


def test_the_separable_7x7_is_one_7x7_whose_filters_are_mixtures_of_eight():
    torch.manual_seed(0)
    alone, mixing = models.build("inception-v2").conv1
    eight = alone.weight.reshape(3, 8, 7, 7)
    mixtures = torch.einsum("oim,imyx->oiyx", mixing[0].weight.reshape(64, 3, 8), eight)
    x = torch.randn(1, 3, 20, 20)
    whole = functional.conv2d(x, mixtures, stride=2, padding=3)
    torch.testing.assert_close(mixing[0](alone(x)), whole, rtol=1e-4, atol=1e-5)
