"""``dice.value``: a documented example, torch, refusals and each misconception."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.segmentation.dice import Dice

VERIFIER = Dice()


def bound(truth: object, prediction: object, **rest: object) -> object:
    return verify.bind(VERIFIER, {"truth": truth, "prediction": prediction} | rest)


@pytest.mark.parametrize(
    ("case", "truth", "prediction", "smooth", "expected"),
    [
        ("keras.losses.Dice, first sample", [[1, 1], [0, 0]], [[0, 1], [0, 1]], 0, 0.5),
        ("equal masks", "[[1,0],[1,1]]", "[[1,0],[1,1]]", 0, 1),
        ("disjoint masks", [[1, 0]], [[0, 1]], 0, 0),
        ("nothing predicted", [[1, 1]], [[0, 0]], 0, 0),
        ("nothing there and nothing predicted, smoothed", [[0, 0]], [[0, 0]], 1, 1),
        ("disjoint masks, smoothed", [[1, 0]], [[0, 1]], 1, 1 / 3),
        # V-Net's equation with 0 and 1: 2 * 3 / (4 + 5).
        ("three of four, five predicted", [[1, 1, 1, 1, 0, 0]], [[0, 1, 1, 1, 1, 1]], 0, 6 / 9),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_known_masks_have_their_known_score_on_both_roads(
    case, truth, prediction, smooth, expected
):
    v = bound(truth, prediction, smooth=smooth)
    assert VERIFIER.compute(v) == pytest.approx(expected), case
    assert VERIFIER.reference(v) == pytest.approx(expected), case


@st.composite
def legal(draw: st.DrawFn) -> object:
    height, width = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    row = st.tuples(*[st.integers(0, 1)] * width)
    mask = st.tuples(*[row] * height)
    v = Dice.Parameters(
        truth=draw(mask),
        prediction=draw(mask),
        smooth=draw(st.one_of(st.sampled_from([0.0, 1.0, 1e-9, 100.0]), st.floats(1e-6, 100))),
    )
    assume(VERIFIER.where(v) is None)
    return v


@settings(max_examples=100, deadline=None)
@given(v=legal())
def test_counting_hits_and_errors_agrees_on_any_legal_masks(v):
    assert VERIFIER.agreement.agrees(VERIFIER.compute(v), VERIFIER.reference(v))


MASK = [[1, 0]]


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"truth": MASK}, "missing", "prediction"),
        ({"truth": MASK, "prediction": [[1]]}, "where", "truth is 1 x 2, prediction 1 x 1 pixels"),
        ({"truth": [[0]], "prediction": [[0]]}, "where", "both empty, so Dice is 0 / 0"),
        ({"truth": MASK, "prediction": [[2, 0]]}, "range", "0 to 1"),
        ({"truth": MASK, "prediction": [[0.5, 0]]}, "type", "prediction"),
        ({"truth": MASK, "prediction": [[float("nan"), 0]]}, "type", "prediction"),
        ({"truth": MASK, "prediction": MASK, "smooth": -1}, "range", "smooth"),
        ({"truth": MASK, "prediction": MASK, "smooth": 1e-12}, "where", "smooth must be 0 or"),
        ({"truth": MASK, "prediction": MASK, "smooth": "inf"}, "type", "smooth"),
        ({"truth": [[1] * 65], "prediction": [[1] * 65]}, "range", "1 to 64"),
        ({"truth": MASK, "prediction": MASK, "smoothing": 1}, "unknown-parameter", "smooth"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


# Six true, four predicted, three in both, twelve pixels in all: seven in the union.
TRUTH = [[1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 0, 0]]
PREDICTION = [[1, 1, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0]]


@pytest.mark.parametrize(
    ("misconception", "smooth", "wrong"),
    [
        ("iou", 0, 3 / 7),
        ("factor-missing", 0, 3 / 10),
        ("union-below", 0, 6 / 7),
        ("precision", 0, 3 / 4),
        ("recall", 0, 3 / 6),
        # Three common ones and five common zeros.
        ("pixel-accuracy", 0, 8 / 12),
        ("not-smoothed", 2, 6 / 10),
        ("smoothed-below-only", 2, 6 / 12),
        ("iou", 2, 5 / 9),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, smooth, wrong):
    v = bound(TRUTH, PREDICTION, smooth=smooth)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found == {"dice": pytest.approx(wrong)}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_mistakes_that_cannot_be_made_are_not_claimed():
    found = verify.misconception_answers(VERIFIER, bound(TRUTH, PREDICTION))
    assert not {"not-smoothed", "smoothed-below-only"} & set(found)
    nothing_predicted = verify.misconception_answers(VERIFIER, bound([[1]], [[0]]))
    assert "precision" not in nothing_predicted


def test_draws_overlap_but_not_perfectly():
    for variant in verify.draw_distinct(VERIFIER, 7, 60):
        a, b, both = variant.params.counts
        assert 0 < both < max(a, b)


def test_smoothing_is_said_only_where_there_is_some():
    assert "smoothed" not in VERIFIER.prompt(bound(TRUTH, PREDICTION))
    smoothed = bound(TRUTH, PREDICTION, smooth=2)
    assert "smoothed with $2$ above and below" in VERIFIER.prompt(smoothed)
    assert "\\frac{2 \\cdot 3 + 2}{6 + 4 + 2} = \\frac{8}{12}" in VERIFIER.explain(smoothed)[-1]


def test_wide_masks_stand_one_below_the_other():
    wide = [[1, 0] * 6]
    assert VERIFIER.prompt(bound(wide, wide)).count("$$") == 4


def test_masks_too_wide_for_a_matrix_are_lines_of_digits():
    prompt = VERIFIER.prompt(bound([[1, 0] * 11] * 2, [[0, 1] * 11] * 2))
    assert "bmatrix" not in prompt
    assert f"```text\n{'10' * 11}\n{'10' * 11}\n```" in prompt
