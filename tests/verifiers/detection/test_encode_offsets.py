"""``box.encode-offsets``: torchvision's way from corners, refusals and each misconception."""

from math import log

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.detection.encode_offsets import EncodeOffsets

VERIFIER = EncodeOffsets()

# Ten to the right, ten up, twice as wide, half as high.
RAW = {"anchor": [50, 50, 40, 20], "box": [60, 40, 80, 10]}
SSD = {**RAW, "variances": [0.1, 0.2]}


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        ("R-CNN", RAW, (0.25, -0.5, log(2), -log(2))),
        ("SSD's variances", SSD, (2.5, -5, 5 * log(2), -5 * log(2))),
        ("the anchor itself", {"anchor": [7, 8, 9, 10], "box": [7, 8, 9, 10]}, (0, 0, 0, 0)),
        (
            "the largest ratio",
            {"anchor": [0, 0, 0.001, 10_000], "box": [0, 0, 10_000, 0.001]},
            (0, 0, 7 * log(10), -7 * log(10)),
        ),
        (
            "the farthest box",
            {"anchor": [-1e4, 0, 0.001, 1], "box": [1e4, 0, 1, 1], "variances": [0.01, 0.01]},
            (2e9, 0, 300 * log(10), 0),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_known_boxes_have_their_offsets_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, raw)
    wanted = dict(zip(("tx", "ty", "tw", "th"), expected, strict=True))
    assert VERIFIER.compute(v) == pytest.approx(wanted), case
    assert VERIFIER.reference(v) == pytest.approx(wanted), case
    assert verify.prove(VERIFIER, v).agrees


CENTRES = st.floats(-10_000, 10_000)
SIDES = st.floats(0.001, 10_000)
BOXES = st.tuples(CENTRES, CENTRES, SIDES, SIDES)
VARIANCES = st.tuples(st.floats(0.01, 10), st.floats(0.01, 10))


@settings(max_examples=60, deadline=None)
@given(v=st.builds(EncodeOffsets.Parameters, BOXES, BOXES, VARIANCES))
def test_both_roads_agree_on_any_legal_boxes(v):
    verify.check(VERIFIER, v)
    proof = verify.prove(VERIFIER, v)
    assert proof.agrees, proof.message


PIXELS = st.integers(0, 600)
SIZES = st.integers(4, 300)


@settings(max_examples=40, deadline=None)
@given(v=st.builds(EncodeOffsets.Parameters, *[st.tuples(PIXELS, PIXELS, SIZES, SIZES)] * 2))
def test_torch_gets_the_offsets_from_corners_with_torchvisions_weights(v):
    def corners(box):
        cx, cy, w, h = (torch.tensor(float(x), dtype=torch.float64) for x in box)
        return cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2

    ssd = EncodeOffsets.Parameters(v.anchor, v.box, (0.1, 0.2))
    ax1, ay1, ax2, ay2 = corners(v.anchor)
    bx1, by1, bx2, by2 = corners(v.box)
    expected = {
        "tx": (10 * ((bx1 + bx2) - (ax1 + ax2)) / 2 / (ax2 - ax1)).item(),
        "ty": (10 * ((by1 + by2) - (ay1 + ay2)) / 2 / (ay2 - ay1)).item(),
        "tw": (5 * torch.log((bx2 - bx1) / (ax2 - ax1))).item(),
        "th": (5 * torch.log((by2 - by1) / (ay2 - ay1))).item(),
    }
    assert VERIFIER.compute(ssd) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"anchor": [0, 0, 1, 1]}, "missing", "box"),
        ({**RAW, "anchor": [0, 0, 0, 1]}, "range", "anchor: w: got 0"),
        ({**RAW, "box": [0, 0, 1, -1]}, "range", "box: h: got -1"),
        ({**RAW, "box": [0, 0, 1]}, "type", "box: h is missing"),
        ({**RAW, "box": [0, 0, 1, 1, 1]}, "range", "box: got 5 items"),
        ({**RAW, "box": [float("nan"), 0, 1, 1]}, "type", "box: cx"),
        ({**RAW, "box": [0, "inf", 1, 1]}, "type", "box: cy"),
        ({**RAW, "box": [0, 1e12, 1, 1]}, "range", "box: cy"),
        ({**RAW, "variances": [0, 0.2]}, "range", "variances"),
        ({**RAW, "variances": [0.1]}, "range", "variances"),
        ({**RAW, "variance": 0.1}, "unknown-parameter", "variances"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


LN2 = 0.6931472


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        ("not-scaled", RAW, {"tx": 10, "ty": -10}),
        ("by-the-box", RAW, {"tx": 0.125, "ty": -1}),
        ("half-sides", RAW, {"tx": 0.5, "ty": -1}),
        ("ratio-upside-down", RAW, {"tw": -LN2, "th": LN2}),
        ("no-logarithm", RAW, {"tw": 2, "th": 0.5}),
        ("relative-change", RAW, {"tw": 1, "th": -0.5}),
        ("decimal-logarithm", RAW, {"tw": 0.30103, "th": -0.30103}),
        ("roles-swapped", RAW, {"tx": -0.125, "ty": 1, "tw": -LN2, "th": LN2}),
        ("no-variances", SSD, {"tx": 0.25, "ty": -0.5, "tw": LN2, "th": -LN2}),
        ("variances-multiplied", SSD, {"tx": 0.025, "ty": -0.05, "tw": 0.138629, "th": -0.138629}),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found == pytest.approx(wrong, rel=1e-5)
    assert misconception in verify.told_apart(VERIFIER, v)


def test_without_variances_none_can_be_forgotten():
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, RAW))
    assert not {"no-variances", "variances-multiplied"} & set(found)


def test_variances_are_worked_only_where_there_are_some():
    assert len(VERIFIER.explain(verify.bind(VERIFIER, RAW))) == 4
    steps = VERIFIER.explain(verify.bind(VERIFIER, SSD))
    assert "t_x &= 0.25 / 0.1 = 2.5" in steps[3]
    assert "\\alpha" in steps[0]


def test_anchors_and_boxes_are_shown_as_they_were_given():
    raw = {"anchor": [1234.5678, 1, 2, 3], "box": [1234.5679, 1, 2, 3]}
    said = VERIFIER.prompt(verify.bind(VERIFIER, raw))
    assert "[1234.5678,\\ 1,\\ 2,\\ 3]" in said
    assert "[1234.5679,\\ 1,\\ 2,\\ 3]" in said
