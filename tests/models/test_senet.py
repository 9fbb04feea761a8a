"""SENet: the squeeze, the excitation, the scale, and what they cost."""

import pytest
import torch
from torch import nn

from quizlab_verifiers import models
from quizlab_verifiers.models.classification import senet
from quizlab_verifiers.networks import measuring

STAGES = ((256, 3, 56), (512, 4, 28), (1024, 6, 14), (2048, 3, 7))
"""Channels, blocks and side of SE-ResNet-50's stages."""


def on_meta(name, **options):
    with torch.device("meta"):
        return models.build(name, **options).eval(), models.describe(name).example()


def test_each_channel_is_scaled_by_a_number_that_the_formula_gives():
    torch.manual_seed(0)
    module = senet.SqueezeExcitation(32, 4)
    u = torch.randn(2, 32, 5, 3)
    z = u.sum((2, 3)) / 15
    s = torch.clamp(z @ module.fc1.weight.T + module.fc1.bias, min=0)
    s = 1 / (1 + torch.exp(-(s @ module.fc2.weight.T + module.fc2.bias)))
    expected = torch.einsum("nchw,nc->nchw", u, s)
    assert torch.allclose(module(u), expected, atol=1e-6)
    assert module.fc1.weight.shape == (8, 32)


def test_an_open_excitation_leaves_the_bottleneck_of_resnet():
    from quizlab_verifiers.models.classification.resnet import Bottleneck

    torch.manual_seed(0)
    block = senet.SEBottleneck(16, (4, 4, 16), (2, 1)).eval()
    plain = Bottleneck(16, 4, 2, v1=True).eval()
    known = {name: value for name, value in block.state_dict().items() if "se." not in name}
    plain.load_state_dict(known)
    nn.init.zeros_(block.se.fc2.weight)
    nn.init.constant_(block.se.fc2.bias, 100.0)  # σ(100) = 1
    x = torch.randn(1, 16, 8, 8)
    with torch.no_grad():
        assert torch.equal(block(x), plain(x))


@pytest.mark.parametrize("reduction", [2, 4, 8, 16, 32])
def test_without_biases_the_papers_formula_gives_the_additional_parameters(reduction):
    resnet50, _ = on_meta("resnet50")
    module, _ = on_meta("se-resnet50", reduction=reduction, biases=False)
    more = 2 * sum(blocks * channels**2 for channels, blocks, _ in STAGES) // reduction
    assert measuring.parameters(module) - measuring.parameters(resnet50) == more


def test_the_biases_of_the_excitation_are_16048_parameters():
    more = sum(blocks * (channels // 16 + channels) for channels, blocks, _ in STAGES)
    with_them, _ = on_meta("se-resnet50")
    without, _ = on_meta("se-resnet50", biases=False)
    assert measuring.parameters(with_them) - measuring.parameters(without) == more == 16_048


def test_se_resnet50_costs_resnet50_as_in_the_paper_and_one_product_for_each_excitation_weight():
    resnet50, inputs = on_meta("resnet50", v1=True)
    module, _ = on_meta("se-resnet50")
    weights = sum(2 * blocks * channels**2 // 16 for channels, blocks, _ in STAGES)
    ours = measuring.macs(module, inputs)
    assert ours == measuring.macs(resnet50, inputs) + weights == 3_860_488_192
    squeezed = sum(blocks * channels * side**2 for channels, blocks, side in STAGES)
    assert round(squeezed / 1e6, 1) == 5.5
    assert round((ours + squeezed) / 1e9, 2) == 3.87  # as table 2 prints it


def senet154_by_formula():
    """Parameters and multiply-adds from the appendix: halved first 1 × 1, 3 × 3 projections."""
    weights, macs, norms = 27 * 64 + 9 * 64**2 + 9 * 64 * 128, 0, 64 + 64 + 128
    macs += weights * 112**2
    inputs, side = 128, 56
    excitation = biases = 0
    for width, depth in ((256, 3), (512, 8), (1024, 36), (2048, 3)):
        before = side
        side = side if width == 256 else side // 2
        for number in range(depth):
            narrow, grouped = inputs * width // 2, 9 * (width // 2) * width // 64
            projection = (0 if number else (1 if width == 256 else 9)) * inputs * width
            weights += narrow + grouped + width**2 + projection
            macs += narrow * (side if number else before) ** 2
            macs += (grouped + width**2 + projection) * side**2
            norms += width // 2 + 2 * width + (0 if number else width)
            excitation += 2 * width * width // 16
            biases += width + width // 16
            inputs = width
    parameters = weights + 2 * norms + excitation + biases + 2049 * 1000
    return parameters, macs + excitation + 2048 * 1000


def test_senet154_has_the_counts_that_follow_from_the_appendix():
    module, inputs = on_meta("senet154")
    assert senet154_by_formula() == (measuring.parameters(module), measuring.macs(module, inputs))


def test_senet154_has_154_layers_on_its_longest_path():
    module, _ = on_meta("senet154")
    layers = [
        name
        for name, one in module.named_modules()
        if isinstance(one, nn.Conv2d | nn.Linear) and ".se." not in name and "shortcut" not in name
    ]
    assert len(layers) == 154


def test_pytorchcvs_cost_of_senet154_is_ours_and_what_its_convention_adds():
    """Half of all operations: 4 for a number of batch norm, 1 of ReLU, 4 of sigmoid."""
    module, inputs = on_meta("senet154")
    more = []

    def look(name):
        def hook(one, _, y):
            if isinstance(one, nn.BatchNorm2d):
                more.append(4 * y.numel() + ("shortcut" not in name) * y.numel())
            elif isinstance(one, nn.Linear) and "se." in name:
                more.append((1 if "fc1" in name else 4) * y.numel())
            elif isinstance(one, nn.MaxPool2d | nn.AdaptiveAvgPool2d):
                more.append((9 if name == "pool" else 1) * y.numel())
            elif isinstance(one, nn.Conv2d):
                more.append(-one.weight[:, :, 0, 0].numel())

        return hook

    for name, one in module.named_modules():
        one.register_forward_hook(look(name))
    assert measuring.macs(module, inputs) + sum(more) / 2 == pytest.approx(20_745.78e6, abs=5e4)
