"""``integral-image.sum``: a published square, torch, refusals, errors carried forward."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.maths.integral_image import integral_image, rectangle_sum
from quizlab_verifiers.vision.integral_image_sum import IntegralImageSum

VERIFIER = IntegralImageSum()

MAGIC = [
    [31, 2, 4, 33, 5, 36],
    [12, 26, 9, 10, 29, 25],
    [13, 17, 21, 22, 20, 18],
    [24, 23, 15, 16, 14, 19],
    [30, 8, 28, 27, 11, 7],
    [1, 35, 34, 3, 32, 6],
]


def test_wikipedias_square_comes_out_on_both_roads():
    # "Summed-area table": 101 + 450 - 254 - 186 = 111.
    v = verify.bind(VERIFIER, {"values": MAGIC, "top": 3, "left": 2, "bottom": 4, "right": 4})
    expected = {
        "bottom-right": 450,
        "top-right": 254,
        "bottom-left": 186,
        "top-left": 101,
        "sum": 111,
    }
    assert VERIFIER.compute(v) == expected
    assert VERIFIER.reference(v) == expected


def test_every_row_and_column_of_a_magic_square_sums_to_its_constant():
    table = integral_image(MAGIC)
    for k in range(6):
        assert rectangle_sum(table, k, 0, k, 5) == rectangle_sum(table, 0, k, 5, k) == 111


def test_a_single_pixel_is_a_rectangle():
    v = verify.bind(VERIFIER, {"values": "[[7]]", "top": 0, "left": 0, "bottom": 0, "right": 0})
    assert VERIFIER.compute(v)["sum"] == 7
    assert VERIFIER.reference(v)["top-left"] == 0


@st.composite
def legal(draw: st.DrawFn) -> object:
    rows, columns = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    row = st.lists(st.integers(-65535, 65535), min_size=columns, max_size=columns).map(tuple)
    bottom, right = draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1))
    return IntegralImageSum.Parameters(
        values=tuple(draw(st.lists(row, min_size=rows, max_size=rows))),
        top=draw(st.integers(0, bottom)),
        left=draw(st.integers(0, right)),
        bottom=bottom,
        right=right,
    )


@settings(max_examples=80, deadline=None)
@given(v=legal())
def test_torch_agrees_on_any_rectangle_and_it_can_be_explained(v):
    verify.check(VERIFIER, v)
    right = VERIFIER.compute(v)
    assert right == VERIFIER.reference(v)
    assert VERIFIER.follow(v, "sum", right) == right["sum"]
    assert VERIFIER.explain(v)
    verify.misconception_answers(VERIFIER, v)


RAW = {"values": MAGIC, "top": 1, "left": 1, "bottom": 2, "right": 3}


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"bottom": 6}, "where", "bottom 6 is not among the 6 rows of values; take 0 to 5"),
        ({"right": 9}, "where", "right 9 is not among the 6 columns"),
        ({"top": 3}, "where", "top 3 lies behind bottom 2; take top 0 to 2"),
        ({"left": 4}, "where", "left 4 lies behind right 3"),
        ({"top": -1}, "range", "top"),
        ({"top": 0.5}, "type", "top"),
        ({"values": [[1, 2], [3]]}, "range", "rows of equal length"),
        ({"values": [[1.5]]}, "type", "values"),
        ({"values": [[10**9]]}, "range", "values"),
        ({"values": [["nan"]]}, "type", "values"),
        ({"width": 3}, "unknown-parameter", "width"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(changed, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, RAW | changed)
    assert caught.value.code == code


def test_the_maths_refuses_ragged_images_and_rectangles_outside():
    with pytest.raises(ValueError, match="equal length"):
        integral_image([[1, 2], [3]])
    with pytest.raises(ValueError, match="leave the image"):
        rectangle_sum(integral_image([[1, 2]]), 0, 0, 0, 2)


# The rectangle holds 26, 9, 10, 17, 21 and 22: 105. Above lie 31, 2, 4, 33; left 31, 12, 13.
@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        ("corner-not-given-back", {"sum": 105 - 31}),
        ("corner-taken-again", {"sum": 105 - 62}),
        ("nothing-taken-away", {"sum": 105 + 70 + 25}),
        (
            "end-left-out",
            {
                "bottom-right": 31 + 2 + 4 + 12 + 26 + 9,
                "top-right": 31 + 2 + 4,
                "bottom-left": 31 + 12,
                "top-left": 31,
                "sum": 26 + 9,
            },
        ),
        (
            "start-taken-away",
            {
                "bottom-right": 200,
                "top-right": 70 + 12 + 26 + 9 + 10,
                "bottom-left": 31 + 2 + 12 + 26 + 13 + 17,
                "top-left": 31 + 2 + 12 + 26,
                "sum": 21 + 22,
            },
        ),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, wrong):
    v = verify.bind(VERIFIER, RAW)
    assert VERIFIER.compute(v)["sum"] == 105
    assert verify.misconception_answers(VERIFIER, v)[misconception] == wrong
    assert misconception in verify.told_apart(VERIFIER, v)


def test_at_the_border_there_is_no_corner_to_give_back():
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, RAW | {"top": 0}))
    assert not {"corner-not-given-back", "corner-taken-again"} & set(found)


def test_a_wrong_look_up_is_carried_forward():
    v = verify.bind(VERIFIER, RAW)
    earlier = {"bottom-right": 201, "top-right": 70, "bottom-left": 56, "top-left": 31}
    assert verify.followed(VERIFIER, v, VERIFIER.part("sum"), earlier) == 201 - 70 - 56 + 31
    earlier["top-left"] = 0.5
    assert verify.followed(VERIFIER, v, VERIFIER.part("sum"), earlier) is None
