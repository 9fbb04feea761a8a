"""``average-precision.value``: a published curve, VOC's code, refusals and each misconception."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.detection.average_precision import AveragePrecision

VERIFIER = AveragePrecision()

# The illustrated example of https://github.com/rafaelpadilla/Object-Detection-Metrics
PADILLA = [int(rank in {1, 3, 10, 12, 13, 14, 23}) for rank in range(1, 25)]
RAW = {"hits": [1, 0, 1, 1, 0], "objects": 4}
ELEVEN = {**RAW, "form": "11-point"}


@pytest.mark.parametrize(
    ("case", "raw", "expected", "places"),
    [
        # Its areas are cut off behind four places, hence 24.56 % for 24.57 %.
        ("Padilla, every point: 24.56 %", {"hits": PADILLA, "objects": 15}, 0.2456, 1.5e-4),
        (
            "Padilla, 11 points: 26.84 %",
            {"hits": PADILLA, "objects": 15, "form": "11-point"},
            0.2684,
            5e-5,
        ),
        ("all found at once", {"hits": "1,1", "objects": "2"}, 1, 0),
        ("all found at once, 11 points", {"hits": [1], "objects": 1, "form": "11-point"}, 1, 0),
        ("all found at once, 101 points", {"hits": [1], "objects": 1, "form": "101-point"}, 1, 0),
        ("nothing found", {"hits": [0, 0], "objects": 3}, 0, 0),
        ("nothing found, COCO", {"hits": [0], "objects": 3, "form": "101-point"}, 0, 0),
        # Recall 3/10 reaches level 0.3 exactly, which floats miss: np.arange(0, 1.1, 0.1)[3] > 0.3
        ("exact levels", {"hits": [1, 1, 1], "objects": 10, "form": "11-point"}, 4 / 11, 1e-12),
        # 1 + 0.75 + 0.75 over 4
        ("a dip is smoothed", RAW, 0.625, 1e-12),
        # Levels 0 to 0.25, 0.5 and 0.75: 26, 25 and 25 of them
        ("COCO", {**RAW, "form": "101-point"}, (26 + 50 * 0.75) / 101, 1e-12),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_known_rankings_have_their_average_precision_on_both_roads(case, raw, expected, places):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == pytest.approx(expected, abs=places or 1e-12), case
    assert VERIFIER.reference(v) == pytest.approx(expected, abs=places or 1e-12), case


@st.composite
def legal(draw, most, form=None):
    hits = draw(st.lists(st.integers(0, 1), min_size=1, max_size=most))
    missed = draw(st.integers(0, most))
    chosen = form or draw(st.sampled_from(("all-points", "11-point", "101-point")))
    return AveragePrecision.Parameters(tuple(hits), max(1, sum(hits) + missed), chosen)


@settings(max_examples=60, deadline=None)
@given(v=st.one_of(legal(8), legal(200)))
def test_both_roads_agree_on_any_legal_ranking(v):
    verify.check(VERIFIER, v)
    proof = verify.prove(VERIFIER, v)
    assert proof.agrees, proof.message


@settings(max_examples=40, deadline=None)
@given(v=legal(20, "all-points"))
def test_the_area_is_that_under_the_envelope_of_the_curve(v):
    found = np.cumsum(v.hits)
    recall = np.concatenate(([0.0], found / v.objects, [1.0]))
    precision = np.concatenate((found / np.arange(1, len(v.hits) + 1), [0.0]))
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    assert VERIFIER.compute(v) == pytest.approx(float(np.sum(np.diff(recall) * envelope)))


@settings(max_examples=40, deadline=None)
@given(v=legal(30))
def test_moving_a_hit_up_never_lowers_the_average_precision(v):
    better = AveragePrecision.Parameters(tuple(sorted(v.hits, reverse=True)), v.objects, v.form)
    assert 0 <= VERIFIER.compute(v) <= VERIFIER.compute(better) + 1e-12
    assert VERIFIER.compute(better) <= 1 + 1e-12


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"hits": [1, 0]}, "missing", "objects"),
        ({"hits": [1, 1], "objects": 1}, "where", "2 hits for objects 1"),
        ({"hits": [], "objects": 1}, "range", "hits"),
        ({"hits": [2], "objects": 1}, "range", "hits: .*got 2"),
        ({"hits": [True], "objects": 1}, "type", "hits"),
        ({"hits": "yes", "objects": 1}, "type", "hits"),
        ({"hits": [float("nan")], "objects": 1}, "type", "hits"),
        ({"hits": [1], "objects": 0}, "range", "objects: got 0"),
        ({"hits": [1], "objects": -5}, "range", "objects"),
        ({"hits": [1], "objects": 10**50}, "range", "objects"),
        ({"hits": [1], "objects": float("inf")}, "type", "objects"),
        ({"hits": [1], "objects": 1, "form": "area"}, "type", "all-points, 11-point, 101-point"),
        ({"hits": [1], "objects": 1, "points": 11}, "unknown-parameter", "points"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        # 1 + 2/3 + 3/4 over 4
        ("not-interpolated", RAW, 0.6041667),
        # 1 + 0.75 + 0.75 over 3
        ("found-only", RAW, 0.8333333),
        # 3 levels at 1, 3 and 2 at 0.75
        ("eleven-levels", RAW, 6.75 / 11),
        ("eleven-levels", {"hits": [1, 0, 0, 1], "objects": 2, "form": "101-point"}, 8.5 / 11),
        ("area", ELEVEN, 0.625),
        ("level-zero-left-out", ELEVEN, 0.575),
        # 3, 3 and 2 levels at 1, 2/3 and 3/4
        ("not-interpolated", ELEVEN, 6.5 / 11),
        # 4, 3 and 4 levels of 3 objects
        ("found-only", ELEVEN, 9.25 / 11),
        ("last-precision", RAW, 0.6),
        ("over-detections", RAW, 0.5),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found == {"ap": pytest.approx(wrong)}
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"hits": [1, 1, 0], "objects": 2}, {"not-interpolated", "found-only", "area"}),
        ({**RAW, "form": "101-point"}, {"level-zero-left-out", "over-detections"}),
        (ELEVEN, {"eleven-levels", "over-detections"}),
        ({"hits": [0, 0], "objects": 2}, {"found-only", "eleven-levels", "last-precision"}),
        ({"hits": [0], "objects": 2, "form": "11-point"}, {"area", "level-zero-left-out"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_show_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_the_steps_count_the_levels_of_each_hit():
    last = VERIFIER.explain(verify.bind(VERIFIER, ELEVEN))[-1]
    assert "$3$, $3$ and $2$ levels; the other $3$ are never reached" in last
    nothing = VERIFIER.explain(verify.bind(VERIFIER, {"hits": [0], "objects": 1}))
    assert nothing[-1] == "Nothing was found, so the average precision is $0$."
