"""``miou.value``: documented examples, torch, refusals and each misconception."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.segmentation.miou import MeanIou

VERIFIER = MeanIou()


def bound(confusion: object) -> object:
    return verify.bind(VERIFIER, {"confusion": confusion})


@pytest.mark.parametrize(
    ("case", "confusion", "expected"),
    [
        ("keras.metrics.MeanIoU, first example", [[1, 1], [1, 1]], 1 / 3),
        ("keras.metrics.MeanIoU, weights in tenths", [[3, 3], [3, 1]], 0.23809525),
        # Labels 0 1 0 1 2, predicted as 1 1 0 1 1: IoUs 1/2, 1/2 and 0.
        ("ignite.metrics.mIoU's labels, all classes", [[1, 1, 0], [0, 2, 0], [0, 1, 0]], 1 / 3),
        (
            "a class that occurs nowhere is skipped",
            "[[3,1,0],[0,4,0],[0,0,0]]",
            (3 / 4 + 4 / 5) / 2,
        ),
        ("a class that is only predicted counts as 0", [[2, 1], [0, 0]], 1 / 3),
        ("one class, of which nothing is missed", [[5, 0], [0, 0]], 1.0),
        ("an image of 2048 x 2048", [[1_000_000, 0], [1_000_000, 1_000_000]], 0.5),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_known_matrices_have_their_known_score_on_both_roads(case, confusion, expected):
    v = bound(confusion)
    assert VERIFIER.compute(v) == pytest.approx(expected, rel=1e-6), case
    assert VERIFIER.reference(v) == pytest.approx(expected, rel=1e-6), case


@st.composite
def legal(draw: st.DrawFn) -> object:
    sides = draw(st.integers(2, 7))
    count = st.one_of(st.integers(0, 3), st.integers(0, 5000))
    row = st.tuples(*[count] * sides)
    v = MeanIou.Parameters(confusion=draw(st.tuples(*[row] * sides)))
    assume(VERIFIER.where(v) is None)
    return v


@settings(max_examples=60, deadline=None)
@given(v=legal())
def test_counting_pixel_by_pixel_agrees_on_any_legal_matrix(v):
    assert VERIFIER.compute(v) == pytest.approx(VERIFIER.reference(v), rel=1e-12)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({}, "missing", "confusion"),
        ({"confusion": [[1, 2, 3], [4, 5, 6]]}, "where", "2 rows of 3 numbers"),
        ({"confusion": [[0, 0], [0, 0]]}, "where", "confusion holds no pixel"),
        ({"confusion": [[10**6] * 3] * 3}, "where", "holds 9000000 pixels in all; at most"),
        ({"confusion": [[1, 2, 3], [4, 5]]}, "range", "rows of 3, 2 numbers"),
        ({"confusion": [[1, -2], [3, 4]]}, "range", "got -2"),
        ({"confusion": [[1, 0.5], [3, 4]]}, "type", "whole number"),
        ({"confusion": [[1, float("nan")], [3, 4]]}, "type", "whole number"),
        ({"confusion": [[1, float("inf")], [3, 4]]}, "type", "whole number"),
        ({"confusion": [[1, 10**30], [3, 4]]}, "range", "0 to 1000000"),
        ({"confusion": 7}, "type", "confusion"),
        ({"confusion": [[1]]}, "range", "2 to 20"),
        ({"confusion": [[1, 2], [3, 4]], "classes": 2}, "unknown-parameter", "classes"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


# Rows sum to 10, 10, 20, columns to 10, 14, 16; 32 of 40 pixels are right.
THREE = [[8, 2, 0], [2, 8, 0], [0, 4, 16]]


@pytest.mark.parametrize(
    ("misconception", "confusion", "wrong"),
    [
        ("pixel-accuracy", THREE, 32 / 40),
        ("mean-recall", THREE, (0.8 + 0.8 + 0.8) / 3),
        ("mean-precision", THREE, (8 / 10 + 8 / 14 + 1) / 3),
        ("hits-counted-twice", THREE, (8 / 20 + 8 / 24 + 16 / 36) / 3),
        ("dice", THREE, (16 / 20 + 16 / 24 + 32 / 36) / 3),
        # Unions 12, 16 and 20.
        ("pooled", THREE, 32 / 48),
        ("frequency-weighted", THREE, (10 * 8 / 12 + 10 * 8 / 16 + 20 * 16 / 20) / 40),
        ("absent-as-zero", [[6, 2, 0], [0, 2, 0], [0, 0, 0]], (6 / 8 + 2 / 4 + 0) / 3),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, confusion, wrong):
    v = bound(confusion)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found == {"miou": pytest.approx(wrong)}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_mistakes_that_cannot_be_made_are_not_claimed():
    found = verify.misconception_answers(VERIFIER, bound(THREE))
    assert "absent-as-zero" not in found
    # The second class is never true: its recall would be 0 / 0.
    found = verify.misconception_answers(VERIFIER, bound([[2, 1], [0, 0]]))
    assert "mean-recall" not in found
    assert "mean-precision" in found


def test_a_share_may_be_typed_in_percent():
    part = VERIFIER.part()
    assert part.answer.accepts(0.75, part.answer.parse("75%"))


def test_the_worked_steps_name_the_class_that_is_skipped():
    steps = VERIFIER.explain(bound([[6, 2, 0], [0, 2, 0], [0, 0, 0]]))
    assert "Class 3 occurs nowhere and is skipped" in steps[1]
    assert (
        "Classes 2 and 3 occur nowhere" in VERIFIER.explain(bound([[1, 0, 0], [0] * 3, [0] * 3]))[1]
    )
    assert "\\frac{0.75 + 0.5}{2} = 0.625" in steps[-1]


def test_a_matrix_too_wide_for_a_screen_is_asked_row_by_row():
    prompt = VERIFIER.prompt(
        bound([[100_000 if i == j else 1 for j in range(12)] for i in range(12)])
    )
    assert "bmatrix" not in prompt
    assert "- class 2: $1$, $100000$, $1$, " in prompt


def test_twenty_classes_are_explained_on_one_screen():
    confusion = [[5 if i == j else 1 for j in range(20)] for i in range(20)]
    steps = VERIFIER.explain(bound(confusion))
    assert steps[1].count("\\mathrm{IoU}") == 6
    assert len(steps[-1]) < 200
