"""``conv2d.same-padding``: known layers, torch's own "same", mistakes."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.conv.same_padding import SamePadding
from quizlab_verifiers.maths.convolution_padding import same_padding

VERIFIER = SamePadding()


@pytest.mark.parametrize(
    ("layer", "raw", "expected"),
    [
        ("VGG's 3x3", {"kernel": 3}, 1),
        ("AlexNet's 5x5", {"kernel": "5", "size": 27}, 2),
        ("ResNet's 7x7", {"kernel": 7}, 3),
        ("DeepLab-v3's rate 18", {"kernel": 3, "dilation": 18, "size": 33}, 18),
        ("5x5 with dilation 2", {"kernel": 5, "dilation": 2}, 4),
        ("an even kernel with even dilation", {"kernel": 4, "dilation": 2}, 3),
        ("1x1 needs none", {"kernel": 1, "dilation": 7}, 0),
        ("a kernel larger than the input", {"kernel": 9, "size": 2}, 4),
        ("the largest", {"kernel": 4095, "dilation": 4096, "size": 1}, 8_384_512),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_known_layers_have_their_padding_on_both_roads(layer, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, layer
    assert VERIFIER.reference(v) == expected, layer


legal = st.builds(
    SamePadding.Parameters,
    kernel=st.integers(1, 400),
    dilation=st.integers(1, 400),
    size=st.integers(1, 65536),
).filter(lambda v: VERIFIER.where(v) is None)


@settings(max_examples=50, deadline=None)
@given(v=legal)
def test_the_search_finds_the_same_padding_for_any_legal_layer(v):
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@settings(max_examples=40, deadline=None)
@given(k=st.integers(1, 12), d=st.integers(1, 6), size=st.integers(70, 110))
def test_torch_same_equals_it_and_where_no_even_padding_keeps_the_size_it_is_refused(k, d, size):
    line, kernel = torch.rand(1, 1, size), torch.rand(1, 1, k)
    conv1d = torch.nn.functional.conv1d
    v = SamePadding.Parameters(kernel=k, dilation=d, size=size)
    if VERIFIER.where(v) is None:
        padded = conv1d(line, kernel, padding=VERIFIER.compute(v), dilation=d)
        same = conv1d(line, kernel, padding="same", dilation=d)
        torch.testing.assert_close(padded, same)
    else:
        lengths = {conv1d(line, kernel, padding=p, dilation=d).shape[2] for p in range(k * d)}
        assert size not in lengths
        with pytest.raises(ValueError, match="use an odd kernel or an even dilation"):
            same_padding(k, d)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"dilation": 2}, "missing", "kernel"),
        ({"kernel": 4}, "where", "kernel 4 with dilation 1 makes the output 3 shorter"),
        ({"kernel": 6, "dilation": 3}, "where", "take an odd kernel or an even dilation"),
        ({"kernel": 0}, "range", "1 to 4096"),
        ({"kernel": -3}, "range", "kernel"),
        ({"kernel": "nan"}, "type", "kernel"),
        ({"kernel": float("-inf")}, "type", "kernel"),
        ({"kernel": 3, "dilation": 10**80}, "range", "dilation"),
        ({"kernel": [3, 3]}, "type", "kernel"),
        ({"kernel": 3, "stride": 1}, "unknown-parameter", "stride"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        # 5 taps, 4 apart: 16 cells are lost.
        ("not-halved", {"kernel": 5, "dilation": 4}, 16),
        ("no-dilation", {"kernel": 5, "dilation": 4}, 2),
        ("no-dilation", {"kernel": 4, "dilation": 6}, 2),
        ("dilation-itself", {"kernel": 5, "dilation": 4}, 4),
        ("dilation-times-kernel", {"kernel": 5, "dilation": 4}, 10),
        # 5 taps and 4 * 4 holes: 21 - 1 = 20 cells
        ("wider-holes", {"kernel": 5, "dilation": 4}, 10),
        ("half-rounded-up", {"kernel": 7}, 4),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"padding": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_mistakes_that_cannot_show_are_not_claimed():
    v = verify.bind(VERIFIER, {"kernel": 3})
    assert set(verify.misconception_answers(VERIFIER, v)) == {"not-halved", "half-rounded-up"}
