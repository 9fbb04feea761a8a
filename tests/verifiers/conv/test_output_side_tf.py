"""``conv2d.output-side-tf``: TensorFlow's own examples, windows placed by hand, mistakes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.conv.output_side_tf import OutputSideTf
from quizlab_verifiers.maths.convolution_padding import output_side_tf

VERIFIER = OutputSideTf()


@pytest.mark.parametrize(
    ("layer", "raw", "expected"),
    [
        ("Keras' ResNet-50 pads itself, then valid", {"size": 230, "kernel": 7, "stride": 2}, 112),
        (
            "MobileNet's first layer",
            {"size": 224, "kernel": 3, "stride": 2, "padding": "same"},
            112,
        ),
        ("Inception-v3's first layer", {"size": 299, "kernel": 3, "stride": 2}, 149),
        (
            "299 cells, same",
            {"size": 299, "kernel": 3, "stride": 2, "padding": "same"},
            150,
        ),
        ("13 cells under 6 taps, stride 5", {"size": 13, "kernel": 6, "stride": 5}, 2),
        ("13 cells, same", {"size": "13", "kernel": "6", "stride": "5", "padding": "SAME"}, 3),
        (
            "dilation drops out of same",
            {"size": 65, "kernel": 3, "dilation": 12, "padding": "same"},
            65,
        ),
        ("dilation without padding", {"size": 65, "kernel": 3, "dilation": 12}, 41),
        ("a stride over the end", {"size": 3, "kernel": 1, "stride": 4096, "padding": "same"}, 1),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_known_layers_have_their_side_on_both_roads(layer, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, layer
    assert VERIFIER.reference(v) == expected, layer


@settings(max_examples=60, deadline=None)
@given(
    v=st.builds(
        OutputSideTf.Parameters,
        size=st.integers(1, 300),
        kernel=st.integers(1, 20),
        stride=st.integers(1, 40),
        dilation=st.integers(1, 20),
        padding=st.sampled_from(["same", "valid"]),
    ).filter(lambda v: VERIFIER.where(v) is None)
)
def test_padded_torch_agrees_on_any_legal_layer(v):
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@settings(max_examples=60)
@given(i=st.integers(1, 60), k=st.integers(1, 9), s=st.integers(1, 9), d=st.integers(1, 4))
def test_same_gives_a_window_to_every_stride_th_cell(i, k, s, d):
    assert output_side_tf(i, k, s, d, padding="same") == len(range(0, i, s))


@settings(max_examples=60)
@given(i=st.integers(1, 60), k=st.integers(1, 9), s=st.integers(1, 9), d=st.integers(1, 4))
def test_valid_counts_the_places_where_every_tap_lies_on_the_input(i, k, s, d):
    places = [start for start in range(0, i, s) if start + d * (k - 1) < i]
    if places:
        assert output_side_tf(i, k, s, d) == len(places)
    else:
        with pytest.raises(ValueError, match="does not fit"):
            output_side_tf(i, k, s, d)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"i": 0, "k": 1, "padding": "same"}, "got i=0"),
        ({"i": 4, "k": 1, "s": 0, "padding": "same"}, "s=0"),
        ({"i": 4, "k": 1, "padding": "full"}, "it is 'same' or 'valid'"),
    ],
    ids=str,
)
def test_impossible_layers_are_refused_with_what_was_got(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        output_side_tf(**wrong)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"kernel": 3}, "missing", "size"),
        ({"size": 4, "kernel": 9}, "where", "spans 9 cells and does not fit into size 4"),
        ({"size": 4, "kernel": 3, "padding": 1}, "type", "one of same, valid"),
        ({"size": 4, "kernel": 3, "padding": "full"}, "type", "one of same, valid"),
        ({"size": "nan", "kernel": 3}, "type", "size"),
        ({"size": float("inf"), "kernel": 3}, "type", "size"),
        ({"size": 10**400, "kernel": 3}, "range", "size"),
        ({"size": 8, "kernel": -3}, "range", "1 to 1024"),
        ({"size": 8, "kernel": 3, "strides": 2}, "unknown-parameter", "did you mean stride"),
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
        ("same-keeps-size", {"size": 15, "kernel": 4, "stride": 2, "padding": "same"}, 15),
        ("floor", {"size": 15, "kernel": 4, "stride": 2, "padding": "same"}, 7),
        # 15 - 4 = 11 cells, 5 steps
        ("valid-for-same", {"size": 15, "kernel": 4, "stride": 2, "padding": "same"}, 6),
        # 16 + 2 * 2 - 4 = 16 cells, 8 steps
        ("half-kernel-padding", {"size": 16, "kernel": 4, "stride": 2, "padding": "same"}, 9),
        ("same-for-valid", {"size": 15, "kernel": 4, "stride": 2}, 8),
        ("ceil", {"size": 15, "kernel": 4, "stride": 2}, 7),
        ("no-plus-one", {"size": 15, "kernel": 4, "stride": 2}, 5),
        ("no-dilation", {"size": 20, "kernel": 3, "dilation": 4}, 18),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"side": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_mistakes_about_one_padding_are_not_claimed_about_the_other():
    same = verify.bind(VERIFIER, {"size": 15, "kernel": 3, "stride": 2, "padding": "same"})
    valid = verify.bind(VERIFIER, {"size": 15, "kernel": 3, "stride": 2})
    of_same = verify.misconception_answers(VERIFIER, same)
    of_valid = verify.misconception_answers(VERIFIER, valid)
    assert set(of_same) == {"same-keeps-size", "floor", "valid-for-same"}
    assert set(of_valid) == {"same-for-valid", "no-plus-one"}


def test_the_padding_is_shown_with_its_odd_cell_at_the_end():
    v = verify.bind(VERIFIER, {"size": 224, "kernel": 3, "stride": 2, "padding": "same"})
    assert "$0$ at the start and $1$ at the end" in VERIFIER.explain(v)[-1]


def test_the_question_names_the_padding_and_only_what_the_layer_has():
    plain = VERIFIER.prompt(verify.bind(VERIFIER, {"size": 32, "kernel": 5}))
    assert '`padding="valid"`' in plain
    assert "dilation" not in plain
