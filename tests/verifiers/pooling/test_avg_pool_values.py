"""``avg-pool.values``: published cases, torch, refusals and each misconception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.pooling.avg_pool_values import AvgPoolValues

VERIFIER = AvgPoolValues()

COUNTED = [[5 * r + c + 1 for c in range(5)] for r in range(5)]


def rows_of(matrix: object) -> list[float]:
    return [x for row in matrix for x in row]


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        (
            "ONNX AveragePool, averagepool_2d_precomputed_strides",
            {"values": COUNTED, "kernel": 2, "stride": 2},
            ((4, 6), (14, 16)),
        ),
        (
            "ONNX AveragePool, averagepool_2d_precomputed_pads",
            {
                "values": COUNTED,
                "kernel": 5,
                "stride": 1,
                "padding": 2,
                "count_include_pad": False,
            },
            (
                (7, 7.5, 8, 8.5, 9),
                (9.5, 10, 10.5, 11, 11.5),
                (12, 12.5, 13, 13.5, 14),
                (14.5, 15, 15.5, 16, 16.5),
                (17, 17.5, 18, 18.5, 19),
            ),
        ),
        (
            "ONNX AveragePool, averagepool_2d_precomputed_pads_count_include_pad",
            {"values": COUNTED, "kernel": 5, "stride": 1, "padding": 2},
            (
                (2.52, 3.6, 4.8, 4.08, 3.24),
                (4.56, 6.4, 8.4, 7.04, 5.52),
                (7.2, 10, 13, 10.8, 8.4),
                (6.96, 9.6, 12.4, 10.24, 7.92),
                (6.12, 8.4, 10.8, 8.88, 6.84),
            ),
        ),
        (
            "ones with counted padding, by hand",
            {"values": [[1, 1], [1, 1]], "kernel": 3, "stride": 2, "padding": 1},
            ((4 / 9,),),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_cases_come_out_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, raw)
    for road in (VERIFIER.compute(v), VERIFIER.reference(v)):
        assert [len(row) for row in road] == [len(row) for row in expected], case
        assert rows_of(road) == pytest.approx(rows_of(expected)), case


@st.composite
def legal(draw: st.DrawFn) -> object:
    rows, columns = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    number = st.one_of(st.integers(-5, 5).map(float), st.floats(-1e4, 1e4))
    row = st.lists(number, min_size=columns, max_size=columns).map(tuple)
    kernel = draw(st.integers(1, 9))
    return AvgPoolValues.Parameters(
        values=tuple(draw(st.lists(row, min_size=rows, max_size=rows))),
        kernel=kernel,
        stride=draw(st.integers(1, 6)),
        padding=draw(st.integers(0, kernel // 2)),
        count_include_pad=draw(st.booleans()),
    )


@settings(max_examples=60, deadline=None)
@given(v=legal().filter(lambda v: VERIFIER.where(v) is None))
def test_torch_agrees_on_any_legal_pooling_and_it_can_be_explained(v):
    assert VERIFIER.agreement.agrees(VERIFIER.compute(v), VERIFIER.reference(v))
    assert VERIFIER.explain(v)
    verify.misconception_answers(VERIFIER, v)


def test_numbers_that_cancel_leave_nothing():
    values = [[1e4, 0.1, -1e4], [-0.1, 1e-9, 0.3], [0.0, -0.3, -1e-9]]
    v = verify.bind(VERIFIER, {"values": values, "kernel": 3, "stride": 1})
    assert VERIFIER.agreement.agrees(VERIFIER.compute(v), VERIFIER.reference(v))


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"padding": 2}, "where", "take padding 0 to 1"),
        ({"kernel": 6}, "where", "take a kernel of at most 5"),
        ({"values": [[float("inf")]]}, "type", "values"),
        ({"values": [[2e4]]}, "range", "values"),
        ({"count_include_pad": 1}, "type", "true or false"),
        ({"stride": 0}, "range", "stride"),
        ({"ceil": True}, "unknown-parameter", "ceil"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(changed, code, words):
    raw = {"values": COUNTED, "kernel": 2, "stride": 2} | changed
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


SMALL = [[4, 8, 0], [12, 0, 4], [8, 8, 0]]


@pytest.mark.parametrize(
    ("misconception", "changed", "wrong"),
    [
        ("padding-not-counted", {"padding": 1}, ((4, 4), (10, 3))),
        ("padding-counted", {"padding": 1, "count_include_pad": "off"}, ((1, 2), (5, 3))),
        ("maximum", {}, ((12,),)),
        ("sum", {}, ((24,),)),
        ("divided-by-side", {}, ((12,),)),
        ("side-by-side", {"stride": 1}, ((6,),)),
        ("cell-by-cell", {}, ((6, 3), (7, 3))),
        ("no-padding", {"padding": 1}, ((6,),)),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, changed, wrong):
    v = verify.bind(VERIFIER, {"values": SMALL, "kernel": 2, "stride": 2} | changed)
    found = verify.misconception_answers(VERIFIER, v)[misconception]["values"]
    assert [len(row) for row in found] == [len(row) for row in wrong]
    assert rows_of(found) == pytest.approx(rows_of(wrong))
    assert misconception in verify.told_apart(VERIFIER, v)


def test_padding_is_no_matter_of_counting_where_there_is_none():
    found = verify.misconception_answers(
        VERIFIER, verify.bind(VERIFIER, {"values": SMALL, "kernel": 2, "stride": 2})
    )
    assert not {"padding-not-counted", "padding-counted", "no-padding"} & set(found)


@pytest.mark.parametrize(
    ("counted", "words"), [(True, "counts, as zeros"), (False, "does not count")]
)
def test_the_question_says_whether_padding_counts(counted, words):
    raw = {"values": SMALL, "kernel": 2, "stride": 2, "padding": 1, "count_include_pad": counted}
    assert words in VERIFIER.prompt(verify.bind(VERIFIER, raw))


def test_draws_average_to_round_numbers():
    for variant in verify.draw_distinct(VERIFIER, 7, 60):
        assert VERIFIER.comfortable(variant.params)
