"""``hog.descriptor-length``: the paper's window, torch, refusals and each misconception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.maths.oriented_gradients import hog_descriptor_length
from quizlab_verifiers.vision.hog_descriptor_length import HogDescriptorLength

VERIFIER = HogDescriptorLength()

PAPER = {"width": 64, "height": 128}


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        ("Dalal & Triggs, 64 x 128 pixels", PAPER, 3780),
        (
            "OpenCV's defaults, written out",
            PAPER | {"cell": "8", "block": "16", "stride": "8", "bins": "9"},
            3780,
        ),
        ("INRIA's padded windows of 96 x 160, by hand", {"width": 96, "height": 160}, 7524),
        ("pixels left over change nothing", {"width": 71, "height": 135}, 3780),
        ("one block", {"width": 16, "height": 16}, 36),
        (
            "the largest window costs no memory",
            {"width": 4096, "height": 4096, "cell": 1, "block": 2048, "stride": 1, "bins": 360},
            2049**2 * 2048**2 * 360,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_windows_have_their_length_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, case
    assert VERIFIER.reference(v) == expected, case


@st.composite
def legal(draw: st.DrawFn) -> object:
    cell = draw(st.integers(1, 9))
    block = cell * draw(st.integers(1, 4))
    return HogDescriptorLength.Parameters(
        width=draw(st.integers(block, block + 60)),
        height=draw(st.integers(block, block + 60)),
        cell=cell,
        block=block,
        stride=cell * draw(st.integers(1, 4)),
        bins=draw(st.integers(1, 12)),
    )


@settings(max_examples=100, deadline=None)
@given(v=legal())
def test_torch_agrees_on_any_legal_window_and_it_can_be_explained(v):
    verify.check(VERIFIER, v)
    assert VERIFIER.compute(v) == VERIFIER.reference(v)
    assert VERIFIER.explain(v)
    verify.misconception_answers(VERIFIER, v)


@given(v=legal())
def test_blocks_laid_one_by_one_are_as_many(v):
    blocks = [
        (x, y)
        for y in range(0, v.height - v.block + 1, v.stride)
        for x in range(0, v.width - v.block + 1, v.stride)
    ]
    cells = sum(1 for _ in range(0, v.block, v.cell)) ** 2
    assert VERIFIER.compute(v) == len(blocks) * cells * v.bins


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"block": 12}, "where", "block 12 is no multiple of cell 8"),
        ({"stride": 4}, "where", "stride 4 is no multiple of cell 8"),
        ({"block": 72}, "where", "block 72 does not fit into width 64 and height 128"),
        ({"width": 0}, "range", "width"),
        ({"height": 10**9}, "range", "height"),
        ({"bins": 0}, "range", "bins"),
        ({"cell": "nan"}, "type", "cell"),
        ({"cell": 7.5}, "type", "cell"),
        ({"signed": True}, "unknown-parameter", "signed"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(changed, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, PAPER | changed)
    assert caught.value.code == code


def test_the_maths_refuses_what_does_not_divide_or_fit():
    with pytest.raises(ValueError, match="must be multiples of cell"):
        hog_descriptor_length(64, 128, 8, 12)
    with pytest.raises(ValueError, match="does not fit into 8 x 128"):
        hog_descriptor_length(8, 128)


@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        ("cells-once", 8 * 16 * 9),
        ("one-histogram-a-block", 7 * 15 * 9),
        ("no-plus-one", 6 * 14 * 4 * 9),
        ("a-block-each-stride", 8 * 16 * 4 * 9),
        ("side-by-side", 4 * 8 * 4 * 9),
        ("no-bins", 7 * 15 * 4),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, wrong):
    v = verify.bind(VERIFIER, PAPER)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"length": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_blocks_side_by_side_are_no_mistake_where_they_lie_so():
    v = verify.bind(VERIFIER, PAPER | {"stride": 16})
    found = verify.misconception_answers(VERIFIER, v)
    assert not {"side-by-side", "cells-once", "a-block-each-stride"} & set(found)


@pytest.mark.parametrize("stride", [16, 24])
def test_nobody_is_told_that_blocks_overlap_where_they_do_not(stride):
    for width in range(64, 96):
        v = verify.bind(VERIFIER, {"width": width, "height": 128, "stride": stride})
        found = verify.misconception_answers(VERIFIER, v)
        assert not {"cells-once", "a-block-each-stride"} & set(found)
    assert "overlap" not in VERIFIER.misconceptions[4].sentence


def test_pixels_left_over_are_mentioned_where_there_are_any():
    # scikit-image drops them, OpenCV refuses such a window.
    assert "left over" not in VERIFIER.prompt(verify.bind(VERIFIER, PAPER))
    assert "left over" in VERIFIER.prompt(verify.bind(VERIFIER, PAPER | {"width": 68}))
