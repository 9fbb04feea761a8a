"""``conv2d.parameters``: published layers, torch, counting by hand, mistakes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.conv.parameter_count import ParameterCount
from quizlab_verifiers.maths.convolution_cost import parameters

VERIFIER = ParameterCount()


def layer(inputs: int, outputs: int, kernel: int, **more: object) -> dict[str, object]:
    return {"in_channels": inputs, "out_channels": outputs, "kernel": kernel} | more


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("AlexNet conv1", layer(3, 96, 11), 34_944),
        ("AlexNet conv2, two groups", layer(96, 256, 5, groups=2), 307_456),
        ("VGG-16 conv1_1, as Keras' summary has it", layer(3, 64, 3), 1_792),
        ("VGG-16 conv5, as Keras' summary has it", layer(512, 512, 3), 2_359_808),
        ("torchvision's ResNet stem", layer(3, 64, 7, bias=False), 9_408),
        ("modern LeNet C1", layer(1, 6, 5), 156),
        ("MobileNet's first depthwise layer", layer(32, 32, 3, groups=32, bias="no"), 288),
        ("ResNeXt-50's first grouped layer", layer(128, 128, 3, groups=32, bias=False), 4_608),
        ("the largest", layer(65536, 65536, 1024, bias=False), 2**52),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_layers_have_their_published_count_on_both_roads(name, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, name
    assert VERIFIER.reference(v) == expected, name


legal = st.builds(
    lambda groups, inputs, outputs, kernel, bias: ParameterCount.Parameters(
        in_channels=groups * inputs,
        out_channels=groups * outputs,
        kernel=kernel,
        groups=groups,
        bias=bias,
    ),
    groups=st.integers(1, 64),
    inputs=st.integers(1, 1024),
    outputs=st.integers(1, 1024),
    kernel=st.integers(1, 1024),
    bias=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(v=legal)
def test_torch_agrees_on_any_legal_layer(v):
    assert VERIFIER.where(v) is None
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@settings(max_examples=30, deadline=None)
@given(
    inputs=st.integers(1, 4),
    outputs=st.integers(1, 4),
    k=st.integers(1, 3),
    g=st.integers(1, 3),
    bias=st.booleans(),
)
def test_every_weight_has_its_own_place(inputs, outputs, k, g, bias):
    places = {
        (kernel, channel, y, x)
        for kernel in range(outputs * g)
        for channel in range(inputs * g)
        for y in range(k)
        for x in range(k)
        if kernel // outputs == channel // inputs  # the same group
    }
    biases = outputs * g if bias else 0
    assert parameters(inputs * g, outputs * g, k, g, bias=bias) == len(places) + biases


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ((0, 4, 3, 1), "got C=0"),
        ((4, 4, 0, 1), "k=0"),
        ((4, 6, 3, 4), "got 4 groups; they must divide both 4 and 6"),
    ],
    ids=str,
)
def test_impossible_layers_are_refused_with_what_was_got(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        parameters(*wrong)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"in_channels": 3, "kernel": 3}, "missing", "out_channels"),
        (layer(6, 8, 3, groups=4), "where", "does not divide in_channels 6"),
        (layer(8, 6, 3, groups=4), "where", "does not divide out_channels 6"),
        (layer(0, 6, 3), "range", "1 to 65536"),
        (layer(-3, 6, 3), "range", "in_channels"),
        (layer("nan", 6, 3), "type", "in_channels"),
        (layer(3, float("inf"), 3), "type", "out_channels"),
        (layer(3, 6, 10**90), "range", "kernel"),
        (layer(3, 6, 3.5), "type", "kernel"),
        (layer(3, 6, 3, bias=1), "type", "true or false"),
        (layer(3, 6, 3, stride=2), "unknown-parameter", "stride"),
    ],
    ids=lambda value: str(value)[:90],
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


# 4 groups of 2 input and 5 output channels: 20 kernels of 2 x 9 = 18 weights.
GROUPED = layer(8, 20, 3, groups=4)


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        ("no-bias", GROUPED, 360),
        ("bias-all-the-same", GROUPED | {"bias": False}, 380),
        ("bias-for-each-input", GROUPED, 368),
        ("one-input-channel", GROUPED, 180 + 20),
        ("kernel-not-squared", GROUPED, 120 + 20),
        ("no-groups", GROUPED, 1440 + 20),
        ("both-divided", GROUPED, 90 + 20),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"parameters": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_mistakes_that_cannot_show_are_not_claimed():
    v = verify.bind(VERIFIER, layer(1, 1, 1, bias=False))
    assert set(verify.misconception_answers(VERIFIER, v)) == {"bias-all-the-same"}


def test_three_figures_of_a_large_count_are_enough():
    part = VERIFIER.part()
    assert part.answer.accepts(2_359_808, part.answer.parse("2.36M"))
    assert not part.answer.accepts(2_359_808, part.answer.parse("2.37M"))


def test_the_question_reads_as_english_for_any_numbers():
    prompt = VERIFIER.prompt(verify.bind(VERIFIER, layer(1, 6, 11)))
    assert prompt.startswith("An $11 \\times 11$ convolution takes $1$ channel to $6$, ")
