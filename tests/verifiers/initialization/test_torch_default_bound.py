"""``init.torch-default-bound``: real layers, their documentation, refusals and each mistake."""

from math import sqrt

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.initialization.layer import Layer
from quizlab_verifiers.initialization.torch_default_bound import TorchDefaultBound

VERIFIER = TorchDefaultBound()


@pytest.mark.parametrize(
    ("layer", "raw", "expected"),
    [
        ("torch.nn.Linear, Variables: 1/sqrt(in_features)", {"inputs": 100, "outputs": 7}, 0.1),
        (
            "torch.nn.Conv2d, Variables: sqrt(groups / (C_in * k * k))",
            {"inputs": 16, "outputs": 8, "kernel": 3, "groups": 4},
            sqrt(4 / (16 * 9)),
        ),
        ("AlexNet's first layer", {"inputs": 3, "outputs": 64, "kernel": 11}, 1 / sqrt(363)),
        ("fan in alone", {"fan_in": "400"}, 0.05),
        ("both fans", {"fan_in": 25, "fan_out": 3}, 0.2),
        ("the smallest", {"fan_in": 1}, 1.0),
        ("the largest", {"fan_in": 10**9, "fan_out": 10**9}, 1 / sqrt(1e9)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_documented_bounds_on_both_roads(layer, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == pytest.approx(expected, rel=1e-12), layer
    assert VERIFIER.agreement.agrees(expected, VERIFIER.reference(v)), layer


sizes = st.integers(1, 2000)


@settings(max_examples=60, deadline=None)
@given(
    v=st.one_of(
        st.builds(Layer, fan_in=sizes, fan_out=st.integers(0, 2000)),
        st.builds(Layer, inputs=sizes, outputs=sizes, kernel=st.sampled_from([0, 1, 4, 11])),
        st.builds(
            lambda n, m, g: Layer(inputs=g * n, outputs=g * m, kernel=3, groups=g),
            sizes,
            sizes,
            st.integers(1, 40),
        ),
    )
)
def test_a_layer_of_torch_reaches_as_far_as_computed(v):
    assert VERIFIER.where(v) is None
    assert VERIFIER.agreement.agrees(VERIFIER.compute(v), VERIFIER.reference(v))


def test_a_layer_with_all_its_weights_stays_within_the_bound_and_nearly_reaches_it():
    v = verify.bind(VERIFIER, {"inputs": 256, "outputs": 512})
    weight = torch.nn.Linear(256, 512).weight
    assert 0.99 * VERIFIER.compute(v) < weight.abs().max().item() <= VERIFIER.compute(v)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({}, "where", "fan_in must be at least 1"),
        ({"fan_out": 3}, "where", "fan_in must be at least 1"),
        ({"outputs": 3}, "where", "got inputs 0, outputs 3"),
        ({"fan_in": 3, "groups": 3}, "where", "fans go without a layer"),
        ({"fan_in": 3, "inputs": 3, "outputs": 3}, "where", "either the fans or the layer"),
        ({"inputs": 9, "outputs": 9, "groups": 3}, "where", "groups 3 need a convolution"),
        ({"inputs": 2**21, "outputs": 1}, "range", "inputs"),
        ({"inputs": "nan", "outputs": 1}, "type", "inputs"),
        ({"inputs": [3], "outputs": 1}, "type", "inputs"),
        ({"in_features": 3}, "unknown-parameter", "in_features"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        # Fans: 8 / 2 * 16 = 64 and 10 * 16 = 160.
        ("he", sqrt(6 / 64)),
        ("xavier", sqrt(6 / 224)),
        ("kernel-forgotten", 0.5),
        ("kernel-not-squared", 0.25),
        ("groups-forgotten", 1 / sqrt(128)),
        ("other-fan", 1 / sqrt(160)),
        ("bound-from-std", sqrt(3) / 8),
        ("no-root", 1 / 64),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, wrong):
    v = verify.bind(VERIFIER, {"inputs": 8, "outputs": 10, "kernel": 4, "groups": 2})
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found == {"bound": pytest.approx(wrong)}
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"fan_in": 9}, {"xavier", "other-fan", "kernel-forgotten", "groups-forgotten"}),
        ({"inputs": 9, "outputs": 45}, {"xavier"}),
        ({"inputs": 9, "outputs": 9, "kernel": 3}, {"other-fan", "kernel-not-squared"}),
        ({"fan_in": 1}, {"no-root"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_show_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)
