"""``init.he-uniform-bound`` and ``init.he-normal-std``: the paper, torch, refusals, mistakes."""

from math import nan, sqrt

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.initialization.he import HeParameters
from quizlab_verifiers.initialization.he_normal_std import HeNormalStd
from quizlab_verifiers.initialization.he_uniform_bound import HeUniformBound

UNIFORM, NORMAL = HeUniformBound(), HeNormalStd()
BOTH = pytest.mark.parametrize("verifier", [UNIFORM, NORMAL], ids=lambda one: one.id)


@pytest.mark.parametrize(
    ("filters", "std"), [(64, 0.059), (128, 0.042), (256, 0.029), (512, 0.021)]
)
def test_the_deviations_that_he_and_others_print_for_vgg_in_section_2_2(filters, std):
    raw = {"inputs": 64, "outputs": filters, "kernel": 3, "mode": "fan_out"}
    v = verify.bind(NORMAL, raw)
    assert round(NORMAL.compute(v), 3) == std
    assert NORMAL.agreement.agrees(NORMAL.compute(v), NORMAL.reference(v))


@pytest.mark.parametrize(
    ("layer", "raw", "std"),
    [
        ("fan in alone", {"fan_in": 200}, 0.1),
        ("fan out alone", {"fan_out": "8", "mode": "fan_out"}, 0.5),
        ("fully connected", {"inputs": 50, "outputs": 10}, 0.2),
        (
            "the stem of a ResNet: 3 * 49 = 147",
            {"inputs": 3, "outputs": 64, "kernel": 7},
            sqrt(2 / 147),
        ),
        # 16 / 4 * 9 = 36
        ("grouped", {"inputs": 16, "outputs": 8, "kernel": 3, "groups": 4}, sqrt(1 / 18)),
        (
            "grouped, fan out undivided: 8 * 9",
            {"inputs": 16, "outputs": 8, "kernel": 3, "groups": 4, "mode": "fan_out"},
            1 / 6,
        ),
        ("leaky: 1 + 9/16 = 25/16", {"fan_in": 32, "slope": 0.75}, 0.2),
        ("the slope of torch's layers", {"fan_in": 75, "slope": sqrt(5)}, 1 / 15),
        ("the largest", {"fan_in": 10**9, "slope": 10}, sqrt(2 / 101e9)),
        ("the smallest", {"fan_in": 1}, sqrt(2)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_layers_worked_by_hand_on_both_roads(layer, raw, std):
    for verifier, expected in ((UNIFORM, std * sqrt(3)), (NORMAL, std)):
        v = verify.bind(verifier, raw)
        assert verifier.compute(v) == pytest.approx(expected, rel=1e-9), layer
        assert verifier.agreement.agrees(expected, verifier.reference(v)), layer


sizes = st.integers(1, 3000)


@st.composite
def legal(draw: st.DrawFn) -> HeParameters:
    groups = draw(st.sampled_from([1, 1, 2, 7]))
    given_fans = draw(st.booleans())
    v = HeParameters(
        fan_in=draw(sizes) if given_fans else 0,
        fan_out=draw(st.integers(0, 3000)) if given_fans else 0,
        inputs=0 if given_fans else groups * draw(sizes),
        outputs=0 if given_fans else groups * draw(sizes),
        kernel=0 if given_fans else draw(st.sampled_from([0, 1, 2, 3, 11])),
        groups=1 if given_fans else groups,
        mode=draw(st.sampled_from(["fan_in", "fan_out"])),
        slope=draw(st.sampled_from([0.0, 0.01, 0.5, 1.0, 10.0])),
    )
    assume(UNIFORM.where(v) is None)
    return v


@settings(max_examples=40, deadline=None)
@given(v=legal())
def test_torch_draws_as_far_as_computed_from_any_legal_layer(v):
    for verifier in (UNIFORM, NORMAL):
        assert verifier.agreement.agrees(verifier.compute(v), verifier.reference(v))


def test_slope_0_is_what_torch_calls_relu():
    weight = torch.empty(300, 500)
    v = verify.bind(UNIFORM, {"inputs": 500, "outputs": 300})
    dice = torch.Generator().manual_seed(3)
    torch.nn.init.kaiming_uniform_(weight, nonlinearity="relu", generator=dice)
    assert weight.abs().max().item() == pytest.approx(UNIFORM.compute(v), rel=1e-3)


@BOTH
@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({}, "where", "fan_in must be at least 1"),
        ({"fan_in": 4, "mode": "fan_out"}, "where", "fan_out must be at least 1"),
        ({"inputs": 4, "kernel": 3}, "where", "outputs 0"),
        ({"fan_in": 4, "inputs": 4, "outputs": 2}, "where", "either the fans or the layer"),
        ({"fan_in": 4, "mode": "fan_avg"}, "type", "fan_in, fan_out"),
        ({"fan_in": 4, "slope": -0.1}, "range", "slope"),
        ({"fan_in": 4, "slope": nan}, "type", "slope"),
        ({"fan_in": 4, "slope": "1e300"}, "range", "slope"),
        ({"fan_in": "four"}, "type", "fan_in"),
        ({"fan_in": 4, "gain": 2}, "unknown-parameter", "gain"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(verifier, raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(verifier, raw)
    assert caught.value.code == code


# Fans: 8 / 2 * 16 = 64 and 10 * 16 = 160; the slope makes 1.25 * 64 = 80.
GROUPED = {"inputs": 8, "outputs": 10, "kernel": 4, "groups": 2, "slope": 0.5}


@pytest.mark.parametrize(
    ("verifier", "misconception", "wrong"),
    [
        (UNIFORM, "std-for-bound", sqrt(2 / 80)),
        (UNIFORM, "xavier", sqrt(6 / 224)),
        (UNIFORM, "kernel-forgotten", sqrt(6 / 5)),
        (UNIFORM, "kernel-not-squared", sqrt(6 / 20)),
        (UNIFORM, "groups-forgotten", sqrt(6 / 160)),
        (UNIFORM, "other-fan", sqrt(6 / 200)),
        (UNIFORM, "no-two-for-relu", sqrt(3 / 64)),
        (UNIFORM, "no-root", 0.075),
        (UNIFORM, "slope-forgotten", sqrt(6 / 64)),
        (UNIFORM, "slope-not-squared", 0.25),
        (NORMAL, "variance-for-std", 0.025),
        (NORMAL, "xavier", sqrt(2 / 224)),
        (NORMAL, "kernel-forgotten", sqrt(2 / 5)),
        (NORMAL, "kernel-not-squared", sqrt(2 / 20)),
        (NORMAL, "groups-forgotten", sqrt(2 / 160)),
        (NORMAL, "other-fan", 0.1),
        (NORMAL, "no-two-for-relu", 0.125),
        (NORMAL, "bound-for-std", sqrt(6 / 80)),
        (NORMAL, "slope-forgotten", sqrt(2 / 64)),
        (NORMAL, "slope-not-squared", sqrt(2 / 96)),
    ],
    ids=str,
)
def test_a_misconception_gives_the_number_that_people_really_type(verifier, misconception, wrong):
    v = verify.bind(verifier, GROUPED)
    found = verify.misconception_answers(verifier, v)[misconception]
    assert found == {verifier.parts[0].name: pytest.approx(wrong)}
    assert misconception in verify.told_apart(verifier, v)


@BOTH
def test_a_mistake_about_the_fan_that_is_not_used_is_not_claimed(verifier):
    found = verify.misconception_answers(verifier, verify.bind(verifier, GROUPED))
    assert "fan-out-divided" not in found
    out = verify.bind(verifier, GROUPED | {"mode": "fan_out"})
    found = verify.misconception_answers(verifier, out)
    assert "groups-forgotten" not in found
    # 1.25 * 160 / 2 = 100
    above = 6 if verifier is UNIFORM else 2
    assert found["fan-out-divided"] == {verifier.parts[0].name: pytest.approx(sqrt(above / 100))}


@BOTH
def test_a_lone_fan_in_is_confused_with_nothing_that_needs_the_fan_out(verifier):
    found = verify.misconception_answers(verifier, verify.bind(verifier, {"fan_in": 50}))
    assert not {"xavier", "other-fan", "slope-forgotten", "slope-not-squared"} & set(found)
    leaks_all = verify.bind(verifier, {"fan_in": 50, "slope": 1})
    found = verify.misconception_answers(verifier, leaks_all)
    assert not {"no-two-for-relu", "slope-not-squared"} & set(found)


@BOTH
def test_the_question_names_mode_and_activation(verifier):
    assert "A leaky ReLU with slope $0.5$ follows" in verifier.prompt(
        verify.bind(verifier, GROUPED)
    )
    plain = verifier.prompt(verify.bind(verifier, {"fan_out": 50, "mode": "fan_out"}))
    assert "A layer has fan out $n_{\\text{out}} = 50$. A ReLU follows." in plain
    assert "mode `fan_out`" in plain
