"""``sobel.response``: known responses, torch, refusals and each misconception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.vision.sobel_response import SobelResponse

VERIFIER = SobelResponse()

STEP = [[0, 0, 255]] * 3
RAMP = [[0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 2, 3]]
DOWN = [[9, 9, 9], [5, 5, 5], [1, 1, 1]]
# By hand: x is (2 + 18 + 2) − (6 + 0 + 0) = 16, y is (0 + 22 + 2) − (6 + 4 + 2) = 12.
PATCH = [[6, 2, 2], [0, 0, 9], [0, 11, 2]]


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        ("the largest of 8 bits: an edge of 255", {"values": STEP, "direction": "x"}, 1020),
        ("an edge along x has no y", {"values": STEP, "direction": "y"}, 0),
        ("a slope of one: 8", {"values": RAMP, "direction": "X", "row": 2, "column": 2}, 8),
        ("darker downwards is negative", {"values": DOWN, "direction": "y"}, -32),
        ("by hand, x", {"values": PATCH, "direction": "x"}, 16),
        ("by hand, y", {"values": PATCH, "direction": "y"}, 12),
        ("by hand, magnitude", {"values": PATCH, "direction": "magnitude"}, 20),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_known_responses_come_out_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == pytest.approx(expected), case
    assert VERIFIER.reference(v) == pytest.approx(expected), case


@st.composite
def legal(draw: st.DrawFn) -> object:
    rows, columns = draw(st.integers(3, 7)), draw(st.integers(3, 7))
    number = st.one_of(st.integers(0, 255).map(float), st.floats(-1e4, 1e4))
    row = st.lists(number, min_size=columns, max_size=columns).map(tuple)
    return SobelResponse.Parameters(
        values=tuple(draw(st.lists(row, min_size=rows, max_size=rows))),
        direction=draw(st.sampled_from(["x", "y", "magnitude"])),
        row=draw(st.integers(1, rows - 2)),
        column=draw(st.integers(1, columns - 2)),
    )


@settings(max_examples=80, deadline=None)
@given(v=legal())
def test_torch_agrees_at_any_inner_pixel_and_it_can_be_explained(v):
    verify.check(VERIFIER, v)
    assert VERIFIER.agreement.agrees(VERIFIER.compute(v), VERIFIER.reference(v))
    assert VERIFIER.explain(v)
    verify.misconception_answers(VERIFIER, v)


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"row": 2}, "where", "row 2 of values 3 x 3 has no neighbour behind it; take row 1"),
        ({"values": RAMP, "column": 3}, "where", "take column 1 to 2"),
        ({"row": 0}, "range", "row"),
        ({"direction": "z"}, "type", "x, y, magnitude"),
        ({"values": [[1, 2], [3, 4]]}, "range", "values"),
        ({"values": [[1, 2, 3], [1, 2, 3], [1, 2]]}, "range", "values"),
        ({"values": [["inf"] * 3] * 3}, "type", "values"),
        ({"values": [[1e300] * 3] * 3}, "range", "values"),
        ({"size": 3}, "unknown-parameter", "size"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(changed, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, {"values": PATCH, "direction": "x"} | changed)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "direction", "wrong"),
    [
        ("flipped", "x", -16),
        ("flipped", "y", -12),
        ("other-direction", "x", 12),
        ("other-direction", "y", 16),
        # 13 − 6 and 13 − 10
        ("prewitt", "x", 7),
        ("prewitt", "y", 3),
        ("prewitt", "magnitude", 58**0.5),
        ("sizes-added", "magnitude", 28),
        ("no-root", "magnitude", 400),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, direction, wrong):
    v = verify.bind(VERIFIER, {"values": PATCH, "direction": direction})
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found["response"] == pytest.approx(wrong)
    assert misconception in verify.told_apart(VERIFIER, v)


def test_row_and_column_can_be_swapped_in_larger_images_only():
    values = [[0, 0, 0, 0], [0, 0, 0, 7], [0, 0, 0, 0], [0, 3, 0, 0]]
    v = verify.bind(VERIFIER, {"values": values, "direction": "x", "row": 1, "column": 2})
    # At row 2, column 1 the 3 lies in the middle column, which x ignores.
    found = verify.misconception_answers(VERIFIER, v)["row-and-column-swapped"]
    assert (VERIFIER.compute(v), found["response"]) == (14, 0)
    patch = verify.bind(VERIFIER, {"values": PATCH, "direction": "x"})
    assert "row-and-column-swapped" not in verify.misconception_answers(VERIFIER, patch)


def test_a_magnitude_has_no_sign_to_get_wrong():
    v = verify.bind(VERIFIER, {"values": PATCH, "direction": "magnitude"})
    found = verify.misconception_answers(VERIFIER, v)
    assert not {"flipped", "other-direction"} & set(found)


def test_drawn_magnitudes_are_whole():
    drawn = [variant.params for variant in verify.draw_distinct(VERIFIER, 1, 150)]
    magnitudes = [VERIFIER.compute(v) for v in drawn if v.direction == "magnitude"]
    assert len(magnitudes) >= 10
    assert all(m == round(m) > 0 for m in magnitudes)
