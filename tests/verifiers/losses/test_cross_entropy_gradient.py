"""``cross-entropy.gradient``: published gradients, torch, refusals and each misconception."""

from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab.sessions.computed import graded
from quizlab_verifiers.losses.cross_entropy_gradient import CrossEntropyGradient

VERIFIER = CrossEntropyGradient()
LOGITS = {"logits": [log(2), log(3), log(5)], "target": 1}


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        ("CS231n case study, df", {}, (0.2, -0.7, 0.5)),
        ("CS231n case study, over a batch", {"batch": 10}, (0.02, -0.07, 0.05)),
        ("the sum over a batch", {"batch": 10, "reduction": "sum"}, (0.2, -0.7, 0.5)),
        ("the largest batch", {"batch": 4096}, (0.2 / 4096, -0.7 / 4096, 0.5 / 4096)),
        ("smoothed by 0.3", {"label_smoothing": 0.3}, (0.1, -0.5, 0.4)),
        ("certain and right", {"logits": [-1000, 1000]}, (0, 0)),
        ("certain and wrong", {"logits": [1000, -1000]}, (1, -1)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_gradients_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, LOGITS | raw)
    assert VERIFIER.compute(v) == pytest.approx(expected), case
    assert VERIFIER.reference(v) == pytest.approx(expected), case


@st.composite
def legal(draw: st.DrawFn) -> object:
    logits = draw(st.lists(st.floats(-1000, 1000), min_size=2, max_size=8))
    return CrossEntropyGradient.Parameters(
        logits=tuple(logits),
        target=draw(st.integers(0, len(logits) - 1)),
        batch=draw(st.sampled_from([1, 2, 7, 64])),
        reduction=draw(st.sampled_from(["mean", "sum"])),
        label_smoothing=draw(st.sampled_from([0.0, 0.1, 1.0])),
    )


@settings(max_examples=80, deadline=None)
@given(v=legal())
def test_torch_agrees_on_any_legal_sample(v):
    proof = verify.prove(VERIFIER, v)
    assert proof.agrees, proof.message


@settings(max_examples=40)
@given(v=legal())
def test_what_is_pulled_up_is_pushed_down_elsewhere(v):
    assert abs(sum(VERIFIER.compute(v))) < 1e-9


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"target": 3}, "where", "it can be 0 to 2"),
        ({"target": "first"}, "type", "target"),
        ({"logits": [0]}, "range", "2 to 20"),
        ({"logits": [0, float("-inf")]}, "type", "logits"),
        ({"logits": [0, "nan"]}, "type", "logits"),
        ({"logits": [0, -1001]}, "range", "logits"),
        ({"batch": 0}, "range", "1 to 4096"),
        ({"batch": 10**30}, "range", "batch"),
        ({"reduction": "none"}, "type", "mean, sum"),
        ({"label_smoothing": -0.1}, "range", "label_smoothing"),
        ({"smoothing": 0.1}, "unknown-parameter", "smoothing"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, LOGITS | raw)
    assert caught.value.code == code


def test_a_sample_without_a_target_is_refused():
    with pytest.raises(verify.Fault, match="target") as caught:
        verify.bind(VERIFIER, {"logits": [1, 2]})
    assert caught.value.code == "missing"


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        ("sign-flipped", {}, (-0.2, 0.7, -0.5)),
        ("probabilities-only", {}, (0.2, 0.3, 0.5)),
        ("probabilities-only", {"batch": 2}, (0.1, 0.15, 0.25)),
        ("no-softmax", {}, (0.693147, 0.098612, 1.609438)),
        # p(1 - p) = 0.16, 0.21, 0.25
        ("with-slope", {}, (0.032, -0.147, 0.125)),
        ("by-the-probabilities", {}, (0, -10 / 3, 0)),
        ("other-reduction", {"batch": 5}, (0.2, -0.7, 0.5)),
        ("other-reduction", {"batch": 5, "reduction": "sum"}, (0.04, -0.14, 0.1)),
        ("counted-from-one", {}, (-0.8, 0.3, 0.5)),
        ("no-smoothing", {"label_smoothing": 0.3}, (0.2, -0.7, 0.5)),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, LOGITS | raw)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found["gradient"] == pytest.approx(wrong, rel=1e-5)
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({}, {"other-reduction", "no-smoothing"}),
        ({"target": 0}, {"counted-from-one"}),
        ({"label_smoothing": 0.1}, {"by-the-probabilities"}),
        ({"logits": [1000, -1000]}, {"by-the-probabilities"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_be_made_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, LOGITS | raw))
    assert not absent & set(found)


def test_the_question_says_how_a_batch_is_reduced():
    assert "batch" not in VERIFIER.prompt(verify.bind(VERIFIER, LOGITS))
    for reduction in ("mean", "sum"):
        v = verify.bind(VERIFIER, LOGITS | {"batch": 4, "reduction": reduction})
        assert f"**{reduction}** of the cross-entropies" in VERIFIER.prompt(v)


def test_draws_are_worked_on_paper():
    for variant in verify.draw_distinct(VERIFIER, 11, 60):
        assert VERIFIER.comfortable(variant.params)


def test_drawn_probabilities_are_large_enough_to_be_rounded():
    for variant in verify.draw_distinct(VERIFIER, 11, 100):
        assert max(variant.params.logits) - min(variant.params.logits) <= 3


def test_three_figures_are_asked_for_and_enough():
    raw = LOGITS | {"logits": [2, -1, 1], "batch": 10}
    assert "Three significant figures" in VERIFIER.prompt(verify.bind(VERIFIER, raw))
    # The probabilities are 0.7054, 0.0351 and 0.2595.
    assert graded(VERIFIER, raw, "0.0705, -0.0965, 0.0259")["verdict"] == "right"
