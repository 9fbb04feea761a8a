"""``init.xavier-uniform-bound`` and ``init.xavier-normal-std``: by hand, by torch, refusals."""

from math import inf, nan, sqrt

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.initialization.xavier import XavierParameters
from quizlab_verifiers.initialization.xavier_normal_std import XavierNormalStd
from quizlab_verifiers.initialization.xavier_uniform_bound import XavierUniformBound

UNIFORM, NORMAL = XavierUniformBound(), XavierNormalStd()
BOTH = pytest.mark.parametrize("verifier", [UNIFORM, NORMAL], ids=lambda one: one.id)


@pytest.mark.parametrize(
    ("layer", "raw", "bound", "std"),
    [
        ("both fans together 24", {"fan_in": 16, "fan_out": 8}, 0.5, sqrt(1 / 12)),
        ("as text, with a gain", {"fan_in": "16", "fan_out": "8", "gain": "2"}, 1.0, sqrt(1 / 3)),
        ("fully connected", {"inputs": 100, "outputs": 50}, 0.2, 0.2 / sqrt(3)),
        # 6 / (9 * 6) = 1/9
        ("a small 3 x 3", {"inputs": 2, "outputs": 4, "kernel": 3}, 1 / 3, 1 / sqrt(27)),
        # 27 / 3 * 9 = 81 and 6 * 9 = 54
        (
            "in 3 groups",
            {"inputs": 27, "outputs": 6, "kernel": 3, "groups": 3},
            sqrt(6 / 135),
            sqrt(2 / 135),
        ),
        # 9 + 288
        (
            "MobileNet's depthwise 3 x 3",
            {"inputs": 32, "outputs": 32, "kernel": 3, "groups": 32},
            sqrt(6 / 297),
            sqrt(2 / 297),
        ),
        ("the largest fans", {"fan_in": 10**9, "fan_out": 10**9}, sqrt(3e-9), sqrt(1e-9)),
        (
            "the largest layer",
            {"inputs": 2**20, "outputs": 2**20, "kernel": 255},
            sqrt(6 / (2**21 * 255**2)),
            sqrt(2 / (2**21 * 255**2)),
        ),
        ("the smallest", {"fan_in": 1, "fan_out": 1}, sqrt(3), 1.0),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_layers_worked_by_hand_on_both_roads(layer, raw, bound, std):
    for verifier, expected in ((UNIFORM, bound), (NORMAL, std)):
        v = verify.bind(verifier, raw)
        assert verifier.compute(v) == pytest.approx(expected, rel=1e-12), layer
        assert verifier.agreement.agrees(expected, verifier.reference(v)), layer


sizes = st.integers(1, 3000)


@st.composite
def legal(draw: st.DrawFn) -> XavierParameters:
    gain = draw(st.sampled_from([1.0, 0.001, 5 / 3, 1000.0]))
    if draw(st.booleans()):
        return XavierParameters(fan_in=draw(sizes), fan_out=draw(sizes), gain=gain)
    groups = draw(st.sampled_from([1, 1, 2, 7]))
    v = XavierParameters(
        inputs=groups * draw(sizes),
        outputs=groups * draw(sizes),
        kernel=draw(st.sampled_from([0, 1, 2, 3, 11])),
        groups=groups,
        gain=gain,
    )
    assume(UNIFORM.where(v) is None)
    return v


@settings(max_examples=40, deadline=None)
@given(v=legal())
def test_torch_draws_as_far_as_computed_from_any_legal_layer(v):
    for verifier in (UNIFORM, NORMAL):
        assert verifier.agreement.agrees(verifier.compute(v), verifier.reference(v))


def test_a_weight_that_is_really_filled_reaches_as_far_as_the_sample():
    v = verify.bind(UNIFORM, {"inputs": 64, "outputs": 96, "kernel": 3, "groups": 2})
    dice = torch.Generator().manual_seed(7)
    weight = torch.nn.Conv2d(64, 96, 3, groups=2).weight.detach()
    torch.nn.init.xavier_uniform_(weight, generator=dice)
    assert weight.abs().max().item() == pytest.approx(UNIFORM.reference(v), rel=1e-3)
    torch.nn.init.xavier_normal_(weight, generator=dice)
    assert weight.std().item() == pytest.approx(NORMAL.reference(v), rel=0.03)


@BOTH
@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({}, "where", "fan_in and fan_out must be at least 1; or leave the fans out"),
        ({"fan_in": 4}, "where", "fan_out must be at least 1"),
        ({"inputs": 4}, "where", "got inputs 4, outputs 0"),
        ({"fan_in": 4, "fan_out": 4, "kernel": 3}, "where", "fans go without a layer"),
        ({"fan_in": 4, "inputs": 4, "outputs": 4}, "where", "either the fans or the layer"),
        ({"inputs": 4, "outputs": 4, "groups": 2}, "where", "groups 2 need a convolution"),
        (
            {"inputs": 4, "outputs": 6, "kernel": 3, "groups": 4},
            "where",
            "groups 4 must divide both inputs 4 and outputs 6",
        ),
        ({"fan_in": 4, "fan_out": 4, "gain": 0}, "range", "gain"),
        ({"fan_in": 4, "fan_out": 4, "gain": nan}, "type", "gain"),
        ({"fan_in": 4, "fan_out": 4, "gain": "inf"}, "type", "gain"),
        ({"fan_in": inf, "fan_out": 4}, "type", "fan_in"),
        ({"fan_in": -4, "fan_out": 4}, "range", "fan_in"),
        ({"fan_in": 10**30, "fan_out": 4}, "range", "fan_in"),
        ({"fan_in": 4.5, "fan_out": 4}, "type", "fan_in"),
        ({"fan_in": True, "fan_out": 4}, "type", "fan_in"),
        ({"inputs": 4, "outputs": 4, "kernel": 256}, "range", "kernel"),
        ({"fanin": 4}, "unknown-parameter", "fan_in"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(verifier, raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(verifier, raw)
    assert caught.value.code == code


GROUPED = {"inputs": 8, "outputs": 20, "kernel": 2, "groups": 2, "gain": 2}
# Fans: 4 * 4 = 16 and 20 * 4 = 80, together 96.


@pytest.mark.parametrize(
    ("verifier", "misconception", "wrong"),
    [
        (UNIFORM, "std-for-bound", 2 * sqrt(2 / 96)),
        (UNIFORM, "fan-in-only", 2 * sqrt(6 / 16)),
        (UNIFORM, "kernel-forgotten", 1.0),  # 4 + 20 = 24
        (UNIFORM, "kernel-not-squared", 2 * sqrt(6 / 48)),
        (UNIFORM, "groups-forgotten", 2 * sqrt(6 / 112)),
        (UNIFORM, "fan-out-divided", 2 * sqrt(6 / 56)),
        (UNIFORM, "sum-for-mean", 2 * sqrt(3 / 96)),
        (UNIFORM, "no-root", 0.125),
        (UNIFORM, "gain-forgotten", 0.25),
        (NORMAL, "variance-for-std", 4 * 2 / 96),
        (NORMAL, "fan-in-only", 2 * sqrt(2 / 16)),
        (NORMAL, "kernel-forgotten", 2 * sqrt(2 / 24)),
        (NORMAL, "kernel-not-squared", 2 * sqrt(2 / 48)),
        (NORMAL, "groups-forgotten", 2 * sqrt(2 / 112)),
        (NORMAL, "fan-out-divided", 2 * sqrt(2 / 56)),
        (NORMAL, "bound-for-std", 0.5),
        (NORMAL, "sum-for-mean", 2 * sqrt(1 / 96)),
        (NORMAL, "gain-forgotten", sqrt(2 / 96)),
    ],
    ids=str,
)
def test_a_misconception_gives_the_number_that_people_really_type(verifier, misconception, wrong):
    v = verify.bind(verifier, GROUPED)
    found = verify.misconception_answers(verifier, v)[misconception]
    assert found == {verifier.parts[0].name: pytest.approx(wrong)}
    assert misconception in verify.told_apart(verifier, v)


@BOTH
def test_mistakes_that_cannot_show_are_not_claimed(verifier):
    plain = verify.bind(verifier, {"inputs": 8, "outputs": 8})
    found = verify.misconception_answers(verifier, plain)
    assert not set(found) & {
        "fan-in-only",
        "kernel-forgotten",
        "kernel-not-squared",
        "groups-forgotten",
        "fan-out-divided",
        "gain-forgotten",
    }


def test_a_side_of_three_counted_once_is_left_to_the_mistake_that_looks_alike():
    raw = {"inputs": 8, "outputs": 16, "kernel": 3}
    found = verify.misconception_answers(NORMAL, verify.bind(NORMAL, raw))
    assert "kernel-not-squared" not in found
    assert found["bound-for-std"]["std"] == pytest.approx(sqrt(6 / 216))
    found = verify.misconception_answers(UNIFORM, verify.bind(UNIFORM, raw))
    assert found["kernel-not-squared"]["bound"] == pytest.approx(sqrt(6 / 72))


@BOTH
def test_the_question_says_what_the_layer_has(verifier):
    assert "fan in $n_{\\text{in}} = 16$ and fan out $n_{\\text{out}} = 8$" in verifier.prompt(
        verify.bind(verifier, {"fan_in": 16, "fan_out": 8})
    )
    grouped = verifier.prompt(verify.bind(verifier, GROUPED))
    assert grouped.startswith("A $2 \\times 2$ convolution maps $8$ channels to $20$ channels")
    assert "in $2$ groups. Fans are counted as PyTorch does." in grouped
    assert "gain $2$" in grouped
    plain = verifier.prompt(verify.bind(verifier, {"inputs": 8, "outputs": 20}))
    assert "gain" not in plain
    assert "groups" not in plain


@BOTH
def test_cards_may_fix_the_fans_or_the_layer(verifier):
    overrides = verify.bind_overrides(verifier, {"fan_in": "100", "fan_out": "50"})
    assert verify.draw(verifier, 1, overrides).inputs == 0
    overrides = verify.bind_overrides(verifier, {"inputs": "64", "kernel": "3"})
    drawn = verify.draw(verifier, 1, overrides)
    assert (drawn.inputs, drawn.kernel, drawn.fan_in) == (64, 3, 0)
    assert drawn.outputs > 0
