"""``confusion.precision-recall-f1``: published scores, counting, refusals, each misconception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab.sessions.computed import graded
from quizlab_verifiers.metrics.precision_recall_f1 import PrecisionRecallF1

VERIFIER = PrecisionRecallF1()
COUNTS = {"tp": 3, "fp": 1, "fn": 2, "tn": 2}


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        ("scikit-learn, confusion matrix", COUNTS, (0.75, 0.6, 2 / 3)),
        ("scikit-learn, F-measures", {"tp": 1, "fp": 0, "fn": 1, "tn": 2}, (1, 0.5, 2 / 3)),
        ("without true negatives", {"tp": "3", "fp": "1", "fn": "2"}, (0.75, 0.6, 2 / 3)),
        ("nothing found", {"tp": 0, "fp": 3, "fn": 4}, (0, 0, 0)),
        (
            "the largest",
            {"tp": 10**6, "fp": 10**6, "fn": 0, "tn": 10**6},
            (0.5, 1, 2 / 3),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_scores_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, raw)
    names = ("precision", "recall", "f1")
    wanted = dict(zip(names, expected, strict=True))
    assert VERIFIER.compute(v) == pytest.approx(wanted), case
    assert VERIFIER.reference(v) == pytest.approx(wanted), case


PARAMETERS = st.builds(
    PrecisionRecallF1.Parameters,
    tp=st.integers(0, 300),
    fp=st.integers(0, 300),
    fn=st.integers(0, 300),
    tn=st.integers(0, 300),
    layout=st.sampled_from(["counts", "rows-actual", "rows-predicted", "sklearn"]),
)


@settings(max_examples=60, deadline=None)
@given(v=PARAMETERS.filter(lambda v: VERIFIER.where(v) is None))
def test_counting_in_the_labels_agrees(v):
    proof = verify.prove(VERIFIER, v)
    assert proof.agrees, proof.message
    follows = verify.followed(VERIFIER, v, VERIFIER.part("f1"), verify.answers(VERIFIER, v))
    assert follows == pytest.approx(VERIFIER.compute(v)["f1"])


def test_f1_follows_from_the_learners_own_precision_and_recall():
    v = verify.bind(VERIFIER, COUNTS)
    part = VERIFIER.part("f1")
    own = {"precision": 0.5, "recall": 0.25}
    assert verify.followed(VERIFIER, v, part, own) == pytest.approx(1 / 3)
    assert verify.followed(VERIFIER, v, part, {"precision": 0.0, "recall": 0.0}) == 0


def test_scores_may_be_typed_as_percentages():
    answer = VERIFIER.part("precision").answer
    assert answer.accepts(0.75, answer.parse("75%"))
    assert answer.accepts(0.75, answer.parse("3/4"))


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"tp": 1, "fp": 2}, "missing", "fn"),
        ({"tp": 0, "fp": 0, "fn": 2}, "where", "precision is undefined"),
        ({"tp": 0, "fp": 2, "fn": 0}, "where", "recall is undefined"),
        (COUNTS | {"tp": -1}, "range", "tp"),
        (COUNTS | {"tn": 10**7}, "range", "0 to 1000000"),
        (COUNTS | {"fp": 1.5}, "type", "fp"),
        (COUNTS | {"fp": float("nan")}, "type", "fp"),
        (COUNTS | {"fn": float("inf")}, "type", "fn"),
        (COUNTS | {"layout": "keras"}, "type", "rows-predicted"),
        (COUNTS | {"beta": 2}, "unknown-parameter", "beta"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        ("swapped", {"precision": 0.6, "recall": 0.75}),
        ("arithmetic-mean", {"f1": 0.675}),
        ("no-factor-two", {"f1": 1 / 3}),
        ("accuracy", {"precision": 5 / 8}),
        ("specificity", {"precision": 2 / 3}),
        ("other-class", {"precision": 0.5, "recall": 2 / 3, "f1": 4 / 7}),
        ("over-all-samples", {"precision": 3 / 8, "recall": 3 / 8}),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, wrong):
    v = verify.bind(VERIFIER, COUNTS)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found == pytest.approx(wrong)
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        (COUNTS | {"fn": 1}, {"swapped", "arithmetic-mean"}),
        (COUNTS | {"tn": 0}, {"other-class"}),
        ({"tp": 1, "fp": 0, "fn": 2}, {"specificity"}),
        ({"tp": 0, "fp": 1, "fn": 2}, {"no-factor-two"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_show_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


@pytest.mark.parametrize(
    ("layout", "cells", "order"),
    [
        ("rows-actual", "3 & 2 \\\\ 1 & 4", "positive first"),
        ("rows-predicted", "3 & 1 \\\\ 2 & 4", "positive first"),
        ("sklearn", "4 & 1 \\\\ 2 & 3", "negative first"),
    ],
)
def test_a_matrix_says_what_its_rows_are_and_which_class_comes_first(layout, cells, order):
    prompt = VERIFIER.prompt(verify.bind(VERIFIER, COUNTS | {"tn": 4, "layout": layout}))
    assert cells in prompt
    assert order in prompt
    rows = "predicted" if layout == "rows-predicted" else "actual"
    assert f"Rows are the **{rows}** classes" in prompt


def test_draws_are_worked_on_paper():
    for variant in verify.draw_distinct(VERIFIER, 11, 60):
        assert VERIFIER.comfortable(variant.params)


def test_who_got_the_recall_right_did_not_swap_it():
    # The accuracy 36 of 45 happens to be the recall 4 of 5.
    raw = {"tp": 4, "fp": 8, "fn": 1, "tn": 32}
    typed = {"precision": "0.8", "recall": "0.8", "f1": "8/17"}
    assert graded(VERIFIER, raw, typed)["misconception"] == "accuracy"
    typed = {"precision": "0.8", "recall": "1/3", "f1": "8/17"}
    assert graded(VERIFIER, raw, typed)["misconception"] == "swapped"
