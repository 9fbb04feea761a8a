"""``conv2d.macs``: published layers, torch's counter, sums over real outputs, mistakes."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.conv.macs import Macs

VERIFIER = Macs()


def layer(shape: object, outputs: int, kernel: int, **more: object) -> dict[str, object]:
    return {"shape": shape, "out_channels": outputs, "kernel": kernel} | more


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("AlexNet conv1", layer("3x227x227", 96, 11, stride=4), 105_415_200),
        ("AlexNet conv2", layer("96x27x27", 256, 5, padding=2, groups=2), 223_948_800),
        ("VGG-16 conv1_1", layer("3x224x224", 64, 3, padding=1), 86_704_128),
        ("ResNet stem", layer("3x224x224", 64, 7, stride=2, padding=3), 118_013_952),
        ("MobileNet's first layer", layer("3x224x224", 32, 3, stride=2, padding=1), 10_838_016),
        (
            "MobileNet's first depthwise",
            layer("32x112x112", 32, 3, padding=1, groups=32),
            3_612_672,
        ),
        ("MobileNet's first pointwise", layer("32x112x112", 64, 1), 25_690_112),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_layers_have_their_published_cost_on_both_roads(name, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, name
    assert VERIFIER.reference(v) == expected, name


def test_the_largest_layer_is_counted_without_being_run():
    v = verify.bind(VERIFIER, layer("65536x65536x65536", 65536, 4096, padding=4096))
    assert VERIFIER.compute(v) == VERIFIER.reference(v) == 2**56 * 69633**2


def legal(most: int, channels: int) -> st.SearchStrategy:
    return st.builds(
        lambda groups, inputs, sides, outputs, **rest: Macs.Parameters(
            shape=(groups * inputs, *sides), out_channels=groups * outputs, groups=groups, **rest
        ),
        groups=st.integers(1, 4),
        inputs=st.integers(1, channels),
        outputs=st.integers(1, channels),
        sides=st.tuples(st.integers(1, most), st.integers(1, most)),
        kernel=st.integers(1, most // 3),
        stride=st.integers(1, most // 2),
        padding=st.integers(0, most // 3),
        dilation=st.integers(1, 4),
    ).filter(lambda v: VERIFIER.where(v) is None)


@settings(max_examples=40, deadline=None)
@given(vs=st.lists(legal(3000, 1000), min_size=1, max_size=3))
def test_torch_counts_the_same_in_any_legal_layers(vs):
    assert [VERIFIER.compute(v) for v in vs] == VERIFIER.reference_many(vs)


@settings(max_examples=40, deadline=None)
@given(v=legal(16, 3))
def test_each_output_of_ones_is_the_number_of_its_multiply_adds(v):
    """Ones times ones add up to the number of products; padding is ones here, as it is taken too."""
    image = torch.ones(1, *v.shape, dtype=torch.float64)
    kernels = torch.ones(
        v.out_channels, v.shape[0] // v.groups, v.kernel, v.kernel, dtype=torch.float64
    )
    padded = torch.nn.functional.pad(image, (v.padding,) * 4, value=1.0)
    out = torch.nn.functional.conv2d(
        padded, kernels, stride=v.stride, dilation=v.dilation, groups=v.groups
    )
    assert VERIFIER.compute(v) == out.sum().item()


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"shape": "3x8x8", "kernel": 3}, "missing", "out_channels"),
        (layer("6x8x8", 8, 3, groups=4), "where", "does not divide the 6 channels in shape"),
        (layer("8x8x8", 6, 3, groups=4), "where", "does not divide the 6 out_channels"),
        (layer("8x8x4", 8, 5), "where", "does not fit into the width 4"),
        (layer("8x8", 8, 3), "range", "2 items"),
        (layer([8, 8, "nan"], 8, 3), "type", "shape"),
        (layer("8x8x8", "inf", 3), "type", "out_channels"),
        (layer("8x8x8", 8, 3, stride=0), "range", "1 to 4096"),
        (layer("8x8x8", 8, 3, padding=-1), "range", "padding"),
        (layer("8x8x8", 8, 3, groups=10**99), "range", "groups"),
        (layer("8x8x8", 8, 3, bias=True), "unknown-parameter", "bias"),
    ],
    ids=lambda value: str(value)[:90],
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


# 10 x 10 becomes 8 x 8: 12 * 64 = 768 cells, each of 2 * 9 = 18 multiply-adds, 13,824 in all.
GROUPED = layer("8x10x10", 12, 3, groups=4)
# 10 x 10 becomes 6 x 6: 12 * 36 = 432 cells, each of 8 * 9 = 72, 31,104 in all.
DILATED = layer("8x10x10", 12, 3, dilation=2)


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        ("flops", GROUPED, 27_648),
        ("input-side", GROUPED, 1_200 * 18),
        ("weights-only", GROUPED, 216),
        ("one-input-channel", GROUPED, 768 * 9),
        ("kernel-not-squared", GROUPED, 768 * 6),
        ("no-groups", GROUPED, 768 * 72),
        ("both-divided", GROUPED, 192 * 18),
        ("holes-counted", DILATED, 432 * 8 * 25),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"macs": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_mistakes_that_cannot_show_are_not_claimed():
    v = verify.bind(VERIFIER, layer("1x1x1", 1, 1))
    assert set(verify.misconception_answers(VERIFIER, v)) == {"flops"}


def test_the_question_reads_as_english_for_any_numbers():
    prompt = VERIFIER.prompt(verify.bind(VERIFIER, layer("3x16x16", 1, 11)))
    assert prompt.startswith("An $11 \\times 11$ convolution with $1$ output channel, ")
