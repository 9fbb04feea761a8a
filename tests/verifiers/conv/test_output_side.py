"""``conv2d.output-side``: published layers, torch, refusals and each misconception."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.conv.output_side import OutputSide

VERIFIER = OutputSide()


def side(**raw: object) -> object:
    return verify.answers(VERIFIER, verify.bind(VERIFIER, raw))["side"]


@pytest.mark.parametrize(
    ("layer", "raw", "expected"),
    [
        ("AlexNet conv1 on 227", {"size": 227, "kernel": 11, "stride": 4}, 55),
        ("AlexNet on 224", {"size": 224, "kernel": 11, "stride": 4, "padding": 2}, 55),
        ("VGG-16", {"size": "224", "kernel": "3", "padding": "1"}, 224),
        ("ResNet stem", {"size": 224, "kernel": 7, "stride": 2, "padding": 3}, 112),
        ("Inception-v3 stem", {"size": 299, "kernel": 3, "stride": 2}, 149),
        ("DeepLab rate 6", {"size": 33, "kernel": 3, "padding": 6, "dilation": 6}, 33),
        ("the largest input", {"size": 65536, "kernel": 1}, 65536),
        ("the largest kernel", {"size": 1, "kernel": 2048, "padding": 2048}, 2050),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_layers_have_their_published_side_on_both_roads(layer, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert side(**raw) == expected, layer
    assert VERIFIER.reference(v) == expected, layer


@st.composite
def legal(draw: st.DrawFn, most: int) -> object:
    """Layers whose kernel fits, with padded inputs of about `most` cells."""
    kernel = draw(st.integers(1, most // 4))
    dilation = draw(st.integers(1, max(1, most // (2 * kernel))))
    padding = draw(st.integers(0, most // 4))
    least = max(1, dilation * (kernel - 1) + 1 - 2 * padding)
    return OutputSide.Parameters(
        size=draw(st.integers(least, least + most // 4)),
        kernel=kernel,
        stride=draw(st.integers(1, most // 4)),
        padding=padding,
        dilation=dilation,
    )


@settings(deadline=None)
@given(v=legal(400))
def test_torch_agrees_on_any_legal_layer(v):
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@settings(max_examples=25, deadline=None)
@given(v=legal(48))
def test_a_square_runs_as_the_column_does(v):
    with torch.inference_mode():
        out = torch.nn.functional.conv2d(
            torch.ones(1, 1, v.size, v.size),
            torch.ones(1, 1, v.kernel, v.kernel),
            stride=v.stride,
            padding=v.padding,
            dilation=v.dilation,
        )
    assert out.shape[2:] == (VERIFIER.compute(v),) * 2


@settings(deadline=None)
@given(
    v=st.builds(
        OutputSide.Parameters,
        size=st.integers(1, 60),
        kernel=st.integers(1, 30),
        stride=st.integers(1, 9),
        padding=st.integers(0, 9),
        dilation=st.integers(1, 9),
    )
)
def test_where_refuses_just_what_torch_refuses(v):
    try:
        VERIFIER.reference(v)
        runs = True
    except RuntimeError:
        runs = False
    assert (VERIFIER.where(v) is None) == runs


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"size": 4}, "missing", "kernel"),
        ({"size": 4, "kernel": 9}, "where", "spans 9 cells and does not fit into size 4"),
        ({"size": 4, "kernel": 3, "dilation": 2}, "where", "dilation 2 spans 5 cells"),
        ({"size": 0, "kernel": 1}, "range", "1 to 65536"),
        ({"size": 8, "kernel": 3, "strides": 2}, "unknown-parameter", "stride"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        # 224 + 6 - 7 = 223 cells of travel, 111.5 steps
        ("ceil", {"size": 224, "kernel": 7, "stride": 2, "padding": 3}, 113),
        ("no-plus-one", {"size": 224, "kernel": 7, "stride": 2, "padding": 3}, 111),
        # 67 - 7 = 60 cells, as many steps
        ("padding-once", {"size": 64, "kernel": 7, "stride": 1, "padding": 3}, 61),
        # 217 cells, 108 steps
        ("no-padding", {"size": 224, "kernel": 7, "stride": 2, "padding": 3}, 109),
        ("no-stride", {"size": 224, "kernel": 7, "stride": 2, "padding": 3}, 224),
        ("no-dilation", {"size": 32, "kernel": 3, "dilation": 4}, 30),
        # The kernel spans 9; wrongly 12, or 3 + 2 * 4 = 11.
        ("dilation-times-kernel", {"size": 32, "kernel": 3, "dilation": 4}, 21),
        ("wider-holes", {"size": 32, "kernel": 3, "dilation": 4}, 22),
        ("same-padding", {"size": 32, "kernel": 3, "dilation": 4}, 32),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"side": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"size": 32, "kernel": 3}, {"ceil", "padding-once", "no-padding", "no-dilation"}),
        ({"size": 32, "kernel": 3}, {"dilation-times-kernel", "wider-holes", "no-stride"}),
        ({"size": 32, "kernel": 3, "padding": 1}, {"same-padding"}),
        # One position too few, which is what a forgotten + 1 gives as well.
        ({"size": 56, "kernel": 3, "stride": 2, "padding": 1}, {"no-padding"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_show_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_the_question_says_only_what_the_layer_has():
    plain = VERIFIER.prompt(verify.bind(VERIFIER, {"size": 32, "kernel": 5}))
    assert "stride $1$ and no padding" in plain
    assert "dilation" not in plain
    full = {"size": 32, "kernel": 5, "stride": 2, "padding": 4, "dilation": 2}
    assert "stride $2$, padding $4$ and dilation $2$" in VERIFIER.prompt(
        verify.bind(VERIFIER, full)
    )
