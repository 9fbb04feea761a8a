"""``anchor.count``: published detectors, both forms of maps, refusals and each misconception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.detection.anchor_count import AnchorCount

VERIFIER = AnchorCount()

SSD300 = {"feature_maps": [38, 19, 10, 5, 3, 1], "boxes_per_cell": [4, 6, 6, 6, 4, 4]}


@pytest.mark.parametrize(
    ("detector", "raw", "expected"),
    [
        ("SSD300: 8,732", SSD300, 8732),
        (
            "SSD512: 24,564",
            {"feature_maps": [64, 32, 16, 8, 4, 2, 1], "boxes_per_cell": [4, 6, 6, 6, 6, 4, 4]},
            24564,
        ),
        ("YOLO v1: 98", {"feature_maps": "[7]", "boxes_per_cell": "2"}, 98),
        ("YOLO v3 at 416: 10,647", {"feature_maps": "52,26,13", "boxes_per_cell": 3}, 10647),
        (
            "Faster R-CNN on 60 x 40 cells: 21,600",
            {"feature_maps": [[40, 60]], "boxes_per_cell": 9},
            21600,
        ),
        ("one anchor", {"feature_maps": 1, "boxes_per_cell": 1}, 1),
        ("the most", {"feature_maps": [1000], "boxes_per_cell": [2]}, 2_000_000),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_detectors_have_their_anchors_on_both_roads(detector, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, detector
    assert VERIFIER.reference(v) == expected, detector


@pytest.mark.parametrize(
    ("raw", "maps"),
    [
        ("38", ((38, 38),)),
        (38, ((38, 38),)),
        ("38, 19", ((38, 38), (19, 19))),
        ([38, 19], ((38, 38), (19, 19))),
        ("38x19", ((38, 19),)),
        (" 38 × 19 ", ((38, 19),)),
        ("38x19, 19x10", ((38, 19), (19, 10))),
        ("[[38,19],[19,10]]", ((38, 19), (19, 10))),
        ([{"height": 38, "width": 19}], ((38, 19),)),
    ],
    ids=str,
)
def test_maps_are_read_as_sides_or_as_height_and_width(raw, maps):
    assert verify.bind(VERIFIER, {"feature_maps": raw, "boxes_per_cell": 1}).feature_maps == maps


SIDES = st.tuples(st.integers(1, 40), st.integers(1, 40))


@settings(max_examples=50, deadline=None)
@given(data=st.data(), maps=st.lists(SIDES, min_size=1, max_size=5))
def test_counting_agrees_on_any_legal_maps(data, maps):
    length = data.draw(st.sampled_from((1, len(maps))))
    boxes = data.draw(st.lists(st.integers(1, 9), min_size=length, max_size=length))
    v = AnchorCount.Parameters(tuple(maps), tuple(boxes))
    verify.check(VERIFIER, v)
    assert VERIFIER.compute(v) == VERIFIER.reference(v)
    assert verify.bind(VERIFIER, verify.plain(VERIFIER, v)) == v
    assert verify.bind(VERIFIER, verify.texts(VERIFIER, v)) == v


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"feature_maps": [8]}, "missing", "boxes_per_cell"),
        ({"feature_maps": [8, 4, 2], "boxes_per_cell": [3, 4]}, "where", "2 numbers for 3"),
        ({"feature_maps": [4096], "boxes_per_cell": 9}, "where", "at most 2000000"),
        ({"feature_maps": [0, 3], "boxes_per_cell": 9}, "range", "feature_maps: .*got 0"),
        ({"feature_maps": [], "boxes_per_cell": 9}, "range", "feature_maps"),
        ({"feature_maps": [-8], "boxes_per_cell": 9}, "range", "feature_maps"),
        ({"feature_maps": [[8, 8, 8]], "boxes_per_cell": 9}, "range", "feature_maps"),
        ({"feature_maps": [[8], 8], "boxes_per_cell": 9}, "type", "feature_maps"),
        ({"feature_maps": True, "boxes_per_cell": 9}, "type", "feature_maps"),
        ({"feature_maps": [float("nan")], "boxes_per_cell": 9}, "type", "feature_maps"),
        ({"feature_maps": [8], "boxes_per_cell": "inf"}, "type", "boxes_per_cell"),
        ({"feature_maps": [8], "boxes_per_cell": 10**30}, "range", "boxes_per_cell"),
        ({"feature_maps": [8], "boxes_per_cell": 1, "stride": 2}, "unknown-parameter", "stride"),
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
        # 1444 + 361 + 100 + 25 + 9 + 1
        ("one-per-cell", SSD300, 1940),
        # 152 + 114 + 60 + 30 + 12 + 4
        ("side-not-squared", SSD300, 372),
        # 1940 times 6, as many count SSD300
        ("same-everywhere", SSD300, 11640),
        # 1940 times 30
        ("all-boxes-on-all-cells", SSD300, 58200),
        ("first-map-only", SSD300, 5776),
        ("four-offsets", SSD300, 34928),
        # 100 and 25 cells
        ("always-square", {"feature_maps": [[10, 12], [5, 6]], "boxes_per_cell": 3}, 375),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"anchors": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        (
            {"feature_maps": [8], "boxes_per_cell": 1},
            {"one-per-cell", "first-map-only", "always-square", "same-everywhere"},
        ),
        ({"feature_maps": [[8, 9], [4, 5]], "boxes_per_cell": 3}, {"side-not-squared"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_show_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_the_question_names_each_number_of_boxes_only_where_they_differ():
    assert "carries $4$, $6$, $6$" in VERIFIER.prompt(verify.bind(VERIFIER, SSD300))
    same = {"feature_maps": [8, 4], "boxes_per_cell": [6, 6]}
    assert "Every cell carries $6$ anchors" in VERIFIER.prompt(verify.bind(VERIFIER, same))
