"""AlexNet is the paper's: 55 places, two groups, normalisation before pooling."""

import torch
from torch import nn
from torch.nn import functional

from quizlab_verifiers import models
from quizlab_verifiers.models.classification import alexnet
from quizlab_verifiers.networks import measuring


def on_meta(name):
    with torch.device("meta"):
        return models.build(name).eval(), models.describe(name).example()


def outputs(module, inputs):
    """What leaves each child, by name."""
    found = {}
    for name, child in module.named_children():
        child.register_forward_hook(lambda _, __, y, name=name: found.setdefault(name, y))
    module(*inputs)
    return found


def test_layers_have_as_many_neurons_as_figure_2_says():
    found = outputs(*on_meta("alexnet"))
    neurons = [found[name].numel() for name in ("conv2", "conv3", "conv4", "conv5")]
    assert neurons == [186_624, 64_896, 64_896, 43_264]
    assert [found[name].numel() for name in ("fc6", "fc7", "fc8")] == [4096, 4096, 1000]
    assert found["conv1"].numel() == 96 * 55**2 == 290_400, "the paper prints 253,440"


def test_227_pixels_or_224_with_padding_2_give_55_places_and_224_alone_does_not():
    for name in ("alexnet", "alexnet-torchvision"):
        assert outputs(*on_meta(name))["conv1"].shape[-2:] == (55, 55)
    network, _ = on_meta("alexnet")
    assert network.conv1(torch.empty(1, 3, 224, 224, device="meta")).shape[-1] == 54


def test_normalisation_comes_before_pooling():
    names = [name for name, _ in on_meta("alexnet")[0].named_children()]
    assert names[:6] == ["conv1", "norm1", "pool1", "conv2", "norm2", "pool2"]


def test_normalisation_follows_the_formula_of_section_3_3():
    torch.manual_seed(0)
    a = 40 * torch.rand(1, 9, 2, 2)
    norm = on_meta("alexnet")[0].norm1
    b = torch.empty_like(a)
    for i in range(9):
        first, last = max(0, i - 2), min(8, i + 2)
        b[:, i] = a[:, i] / (2 + 1e-4 * (a[:, first : last + 1] ** 2).sum(1)) ** 0.75
    assert torch.allclose(norm(a), b)
    undivided = nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=2.0)
    assert not torch.allclose(undivided(a), b)


def test_halves_of_the_second_layer_do_not_see_each_other():
    torch.manual_seed(0)
    conv = on_meta("alexnet")[0].conv2.to_empty(device="cpu")
    for one in conv.parameters():
        nn.init.normal_(one)
    assert conv.weight.shape == (256, 48, 5, 5)
    x = torch.rand(1, 96, 5, 5)
    halves = [
        functional.conv2d(x[:, :48], conv.weight[:128], conv.bias[:128], padding=2),
        functional.conv2d(x[:, 48:], conv.weight[128:], conv.bias[128:], padding=2),
    ]
    assert torch.allclose(conv(x), torch.cat(halves, dim=1), atol=1e-3)


def test_groups_save_half_the_kernels_of_three_layers():
    network, _ = on_meta("alexnet")
    assert {n: c.groups for n, c in network.named_children() if isinstance(c, nn.Conv2d)} == {
        "conv1": 1,
        "conv2": 2,
        "conv3": 1,
        "conv4": 2,
        "conv5": 2,
    }
    saved = 256 * 48 * 5**2 + 384 * 192 * 3**2 + 256 * 192 * 3**2
    assert measuring.parameters(network) + saved == 62_378_344


def test_convolutions_have_few_weights_and_most_of_the_work():
    """Chen et al. 2016, Eyeriss: 2.3 million weights and 666 million multiply-adds."""
    network, inputs = on_meta("alexnet")
    convolutions = [one for one in network.children() if isinstance(one, nn.Conv2d)]
    linear = [one for one in network.children() if isinstance(one, nn.Linear)]
    assert round(sum(one.weight.numel() for one in convolutions) / 1e5) == 23
    work = measuring.macs(network, inputs) - sum(one.weight.numel() for one in linear)
    assert round(work / 1e6) == 666
    assert sum(map(measuring.parameters, linear)) / measuring.parameters(network) > 0.96


def test_receptive_fields_grow_to_195_pixels():
    """The same numbers stand in google-research/receptive_field, its table of networks."""
    for name in ("alexnet", "alexnet-torchvision"):
        field, jump, fields = 1, 1, {}
        for layer, child in on_meta(name)[0].named_children():
            if isinstance(child, nn.Conv2d | nn.MaxPool2d):
                kernel, stride = (
                    size[0] if isinstance(size, tuple) else size
                    for size in (child.kernel_size, child.stride)
                )
                field, jump = field + (kernel - 1) * jump, jump * stride
                fields[layer] = field
        assert list(fields.values()) == [11, 19, 51, 67, 99, 131, 163, 195]
        assert jump == 32


def test_torchvision_has_one_group_no_normalisation_and_other_widths():
    network, _ = on_meta("alexnet-torchvision")
    assert isinstance(network, alexnet.TorchvisionAlexNet)
    assert not [one for one in network.modules() if isinstance(one, nn.LocalResponseNorm)]
    convolutions = [one for one in network.children() if isinstance(one, nn.Conv2d)]
    widths = [one.out_channels for one in convolutions]
    assert widths == [64, 192, 384, 256, 256], "the paper has 384 in the fourth"
    assert {one.groups for one in convolutions} == {1}
    by_hand = 64 * (3 * 121 + 1) + 192 * (64 * 25 + 1)
    by_hand += 384 * (192 * 9 + 1) + 256 * (384 * 9 + 1) + 256 * (256 * 9 + 1)
    by_hand += 4096 * (9216 + 1) + 4096 * (4096 + 1) + 1000 * (4096 + 1)
    assert measuring.parameters(network) == by_hand == 61_100_840
