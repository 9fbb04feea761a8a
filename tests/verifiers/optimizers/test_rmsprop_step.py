"""``rmsprop.step``: Keras' documentation, torch, both places of eps and each misconception."""

from math import sqrt

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.optimizers.rmsprop_step import RmspropStep

VERIFIER = RmspropStep()


@pytest.mark.parametrize(
    ("raw", "weight"),
    [
        ({"weight": 10, "gradients": "10", "lr": 0.1}, 9.683772),
        ({"weight": 1, "gradients": "1", "lr": 0.5}, -0.5811),
        ({"weight": 3, "gradients": "7", "lr": 0.5}, 1.4189),
    ],
    ids=["keras.optimizers.RMSprop, documentation", "keras rmsprop_test.py", "the same, 7"],
)
def test_steps_of_keras_on_both_roads(raw, weight):
    v = verify.bind(VERIFIER, {**raw, "alpha": 0.9, "eps": 1e-7, "eps_place": "inside"})
    assert VERIFIER.compute(v)["weight"] == pytest.approx(weight, abs=1e-4)
    assert VERIFIER.reference(v)["weight"] == pytest.approx(weight, abs=1e-4)


# w = 3, alpha 0.75, lr 0.1, eps 0.5: g = 2 gives v = 1; g = 1 gives v = 0.75 + 0.25 = 1.
TWO_STEPS = {
    "weight": 3,
    "gradients": [2, 1],
    "steps": 2,
    "lr": 0.1,
    "alpha": 0.75,
    "eps": 0.5,
}
ROOT = sqrt(1.5)


@pytest.mark.parametrize(
    ("place", "below"), [("outside", 1.5), ("inside", ROOT)], ids=["torch", "keras"]
)
def test_two_steps_by_hand_on_both_roads(place, below):
    v = verify.bind(VERIFIER, {**TWO_STEPS, "eps_place": place})
    right = {"second-moment": 1, "update": 0.1 / below, "weight": 3 - 0.3 / below}
    assert VERIFIER.compute(v) == pytest.approx(right)
    assert VERIFIER.reference(v) == pytest.approx(right)


def test_defaults_are_those_of_torch():
    v = verify.bind(VERIFIER, {})
    assert (v.lr, v.alpha, v.eps, v.eps_place) == (0.01, 0.99, 1e-8, "outside")
    assert verify.answers(VERIFIER, v)["weight"] == pytest.approx(0.9)


@st.composite
def legal(draw: st.DrawFn) -> object:
    steps = draw(st.integers(1, 6))
    size = st.floats(1e-3, 1000.0)
    gradient = st.one_of(size, size.map(lambda g: -g), st.sampled_from([0.0, 1.0, 1e-6]))
    v = RmspropStep.Parameters(
        weight=draw(st.floats(-1000, 1000)),
        gradients=tuple(draw(gradient) for _ in range(steps)),
        steps=steps,
        lr=draw(st.one_of(st.floats(0, 10), st.sampled_from([0.0, 10.0]))),
        alpha=draw(st.sampled_from([0.0, 0.5, 0.99, 0.999999])),
        eps=draw(st.sampled_from([0.0, 1e-12, 1e-8, 0.1, 1.0])),
        eps_place=draw(st.sampled_from(["outside", "inside"])),
    )
    assume(VERIFIER.where(v) is None)
    return v


@settings(max_examples=80, deadline=None)
@given(v=legal())
def test_torch_agrees_on_legal_parameters_that_nobody_would_draw(hold_up, v):
    hold_up(VERIFIER, v)


def test_a_hundred_steps_are_solved_and_explained():
    v = verify.bind(VERIFIER, {"steps": 100, "eps_place": "inside", "eps": 0.5})
    assert verify.prove(VERIFIER, v).agrees
    assert "v_{100}" in VERIFIER.explain(v)[1]


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"steps": 2, "gradients": [1]}, "where", "got 1 gradients for 2 steps"),
        ({"gradients": [0], "eps": 0}, "where", "divides by 0"),
        ({"gradients": [1e-9]}, "where", "at least 1e-06"),
        ({"eps": 1e-20}, "where", "at least 1e-12"),
        ({"alpha": 1}, "range", "alpha"),
        ({"lr": float("nan")}, "type", "lr"),
        ({"weight": 1e6}, "range", "weight"),
        ({"eps_place": "under"}, "type", "outside, inside"),
        ({"rho": 0.9}, "unknown-parameter", "rho"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "part", "wrong"),
    [
        ("bias-corrected", "second-moment", 1 / 0.4375),
        ("bias-corrected", "update", 0.1 / (sqrt(1 / 0.4375) + 0.5)),
        ("no-root", "update", 0.1 / 1.5),
        ("not-squared", "second-moment", 0.75 * 0.5 + 0.25),
        ("weights-swapped", "second-moment", 0.25 * 3 + 0.75),
        ("squares-summed", "second-moment", 5),
        ("new-square-in-full", "second-moment", 0.75 * 4 + 1),
        ("eps-in-the-other-place", "update", 0.1 / ROOT),
        ("eps-left-out", "update", 0.1),
        ("plain-gradient", "weight", 2.7),
        ("update-negated", "update", -0.1 / 1.5),
        ("update-added", "weight", 3.2),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, part, wrong):
    v = verify.bind(VERIFIER, TWO_STEPS)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found[part] == pytest.approx(wrong)


def test_inside_the_other_place_is_outside():
    v = verify.bind(VERIFIER, {**TWO_STEPS, "eps_place": "inside"})
    found = verify.misconception_answers(VERIFIER, v)["eps-in-the-other-place"]
    assert found == pytest.approx({"update": 0.1 / 1.5, "weight": 2.8})


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"steps": 1}, {"squares-summed", "new-square-in-full", "eps-left-out"}),
        ({"eps": 1e-8}, {"eps-in-the-other-place", "eps-left-out"}),
        ({"alpha": 0.5}, {"weights-swapped"}),
        ({"gradients": [-1]}, {"not-squared"}),
        ({"alpha": 0, "eps": 0}, {"bias-corrected", "weights-swapped"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_be_made_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_later_parts_are_graded_on_the_learners_own_earlier_ones():
    v = verify.bind(VERIFIER, TWO_STEPS)
    update, weight = VERIFIER.part("update"), VERIFIER.part("weight")
    assert verify.followed(VERIFIER, v, update, {"second-moment": 4}) == pytest.approx(0.04)
    assert verify.followed(VERIFIER, v, update, {"second-moment": -4}) is None
    assert verify.followed(VERIFIER, v, weight, {"update": 1}) == pytest.approx(3 - 0.2 / 1.5 - 1)
