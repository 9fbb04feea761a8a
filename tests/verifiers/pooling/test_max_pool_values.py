"""``max-pool.values``: published cases, torch, refusals and each misconception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.pooling.max_pool_values import MaxPoolValues

VERIFIER = MaxPoolValues()

COUNTED = [[5 * r + c + 1 for c in range(5)] for r in range(5)]
CS231N = [[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        (
            "CS231n, notes on convolutional networks",
            {"values": CS231N, "kernel": 2, "stride": 2},
            ((6, 8), (3, 4)),
        ),
        (
            "ONNX MaxPool, maxpool_2d_precomputed_strides",
            {"values": COUNTED, "kernel": 2, "stride": 2},
            ((7, 9), (17, 19)),
        ),
        (
            "ONNX MaxPool, maxpool_2d_precomputed_pads",
            {"values": COUNTED, "kernel": 5, "stride": 1, "padding": 2},
            (
                (13, 14, 15, 15, 15),
                (18, 19, 20, 20, 20),
                (23, 24, 25, 25, 25),
                (23, 24, 25, 25, 25),
                (23, 24, 25, 25, 25),
            ),
        ),
        (
            "padding never wins, by hand",
            {"values": "[[-3,-1],[-2,-4]]", "kernel": "2", "stride": "2", "padding": "1"},
            ((-3, -1), (-2, -4)),
        ),
        ("one cell", {"values": [[7]], "kernel": 1, "stride": 16}, ((7,),)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_cases_come_out_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, case
    assert VERIFIER.reference(v) == expected, case


@st.composite
def legal(draw: st.DrawFn) -> object:
    rows, columns = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    number = st.one_of(st.integers(-5, 5).map(float), st.floats(-1e6, 1e6))
    row = st.lists(number, min_size=columns, max_size=columns).map(tuple)
    kernel = draw(st.integers(1, 9))
    return MaxPoolValues.Parameters(
        values=tuple(draw(st.lists(row, min_size=rows, max_size=rows))),
        kernel=kernel,
        stride=draw(st.integers(1, 6)),
        padding=draw(st.integers(0, kernel // 2)),
    )


@settings(max_examples=60, deadline=None)
@given(v=legal().filter(lambda v: VERIFIER.where(v) is None))
def test_torch_agrees_on_any_legal_pooling_and_it_can_be_explained(v):
    assert VERIFIER.compute(v) == VERIFIER.reference(v)
    assert VERIFIER.explain(v)
    verify.misconception_answers(VERIFIER, v)


@settings(max_examples=60, deadline=None)
@given(v=legal())
def test_where_refuses_just_what_torch_refuses(v):
    try:
        VERIFIER.reference(v)
        runs = True
    except RuntimeError:
        runs = False
    assert (VERIFIER.where(v) is None) == runs


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"padding": 2}, "where", "take padding 0 to 1"),
        ({"kernel": 5}, "where", "kernel 5 does not fit into values of 4 x 4 with padding 0"),
        ({"values": [[1, 2], [3]]}, "range", "rows of equal length"),
        ({"values": []}, "range", "got 0 items"),
        ({"values": [[float("nan")] * 4] * 4}, "type", "values"),
        ({"values": [[1e7] * 4] * 4}, "range", "values"),
        ({"values": 3}, "type", "values"),
        ({"kernel": 0}, "range", "kernel: got 0"),
        ({"kernel": "inf"}, "type", "kernel"),
        ({"stride": -1}, "range", "stride"),
        ({"dilation": 2}, "unknown-parameter", "dilation"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(changed, code, words):
    raw = {"values": CS231N, "kernel": 2, "stride": 2} | changed
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


def test_a_missing_stride_is_named():
    with pytest.raises(verify.Fault, match="stride: missing") as caught:
        verify.bind(VERIFIER, {"values": CS231N, "kernel": 2})
    assert caught.value.code == "missing"


SMALL = [[1, -9, 2, 0, 3], [4, 0, 5, 1, 2], [0, 6, 2, 7, 1]]


@pytest.mark.parametrize(
    ("misconception", "settings_", "wrong"),
    [
        ("average", {"stride": 2}, ((-1, 2),)),
        ("side-by-side", {"stride": 1}, ((4, 5),)),
        ("cell-by-cell", {"stride": 2}, ((4, 5, 5, 3), (6, 6, 7, 7))),
        ("ceil", {"stride": 2}, ((4, 5, 3), (6, 7, 1))),
        ("no-padding", {"stride": 2, "padding": 1}, ((4, 5),)),
        ("without-sign", {"stride": 2}, ((-9, 5),)),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, settings_, wrong):
    v = verify.bind(VERIFIER, {"values": SMALL, "kernel": 2} | settings_)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"values": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_zeros_of_the_padding_win_only_over_negative_numbers():
    raw = {"kernel": 2, "stride": 2, "padding": 1}
    negative = verify.bind(VERIFIER, raw | {"values": [[-3, -1], [-2, 5]]})
    found = verify.misconception_answers(VERIFIER, negative)
    assert found["zero-padding"] == {"values": ((0, 0), (0, 5))}
    positive = verify.bind(VERIFIER, raw | {"values": [[3, 1], [2, 5]]})
    assert "zero-padding" not in verify.misconception_answers(VERIFIER, positive)


def test_a_long_pooling_is_explained_in_part():
    v = verify.bind(VERIFIER, {"values": [[1.5] * 16] * 16, "kernel": 4, "stride": 1})
    steps = VERIFIER.explain(v)
    assert "\\ldots" in steps[2]
    assert "The other windows are done alike." in steps[2]


def test_the_first_hint_says_where_windows_start_on_padding():
    raw = {"values": SMALL, "kernel": 2, "stride": 2}
    assert "- p$" not in VERIFIER.explain(verify.bind(VERIFIER, raw))[0]
    padded = VERIFIER.explain(verify.bind(VERIFIER, raw | {"padding": 1}))[0]
    assert "$i \\cdot s - p$ and $j \\cdot s - p$" in padded
