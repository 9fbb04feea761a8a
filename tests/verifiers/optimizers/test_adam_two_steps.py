"""``adam.two-steps``: torch, each misconception, and step two graded on the learner's step one."""

from math import sqrt

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab.sessions.computed import graded
from quizlab_verifiers.optimizers.adam_step import AdamStep
from quizlab_verifiers.optimizers.adam_two_steps import AdamTwoSteps

VERIFIER = AdamTwoSteps()

# By hand: m = 1, 2.5 and v = 1, 4.75; corrected 2, 2.5 / 0.75 and 4, 4.75 / 0.4375.
RAW = {"weight": 1, "gradients": [2, 4], "lr": 0.1, "beta1": 0.5, "beta2": 0.75, "eps": 0.5}
M2_HAT, V2_HAT = 2.5 / 0.75, 4.75 / 0.4375
U1, U2 = 0.1 * 2 / 2.5, 0.1 * M2_HAT / (sqrt(V2_HAT) + 0.5)


def test_two_steps_by_hand_on_both_roads():
    v = verify.bind(VERIFIER, RAW)
    right = {
        "first-moment-1": 1,
        "second-moment-1": 1,
        "update-1": U1,
        "first-moment-2": 2.5,
        "second-moment-2": 4.75,
        "update-2": U2,
        "weight": 1 - U1 - U2,
    }
    assert VERIFIER.compute(v) == pytest.approx(right)
    assert VERIFIER.reference(v) == pytest.approx(right)
    assert [part.name for part in VERIFIER.parts] == list(right)


def test_with_defaults_both_steps_have_the_size_of_the_learning_rate():
    # Kingma & Ba, section 2.1: the step is bounded by the rate, and reaches it when the gradients
    # are equal.
    answers = verify.answers(VERIFIER, verify.bind(VERIFIER, {}))
    assert answers["update-1"] == pytest.approx(1e-3)
    assert answers["update-2"] == pytest.approx(1e-3)


@st.composite
def legal(draw: st.DrawFn) -> object:
    size = st.floats(1e-6, 1000.0)
    gradient = st.one_of(size, size.map(lambda g: -g), st.sampled_from([0.0, 1.0, -1000.0]))
    v = AdamTwoSteps.Parameters(
        weight=draw(st.floats(-1000, 1000)),
        gradients=(draw(gradient), draw(gradient)),
        lr=draw(st.floats(0, 10)),
        beta1=draw(st.sampled_from([0.0, 1e-3, 0.5, 0.9, 0.999999])),
        beta2=draw(st.sampled_from([0.0, 1e-9, 0.5, 0.999, 0.999999])),
        eps=draw(st.sampled_from([0.0, 1e-12, 1e-8, 0.1, 1.0])),
        eps_form=draw(st.sampled_from(["paper", "keras"])),
    )
    assume(VERIFIER.where(v) is None)
    return v


@settings(max_examples=80, deadline=None)
@given(v=legal())
def test_torch_agrees_on_legal_parameters_that_nobody_would_draw(hold_up, v):
    hold_up(VERIFIER, v)


@pytest.mark.parametrize("form", ["paper", "keras"])
def test_it_asks_what_adam_step_asks_after_one_and_after_two(form):
    step = AdamStep()
    raw = {**RAW, "eps_form": form}
    both = verify.answers(VERIFIER, verify.bind(VERIFIER, raw))
    one = verify.answers(step, verify.bind(step, {**raw, "gradients": [2]}))
    two = verify.answers(step, verify.bind(step, {**raw, "steps": 2}))
    assert both["update-1"] == pytest.approx(one["update"])
    assert both["update-2"] == pytest.approx(two["update"])
    assert both["weight"] == pytest.approx(two["weight"])


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"gradients": [1]}, "range", "1 items"),
        ({"gradients": [1, 2, 3]}, "range", "3 items"),
        ({"gradients": [0, 1], "eps": 0}, "where", "divides by 0"),
        ({"gradients": [1, 1e-9]}, "where", "at least 1e-06"),
        ({"eps": 1e-20}, "where", "at least 1e-12"),
        ({"gradients": [1000, 1], "beta2": 0}, "where", "beta2: got 0, which at step 2"),
        ({"beta1": 1e-9}, "where", "beta1"),
        ({"beta1": 1}, "range", "beta1"),
        ({"lr": float("nan")}, "type", "lr"),
        ({"weight": "inf"}, "type", "weight"),
        ({"eps_form": "torch"}, "type", "paper, keras"),
        ({"steps": 2}, "unknown-parameter", "steps"),
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
        ("no-bias-correction", "update-1", 0.1 / 1.5),
        ("no-bias-correction", "update-2", 0.1 * 2.5 / (sqrt(4.75) + 0.5)),
        ("corrected-carried-on", "first-moment-2", 0.5 * 2 + 0.5 * 4),
        ("corrected-carried-on", "second-moment-2", 0.75 * 4 + 0.25 * 16),
        ("corrected-carried-on", "update-2", 0.1 * (3 / 0.75) / (sqrt(7 / 0.4375) + 0.5)),
        ("always-first-correction", "update-2", 0.1 * 5 / (sqrt(19) + 0.5)),
        ("moments-forgotten", "first-moment-2", 2),
        ("moments-forgotten", "second-moment-2", 4),
        ("corrected-moments", "first-moment-1", 2),
        ("corrected-moments", "second-moment-1", 4),
        ("corrected-moments", "first-moment-2", M2_HAT),
        ("corrected-moments", "second-moment-2", V2_HAT),
        ("betas-swapped", "first-moment-2", 0.75 * 0.5 + 0.25 * 4),
        ("weights-swapped", "second-moment-2", 0.25 * 3 + 0.75 * 16),
        ("not-squared", "second-moment-2", 0.75 * 0.5 + 0.25 * 4),
        ("plain-gradient", "weight", 0.4),
        ("no-root", "update-1", 0.1 * 2 / 4.5),
        ("other-eps-form", "update-1", 0.1 * sqrt(0.25) / 0.5 / 1.5),
        ("eps-inside-root", "update-2", 0.1 * M2_HAT / sqrt(V2_HAT + 0.5)),
        ("update-negated", "update-2", -U2),
        ("last-update-only", "weight", 1 - U2),
        ("update-added", "weight", 1 + U1 + U2),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, part, wrong):
    v = verify.bind(VERIFIER, RAW)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found[part] == pytest.approx(wrong)


