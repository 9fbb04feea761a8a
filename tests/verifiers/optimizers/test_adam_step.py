"""``adam.step``: the paper's statements, torch, both places of eps and each misconception."""

from math import isclose, sqrt

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.optimizers.adam_step import AdamStep

VERIFIER = AdamStep()


def solve(**raw: object) -> dict[str, object]:
    return verify.answers(VERIFIER, verify.bind(VERIFIER, raw))


def test_the_first_step_with_defaults_moves_a_weight_by_the_learning_rate():
    assert solve()["update"] == pytest.approx(1e-3)
    assert solve(steps="1", lr="1e-3")["weight"] == pytest.approx(0.999)


@given(g=st.sampled_from([-250.0, -0.5, 0.01, 3.0, 1000.0]), eps=st.sampled_from([1e-8, 0.5]))
def test_the_first_update_is_lr_g_over_size_of_g_plus_eps(g, eps):
    update = solve(gradients=[g], eps=eps, lr=0.01)["update"]
    assert isclose(update, 0.01 * g / (abs(g) + eps), rel_tol=1e-12)


def test_gradients_that_are_not_given_are_one_at_every_step():
    v = verify.bind(VERIFIER, {"steps": 3})
    assert v.gradients == (1.0, 1.0, 1.0)
    assert solve(steps=3) == solve(steps=3, gradients="1,1,1")
    assert solve(steps=3)["weight"] == pytest.approx(1 - 3e-3)


def test_parameters_survive_the_way_through_json():
    v = verify.bind(VERIFIER, {"steps": 2, "eps_form": "keras"})
    assert verify.bind(VERIFIER, verify.plain(VERIFIER, v)) == v


