"""``atrous.output-stride``: published backbones, torch, refusals, carried errors, mistakes."""

from math import prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.segmentation.atrous_output_stride import AtrousOutputStride

VERIFIER = AtrousOutputStride()


@pytest.mark.parametrize(
    ("network", "raw", "expected"),
    [
        ("ResNet on 224, as a classifier", {"size": 224}, (32, 7, 1)),
        ("DeepLabv3 on 513, output stride 16", {"size": 513, "dilated": 1}, (16, 33, 2)),
        ("DeepLabv3 on 513, output stride 8", {"size": "513", "dilated": "2"}, (8, 65, 4)),
        ("torchvision's deeplabv3_resnet50 on 520", {"size": 520, "dilated": 2}, (8, 65, 4)),
        # DeepLab v1: the last two of VGG's five poolings no longer stride.
        ("VGG on 321", {"size": 321, "strides": [2] * 5, "dilated": 2}, (8, 41, 4)),
        ("everything dilated", {"size": 20, "strides": "2,3", "dilated": 2}, (1, 20, 6)),
        ("a stride of 1 at the end", {"size": 9, "strides": [2, 2, 1], "dilated": 2}, (2, 5, 2)),
        ("the most", {"size": 8192, "strides": [2] * 12, "dilated": 6}, (64, 128, 64)),
        ("a single cell", {"size": 1, "strides": [16, 16, 16]}, (4096, 1, 1)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_backbones_have_their_published_features_on_both_roads(network, raw, expected):
    v = verify.bind(VERIFIER, raw)
    answer = dict(zip(("output-stride", "side", "dilation"), expected, strict=True))
    assert VERIFIER.compute(v) == answer, network
    assert VERIFIER.reference(v) == answer, network


@st.composite
def legal(draw: st.DrawFn) -> object:
    strides = tuple(draw(st.lists(st.integers(1, 6), min_size=1, max_size=8)))
    assume(prod(strides) <= 600)
    return AtrousOutputStride.Parameters(
        size=draw(st.integers(1, 700)),
        strides=strides,
        dilated=draw(st.integers(0, len(strides))),
    )


@settings(max_examples=60, deadline=None)
@given(v=legal())
def test_torch_agrees_on_any_legal_backbone(v):
    assert VERIFIER.where(v) is None
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({}, "missing", "size"),
        ({"size": 0}, "range", "1 to 8192"),
        ({"size": "nan"}, "type", "size"),
        ({"size": 1e300}, "range", "size"),
        ({"size": 224, "dilated": 7}, "where", "dilated 7 is more than the 6 strides"),
        ({"size": 224, "strides": [16] * 4}, "where", "multiply to 65536"),
        ({"size": 224, "strides": []}, "range", "1 to 12"),
        ({"size": 224, "strides": [2, 0]}, "range", "strides"),
        ({"size": 224, "output_stride": 8}, "unknown-parameter", "output_stride"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


RESNET = {"size": 513, "dilated": 2}


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        # 513 / 32 = 16.03
        ("stride-kept", RESNET, {"output-stride": 32, "side": 17}),
        ("no-dilation", RESNET, {"dilation": 1}),
        ("own-stride-only", RESNET, {"dilation": 2}),
        # 2 + 2 is 2 * 2, so three strides are needed to tell.
        ("rates-added", {"size": 512, "strides": [2] * 5, "dilated": 3}, {"dilation": 6}),
        # 513 / 4 = 128.25
        ("stem-forgotten", RESNET, {"output-stride": 4, "side": 129}),
        # 2 + 2 + 2; 513 / 6 = 85.5
        ("strides-added", RESNET, {"output-stride": 6, "side": 86}),
        ("rounded-down", RESNET, {"side": 64}),
        ("roles-swapped", RESNET, {"output-stride": 4, "dilation": 8}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == wrong
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"size": 224}, {"stride-kept", "no-dilation", "own-stride-only", "roles-swapped"}),
        ({"size": 512, "dilated": 2}, {"rounded-down", "rates-added"}),
        ({"size": 512, "dilated": 1}, {"own-stride-only"}),
        ({"size": 8, "strides": [2, 2], "dilated": 1}, {"stem-forgotten", "strides-added"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_show_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_a_wrong_output_stride_carries_over_to_the_side():
    v = verify.bind(VERIFIER, RESNET)
    side = VERIFIER.part("side")
    assert verify.followed(VERIFIER, v, side, {"output-stride": 32}) == 17
    assert verify.followed(VERIFIER, v, side, {"output-stride": 0}) is None


def test_the_question_says_how_many_strides_are_replaced():
    asked = {
        dilated: VERIFIER.prompt(verify.bind(VERIFIER, {"size": 224, "dilated": dilated}))
        for dilated in (0, 1, 2)
    }
    assert "None of them is replaced" in asked[0]
    assert "behind its removed stride" not in asked[0]
    assert "The last of them is replaced" in asked[1]
    assert "The last 2 of them are replaced" in asked[2]
