"""``init.he-uniform-bound`` and ``init.he-normal-std``: the paper, torch, unmade mistakes."""

from math import sqrt

import pytest
import torch

from quizlab import verify
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


def test_slope_0_is_what_torch_calls_relu():
    weight = torch.empty(300, 500)
    v = verify.bind(UNIFORM, {"inputs": 500, "outputs": 300})
    dice = torch.Generator().manual_seed(3)
    torch.nn.init.kaiming_uniform_(weight, nonlinearity="relu", generator=dice)
    assert weight.abs().max().item() == pytest.approx(UNIFORM.compute(v), rel=1e-3)


# Fans: 8 / 2 * 16 = 64 and 10 * 16 = 160; the slope makes 1.25 * 64 = 80.
GROUPED = {"inputs": 8, "outputs": 10, "kernel": 4, "groups": 2, "slope": 0.5}


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
