"""``norm.batch-inference``: worked layers on both roads, torch, refusals and each mistake."""

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.normalization.batch_inference import BatchInference

VERIFIER = BatchInference()
LAYER = {"value": 5, "running_mean": 3, "running_var": 15, "gamma": 8, "beta": 1, "eps": 1}
"""The root is 4, so the scale 2, the shift 1 - 6 and the output 5."""


def bound(**raw: object) -> object:
    return verify.bind(VERIFIER, raw)


@pytest.mark.parametrize(
    ("case", "raw", "scale", "shift", "output"),
    [
        ("Ioffe & Szegedy, Algorithm 2, line 11", LAYER, 2, -5, 5),
        (
            "without scale and shift",
            {"value": 7, "running_mean": 3, "running_var": 4, "eps": 0},
            0.5,
            -1.5,
            2,
        ),
        (
            "as torch starts: mean 0, variance 1",
            {"value": 2, "running_mean": 0, "running_var": 1},
            0.999995,
            0,
            1.99999,
        ),
        (
            "gamma 0 leaves beta",
            {"value": 9, "running_mean": 3, "running_var": 0, "gamma": 0, "beta": 4},
            0,
            4,
            4,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_worked_layers_on_both_roads(case, raw, scale, shift, output):
    expected = {"scale": scale, "shift": shift, "output": output}
    for road in (VERIFIER.compute, VERIFIER.reference):
        assert road(bound(**raw)) == pytest.approx(expected, rel=1e-9, abs=1e-12), case


def test_torch_folds_into_the_same_line():
    weights, bias = torch.nn.utils.fuse_conv_bn_weights(
        torch.ones(1, 1, 1, 1, dtype=torch.float64),
        None,
        *(torch.tensor([x], dtype=torch.float64) for x in (3, 15)),
        1.0,
        *(torch.tensor([x], dtype=torch.float64) for x in (8, 1)),
    )
    found = VERIFIER.compute(bound(**LAYER))
    assert weights.item() == pytest.approx(found["scale"])
    assert bias.item() == pytest.approx(found["shift"])


PARAMETERS = st.builds(
    BatchInference.Parameters,
    value=st.floats(-1000, 1000),
    running_mean=st.floats(-1000, 1000),
    running_var=st.one_of(st.floats(0, 1e6), st.sampled_from([0.0, 1e-6, 1.0])),
    gamma=st.floats(-100, 100),
    beta=st.floats(-1000, 1000),
    eps=st.sampled_from([0.0, 1e-6, 1e-5, 1e-3, 1.0, 10.0]),
)


@settings(deadline=None)
@given(v=PARAMETERS)
def test_torch_agrees_on_any_legal_layer(v):
    assume(VERIFIER.where(v) is None)
    one, other = VERIFIER.compute(v), VERIFIER.reference(v)
    for part in VERIFIER.parts:
        assert VERIFIER.agreement.agrees(one[part.name], other[part.name]), part.name
        if part.builds_on:
            assert verify.followed(VERIFIER, v, part, one) == one[part.name]
    assert VERIFIER.explain(v)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"value": 1, "running_mean": 0}, "missing", "running_var"),
        ({"value": 1, "running_mean": 0, "running_var": -1}, "range", "running_var"),
        ({"value": 1, "running_mean": 0, "running_var": 0, "eps": 0}, "where", "larger eps"),
        ({"value": 1, "running_mean": 0, "running_var": 1e-9, "eps": 0}, "where", "at least 1e-06"),
        ({"value": float("nan"), "running_mean": 0, "running_var": 1}, "type", "value"),
        ({"value": 1, "running_mean": float("inf"), "running_var": 1}, "type", "running_mean"),
        ({"value": 1e9, "running_mean": 0, "running_var": 1}, "range", "value"),
        ({"values": [1], "running_mean": 0, "running_var": 1}, "unknown-parameter", "value"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        bound(**raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        ("no-root", {"scale": 0.5, "shift": -0.5, "output": 2}),
        ("mean-unscaled", {"shift": -2, "output": 8}),
        ("mean-added", {"shift": 7, "output": 17}),
        ("mean-forgotten", {"shift": 1, "output": 11}),
        ("no-gamma", {"scale": 0.25, "shift": 0.25, "output": 1.5}),
        ("gamma-beta-swapped", {"scale": 0.25, "shift": 7.25, "output": 8.5}),
        (
            "eps-outside-root",
            {
                "scale": 8 / (15**0.5 + 1),
                "shift": 1 - 24 / (15**0.5 + 1),
                "output": 1 + 16 / (15**0.5 + 1),
            },
        ),
        ("no-eps", {"scale": 8 / 15**0.5, "shift": 1 - 24 / 15**0.5, "output": 1 + 16 / 15**0.5}),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, wrong):
    found = verify.misconception_answers(VERIFIER, bound(**LAYER))[misconception]
    assert found == pytest.approx(wrong)


def test_mistakes_that_cannot_be_made_are_not_claimed():
    v = bound(value=2, running_mean=0, running_var=4)
    assert set(verify.misconception_answers(VERIFIER, v)) == {"no-root"}
    v = bound(value=2, running_mean=0, running_var=0, eps=1)
    assert "no-eps" not in verify.misconception_answers(VERIFIER, v)


def test_a_wrong_scale_is_carried_forward():
    v = bound(**LAYER)
    assert verify.followed(VERIFIER, v, VERIFIER.part("shift"), {"scale": 3}) == -8
    earlier = {"scale": 3, "shift": -5}
    assert verify.followed(VERIFIER, v, VERIFIER.part("output"), earlier) == 10


def test_draws_are_worked_on_paper():
    for variant in verify.draw_distinct(VERIFIER, 11, 60):
        assert VERIFIER.comfortable(variant.params)
