"""``box.iou``: published boxes, counting unit cells, refusals and each misconception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.detection.iou import Iou

VERIFIER = Iou()


@pytest.mark.parametrize(
    ("case", "first", "second", "expected"),
    [
        ("torchvision's test_ops, box_iou: a quarter", [0, 0, 100, 100], [0, 0, 50, 50], 0.25),
        ("torchvision's test_ops, box_iou: apart", [0, 0, 100, 100], [200, 200, 300, 300], 0),
        ("torchvision's test_ops, box_iou: equal", [0, 0, 50, 50], [0, 0, 50, 50], 1),
        ("boxes that only touch", [0, 0, 2, 2], [2, 0, 4, 2], 0),
        ("a cross", [-1, -5, 1, 5], [-5, -1, 5, 1], 4 / 36),
        ("the farthest corners", [-100_000, -100_000, 100_000, 100_000], [0, 0, 1e-6, 1e-6], 0),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_known_boxes_have_their_iou_on_both_roads(case, first, second, expected):
    v = verify.bind(VERIFIER, {"first": first, "second": second})
    near = pytest.approx(expected, abs=1e-9)
    assert VERIFIER.compute(v)["iou"] == near, case
    assert VERIFIER.reference(v)["iou"] == near, case
    assert verify.prove(VERIFIER, v).agrees


@st.composite
def boxes(draw, numbers):
    x = sorted(draw(st.tuples(numbers, numbers)))
    y = sorted(draw(st.tuples(numbers, numbers)))
    return tuple(float(n) for n in (x[0], y[0], x[1], y[1]))


FLOATS = st.floats(-100_000, 100_000)
WHOLE = st.integers(-6, 6)


def is_legal(v):
    return VERIFIER.where(v) is None


@settings(deadline=None)
@given(v=st.builds(Iou.Parameters, boxes(FLOATS), boxes(FLOATS)).filter(is_legal))
def test_both_roads_agree_on_any_legal_boxes(v):
    proof = verify.prove(VERIFIER, v)
    assert proof.agrees, proof.message


@settings(deadline=None)
@given(v=st.builds(Iou.Parameters, boxes(WHOLE), boxes(WHOLE)).filter(is_legal))
def test_areas_are_the_unit_cells_that_the_boxes_cover(v):
    def cells(box):
        x1, y1, x2, y2 = map(int, box)
        return {(x, y) for x in range(x1, x2) for y in range(y1, y2)}

    one, two = cells(v.first), cells(v.second)
    expected = {
        "intersection": len(one & two),
        "union": len(one | two),
        "iou": len(one & two) / len(one | two),
    }
    assert VERIFIER.compute(v) == pytest.approx(expected)
    assert VERIFIER.reference(v) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"first": [0, 0, 1, 1]}, "missing", "second"),
        ({"first": [0, 0, 0, 1], "second": [0, 0, 1, 1]}, "where", "first .* x2 above x1"),
        ({"first": [0, 0, 1, 1], "second": [3, 2, 1, 4]}, "where", "second"),
        ({"first": [0, 0, 1], "second": [0, 0, 1, 1]}, "range", "first: got 3 items"),
        ({"first": [0, 0, 1, 1e9], "second": [0, 0, 1, 1]}, "range", "first"),
        ({"first": [0, 0, 1, float("nan")], "second": [0, 0, 1, 1]}, "type", "first"),
        ({"first": [0, 0, 1, "inf"], "second": [0, 0, 1, 1]}, "type", "first"),
        ({"first": [0, 0, 1, True], "second": [0, 0, 1, 1]}, "type", "first"),
        ({"first": 3, "second": [0, 0, 1, 1]}, "type", "first"),
        ({"one": [0, 0, 1, 1], "second": [0, 0, 1, 1]}, "unknown-parameter", "first"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


# They share 2 by 3 cells; the areas are 16 and 32.
OVERLAP = {"first": [0, 0, 4, 4], "second": [2, 1, 6, 9]}


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        ("sum-as-union", OVERLAP, {"union": 48, "iou": 0.125}),
        # 3 by 4 shared; 5 by 5 and 5 by 9
        ("plus-one", OVERLAP, {"intersection": 12, "union": 58, "iou": 12 / 58}),
        ("dice", OVERLAP, {"iou": 0.25}),
        ("over-smaller", OVERLAP, {"iou": 0.375}),
        # 6 wide and 9 high around both
        ("enclosing-box", OVERLAP, {"union": 54, "iou": 6 / 54}),
        # 4 by 4 and 6 by 9, sharing 2 by 3
        ("corners-as-sides", OVERLAP, {"intersection": 6, "union": 64, "iou": 6 / 64}),
        # -1 times -2
        (
            "not-clamped",
            {"first": [0, 0, 2, 2], "second": [3, 4, 6, 6]},
            {"intersection": 2, "union": 8, "iou": 0.25},
        ),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found == pytest.approx(wrong)
    assert misconception in verify.told_apart(VERIFIER, v)


def test_adding_one_gives_the_iou_that_a_well_known_tutorial_prints():
    # PyImageSearch, "Intersection over Union (IoU) for object detection": 0.7980
    v = verify.bind(VERIFIER, {"first": [39, 63, 203, 112], "second": [54, 66, 198, 114]})
    wrong = verify.misconception_answers(VERIFIER, v)["plus-one"]
    assert wrong["iou"] == pytest.approx(0.7980, abs=5e-5)
    assert VERIFIER.compute(v)["iou"] == pytest.approx(6624 / 8324)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        (
            {"first": [0, 0, 2, 2], "second": [3, 4, 6, 6]},
            {"sum-as-union", "dice", "over-smaller"},
        ),
        ({"first": [0, 0, 9, 9], "second": [1, 1, 2, 2]}, {"enclosing-box", "not-clamped"}),
        ({"first": [0, 0, 9, 9], "second": [0, 0, 2, 2]}, {"corners-as-sides"}),
        ({"first": [-4, -4, -1, -1], "second": [-3, -3, 2, 2]}, {"corners-as-sides"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_show_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_an_error_is_carried_forward_into_union_and_iou():
    v = verify.bind(VERIFIER, OVERLAP)
    earlier = {"intersection": 8, "union": 40}
    assert verify.followed(VERIFIER, v, VERIFIER.part("union"), earlier) == 40
    assert verify.followed(VERIFIER, v, VERIFIER.part("iou"), earlier) == pytest.approx(0.2)
    none = {"intersection": 8, "union": 0}
    assert verify.followed(VERIFIER, v, VERIFIER.part("iou"), none) is None


def test_a_slip_by_one_in_an_area_is_no_rounding():
    v = verify.bind(VERIFIER, {"first": [1, 4, 9, 16], "second": [0, 2, 7, 12]})
    union = VERIFIER.part("union").answer
    truth = VERIFIER.compute(v)["union"]
    assert truth == 118
    assert not union.accepts(truth, union.parse("119"))
    assert union.accepts(123.75, union.parse("123.8"))
    # Rounded to three figures it is asked for again.
    assert union.is_coarse(103.25, union.parse("103"))


def test_coordinates_are_shown_as_they_were_given():
    v = verify.bind(VERIFIER, {"first": [0, 0, 12345.678, 1], "second": [-0.1234567, 0, 1, 1]})
    assert "[0,\\ 0,\\ 12345.678,\\ 1]" in VERIFIER.prompt(v)
    assert "[-0.1234567,\\ 0,\\ 1,\\ 1]" in VERIFIER.prompt(v)
    assert "\\min(12345.678, 1)" in VERIFIER.explain(v)[1]


def test_the_steps_say_where_a_negative_side_counts_as_zero():
    v = verify.bind(VERIFIER, {"first": [0, 0, 2, 2], "second": [3, 4, 6, 6]})
    assert "= 2 - 3 = -1,\\ \\text{so } 0" in VERIFIER.explain(v)[1]
