"""``upsample.bilinear-value``: the documentation's cases, torch, refusals, misconceptions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.pooling.bilinear_value import BilinearValue

VERIFIER = BilinearValue()

PAIR = [[0, 1]]
SQUARE = [[1, 2], [3, 4]]


def resized(values: list, height: int, width: int, *, aligned: bool, road: str) -> list:
    def cell(row: int, column: int) -> float:
        raw = {"values": values, "height": height, "width": width, "align_corners": aligned}
        v = verify.bind(VERIFIER, raw | {"row": row, "column": column})
        return getattr(VERIFIER, road)(v)

    return [[cell(row, column) for column in range(width)] for row in range(height)]


@pytest.mark.parametrize("road", ["compute", "reference"])
@pytest.mark.parametrize(
    ("case", "values", "aligned", "expected"),
    [
        ("pytorch issue 30565, [0, 1] to 4", PAIR, True, [[0, 1 / 3, 2 / 3, 1]]),
        ("interpolate, [0, 1] to 4 from the edges", PAIR, False, [[0, 0.25, 0.75, 1]]),
        (
            "torch.nn.Upsample, Examples, bilinear",
            SQUARE,
            False,
            [
                [1, 1.25, 1.75, 2],
                [1.5, 1.75, 2.25, 2.5],
                [2.5, 2.75, 3.25, 3.5],
                [3, 3.25, 3.75, 4],
            ],
        ),
        (
            "torch.nn.Upsample, Examples, bilinear with align_corners",
            SQUARE,
            True,
            [
                [1, 4 / 3, 5 / 3, 2],
                [5 / 3, 2, 7 / 3, 8 / 3],
                [7 / 3, 8 / 3, 3, 10 / 3],
                [3, 10 / 3, 11 / 3, 4],
            ],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_matrices_come_out_on_both_roads(case, values, aligned, expected, road):
    found = resized(values, len(expected), 4, aligned=aligned, road=road)
    for row, there in zip(found, expected, strict=True):
        assert row == pytest.approx(there), case


@st.composite
def legal(draw: st.DrawFn) -> object:
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    number = st.one_of(st.integers(-5, 5).map(float), st.floats(-1e4, 1e4))
    row = st.lists(number, min_size=columns, max_size=columns).map(tuple)
    height, width = draw(st.integers(1, 40)), draw(st.integers(1, 40))
    return BilinearValue.Parameters(
        values=tuple(draw(st.lists(row, min_size=rows, max_size=rows))),
        height=height,
        width=width,
        row=draw(st.integers(0, height - 1)),
        column=draw(st.integers(0, width - 1)),
        align_corners=draw(st.booleans()),
    )


@settings(max_examples=100, deadline=None)
@given(v=legal())
def test_torch_agrees_on_any_legal_cell_and_it_can_be_explained(v):
    verify.check(VERIFIER, v)
    right = VERIFIER.compute(v)
    assert VERIFIER.agreement.agrees(right, VERIFIER.reference(v))
    assert min(map(min, v.values)) - 1e-9 <= right <= max(map(max, v.values)) + 1e-9
    assert VERIFIER.explain(v)
    verify.misconception_answers(VERIFIER, v)


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"row": 4}, "where", "row 4 is not among the 4 rows of height; take 0 to 3"),
        ({"column": 5}, "where", "column 5 is not among the 5 columns of width"),
        ({"height": 0}, "range", "height"),
        ({"width": 1000}, "range", "width"),
        ({"row": -1}, "range", "row"),
        ({"row": 1.5}, "type", "row"),
        ({"align_corners": "maybe"}, "type", "align_corners"),
        ({"values": [[1e9]]}, "range", "values"),
        ({"values": [["nan"]]}, "type", "values"),
        ({"scale": 2}, "unknown-parameter", "scale"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(changed, code, words):
    raw = {"values": SQUARE, "height": 4, "width": 5, "row": 1, "column": 2} | changed
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


# Row 1 of 4 lies at 0.25 (not aligned) or 1/3; column 2 of 4 at 0.75 or 2/3.
CELL = {"values": [[0, 8], [16, 40]], "height": 4, "width": 4, "row": 1, "column": 2}


@pytest.mark.parametrize(
    ("misconception", "aligned", "wrong"),
    [
        # rows 0 and 1 hold 16/3 and 32 at 2/3; two thirds of one and one of the other
        ("corners-aligned", False, 128 / 9),
        # 6 and 34 at 0.75, mixed 3 to 1
        ("corners-not-aligned", True, 13),
        # position (0.5, 1): halfway between 8 and 40
        ("no-half-cell", False, 24),
        ("no-half-cell", True, 24),
        ("nearest", False, 8),
        # position (0.75, 0.25): 2 and 22, mixed 1 to 3
        ("weights-swapped", False, 17),
        # position (0.75, 0.25) once more: row 2, column 1
        ("row-and-column-swapped", False, 17),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, aligned, wrong):
    v = verify.bind(VERIFIER, CELL | {"align_corners": aligned})
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found["value"] == pytest.approx(wrong)
    assert misconception in verify.told_apart(VERIFIER, v)


def test_only_the_other_convention_is_a_mistake():
    off = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, CELL))
    on = verify.misconception_answers(
        VERIFIER, verify.bind(VERIFIER, CELL | {"align_corners": True})
    )
    assert "corners-not-aligned" not in off
    assert "corners-aligned" not in on


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"column": 0}, "outside of the first centre"),
        ({"column": 3}, "past the last centre"),
        ({"row": 0, "column": 0}, "so nothing is mixed"),
    ],
)
def test_the_worked_steps_say_what_happens_at_the_edges(place, words):
    assert words in " ".join(VERIFIER.explain(verify.bind(VERIFIER, CELL | place)))


def test_draws_mix_something_at_round_positions():
    for variant in verify.draw_distinct(VERIFIER, 3, 100):
        v = variant.params
        assert v.height >= len(v.values)
        assert v.width >= len(v.values[0])
