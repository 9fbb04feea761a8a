"""``adamw.step``: Keras' own test, torch, and each misconception."""

from math import sqrt

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.optimizers.adamw_step import AdamwStep

VERIFIER = AdamwStep()


@pytest.mark.parametrize(
    ("weight", "gradient", "after"),
    [(1, 1, 0.4980), (2, 6, 1.4960), (3, 7, 2.494), (4, 2, 3.492)],
    ids=["keras/src/optimizers/adamw_test.py, single step", "second", "third", "fourth"],
)
def test_the_single_step_of_keras_on_both_roads(weight, gradient, after):
    raw = {"weight": weight, "gradients": [gradient], "lr": 0.5, "weight_decay": 0.004}
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v)["weight"] == pytest.approx(after, abs=1e-4)
    assert VERIFIER.reference(v)["weight"] == pytest.approx(after, abs=1e-4)


def test_defaults_are_those_of_torch():
    v = verify.bind(VERIFIER, {})
    assert (v.lr, v.beta1, v.beta2, v.eps, v.weight_decay) == (1e-3, 0.9, 0.999, 1e-8, 0.01)
    assert verify.answers(VERIFIER, v)["update"] == pytest.approx(1e-3 + 1e-5)


# g = 2 and -4, betas 0.5 and 0.75: m = 1, -1.5; v = 1, 4.75; corrected -1.5 / 0.75 = -2 and
# 4.75 / 0.4375. The decay of 0.5 at lr 0.1 takes 0.05 w; w = 4 becomes 3.7 with Adam's 0.1.
TWO_STEPS = {
    "weight": 4,
    "gradients": [2, -4],
    "steps": 2,
    "lr": 0.1,
    "beta1": 0.5,
    "beta2": 0.75,
    "eps": 0,
    "weight_decay": 0.5,
}
V_HAT = 4.75 / 0.4375
ADAM = 0.1 * -2 / sqrt(V_HAT)


def test_two_steps_by_hand_on_both_roads():
    v = verify.bind(VERIFIER, TWO_STEPS)
    right = {
        "first-moment": -1.5,
        "second-moment": 4.75,
        "update": ADAM + 0.185,
        "weight": 3.7 - 0.185 - ADAM,
    }
    assert VERIFIER.compute(v) == pytest.approx(right)
    assert VERIFIER.reference(v) == pytest.approx(right)


@st.composite
def legal(draw: st.DrawFn) -> object:
    steps = draw(st.integers(1, 6))
    size = st.floats(1e-6, 1000.0)
    gradient = st.one_of(size, size.map(lambda g: -g), st.sampled_from([0.0, 1.0, -1000.0]))
    v = AdamwStep.Parameters(
        weight=draw(st.floats(-1000, 1000)),
        gradients=tuple(draw(gradient) for _ in range(steps)),
        steps=steps,
        lr=draw(st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0]))),
        beta1=draw(st.sampled_from([0.0, 1e-3, 0.5, 0.9, 0.999999])),
        beta2=draw(st.sampled_from([0.0, 1e-9, 0.5, 0.999, 0.999999])),
        eps=draw(st.sampled_from([0.0, 1e-12, 1e-8, 0.1, 1.0])),
        weight_decay=draw(st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0]))),
    )
    assume(VERIFIER.where(v) is None)
    return v


@settings(max_examples=80, deadline=None)
@given(v=legal())
def test_torch_agrees_on_legal_parameters_that_nobody_would_draw(hold_up, v):
    hold_up(VERIFIER, v)


