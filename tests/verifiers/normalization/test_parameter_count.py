"""``norm.parameters``: published networks, torch's layers, refusals and each mistake."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.normalization.parameter_count import NormParameterCount

VERIFIER = NormParameterCount()
SHAPE = [32, 64, 14, 14]


def bound(**raw: object) -> object:
    return verify.bind(VERIFIER, raw)


@pytest.mark.parametrize(
    ("case", "raw", "parameters"),
    [
        ("torch.nn.BatchNorm2d(64)", {"kind": "batch"}, 128),
        ("keras BatchNormalization, count_params", {"kind": "batch", "counted": "all"}, 256),
        ("torch.nn.LayerNorm([64, 14, 14])", {"kind": "layer"}, 2 * 12544),
        ("ConvNeXt's layer norm, over the channels", {"kind": "layer", "layer_over": "c"}, 128),
        ("torch.nn.InstanceNorm2d(64, affine=True)", {"kind": "instance"}, 128),
        ("torch.nn.GroupNorm(32, 64)", {"kind": "group", "groups": 32}, 128),
        ("GroupNorm(1) is no LayerNorm", {"kind": "group", "groups": 1, "counted": "all"}, 128),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_documented_counts_on_both_roads(case, raw, parameters):
    v = bound(shape=SHAPE, **raw)
    assert VERIFIER.compute(v) == parameters, case
    assert VERIFIER.reference(v) == parameters


def total(widths: list[int], counted: str) -> int:
    return sum(
        VERIFIER.compute(bound(kind="batch", shape=[1, width, 7, 7], counted=counted))
        for width in widths
    )


def test_vgg_16_with_batch_norm_has_what_torchvision_publishes():
    # torchvision's num_params: 138,365,992 for vgg16_bn, 138,357,544 for vgg16, whose biases stay.
    widths = [64] * 2 + [128] * 2 + [256] * 3 + [512] * 6
    assert total(widths, "trainable") == 138_365_992 - 138_357_544


def test_resnet_50_has_as_many_running_numbers_as_keras_prints():
    # keras.applications.ResNet50().summary(): Non-trainable params: 53,120.
    widths = [64]
    for blocks, width in ((3, 64), (4, 128), (6, 256), (3, 512)):
        widths += [4 * width] + blocks * [width, width, 4 * width]
    assert total(widths, "all") - total(widths, "trainable") == 53_120


@st.composite
def legal(draw: st.DrawFn) -> object:
    side = st.integers(1, 4096)
    kind = draw(st.sampled_from(["batch", "layer", "instance", "group"]))
    channels = draw(side)
    groups = [g for g in range(1, channels + 1) if channels % g == 0]
    v = NormParameterCount.Parameters(
        kind=kind,
        shape=(draw(side), channels, draw(side), draw(side)),
        groups=draw(st.sampled_from(groups)) if kind == "group" else 1,
        layer_over=draw(st.sampled_from(["chw", "c"])) if kind == "layer" else "chw",
        counted=draw(st.sampled_from(["trainable", "all"])),
    )
    assume(VERIFIER.where(v) is None)
    return v


@settings(deadline=None)
@given(v=legal())
def test_torchs_layers_agree_on_any_legal_input(v):
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"kind": "batch"}, "missing", "shape"),
        ({"kind": "local", "shape": SHAPE}, "type", "batch, layer, instance, group"),
        ({"kind": "batch", "shape": "64"}, "range", "4 items"),
        ({"kind": "batch", "shape": [1, float("nan"), 1, 1]}, "type", "a whole number"),
        ({"kind": "batch", "shape": [1, 65537, 1, 1]}, "range", "1 to 65536"),
        ({"kind": "batch", "shape": [65536] * 4}, "where", "at most 1,000,000,000,000"),
        ({"kind": "layer", "shape": SHAPE, "groups": 2}, "where", "belongs to kind group"),
        ({"kind": "group", "shape": SHAPE, "groups": 3}, "where", "does not divide the 64"),
        ({"kind": "batch", "shape": SHAPE, "counted": "buffers"}, "type", "trainable, all"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        bound(**raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("raw", "wrong"),
    [
        ({"kind": "batch"}, {"one-each": 6, "running-too": 24, "per-cell": 12 * 20}),
        (
            {"kind": "batch", "counted": "all"},
            {"running-forgotten": 12, "per-cell": 24 * 20},
        ),
        (
            {"kind": "layer"},
            {"one-each": 120, "running-too": 480, "per-channel": 12, "per-mean": 20},
        ),
        (
            {"kind": "layer", "layer_over": "c"},
            {"one-each": 6, "running-too": 24, "cells-over-channels": 240, "per-mean": 400},
        ),
        (
            {"kind": "instance"},
            {"one-each": 6, "running-too": 24, "per-cell": 240, "per-mean": 120},
        ),
        (
            {"kind": "group", "groups": 3},
            {"one-each": 6, "running-too": 24, "per-cell": 240, "per-group": 6, "per-mean": 60},
        ),
    ],
    ids=str,
)
def test_misconceptions_give_the_numbers_that_people_really_type(raw, wrong):
    found = verify.misconception_answers(VERIFIER, bound(shape=[10, 6, 4, 5], **raw))
    assert {name: values["parameters"] for name, values in found.items()} == wrong


def test_on_a_single_position_cells_are_channels():
    v = bound(kind="layer", shape=[10, 6, 1, 1])
    assert not {"per-channel", "per-cell"} & set(verify.misconception_answers(VERIFIER, v))
