"""``conv2d.output-shape``: published layers, torch with real numbers, mistakes."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.conv.output_shape import OutputShape
from quizlab_verifiers.maths.convolution import output_shape

VERIFIER = OutputShape()


@pytest.mark.parametrize(
    ("layer", "raw", "expected"),
    [
        (
            "AlexNet conv1 on 227",
            {"shape": "3x227x227", "out_channels": 96, "kernel": 11, "stride": 4},
            (96, 55, 55),
        ),
        (
            "ResNet stem",
            {"shape": [3, 224, 224], "out_channels": 64, "kernel": 7, "stride": 2, "padding": 3},
            (64, 112, 112),
        ),
        ("LeNet-5 C1", {"shape": "1,32,32", "out_channels": 6, "kernel": 5}, (6, 28, 28)),
        (
            "U-Net's first convolution",
            {"shape": "[1,572,572]", "out_channels": 64, "kernel": 3},
            (64, 570, 570),
        ),
        (
            "torch.nn.Conv2d's example, square kernel: (20, 16, 50, 100)",
            {"shape": [16, 50, 100], "out_channels": 33, "kernel": 3, "stride": 2},
            (33, 24, 49),
        ),
        (
            "DeepLab rate 12",
            {
                "shape": "2048x33x33",
                "out_channels": 256,
                "kernel": 3,
                "padding": 12,
                "dilation": 12,
            },
            (256, 33, 33),
        ),
        (
            "the largest",
            {"shape": [65536] * 3, "out_channels": 65536, "kernel": 4096, "padding": 4096},
            (65536, 69633, 69633),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_layers_have_their_published_shape_on_both_roads(layer, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, layer
    assert VERIFIER.reference(v) == expected, layer


def legal(most: int) -> st.SearchStrategy:
    side = st.integers(1, most)
    return st.builds(
        OutputShape.Parameters,
        shape=st.tuples(st.integers(1, 4), side, side),
        out_channels=st.integers(1, 5),
        kernel=st.integers(1, most // 3),
        stride=st.integers(1, most // 2),
        padding=st.integers(0, most // 3),
        dilation=st.integers(1, 4),
    ).filter(lambda v: VERIFIER.where(v) is None)


@settings(max_examples=60, deadline=None)
@given(v=legal(3000))
def test_torch_agrees_on_any_legal_layer(v):
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@settings(max_examples=40, deadline=None)
@given(v=legal(24))
def test_a_layer_with_numbers_in_it_has_the_same_shape(v):
    with torch.inference_mode():
        layer = torch.nn.Conv2d(
            v.shape[0], v.out_channels, v.kernel, v.stride, v.padding, v.dilation
        )
        out = layer(torch.ones(2, *v.shape))
    assert tuple(out.shape) == (2, *VERIFIER.compute(v))


@pytest.mark.parametrize("channels", [(0, 4), (4, 0)])
def test_channels_below_one_are_refused(channels):
    inputs, outputs = channels
    with pytest.raises(ValueError, match=f"got C={inputs}, K={outputs}"):
        output_shape((inputs, 8, 8), outputs, 3)


LAYER = {"shape": [3, 32, 20], "out_channels": 8, "kernel": 3}


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"shape": [3, 32, 32], "kernel": 3}, "missing", "out_channels"),
        (LAYER | {"shape": [3, 32]}, "range", "2 items"),
        (LAYER | {"shape": [1, 3, 32, 32]}, "range", "4 items"),
        (LAYER | {"shape": [3, 0, 32]}, "range", "1 to 65536"),
        (LAYER | {"shape": [3, 32, "nan"]}, "type", "shape"),
        (LAYER | {"shape": 32}, "type", "shape"),
        (LAYER | {"shape": [3, 32, 10**300]}, "range", "shape"),
        (LAYER | {"kernel": float("inf")}, "type", "kernel"),
        (LAYER | {"padding": -1}, "range", "0 to 4096"),
        (LAYER | {"kernel": 21}, "where", "does not fit into the width 20"),
        (LAYER | {"shape": [3, 7, 40], "kernel": 5, "dilation": 2}, "where", "the height 7"),
        (LAYER | {"batch": 2}, "unknown-parameter", "batch"),
    ],
    ids=lambda value: str(value)[:90],
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


# Height 32: 32 + 4 - 3 = 33 cells of travel, 16.5 steps. Width 20: 21 cells, 10.5 steps.
STRIDED = LAYER | {"stride": 2, "padding": 2}


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        ("input-channels", STRIDED, (3, 17, 11)),
        ("channels-multiplied", STRIDED, (24, 17, 11)),
        ("channels-last", STRIDED, (17, 11, 8)),
        ("ceil", STRIDED, (8, 18, 12)),
        ("no-plus-one", STRIDED, (8, 16, 10)),
        # 31 and 19 cells of travel
        ("padding-once", STRIDED, (8, 16, 10)),
        # The kernel spans 9, wrongly 3.
        ("no-dilation", LAYER | {"dilation": 4}, (8, 30, 18)),
    ],
)
def test_a_misconception_gives_the_shape_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"shape": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_mistakes_that_cannot_show_are_not_claimed():
    v = verify.bind(VERIFIER, {"shape": [1, 12, 12], "out_channels": 1, "kernel": 1})
    assert set(verify.misconception_answers(VERIFIER, v)) == {"channels-last", "no-plus-one"}


def test_equal_sides_are_worked_once():
    square = verify.bind(VERIFIER, LAYER | {"shape": [3, 32, 32]})
    assert "H' = W' = " in VERIFIER.explain(square)[2]
    assert "W' = " in VERIFIER.explain(verify.bind(VERIFIER, LAYER))[2]
