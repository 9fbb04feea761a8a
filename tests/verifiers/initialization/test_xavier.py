"""``init.xavier-uniform-bound`` and ``init.xavier-normal-std``: by hand, by torch, as cards."""

from math import sqrt

import pytest
import torch

from quizlab import verify
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


def test_a_weight_that_is_really_filled_reaches_as_far_as_the_sample():
    v = verify.bind(UNIFORM, {"inputs": 64, "outputs": 96, "kernel": 3, "groups": 2})
    dice = torch.Generator().manual_seed(7)
    weight = torch.nn.Conv2d(64, 96, 3, groups=2).weight.detach()
    torch.nn.init.xavier_uniform_(weight, generator=dice)
    assert weight.abs().max().item() == pytest.approx(UNIFORM.reference(v), rel=1e-3)
    torch.nn.init.xavier_normal_(weight, generator=dice)
    assert weight.std().item() == pytest.approx(NORMAL.reference(v), rel=0.03)


GROUPED = {"inputs": 8, "outputs": 20, "kernel": 2, "groups": 2, "gain": 2}


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
