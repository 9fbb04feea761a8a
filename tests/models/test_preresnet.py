import pytest
import torch
from torch import nn
from torch.nn import functional

from quizlab_verifiers import models
from quizlab_verifiers.models.classification import preresnet
from quizlab_verifiers.networks import measuring


def on_meta(name):
    with torch.device("meta"):
        return models.build(name).eval()


def stirred(module):
    """Normalisations that do something."""
    for one in module.modules():
        if isinstance(one, nn.BatchNorm2d):
            nn.init.uniform_(one.weight, 0.5, 2.0)
            nn.init.normal_(one.bias)
            nn.init.normal_(one.running_mean)
    return module.eval()


def test_nothing_happens_to_what_an_identity_passes_on():
    unit = preresnet.Unit(64, 16)
    nn.init.zeros_(unit.conv3.weight)
    x = torch.randn(2, 64, 8, 8)
    assert torch.equal(unit(x), x)
    assert x.min() < 0, "no ReLU stands after the addition"


def test_the_gradient_reaches_the_input_undiminished_through_any_number_of_units():
    units = nn.Sequential(*(preresnet.Unit(64, 16) for _ in range(20)))
    for unit in units:
        nn.init.zeros_(unit.conv3.weight)
    x = torch.randn(2, 64, 8, 8, requires_grad=True)
    units(x).sum().backward()
    assert torch.equal(x.grad, torch.ones_like(x))


def test_both_paths_start_from_the_activated_input_where_the_shape_changes():
    unit = stirred(preresnet.Unit(32, 16, 2))
    x = torch.randn(1, 32, 8, 8)
    activated = functional.relu(unit.bn1(x))
    found = unit.conv3(
        functional.relu(unit.bn3(unit.conv2(functional.relu(unit.bn2(unit.conv1(activated))))))
    )
    assert torch.allclose(unit(x), found + unit.shortcut(activated))


def test_the_stride_lies_in_the_first_1_by_1_and_in_the_projection():
    for name in ("preresnet50", "preresnet164-cifar"):
        strided = [
            (where, one.kernel_size)
            for where, one in on_meta(name).named_modules()
            if isinstance(one, nn.Conv2d) and one.stride == (2, 2) and where != "conv1"
        ]
        assert {size for _, size in strided} == {(1, 1)}
        assert {where.split(".", 2)[2] for where, _ in strided} == {"conv1", "shortcut"}


def test_the_first_activation_may_as_well_stand_after_the_pooling():
    bn = stirred(nn.BatchNorm2d(64))
    pool = nn.MaxPool2d(3, stride=2, padding=1)
    x = torch.randn(1, 64, 16, 16)
    assert torch.equal(pool(functional.relu(bn(x))), functional.relu(bn(pool(x))))


def test_only_the_first_unit_has_no_normalisation_of_its_own():
    for name in ("preresnet50", "preresnet101", "preresnet164-cifar"):
        units = [m for m in on_meta(name).modules() if isinstance(m, preresnet.Unit)]
        assert [isinstance(one.bn1, nn.Identity) for one in units] == [True] + [False] * (
            len(units) - 1
        )


def test_layers_with_weights_are_as_many_as_the_name_says():
    for name, depth in (("preresnet50", 50), ("preresnet101", 101), ("preresnet164-cifar", 164)):
        layers = [
            where
            for where, one in on_meta(name).named_modules()
            if isinstance(one, nn.Conv2d | nn.Linear) and not where.endswith("shortcut")
        ]
        assert len(layers) == depth


def test_convolutions_are_those_of_resnet_with_the_stride_in_its_first_1_by_1():
    for depth in (50, 101):
        network = models.describe(f"resnet{depth}")
        with torch.device("meta"):
            older, inputs = models.build(network.name, v1=True).eval(), network.example()
            newer = models.build(f"preresnet{depth}").eval()
        assert measuring.macs(newer, inputs) == measuring.macs(older, inputs)
        weights = [
            sum(m.weight.numel() for m in one.modules() if isinstance(m, nn.Conv2d))
            for one in (newer, older)
        ]
        assert weights[0] == weights[1]


@pytest.mark.parametrize(("depth", "printed"), [(50, 3875.44e6), (101, 7595.44e6)])
def test_pytorchcvs_cost_is_ours_and_what_its_convention_adds(depth, printed):
    """Half of all operations; between pooling and first unit there stand a BN and a ReLU more."""
    network = on_meta(f"preresnet{depth}")
    more = [5 * 64 * 56**2]

    def look(one, _, y):
        if isinstance(one, nn.BatchNorm2d):
            more.append((4 + 1) * y.numel())  # a ReLU follows each
        elif isinstance(one, nn.Conv2d):
            more.append(-one.in_channels * one.out_channels)
        elif isinstance(one, nn.MaxPool2d):
            more.append(3 * 3 * y.numel())
        elif isinstance(one, nn.AdaptiveAvgPool2d):
            more.append(7 * 7 * y.numel())

    for one in network.modules():
        one.register_forward_hook(look)
    with torch.device("meta"):
        inputs = models.describe(f"preresnet{depth}").example()
    assert measuring.macs(network, inputs) + sum(more) / 2 == pytest.approx(printed, abs=5e3)


def test_a_unit_of_width_16_on_64_channels_has_4544_parameters():
    convolutions = 64 * 16 + 9 * 16 * 16 + 16 * 64
    normalisations = 2 * (64 + 16 + 16)
    assert convolutions + normalisations == 4544
    assert measuring.parameters(preresnet.Unit(64, 16)) == 4544
