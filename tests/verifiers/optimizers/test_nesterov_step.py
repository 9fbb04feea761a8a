"""``nesterov.step``: torch, the three forms and each misconception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.optimizers.nesterov_step import NesterovStep

VERIFIER = NesterovStep()

# w = 3, g = 2 and 4, lr 0.1, mu 0.5. torch: v = 2, 5; lr (g + mu v) = 0.3, 0.65; w = 2.05.
# keras: v = -0.2, -0.5. sutskever: the same v; u = 0.2, 0.5; w = 2.3.
TWO_STEPS = {"weight": 3, "gradients": [2, 4], "steps": 2, "lr": 0.1, "momentum": 0.5}


@pytest.mark.parametrize(
    ("form", "answers"),
    [
        ("torch", {"velocity": 5, "update": 0.65, "weight": 2.05}),
        ("keras", {"velocity": -0.5, "update": 0.65, "weight": 2.05}),
        ("sutskever", {"velocity": -0.5, "update": 0.5, "weight": 2.3}),
    ],
    ids=[
        "torch.optim.SGD, algorithm with nesterov",
        "keras/src/optimizers/sgd.py, update_step",
        "Sutskever et al., equations 3 and 4",
    ],
)
def test_two_steps_by_hand_on_both_roads(form, answers):
    v = verify.bind(VERIFIER, {**TWO_STEPS, "form": form})
    assert VERIFIER.compute(v) == pytest.approx(answers)
    assert VERIFIER.reference(v) == pytest.approx(answers)


def test_the_first_step_is_longer_than_plain_by_the_momentum():
    v = verify.bind(VERIFIER, {"lr": "0.1"})
    assert verify.answers(VERIFIER, v)["update"] == pytest.approx(0.1 * 1.9)


@st.composite
def legal(draw: st.DrawFn) -> object:
    steps = draw(st.integers(1, 8))
    numbers = st.one_of(st.floats(-1000, 1000), st.sampled_from([0.0, 1.0, -1.0]))
    return NesterovStep.Parameters(
        weight=draw(st.floats(-1000, 1000)),
        gradients=tuple(draw(numbers) for _ in range(steps)),
        steps=steps,
        lr=draw(st.one_of(st.floats(0, 10), st.sampled_from([0.0, 1.0, 10.0]))),
        momentum=draw(
            st.one_of(st.floats(0, 0.999, exclude_min=True), st.sampled_from([0.5, 0.999]))
        ),
        form=draw(st.sampled_from(["torch", "keras", "sutskever"])),
    )


@settings(max_examples=80, deadline=None)
@given(v=legal())
def test_torch_agrees_on_legal_parameters_that_nobody_would_draw(hold_up, v):
    hold_up(VERIFIER, v)


def test_a_hundred_steps_are_solved_and_explained():
    v = verify.bind(VERIFIER, {"steps": 100, "form": "sutskever"})
    assert verify.prove(VERIFIER, v).agrees
    assert "w_{100}" in VERIFIER.explain(v)[3]


def test_steps_that_carry_the_weight_far_away_are_refused():
    # A way of 37 million and back would cost a weight of 1 its eighth decimal.
    raw = {"steps": 100, "gradients": [1000] * 100, "momentum": 0.999, "form": "keras"}
    assert verify.prove(VERIFIER, verify.bind(VERIFIER, {**raw, "lr": 0.1})).agrees
    with pytest.raises(verify.Fault, match="gradients: these may carry the weight as far as"):
        verify.bind(VERIFIER, {**raw, "lr": 10})


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"steps": 2, "gradients": [1, 2, 3]}, "where", "got 3 gradients for 2 steps"),
        ({"momentum": 0}, "range", "above 0"),
        ({"momentum": 1}, "range", "momentum"),
        ({"lr": 11}, "range", "lr"),
        ({"lr": "inf"}, "type", "lr"),
        ({"weight": float("nan")}, "type", "weight"),
        ({"form": "ng"}, "type", "torch, keras, sutskever"),
        ({"steps": 0}, "range", "steps"),
        ({"nesterov": True}, "unknown-parameter", "nesterov"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "form", "wrong"),
    [
        ("plain-momentum", "torch", {"update": 0.5, "weight": 2.3}),
        ("plain-momentum", "keras", {"update": 0.5, "weight": 2.3}),
        ("ahead-twice", "sutskever", {"update": 0.65, "weight": 2.05}),
        ("velocity-in-full", "torch", {"update": 0.9, "weight": 1.7}),
        ("velocity-in-full", "keras", {"update": 0.9, "weight": 1.7}),
        ("gradient-left-out", "torch", {"update": 0.25, "weight": 2.65}),
        ("gradient-left-out", "keras", {"update": 0.25, "weight": 2.65}),
        ("plain-gradient", "torch", {"update": 0.4, "weight": 2.4}),
        ("averaged", "torch", {"velocity": 2.5, "update": 0.525, "weight": 2.225}),
        ("averaged", "sutskever", {"velocity": -0.25, "update": 0.25, "weight": 2.65}),
        ("rate-inside", "torch", {"velocity": 0.5}),
        ("rate-outside", "keras", {"velocity": 5}),
        ("velocity-uphill", "sutskever", {"velocity": 0.5}),
        ("no-learning-rate", "torch", {"update": 6.5, "weight": -6.5}),
        ("no-learning-rate", "keras", {"velocity": -5, "update": 6.5, "weight": -6.5}),
        ("no-learning-rate", "sutskever", {"velocity": -5, "update": 5, "weight": -4}),
        ("update-negated", "torch", {"update": -0.65}),
        ("update-added", "keras", {"weight": 3.95}),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, form, wrong):
    v = verify.bind(VERIFIER, {**TWO_STEPS, "form": form})
    assert verify.misconception_answers(VERIFIER, v)[misconception] == pytest.approx(wrong)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"steps": 1}, {"plain-gradient", "ahead-twice", "rate-outside"}),
        ({"form": "sutskever"}, {"plain-momentum", "velocity-in-full", "gradient-left-out"}),
        ({"form": "keras", "lr": 1}, {"rate-outside", "no-learning-rate", "rate-inside"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_be_made_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


@pytest.mark.parametrize(
    ("form", "update", "before"),
    [("torch", 0.1 * (4 + 0.5 * 3), 2.7), ("keras", 0.4 - 0.5 * 3, 2.7), ("sutskever", -3, 2.8)],
)
def test_later_parts_are_graded_on_the_learners_own_earlier_ones(form, update, before):
    v = verify.bind(VERIFIER, {**TWO_STEPS, "form": form})
    own = verify.followed(VERIFIER, v, VERIFIER.part("update"), {"velocity": 3})
    assert own == pytest.approx(update)
    weight = verify.followed(VERIFIER, v, VERIFIER.part("weight"), {"update": 0.3})
    assert weight == pytest.approx(before - 0.3)
