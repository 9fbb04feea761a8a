"""``sgd-momentum.step``: documented runs, torch, the three forms and each misconception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.optimizers.sgd_momentum_step import SgdMomentumStep

VERIFIER = SgdMomentumStep()


def solve(**raw: object) -> dict[str, object]:
    return verify.answers(VERIFIER, verify.bind(VERIFIER, raw))


@pytest.mark.parametrize(
    ("raw", "answers"),
    [
        (
            {"form": "keras", "lr": 0.1, "gradients": "1,0.9", "steps": 2},
            {"velocity": -0.18, "update": 0.18, "weight": 0.72},
        ),
        ({"momentum": 0, "gradients": "0.01,0.1,0.1", "steps": 3}, {"weight": 0.9979}),
        ({"lr": 0.5, "weight": 2, "gradients": "6"}, {"velocity": 6, "update": 3, "weight": -1}),
        (
            {"form": "ng", "lr": 0.1, "gradients": "10"},
            {"velocity": 1, "update": 0.1, "weight": 0.9},
        ),
    ],
    ids=[
        "tf.keras.optimizers.SGD, documentation: 0.1, then 0.18",
        "keras/src/optimizers/sgd_test.py, golden",
        "keras/src/optimizers/sgd_test.py, single step",
        "Ng's form by hand",
    ],
)
def test_known_runs_on_both_roads(raw, answers):
    v = verify.bind(VERIFIER, raw)
    for road in (VERIFIER.compute(v), VERIFIER.reference(v)):
        assert {part: road[part] for part in answers} == pytest.approx(answers)


def test_gradients_that_are_not_given_are_one_at_every_step():
    assert solve(steps=3) == solve(steps=3, gradients="1,1,1")
    v = verify.bind(VERIFIER, {"steps": 2, "form": "NG"})
    assert verify.bind(VERIFIER, verify.plain(VERIFIER, v)) == v


def test_the_parts_are_named_as_cards_name_them():
    assert [part.name for part in VERIFIER.parts] == ["velocity", "update", "weight"]


@st.composite
def legal(draw: st.DrawFn) -> object:
    steps = draw(st.integers(1, 8))
    numbers = st.one_of(st.floats(-1000, 1000), st.sampled_from([0.0, 1.0, -1.0]))
    return SgdMomentumStep.Parameters(
        weight=draw(st.floats(-1000, 1000)),
        gradients=tuple(draw(numbers) for _ in range(steps)),
        steps=steps,
        lr=draw(st.one_of(st.floats(0, 10), st.sampled_from([0.0, 1.0, 10.0]))),
        momentum=draw(st.one_of(st.floats(0, 0.999), st.sampled_from([0.0, 0.5, 0.999]))),
        form=draw(st.sampled_from(["torch", "keras", "ng"])),
    )


@settings(max_examples=80, deadline=None)
@given(v=legal())
def test_torch_agrees_on_legal_parameters_that_nobody_would_draw(hold_up, v):
    hold_up(VERIFIER, v)


def test_a_hundred_steps_are_solved_and_explained():
    v = verify.bind(VERIFIER, {"steps": 100, "form": "keras"})
    assert verify.prove(VERIFIER, v).agrees
    steps = VERIFIER.explain(v)
    assert "v_{100}" in steps[1]
    assert "the first 3 and the last" in steps[1]
    assert "gradient $1$ at every step" in VERIFIER.prompt(v)


def test_steps_that_carry_the_weight_far_away_are_refused():
    # A way of 37 million and back would cost a weight of 1 its eighth decimal.
    raw = {"steps": 100, "gradients": [1000] * 100, "momentum": 0.999, "form": "torch"}
    assert verify.prove(VERIFIER, verify.bind(VERIFIER, {**raw, "lr": 0.1})).agrees
    with pytest.raises(verify.Fault, match="gradients: these may carry the weight as far as"):
        verify.bind(VERIFIER, {**raw, "lr": 10})


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"steps": 2, "gradients": [1]}, "where", "got 1 gradients for 2 steps"),
        ({"momentum": 1}, "range", "momentum"),
        ({"lr": -0.1}, "range", "lr"),
        ({"lr": float("inf")}, "type", "lr"),
        ({"weight": "nan"}, "type", "weight"),
        ({"gradients": [1e9]}, "range", "gradients"),
        ({"form": "caffe"}, "type", "torch, keras, ng"),
        ({"steps": 101}, "range", "steps"),
        ({"mu": 0.9}, "unknown-parameter", "mu"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


# w = 3, g = 2 and 4, lr 0.1, mu 0.8. torch: v = 2, 5.6; u = 0.2, 0.56; w = 2.24.
# keras: v = -0.2, -0.56. ng: v = 0.4, 1.12; u = 0.04, 0.112; w = 2.848.
TWO_STEPS = {"weight": 3, "gradients": [2, 4], "steps": 2, "lr": 0.1, "momentum": 0.8}


@pytest.mark.parametrize(
    ("misconception", "form", "wrong"),
    [
        ("plain-gradient", "torch", {"update": 0.4, "weight": 2.4}),
        ("plain-gradient", "ng", {"update": 0.4, "weight": 2.4}),
        ("averaged", "torch", {"velocity": 1.12, "update": 0.112, "weight": 2.848}),
        ("averaged", "keras", {"velocity": -0.112, "update": 0.112, "weight": 2.848}),
        ("not-averaged", "ng", {"velocity": 5.6, "update": 0.56, "weight": 2.24}),
        ("weights-swapped", "ng", {"velocity": 3.52, "update": 0.352, "weight": 2.488}),
        (
            "bias-corrected",
            "ng",
            {"velocity": 1.12 / 0.36, "update": 0.112 / 0.36, "weight": 2.8 - 0.112 / 0.36},
        ),
        ("rate-inside", "torch", {"velocity": 0.56}),
        ("rate-inside", "ng", {"velocity": 0.112}),
        ("rate-outside", "keras", {"velocity": 5.6}),
        ("velocity-uphill", "keras", {"velocity": 0.56}),
        ("no-learning-rate", "torch", {"update": 5.6, "weight": -4.6}),
        ("no-learning-rate", "keras", {"velocity": -5.6, "update": 5.6, "weight": -4.6}),
        ("learning-rate-twice", "keras", {"update": 0.056, "weight": 2.924}),
        ("update-negated", "keras", {"update": -0.56}),
        ("update-added", "ng", {"weight": 3.152}),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, form, wrong):
    v = verify.bind(VERIFIER, {**TWO_STEPS, "form": form})
    assert verify.misconception_answers(VERIFIER, v)[misconception] == pytest.approx(wrong)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"steps": 1}, {"plain-gradient", "not-averaged", "rate-outside"}),
        ({"form": "ng", "momentum": 0.5}, {"weights-swapped", "averaged"}),
        ({"form": "ng", "momentum": 0}, {"not-averaged", "bias-corrected"}),
        ({"form": "keras", "lr": 1}, {"rate-outside", "no-learning-rate", "learning-rate-twice"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_be_made_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


@pytest.mark.parametrize(("form", "update"), [("torch", 0.5), ("keras", -5), ("ng", 0.5)], ids=str)
def test_later_parts_are_graded_on_the_learners_own_earlier_ones(form, update):
    v = verify.bind(VERIFIER, {**TWO_STEPS, "form": form})
    own = verify.followed(VERIFIER, v, VERIFIER.part("update"), {"velocity": 5})
    assert own == pytest.approx(update)
    before = {"torch": 2.8, "keras": 2.8, "ng": 2.96}[form]
    weight = verify.followed(VERIFIER, v, VERIFIER.part("weight"), {"update": 0.3})
    assert weight == pytest.approx(before - 0.3)


@pytest.mark.parametrize(
    ("made", "form"),
    [
        ("rate-inside", "torch"),
        ("averaged", "torch"),
        ("learning-rate-twice", "keras"),
        ("averaged", "keras"),
        ("no-learning-rate", "ng"),
        ("not-averaged", "ng"),
    ],
)
def test_a_rate_of_one_less_the_momentum_confuses_no_mistakes(told, made, form):
    raw = {"gradients": [2, 3], "steps": 2, "lr": 0.1, "momentum": 0.9, "form": form}
    assert told(VERIFIER, raw, made) == made
