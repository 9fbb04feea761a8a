"""``separable.parameters``: published layers, torch, mistakes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.conv.separable_parameters import SeparableParameterCount

VERIFIER = SeparableParameterCount()


def layer(inputs: int, outputs: int, kernel: int, **more: object) -> dict[str, object]:
    return {"in_channels": inputs, "out_channels": outputs, "kernel": kernel} | more


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        # Keras' summaries: conv_dw_1 288, conv_pw_1 2,048; block2_sepconv1 8,768.
        ("MobileNet's first block", layer(32, 64, 3), 2_336),
        ("MobileNet's last block", layer(1024, 1024, 3), 1_057_792),
        ("Xception's block2_sepconv1", layer(64, 128, 3), 8_768),
        ("Xception's block13_sepconv2", layer("728", "1024", "3"), 752_024),
        ("with biases", layer(32, 64, 3, bias=True), 2_432),
        ("the smallest", layer(1, 1, 1), 2),
        ("the largest", layer(65536, 65536, 1024), 2**36 + 2**32),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_layers_have_their_published_count_on_both_roads(name, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, name
    assert VERIFIER.reference(v) == expected, name


@settings(max_examples=50, deadline=None)
@given(
    v=st.builds(
        SeparableParameterCount.Parameters,
        in_channels=st.integers(1, 65536),
        out_channels=st.integers(1, 65536),
        kernel=st.integers(1, 1024),
        bias=st.booleans(),
    )
)
def test_torch_agrees_on_any_legal_layer(v):
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"in_channels": 3, "kernel": 3}, "missing", "out_channels"),
        (layer(0, 6, 3), "range", "1 to 65536"),
        (layer(3, -6, 3), "range", "out_channels"),
        (layer(3, 6, 1025), "range", "1 to 1024"),
        (layer("nan", 6, 3), "type", "in_channels"),
        (layer(3, float("inf"), 3), "type", "out_channels"),
        (layer(3, 6, 10**90), "range", "kernel"),
        (layer(3, 6, 3, bias="perhaps"), "type", "true or false"),
        (layer(3, 6, 3, groups=3), "unknown-parameter", "groups"),
    ],
    ids=lambda value: str(value)[:90],
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "bias", "wrong"),
    [
        # 8 kernels of 25 taps are 200; 20 kernels of 8 are 160; 28 biases.
        ("full-convolution", False, 4_000),
        ("full-convolution", True, 4_020),
        ("depthwise-only", False, 200),
        ("depthwise-only", True, 208),
        ("pointwise-only", False, 160),
        ("pointwise-only", True, 180),
        ("kernel-for-each-output", False, 660),
        ("one-depthwise-kernel", False, 185),
        ("kernel-not-squared", False, 200),
        ("kernel-not-squared", True, 228),
        ("no-bias", True, 360),
        ("bias-once", True, 380),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, bias, wrong):
    v = verify.bind(VERIFIER, layer(8, 20, 5, bias=bias))
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"parameters": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_mistakes_that_cannot_show_are_not_claimed():
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, layer(1, 1, 1)))
    assert set(found) == {"full-convolution", "depthwise-only", "pointwise-only"}


def test_the_question_says_whether_there_are_biases():
    with_them = VERIFIER.prompt(verify.bind(VERIFIER, layer(8, 20, 5, bias=True)))
    without = VERIFIER.prompt(verify.bind(VERIFIER, layer(8, 20, 5)))
    assert "Both layers have biases" in with_them
    assert "Neither layer has biases" in without
