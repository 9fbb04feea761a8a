"""``separable.cost-ratio``: MobileNet's layers, torch's counter, mistakes."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.conv.separable_cost_ratio import SeparableCostRatio
from quizlab_verifiers.maths.convolution_cost import macs, separable_cost_ratio

VERIFIER = SeparableCostRatio()


@pytest.mark.parametrize(
    ("layer", "raw", "expected"),
    [
        # Multiply-adds for one output cell, depthwise and pointwise over full.
        ("MobileNet 32 to 64", {"out_channels": 64, "kernel": 3}, Fraction(2_336, 18_432)),
        (
            "MobileNet 512 to 512",
            {"out_channels": "512", "kernel": "3", "in_channels": "512"},
            Fraction(266_752, 2_359_296),
        ),
        ("1x1 kernels save nothing", {"out_channels": 4, "kernel": 1}, Fraction(5, 4)),
        ("the dearest", {"out_channels": 1, "kernel": 1}, Fraction(2)),
        ("the cheapest", {"out_channels": 65536, "kernel": 1024}, Fraction(17, 2**20)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_known_layers_have_their_ratio_on_both_roads(layer, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == pytest.approx(float(expected), rel=1e-12), layer
    assert VERIFIER.reference(v) == pytest.approx(float(expected), rel=1e-12), layer


@settings(max_examples=40, deadline=None)
@given(
    vs=st.lists(
        st.builds(
            SeparableCostRatio.Parameters,
            out_channels=st.integers(1, 65536),
            kernel=st.integers(1, 1024),
            in_channels=st.integers(1, 65536),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_what_torch_counts_has_the_same_ratio_in_any_legal_layers(vs):
    for v, proved in zip(vs, VERIFIER.reference_many(vs), strict=True):
        assert VERIFIER.agreement.agrees(VERIFIER.compute(v), proved)


@given(
    inputs=st.integers(1, 50),
    outputs=st.integers(1, 50),
    k=st.integers(1, 9),
    height=st.integers(9, 30),
    width=st.integers(9, 30),
)
def test_input_channels_and_sides_cancel(inputs, outputs, k, height, width):
    image = (inputs, height, width)
    between = (inputs, height - k + 1, width - k + 1)
    separable = macs(image, inputs, k, g=inputs) + macs(between, outputs, 1)
    assert separable_cost_ratio(outputs, k) == pytest.approx(separable / macs(image, outputs, k))


def test_layers_below_one_are_refused():
    with pytest.raises(ValueError, match="got K=0, k=3"):
        separable_cost_ratio(0, 3)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"kernel": 3}, "missing", "out_channels"),
        ({"out_channels": 0, "kernel": 3}, "range", "1 to 65536"),
        ({"out_channels": 8, "kernel": -3}, "range", "kernel"),
        ({"out_channels": "nan", "kernel": 3}, "type", "out_channels"),
        ({"out_channels": 8, "kernel": float("inf")}, "type", "kernel"),
        ({"out_channels": 10**99, "kernel": 3}, "range", "out_channels"),
        ({"out_channels": 8, "kernel": "three"}, "type", "kernel"),
        ({"out_channels": 8, "kernel": 3, "channels": 3}, "unknown-parameter", "channels"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        # 1/20 + 1/25 = 0.09
        ("depthwise-only", 0.04),
        ("pointwise-only", 0.05),
        ("inverse", 100 / 9),
        ("input-channels", 0.14),
        ("kernel-not-squared", 0.25),
        ("saved", 0.91),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, wrong):
    v = verify.bind(VERIFIER, {"out_channels": 20, "kernel": 5, "in_channels": 10})
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found == {"ratio": pytest.approx(wrong)}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_one_ninth_is_told_from_the_ratio_of_a_mobilenet_layer():
    v = verify.bind(VERIFIER, {"out_channels": 512, "kernel": 3})
    assert "depthwise-only" in verify.told_apart(VERIFIER, v)


def test_mistakes_that_cannot_be_made_are_not_claimed():
    v = verify.bind(VERIFIER, {"out_channels": 4, "kernel": 1, "in_channels": 4})
    made = set(verify.misconception_answers(VERIFIER, v))
    assert made == {"depthwise-only", "pointwise-only", "inverse"}


@pytest.mark.parametrize("typed", ["0.09", "9%", "9/100", "0.0895"])
def test_fractions_decimals_and_percentages_are_read(typed):
    answer = VERIFIER.part().answer
    assert answer.accepts(0.09, answer.parse(typed))


def test_the_question_reads_as_english_for_any_numbers():
    prompt = VERIFIER.prompt(verify.bind(VERIFIER, {"out_channels": 9, "kernel": 8}))
    assert prompt.startswith("An $8 \\times 8$ convolution from $32$ to $9$ channels ")
