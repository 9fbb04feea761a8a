"""``conv-transpose2d.output-side``: published layers, torch, prints laid by hand, mistakes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.conv.transposed_output_side import TransposedOutputSide
from quizlab_verifiers.maths.convolution import output_side
from quizlab_verifiers.maths.transposed_convolution import transposed_output_side

VERIFIER = TransposedOutputSide()


@pytest.mark.parametrize(
    ("layer", "raw", "expected"),
    [
        ("U-Net's up-convolution", {"size": 28, "kernel": 2, "stride": 2}, 56),
        ("FCN-32s", {"size": 16, "kernel": 64, "stride": 32}, 544),
        ("DCGAN's first layer", {"size": 1, "kernel": 4}, 4),
        ("DCGAN's others", {"size": 4, "kernel": 4, "stride": 2, "padding": 1}, 8),
        ("Dumoulin & Visin, figure 4.1", {"size": 2, "kernel": 3}, 4),
        ("Dumoulin & Visin, figure 4.5", {"size": 2, "kernel": 3, "stride": 2}, 5),
        ("figure 4.6", {"size": 3, "kernel": 3, "stride": 2, "padding": 1}, 5),
        (
            "figure 4.7",
            {"size": 3, "kernel": 3, "stride": 2, "padding": 1, "output_padding": 1},
            6,
        ),
        (
            "torch.nn.ConvTranspose2d's example of output_size: 6 back to 12",
            {"size": "6", "kernel": "3", "stride": "2", "padding": "1", "output_padding": "1"},
            12,
        ),
        ("dilated", {"size": 5, "kernel": 3, "dilation": 4}, 13),
        (
            "output padding below the dilation only",
            {"size": 3, "kernel": 2, "dilation": 2, "output_padding": 1},
            6,
        ),
        (
            "the largest",
            {
                "size": 8192,
                "kernel": 1024,
                "stride": 1024,
                "dilation": 1024,
                "output_padding": 1023,
            },
            9_436_160,
        ),
        ("one cell is left", {"size": 9, "kernel": 1, "padding": 4}, 1),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_layers_have_their_published_side_on_both_roads(layer, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, layer
    assert VERIFIER.reference(v) == expected, layer


some = st.builds(
    TransposedOutputSide.Parameters,
    size=st.integers(1, 60),
    kernel=st.integers(1, 30),
    stride=st.integers(1, 9),
    padding=st.integers(0, 60),
    output_padding=st.integers(0, 9),
    dilation=st.integers(1, 9),
)


@settings(max_examples=100, deadline=None)
@given(v=some)
def test_torch_agrees_on_what_is_legal_and_refuses_what_is_not(v):
    if VERIFIER.where(v) is None:
        assert VERIFIER.compute(v) == VERIFIER.reference(v)
    else:
        with pytest.raises(RuntimeError, match=r"output padding must be smaller|too small"):
            VERIFIER.reference(v)


@given(v=some.filter(lambda v: VERIFIER.where(v) is None))
def test_the_output_is_what_the_prints_cover_cut_and_lengthened(v):
    printed = {
        cell * v.stride + tap * v.dilation for cell in range(v.size) for tap in range(v.kernel)
    }
    covered = max(printed) + 1
    assert VERIFIER.compute(v) == covered - 2 * v.padding + v.output_padding


@given(
    i=st.integers(1, 60),
    k=st.integers(1, 9),
    s=st.integers(1, 6),
    p=st.integers(0, 9),
    d=st.integers(1, 4),
)
def test_output_padding_brings_back_each_side_that_a_convolution_rounds_down(i, k, s, p, d):
    lost = (i + 2 * p - d * (k - 1) - 1) % s
    if i + 2 * p > d * (k - 1):
        assert transposed_output_side(output_side(i, k, s, p, d), k, s, p=p, a=lost, d=d) == i


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"i": 0, "k": 3}, "got i=0"),
        ({"i": 4, "k": 3, "p": -1}, "p=-1"),
        ({"i": 4, "k": 0}, "got k=0"),
        ({"i": 4, "k": 3, "s": 2, "a": 2}, "got a=2; with stride 2 and dilation 1 it is below 2"),
        ({"i": 1, "k": 3, "p": 2}, "cuts off all of the 3 cells"),
    ],
    ids=str,
)
def test_impossible_layers_are_refused_with_what_was_got(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        transposed_output_side(**wrong)


LAYER = {"size": 4, "kernel": 3}


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"size": 4}, "missing", "kernel"),
        (LAYER | {"output_padding": 1}, "where", "not less than stride 1 or dilation 1"),
        (LAYER | {"padding": 3}, "where", "padding 3 cuts off all 6 cells"),
        (LAYER | {"size": 0}, "range", "1 to 8192"),
        (LAYER | {"padding": -1}, "range", "0 to 4096"),
        (LAYER | {"size": "nan"}, "type", "size"),
        (LAYER | {"stride": float("inf")}, "type", "stride"),
        (LAYER | {"dilation": 10**90}, "range", "dilation"),
        (LAYER | {"stride": 1.5}, "type", "stride"),
        (LAYER | {"outputpadding": 1}, "unknown-parameter", "did you mean output_padding"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


# Prints start at 0, 3, ..., 27 and are 5 long: 32 cells; 1 cut off at both ends, 2 added: 32.
FULL = {"size": 10, "kernel": 5, "stride": 3, "padding": 1, "output_padding": 2}


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        # 10 + 2 - 5 = 7 cells of travel, 2 steps
        ("forward-formula", FULL, 3),
        ("padding-added", FULL, 36),
        ("padding-once", FULL, 33),
        ("size-times-stride", FULL, 30),
        ("no-minus-one", FULL, 35),
        ("no-output-padding", FULL, 30),
        ("output-padding-twice", FULL, 34),
        # 9 + 3 instead of 9 + 9
        ("no-dilation", {"size": 10, "kernel": 3, "dilation": 4}, 12),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"side": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_mistakes_that_cannot_show_are_not_claimed():
    v = verify.bind(VERIFIER, {"size": 4, "kernel": 2, "stride": 2})
    made = set(verify.misconception_answers(VERIFIER, v))
    assert made == {"forward-formula", "no-minus-one"}


def test_the_question_says_only_what_the_layer_has():
    plain = VERIFIER.prompt(verify.bind(VERIFIER, LAYER))
    assert "stride $1$ and no padding" in plain
    assert "output padding" not in plain
    assert "dilation" not in plain


@pytest.mark.parametrize(
    ("padding", "output_padding", "said"),
    [
        (0, 0, "Without padding nothing is cut off:"),
        (0, 1, "Without padding nothing is cut off; add $1$ at one end:"),
        (1, 0, "Cut off $1$ at both ends:"),
        (1, 1, "Cut off $1$ at both ends; add $1$ at one end:"),
    ],
)
def test_the_last_step_says_what_happens_at_the_ends(padding, output_padding, said):
    raw = LAYER | {"stride": 2, "padding": padding, "output_padding": output_padding}
    assert VERIFIER.explain(verify.bind(VERIFIER, raw))[-1].startswith(said)
