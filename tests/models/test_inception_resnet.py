import pytest
import torch
from torch import nn

from quizlab_verifiers import models
from quizlab_verifiers.models.classification import inception_resnet
from quizlab_verifiers.networks import measuring

# Operations in G up to the end of a stage of TF-Slim's inception_resnet_v2 at 224:
# https://github.com/google-research/receptive_field, RECEPTIVE_FIELD_TABLE.md
STEM = (0.022, 0.241, 0.680, 0.681, 0.712, 1.460, 1.461, 1.796)
MEASURED = {"reduction_a": 4.745, "inception_resnet_b": 11.230, "reduction_b": 11.781}
MEASURED |= {"inception_resnet_c": 12.958}
KINDS = {
    "v1": ("inception-resnet-v1", {}),
    "v2": ("inception-resnet-v2", {}),
    "v2 as released": ("inception-resnet-v2", {"released": True}),
}


def on_meta(kind):
    name, options = KINDS[kind]
    with torch.device("meta"):
        return models.build(name, **options).eval()


def modules(network, cls):
    return [one for one in network.modules() if isinstance(one, cls)]


def residuals(network):
    return modules(network, inception_resnet.Residual)


def operations(stage, x):
    """Count as TensorFlow's profiler does: 9 a pooled output, 1 a normalised one, 2 a sum."""
    extra = {nn.BatchNorm2d: 1, nn.MaxPool2d: 9, nn.AvgPool2d: 9, inception_resnet.Residual: 2}
    found = [2 * measuring.macs(stage, (x,))]
    hooks = [
        one.register_forward_hook(lambda m, _, y: found.append(extra[type(m)] * y.numel()))
        for one in stage.modules()
        if type(one) in extra
    ]
    y = stage(x)
    for hook in hooks:
        hook.remove()
    return sum(found), y


def test_every_stage_of_the_released_network_costs_what_was_measured_of_the_authors():
    network, x = on_meta("v2 as released"), torch.empty(1, 3, 224, 224, device="meta")
    total = 0
    for layer, printed in zip(network.stem, STEM, strict=True):
        more, x = operations(layer, x)
        total += more
        assert total / 1e9 == pytest.approx(printed, abs=5.01e-4)
    more, x = operations(network.inception_resnet_a, x)
    total += more
    for name, printed in MEASURED.items():
        more, x = operations(getattr(network, name), x)
        total += more
        assert total / 1e9 == pytest.approx(printed, abs=5.01e-4), name


@pytest.mark.parametrize(
    ("kind", "depths", "channels"),
    [
        ("v1", [5, 10, 5], [256, 896, 1792]),
        ("v2", [5, 10, 5], [384, 1152, 2144]),
        ("v2 as released", [10, 20, 10], [320, 1088, 2080]),
    ],
)
def test_each_row_keeps_the_channels_that_it_adds_to(kind, depths, channels):
    network = on_meta(kind)
    rows = (network.inception_resnet_a, network.inception_resnet_b, network.inception_resnet_c)
    assert [len(residuals(row)) for row in rows] == depths
    expected = [width for width, depth in zip(channels, depths, strict=True) for _ in range(depth)]
    assert [one.linear.out_channels for one in residuals(network)] == expected


@pytest.mark.parametrize("kind", KINDS)
def test_residuals_are_scaled_by_a_tenth_to_three_tenths(kind):
    scales = {one.scale for one in residuals(on_meta(kind))}
    assert scales - {1.0} == {0.17, 0.10, 0.20}
    assert (1.0 in scales) == (kind == "v2 as released")


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_linear_convolutions_have_a_bias_and_no_normalisation(kind):
    network = on_meta(kind)
    biased = [one for one in modules(network, nn.Conv2d) if one.bias is not None]
    assert biased == [one.linear for one in residuals(network)]
    plain = [one for one in modules(network, nn.Conv2d) if one.bias is None]
    norms = modules(network, nn.BatchNorm2d)
    assert [one.num_features for one in norms] == [one.out_channels for one in plain]


def test_a_module_that_found_nothing_returns_its_input_without_the_negative_values():
    block = inception_resnet.module_b(8, 4, (4, 4, 4)).eval()
    nn.init.zeros_(block.linear.weight)
    nn.init.zeros_(block.linear.bias)
    x = torch.linspace(-1, 1, 8 * 25).reshape(1, 8, 5, 5)
    with torch.no_grad():
        assert torch.equal(block(x), x.relu())


def test_a_module_adds_a_tenth_of_what_its_linear_convolution_gives():
    block = inception_resnet.module_b(8, 4, (4, 4, 4)).eval()
    given = []
    block.linear.register_forward_hook(lambda _module, _inputs, out: given.append(out))
    x = torch.rand(1, 8, 9, 9)
    with torch.no_grad():
        assert torch.allclose(block(x), (x + given[0] / 10).relu())


def test_the_last_module_of_the_released_network_adds_everything_and_may_be_negative():
    *_, last = residuals(on_meta("v2 as released"))
    assert last.scale == 1.0
    assert isinstance(last.end, nn.Identity)
    assert all(isinstance(one.end, nn.ReLU) for one in residuals(on_meta("v2")))


@pytest.mark.parametrize("kind", KINDS)
def test_pools_halve_by_unpadded_3x3(kind):
    pools = modules(on_meta(kind), nn.MaxPool2d)
    assert {(one.kernel_size, one.stride, one.padding) for one in pools} == {(3, 2, 0)}


def test_reduction_b_of_v2_brings_1152_channels_to_2144():
    reduction = on_meta("v2").reduction_b
    with torch.device("meta"):
        assert reduction(torch.zeros(1, 1152, 17, 17)).shape[1:] == (2144, 8, 8)
    assert 1152 + 384 + 288 + 320 == 2144


def test_a_module_c_of_v1_has_1600768_parameters():
    with torch.device("meta"):
        block = inception_resnet.module_c(1792, (192, 192, 192))
    convolutions = 2 * 1792 * 192 + 2 * 3 * 192 * 192
    assert convolutions + 2 * 4 * 192 + (384 * 1792 + 1792) == 1_600_768
    assert measuring.parameters(block) == 1_600_768


def test_one_more_module_and_a_hidden_layer_of_512_lead_to_the_other_v1_that_is_published():
    hidden = (1792 * 512 + 2 * 512) + (512 * 1000 + 1000) - (1792 * 1000 + 1000)
    assert hidden == -361_472
    assert measuring.parameters(on_meta("v1")) + 1_600_768 + hidden == 23_995_624


def test_without_scales_but_with_running_statistics_the_released_network_has_keras_count():
    network = on_meta("v2 as released")
    normalised = sum(one.num_features for one in modules(network, nn.BatchNorm2d))
    assert normalised == 30_272
    assert measuring.parameters(network) - normalised + 2 * normalised == 55_873_736