def test_mistakes_about_the_second_step_leave_the_first_alone():
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, RAW))
    for name in ("corrected-carried-on", "moments-forgotten", "always-first-correction"):
        assert not {part for part in found[name] if part.endswith("-1")}


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"eps": 1e-8}, {"other-eps-form", "eps-inside-root"}),
        ({"gradients": [1, -1]}, {"not-squared"}),
        ({"beta1": 0.5, "beta2": 0.5}, {"betas-swapped", "weights-swapped"}),
        ({"beta1": 0, "beta2": 0}, {"corrected-carried-on", "moments-forgotten"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_be_made_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


@pytest.mark.parametrize(
    ("part", "earlier", "follows"),
    [
        ("update-1", {"first-moment-1": 1.5, "second-moment-1": 1}, 0.1 * 3 / 2.5),
        ("first-moment-2", {"first-moment-1": 3}, 0.5 * 3 + 0.5 * 4),
        ("second-moment-2", {"second-moment-1": 4}, 0.75 * 4 + 0.25 * 16),
        ("update-2", {"first-moment-2": 3, "second-moment-2": 7}, 0.1 * 4 / 4.5),
        ("weight", {"update-1": 0.25, "update-2": 0.5}, 0.25),
    ],
)
def test_every_part_is_graded_on_the_learners_own_earlier_ones(part, earlier, follows):
    v = verify.bind(VERIFIER, RAW)
    assert verify.followed(VERIFIER, v, VERIFIER.part(part), earlier) == pytest.approx(follows)


def test_nothing_follows_from_a_second_moment_without_a_root():
    v = verify.bind(VERIFIER, RAW)
    for t in (1, 2):
        own = {f"first-moment-{t}": 1, f"second-moment-{t}": -1}
        assert verify.followed(VERIFIER, v, VERIFIER.part(f"update-{t}"), own) is None


def test_the_keras_form_is_worked_with_its_own_rule():
    v = verify.bind(VERIFIER, {**RAW, "eps_form": "keras"})
    steps = VERIFIER.explain(v)
    assert "\\eta_t" in steps[0]
    assert "uncorrected second moment" in VERIFIER.prompt(v)
    assert "Weight" in steps[-1]


def own_path(m: float, v: float) -> dict[str, float]:
    """Go on rightly from moments of step 1, as RAW has it, at four figures."""
    m2, v2 = 0.5 * m + 0.5 * 4, 0.75 * v + 0.25 * 16
    u = 0.1 * (m / 0.5) / (sqrt(v / 0.25) + 0.5)
    u2 = 0.1 * (m2 / 0.75) / (sqrt(v2 / 0.4375) + 0.5)
    values = (m, v, u, m2, v2, u2, 1 - u - u2)
    names = (part.name for part in VERIFIER.parts)
    return {name: float(f"{x:.4g}") for name, x in zip(names, values, strict=True)}


def test_a_wrong_first_step_costs_nothing_but_itself():
    verdict = graded(VERIFIER, RAW, own_path(3, 2))
    assert verdict["verdict"] == "wrong"
    assert verdict["feedback"].count("follows from your own") == 5
    assert graded(VERIFIER, RAW, own_path(1, 1))["verdict"] == "right"


def test_a_wrong_second_step_after_a_wrong_first_stays_wrong():
    typed = {**own_path(3, 2), "second-moment-2": 6.1}
    feedback = graded(VERIFIER, RAW, typed)["feedback"]
    assert "second-moment-2: Wrong: the answer is 4.75, not 6.1." in feedback


@pytest.mark.parametrize("made", ["last-update-only", "no-bias-correction", "plain-gradient"])
def test_whoever_makes_a_mistake_is_told_that_one(told, made):
    # Equal gradients of a half: plain descent ends where the last update alone leads, 0.2 further.
    raw = {**RAW, "gradients": [0.5, 0.5], "lr": 0.2, "eps": 1e-8}
    assert told(VERIFIER, raw, made) == made