def test_the_parts_are_named_as_cards_name_them():
    assert [part.name for part in VERIFIER.parts] == [
        "first-moment",
        "second-moment",
        "update",
        "weight",
    ]


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"steps": 2, "gradients": [1]}, "where", "got 1 gradients for 2 steps"),
        ({"gradients": [0], "eps": 0}, "where", "divides by 0"),
        ({"gradients": [1e-9]}, "where", "at least 1e-06"),
        ({"eps": 1e-20}, "where", "at least 1e-12"),
        ({"beta2": 1}, "range", "beta2"),
        ({"eps_form": "torch"}, "type", "paper, keras"),
        ({"steps": 0}, "range", "steps"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@st.composite
def legal(draw: st.DrawFn) -> object:
    steps = draw(st.integers(1, 5))
    size = st.floats(1e-6, 1000.0)
    gradient = st.one_of(size, size.map(lambda g: -g), st.sampled_from([0.0, 1.0, -1000.0]))
    v = AdamStep.Parameters(
        weight=draw(st.floats(-1000, 1000)),
        gradients=tuple(draw(gradient) for _ in range(steps)),
        lr=draw(st.floats(0, 10)),
        beta1=draw(st.sampled_from([0.0, 1e-3, 0.5, 0.9, 0.999999])),
        beta2=draw(st.sampled_from([0.0, 1e-9, 0.5, 0.999, 0.999999])),
        eps=draw(st.sampled_from([0.0, 1e-12, 1e-8, 0.1, 1.0])),
        eps_form=draw(st.sampled_from(["paper", "keras"])),
        steps=steps,
    )
    assume(VERIFIER.where(v) is None)
    return v


@settings(max_examples=60, deadline=None)
@given(v=legal())
def test_torch_agrees_on_legal_parameters_that_nobody_would_draw(hold_up, v):
    hold_up(VERIFIER, v)


def test_where_rounding_would_decide_the_parameters_are_refused():
    # The first moment is all but 0 and its rounding would be divided by 1e-12.
    raw = {"gradients": [1000, -499.99925000012496, 0], "steps": 3, "beta1": 0.999999, "eps": 1e-12}
    v = verify.bind(VERIFIER, {**raw, "beta2": 0.9})
    assert verify.prove(VERIFIER, v).agrees
    with pytest.raises(verify.Fault, match="beta2: got 0, which at step 3 has forgotten"):
        verify.bind(VERIFIER, {**raw, "beta2": 0})
    with pytest.raises(verify.Fault, match="beta1: got 2e-12; it must be 0 or at least"):
        verify.bind(VERIFIER, {"gradients": [1000, 1e-6], "steps": 2, "beta1": 2e-12, "beta2": 0})


@pytest.mark.parametrize("form", ["paper", "keras"])
def test_a_second_moment_without_memory_is_solved_for_gradients_of_like_size(form):
    v = verify.bind(
        VERIFIER, {"gradients": [5, 1, -2], "steps": 3, "beta2": 0, "eps": 0, "eps_form": form}
    )
    # The first moment remembers 5, 1 and -2; divided by the size of the last gradient alone.
    m = 0.9**2 * 0.1 * 5 + 0.9 * 0.1 * 1 - 0.1 * 2
    assert verify.answers(VERIFIER, v)["update"] == pytest.approx(1e-3 * m / 0.271 / 2)
    assert verify.prove(VERIFIER, v).agrees


def test_a_thousand_steps_are_solved_and_explained():
    v = verify.bind(VERIFIER, {"steps": 1000, "eps_form": "keras", "eps": 0.1})
    assert VERIFIER.agreement.agrees(VERIFIER.compute(v)["weight"], VERIFIER.reference(v)["weight"])
    assert "m_{1000}" in VERIFIER.explain(v)[1]
    assert "gradient $1$ at every step" in VERIFIER.prompt(v)


def test_the_forms_differ_where_eps_is_large_and_agree_where_it_is_not():
    raw = {"gradients": [2], "lr": 0.1, "beta2": 0.75}
    paper, keras = solve(**raw, eps=0.5), solve(**raw, eps=0.5, eps_form="keras")
    assert paper["update"] == pytest.approx(0.1 * 2 / (2 + 0.5))
    # Keras adds the same 0.5 to sqrt(0.25 * 4) = 1 instead of to 2.
    assert keras["update"] == pytest.approx(0.1 * 2 / (2 + 0.5 / sqrt(0.25)))
    small = solve(**raw, eps=1e-8), solve(**raw, eps=1e-8, eps_form="keras")
    assert small[0]["update"] == pytest.approx(small[1]["update"])


TWO_STEPS = {
    "weight": 1,
    "gradients": [2, 4],
    "steps": 2,
    "lr": 0.1,
    "beta1": 0.5,
    "beta2": 0.75,
    "eps": 0.5,
}
# By hand: m = 1, 2.5 and v = 1, 4.75; corrected m/0.5, 2.5/0.75 and v/0.25, 4.75/0.4375.
M1, M2, V1, V2 = 1.0, 2.5, 1.0, 4.75


@pytest.mark.parametrize(
    ("misconception", "part", "wrong"),
    [
        ("no-bias-correction", "update", 0.1 * M2 / (sqrt(V2) + 0.5)),
        ("plain-gradient", "update", 0.4),
        ("plain-gradient", "weight", 0.4),
        ("not-squared", "second-moment", 0.75 * 0.5 + 0.25 * 4),
        ("betas-swapped", "first-moment", 0.75 * 0.5 + 0.25 * 4),
        ("weights-swapped", "first-moment", 2.5),
        ("weights-swapped", "second-moment", 0.25 * 3 + 0.75 * 16),
        ("corrected-moments", "first-moment", M2 / 0.75),
        ("corrected-moments", "second-moment", V2 / 0.4375),
        ("no-root", "update", 0.1 * M2 / 0.75 / (V2 / 0.4375 + 0.5)),
        ("eps-inside-root", "update", 0.1 * M2 / 0.75 / sqrt(V2 / 0.4375 + 0.5)),
        ("other-eps-form", "update", 0.1 * sqrt(0.4375) / 0.75 * M2 / (sqrt(V2) + 0.5)),
        ("always-first-correction", "update", 0.1 * M2 / 0.5 / (sqrt(V2 / 0.25) + 0.5)),
        ("correction-one-behind", "update", 0.1 * M2 / 0.5 / (sqrt(V2 / 0.25) + 0.5)),
        ("update-negated", "update", -0.1 * M2 / 0.75 / (sqrt(V2 / 0.4375) + 0.5)),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, part, wrong):
    v = verify.bind(VERIFIER, TWO_STEPS)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found[part] == pytest.approx(wrong)


def test_adding_the_updates_mirrors_the_weight():
    v = verify.bind(VERIFIER, TWO_STEPS)
    right = VERIFIER.compute(v)["weight"]
    added = verify.misconception_answers(VERIFIER, v)["update-added"]
    assert added == pytest.approx({"weight": 2 - right})


def test_mistakes_touch_only_the_parts_that_build_on_them():
    v = verify.bind(VERIFIER, TWO_STEPS)
    found = verify.misconception_answers(VERIFIER, v)
    assert set(found["no-bias-correction"]) == {"update", "weight"}
    assert set(found["corrected-moments"]) == {"first-moment", "second-moment"}
    assert set(found["correction-one-behind"]) == {"update"}
    assert set(found["update-added"]) == {"weight"}


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"steps": 1}, {"always-first-correction", "correction-one-behind"}),
        ({"eps": 1e-8}, {"eps-inside-root", "other-eps-form"}),
        ({"beta1": 0.9, "beta2": 0.9}, {"betas-swapped"}),
        ({"gradients": [-1]}, {"not-squared"}),
        ({"beta2": 0, "eps": 0}, {"weights-swapped"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_be_made_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_cards_may_fix_any_number_of_steps():
    drawn = verify.draw(VERIFIER, 3, verify.bind_overrides(VERIFIER, {"steps": "7"}))
    assert drawn.gradients == (1.0,) * 7


def test_draws_are_worked_on_paper():
    for variant in verify.draw_distinct(VERIFIER, 11, 60):
        v = variant.params
        assert v.steps <= 3
        assert VERIFIER.comfortable(v)


@pytest.mark.parametrize(
    ("form", "follows"),
    [("paper", 0.1 * 2 / 2.5), ("keras", 0.1 * 1.5 * sqrt(0.4375) / 0.75 / 1.8229)],
)
def test_the_update_is_graded_on_the_learners_own_moments(form, follows):
    v = verify.bind(VERIFIER, {**TWO_STEPS, "eps_form": form})
    # Corrected 1.5 / 0.75 = 2 and 1.75 / 0.4375 = 4; the root of 1.75 is 1.3229.
    own = {"first-moment": 1.5, "second-moment": 1.75}
    update = VERIFIER.part("update")
    assert verify.followed(VERIFIER, v, update, own) == pytest.approx(follows, rel=1e-4)
    assert verify.followed(VERIFIER, v, update, {**own, "second-moment": -1}) is None


def test_the_weight_is_graded_on_the_learners_own_update():
    v = verify.bind(VERIFIER, TWO_STEPS)
    # The first step leaves 1 - 0.1 * 2 / (2 + 0.5) = 0.92.
    weight = verify.followed(VERIFIER, v, VERIFIER.part("weight"), {"update": 0.5})
    assert weight == pytest.approx(0.42)
    one = verify.bind(VERIFIER, {})
    assert verify.followed(VERIFIER, one, VERIFIER.part("weight"), {"update": 3}) == -2
