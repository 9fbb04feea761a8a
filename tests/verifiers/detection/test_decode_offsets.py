"""``box.decode-offsets``: boxes by hand, the way back, refusals and each misconception."""

from math import exp, log
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.detection.decode_offsets import DecodeOffsets
from quizlab_verifiers.detection.encode_offsets import EncodeOffsets

VERIFIER = DecodeOffsets()

RAW = {"anchor": [50, 50, 40, 20], "offsets": [0.25, -0.5, 1, 2]}
SSD = {"anchor": [50, 50, 40, 20], "offsets": [2.5, -5, 5, 10], "variances": [0.1, 0.2]}


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        ("R-CNN", RAW, (60, 40, 108.731273, 147.781122)),
        ("SSD's variances", SSD, (60, 40, 108.731273, 147.781122)),
        ("no offsets", {"anchor": [7, 8, 9, 10], "offsets": [0, 0, 0, 0]}, (7, 8, 9, 10)),
        (
            "doubled and halved",
            {"anchor": [0, 0, 10, 10], "offsets": [1, -1, log(2), -log(2)]},
            (10, -10, 20, 5),
        ),
        (
            "a centre that comes to lie at 0",
            {"anchor": [-3, 7000, 1, 10000], "offsets": [3, -0.7, 0, 0]},
            (0, 0, 1, 10000),
        ),
        (
            "the largest",
            {"anchor": [0, 0, 1e4, 1e4], "offsets": [100, -100, 1, -1], "variances": [10, 10]},
            (1e7, -1e7, 1e4 * exp(10), 1e4 * exp(-10)),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_known_offsets_make_their_boxes_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, raw)
    wanted = dict(zip(("cx", "cy", "w", "h"), expected, strict=True))
    near = pytest.approx(wanted, rel=1e-8, abs=1e-9)
    assert VERIFIER.compute(v) == near, case
    assert VERIFIER.reference(v) == near, case
    assert verify.prove(VERIFIER, v).agrees


CENTRES = st.floats(-10_000, 10_000)
SIDES = st.floats(0.001, 10_000)
BOXES = st.tuples(CENTRES, CENTRES, SIDES, SIDES)
SHIFTS = st.floats(-100, 100)
LOGS = st.floats(-10, 10)
VARIANCES = st.tuples(st.floats(0.01, 10), st.floats(0.01, 10))


@settings(max_examples=60, deadline=None)
@given(
    v=st.builds(DecodeOffsets.Parameters, BOXES, st.tuples(SHIFTS, SHIFTS, LOGS, LOGS), VARIANCES)
)
def test_both_roads_agree_on_any_legal_offsets(v):
    assume(VERIFIER.where(v) is None)
    proof = verify.prove(VERIFIER, v)
    assert proof.agrees, proof.message


@settings(max_examples=40, deadline=None)
@given(anchor=BOXES, box=BOXES, variances=VARIANCES)
def test_decoding_leads_back_to_the_box_that_was_encoded(anchor, box, variances):
    offsets = EncodeOffsets().reference(EncodeOffsets.Parameters(anchor, box, variances))
    back = VERIFIER.compute(DecodeOffsets.Parameters(anchor, tuple(offsets.values()), variances))
    assert tuple(back.values()) == pytest.approx(box, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"anchor": [0, 0, 1, 1]}, "missing", "offsets"),
        ({**RAW, "offsets": [0, 0, 11, 0]}, "where", "tw 11 times the variance 1"),
        ({**SSD, "offsets": [0, 0, 0, -51]}, "where", "th -51 times the variance 0.2"),
        ({**RAW, "anchor": [0, 0, -1, 1]}, "range", "anchor: w: got -1"),
        ({**RAW, "offsets": [0, 0, 1]}, "type", "offsets: th is missing"),
        ({**RAW, "offsets": [1e9, 0, 1, 1]}, "range", "offsets: tx"),
        ({**RAW, "offsets": [0, "nan", 1, 1]}, "type", "offsets: ty"),
        ({**RAW, "offsets": [0, float("inf"), 1, 1]}, "type", "offsets: ty"),
        ({**RAW, "variances": 0.1}, "type", "variances"),
        ({**RAW, "box": [0, 0, 1, 1]}, "unknown-parameter", "box"),
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
        ("not-scaled", RAW, {"cx": 50.25, "cy": 49.5}),
        # Sides of 108.7313 and 147.7811
        ("by-the-new-sides", RAW, {"cx": 77.182818, "cy": -23.890561}),
        # From the corner at 30 and 40
        ("from-the-corner", RAW, {"cx": 40, "cy": 30}),
        ("no-exponential", RAW, {"w": 40, "h": 40}),
        ("linear", RAW, {"w": 80, "h": 60}),
        ("base-two", RAW, {"w": 80, "h": 80}),
        ("exponential-added", RAW, {"w": 42.718282, "h": 27.389056}),
        ("divided", RAW, {"w": 14.715178, "h": 2.706706}),
        # e to the 5 and to the 10
        ("no-variances", SSD, {"cx": 150, "cy": -50, "w": 5936.526364, "h": 440529.315896}),
        # e to the 0.5 and to the 1
        ("centre-variance-for-sizes", SSD, {"w": 65.948851, "h": 54.365637}),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found == pytest.approx(wrong, rel=1e-6)
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        (RAW, {"no-variances", "centre-variance-for-sizes"}),
        ({**RAW, "offsets": [1, 1, -1, 1]}, {"no-exponential", "linear"}),
        (
            {**RAW, "offsets": [1, 1, 0, 0]},
            {"by-the-new-sides", "linear", "base-two", "divided", "no-exponential"},
        ),
        ({**RAW, "offsets": [1, 1, 900, 1], "variances": [0.1, 0.01]}, {"no-variances"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_show_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_a_slip_by_one_in_a_centre_is_no_rounding():
    centre = VERIFIER.part("cx").answer
    assert not centre.accepts(104.0, centre.parse("103"))
    assert centre.accepts(66.75, centre.parse("66.8"))
    side = VERIFIER.part("w").answer
    assert side.accepts(79.98, side.parse("80"))


def test_draws_have_offsets_that_suit_their_variances():
    dice = Random(0)
    drawn = [verify.draw(VERIFIER, dice) for _ in range(400)]
    assert all(map(VERIFIER.comfortable, drawn))
    assert 0.1 < sum(v.variances == (0.1, 0.2) for v in drawn) / len(drawn) < 0.4


def test_anchors_and_offsets_are_shown_as_they_were_given():
    raw = {"anchor": [1234.5678, 1, 2, 3], "offsets": [0.1234567, 0, 0, -0.1234567]}
    said = VERIFIER.prompt(verify.bind(VERIFIER, raw))
    assert "[1234.5678,\\ 1,\\ 2,\\ 3]" in said
    assert "[0.1234567,\\ 0,\\ 0,\\ -0.1234567]" in said