def test_a_hundred_steps_are_solved_and_explained():
    v = verify.bind(VERIFIER, {"steps": 100, "lr": 0.01})
    assert verify.prove(VERIFIER, v).agrees
    assert "m_{100}" in VERIFIER.explain(v)[1]


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"steps": 2, "gradients": [1]}, "where", "got 1 gradients for 2 steps"),
        ({"gradients": [0], "eps": 0}, "where", "divides by 0"),
        ({"gradients": [1e-9]}, "where", "at least 1e-06"),
        ({"gradients": [1000, 1], "steps": 2, "beta2": 0}, "where", "beta2: got 0"),
        ({"eps": 1e-20}, "where", "at least 1e-12"),
        ({"weight_decay": -0.1}, "range", "weight_decay"),
        ({"weight_decay": 2}, "range", "weight_decay"),
        ({"lr": float("nan")}, "type", "lr"),
        ({"beta2": 1}, "range", "beta2"),
        ({"eps_form": "keras"}, "unknown-parameter", "eps_form"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


# Adam with L2: the gradients become 2 + 0.5 * 4 = 4 and, at w = 3.9, -4 + 1.95 = -2.05.
L2_M, L2_V = 0.5 * 2 - 0.5 * 2.05, 0.75 * 4 + 0.25 * 2.05**2


@pytest.mark.parametrize(
    ("misconception", "part", "wrong"),
    [
        ("l2-in-the-gradient", "first-moment", L2_M),
        ("l2-in-the-gradient", "second-moment", L2_V),
        ("l2-in-the-gradient", "update", 0.1 * L2_M / 0.75 / sqrt(L2_V / 0.4375)),
        ("no-decay", "update", ADAM),
        ("no-decay", "weight", 3.9 - ADAM),
        ("decay-without-rate", "update", ADAM + 0.5 * 1.9),
        ("decay-not-in-the-update", "update", ADAM),
        ("decay-added", "update", ADAM - 0.05 * 4.1),
        ("no-bias-correction", "update", 0.1 * -1.5 / sqrt(4.75) + 0.05 * 3.7),
        ("corrected-moments", "first-moment", -2),
        ("corrected-moments", "second-moment", V_HAT),
        ("betas-swapped", "first-moment", 0.75 * 0.5 - 0.25 * 4),
        ("betas-swapped", "second-moment", 0.5 * 2 + 0.5 * 16),
        ("weights-swapped", "second-moment", 0.25 * 3 + 0.75 * 16),
        ("update-added", "weight", 8 - (3.7 - 0.185 - ADAM)),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, part, wrong):
    v = verify.bind(VERIFIER, TWO_STEPS)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found[part] == pytest.approx(wrong)


def test_averages_that_are_not_of_squares_are_recognised_where_they_have_a_root():
    v = verify.bind(VERIFIER, {"gradients": [2], "beta2": 0.75})
    found = verify.misconception_answers(VERIFIER, v)["not-squared"]
    assert found["second-moment"] == pytest.approx(0.5)
    assert "first-moment" not in found


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        (
            {"weight_decay": 0},
            {"l2-in-the-gradient", "no-decay", "decay-added", "decay-not-in-the-update"},
        ),
        ({"lr": 1}, {"decay-without-rate"}),
        ({"gradients": [-1]}, {"not-squared"}),
        ({"beta1": 0.9, "beta2": 0.9}, {"betas-swapped"}),
        ({"beta2": 0, "eps": 0}, {"weights-swapped"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_be_made_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_later_parts_are_graded_on_the_learners_own_earlier_ones():
    v = verify.bind(VERIFIER, TWO_STEPS)
    update, weight = VERIFIER.part("update"), VERIFIER.part("weight")
    own = {"first-moment": 1.5, "second-moment": 0.4375 * 4}
    assert verify.followed(VERIFIER, v, update, own) == pytest.approx(0.1 * 2 / 2 + 0.185)
    assert verify.followed(VERIFIER, v, update, {**own, "second-moment": -1}) is None
    assert verify.followed(VERIFIER, v, update, {**own, "second-moment": 0}) is None
    assert verify.followed(VERIFIER, v, weight, {"update": 0.7}) == pytest.approx(3)


@pytest.mark.parametrize(
    ("made", "gradients"),
    [
        ("decay-not-in-the-update", [2]),
        ("no-decay", [2]),
        ("l2-in-the-gradient", [2]),
        ("l2-in-the-gradient", [2, -2]),
    ],
)
def test_whoever_makes_a_mistake_is_told_that_one(told, made, gradients):
    # With one gradient all of these lead to the same update.
    raw = {"gradients": gradients, "steps": len(gradients), "lr": 0.1, "weight_decay": 0.2}
    assert told(VERIFIER, raw, made) == made
