"""``nms.kept``: ONNX's example, chains and ties, refusals and each misconception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.detection.nms import NmsKept

VERIFIER = NmsKept()


def row_of(*starts_and_scores, width=10):
    """Boxes of equal size beside each other, by where they start."""
    return [[x, 0, x + width, 10, score] for x, score in starts_and_scores]


CHAIN = row_of((0, 0.9), (3, 0.8), (6, 0.7))

# onnx/backend/test/case/node/nonmaxsuppression.py, suppress_by_IOU: in tenths
ONNX = [
    [0, 0, 10, 10, 0.9],
    [0, 1, 10, 11, 0.75],
    [0, -1, 10, 9, 0.6],
    [0, 100, 10, 110, 0.95],
    [0, 101, 10, 111, 0.5],
    [0, 1000, 10, 1010, 0.3],
]


@pytest.mark.parametrize(
    ("case", "boxes", "threshold", "expected"),
    [
        ("ONNX' suppress_by_IOU: 3, 0, 5", ONNX, 0.5, "ADF"),
        ("a dropped box drops no others", CHAIN, 0.5, "AC"),
        ("at a tie both stay", row_of((0, 0.9), (3, 0.8), width=9), 0.5, "AB"),
        ("just below the tie one goes", row_of((0, 0.9), (3, 0.8), width=9), 0.4999, "A"),
        ("a tie at 3/5", row_of((0, 0.9), (3, 0.8), width=12), 0.6, "AB"),
        ("a tie at 3/10", row_of((0, 0.9), (7, 0.8), width=13), 0.3, "AB"),
        ("equal boxes at threshold 1", row_of((0, 0.9), (0, 0.8)), 1, "AB"),
        ("boxes that touch at threshold 0", row_of((0, 0.9), (10, 0.8)), 0, "AB"),
        ("boxes that overlap at threshold 0", row_of((0, 0.9), (9, 0.8)), 0, "A"),
        ("the largest", [[-10000, -10000, 10000, 10000, 1], [0, 0, 1, 1, 0]], 0.5, "AB"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) > 6 else "",
)
def test_known_boxes_are_kept_on_both_roads(case, boxes, threshold, expected):
    v = verify.bind(VERIFIER, {"boxes": boxes, "threshold": threshold})
    assert VERIFIER.compute(v) == tuple(expected), case
    assert VERIFIER.reference(v) == tuple(expected), case


@st.composite
def legal(draw, most):
    """Boxes whose corners are few numbers, so that they overlap and tie often."""
    count = draw(st.integers(2, 6))
    scores = draw(st.lists(st.integers(0, 1000), min_size=count, max_size=count, unique=True))
    side = st.integers(1, most)
    boxes = []
    for score in scores:
        x, y = draw(st.integers(-most, most)), draw(st.integers(-most, most))
        boxes.append((x, y, x + draw(side), y + draw(side), score / 1000))
    threshold = draw(st.integers(0, 10_000)) / 10_000
    return NmsKept.Parameters(tuple(boxes), draw(st.sampled_from((0.5, threshold))))


@settings(max_examples=60, deadline=None)
@given(v=st.one_of(legal(4), legal(12), legal(4999)))
def test_both_roads_agree_on_any_legal_boxes(v):
    verify.check(VERIFIER, v)
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@settings(max_examples=60, deadline=None)
@given(v=legal(6))
def test_kept_boxes_do_not_overlap_too_much_and_each_dropped_one_has_a_better_reason(v):
    kept = VERIFIER.compute(v)
    cells = {
        letter: {(x, y) for x in range(x1, x2) for y in range(y1, y2)}
        for letter, (x1, y1, x2, y2, _) in zip("ABCDEF", v.boxes, strict=False)
    }
    score = {letter: box[4] for letter, box in zip("ABCDEF", v.boxes, strict=False)}

    def clashes(a, b):
        return len(cells[a] & cells[b]) / len(cells[a] | cells[b]) > v.threshold

    for letter in cells:
        better = [k for k in kept if score[k] > score[letter] and clashes(k, letter)]
        assert bool(better) is (letter not in kept)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({}, "missing", "boxes"),
        ({"boxes": [[0, 0, 1, 1, 0.5]]}, "range", "got 1 items"),
        ({"boxes": CHAIN * 3}, "range", "got 9 items"),
        ({"boxes": row_of((0, 0.5), (1, 0.5))}, "where", "same score"),
        ({"boxes": [[0, 0, 0, 1, 0.5], [0, 0, 1, 1, 0.4]]}, "where", "A .* x1 below x2"),
        ({"boxes": [[0, 0, 1, 1, 0.5], [0, 3, 1, 2, 0.4]]}, "where", "B .* y1 below y2"),
        ({"boxes": CHAIN, "threshold": 0.33333}, "where", "4 decimal places"),
        ({"boxes": CHAIN, "threshold": -0.1}, "range", "threshold"),
        ({"boxes": CHAIN, "threshold": "nan"}, "type", "threshold"),
        ({"boxes": CHAIN, "threshold": float("inf")}, "type", "threshold"),
        ({"boxes": [[0.5, 0, 1, 1, 0.5], [0, 0, 1, 1, 0.4]]}, "type", "x1"),
        ({"boxes": [[0, 0, 1, 1, 2], [0, 0, 1, 1, 0.4]]}, "range", "score"),
        ({"boxes": [[0, 0, 1, 1], [0, 0, 1, 1, 0.4]]}, "type", "score is missing"),
        ({"boxes": CHAIN, "iou": 0.5}, "unknown-parameter", "threshold"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


def test_a_box_may_be_an_object_in_json():
    named = [dict(zip(("x1", "y1", "x2", "y2", "score"), box, strict=True)) for box in CHAIN]
    plain = verify.bind(VERIFIER, {"boxes": CHAIN})
    assert verify.bind(VERIFIER, {"boxes": named}) == plain


@pytest.mark.parametrize(
    ("misconception", "boxes", "right", "wrong"),
    [
        # IoU 7/13 from box to box, 4/16 from A to C
        ("dropped-boxes-drop", CHAIN, "AC", "A"),
        # 4/16, and 4/10 of the smaller
        ("any-overlap", row_of((0, 0.9), (6, 0.8)), "AB", "A"),
        ("dropped-below", CHAIN, "AC", "AB"),
        # B is best and drops both; as listed A would drop B
        ("not-sorted", row_of((0, 0.7), (3, 0.9), (6, 0.8)), "B", "AC"),
        # IoU 6/12
        ("at-threshold", row_of((0, 0.9), (3, 0.8), width=9), "AB", "A"),
        # B drops C with 8/12
        ("only-against-best", row_of((50, 0.9), (0, 0.8), (2, 0.7)), "AB", "ABC"),
        # 6/14, but 6/10 of the smaller
        ("over-smaller", row_of((0, 0.9), (4, 0.8)), "AB", "A"),
    ],
)
def test_a_misconception_keeps_what_people_really_keep(misconception, boxes, right, wrong):
    v = verify.bind(VERIFIER, {"boxes": boxes})
    assert VERIFIER.compute(v) == tuple(right)
    found = verify.misconception_answers(VERIFIER, v)
    assert found[misconception] == {"kept": tuple(wrong)}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_mistakes_that_keep_the_right_boxes_are_not_claimed():
    apart = verify.bind(VERIFIER, {"boxes": row_of((0, 0.9), (20, 0.8))})
    assert set(verify.misconception_answers(VERIFIER, apart)) == {"dropped-below"}


def test_of_mistakes_that_keep_the_same_boxes_the_likelier_is_claimed():
    # Whoever drops at any overlap keeps A alone, and so does whoever lets B drop C.
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, {"boxes": CHAIN}))
    assert found["dropped-boxes-drop"] == {"kept": ("A",)}
    assert "any-overlap" not in found


def test_draws_meet_chains_and_ties():
    drawn = [verify.told_apart(VERIFIER, d.params) for d in verify.draw_distinct(VERIFIER, 7, 200)]
    assert sum("dropped-boxes-drop" in one for one in drawn) >= 20
    assert sum("at-threshold" in one for one in drawn) >= 8


def test_letters_are_graded_in_any_order():
    kept = VERIFIER.part().answer
    v = verify.bind(VERIFIER, {"boxes": CHAIN})
    assert kept.accepts(VERIFIER.compute(v), kept.parse("c a"))
    assert not kept.accepts(VERIFIER.compute(v), kept.parse("A"))


def test_the_steps_say_why_each_box_is_kept_or_dropped():
    text = "\n".join(VERIFIER.explain(verify.bind(VERIFIER, {"boxes": CHAIN})))
    assert "(A, B) = 70/130 \\approx 0.5385 > 0.5$, dropped" in text
    assert "(A, C) = 40/160 = 0.25 \\le 0.5$, kept" in text
    assert "(B, C)" not in text
    assert text.endswith("So A and C are kept.")
