"""``max-unpool.values``: the documentation's case, torch, refusals and each misconception."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.pooling.max_unpool_values import MaxUnpoolValues

VERIFIER = MaxUnpoolValues()


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        (
            "torch.nn.MaxUnpool2d, Example",
            {"values": [[6, 8], [14, 16]], "indices": [[5, 7], [13, 15]]},
            ((0, 0, 0, 0), (0, 6, 0, 8), (0, 0, 0, 0), (0, 14, 0, 16)),
        ),
        (
            "ONNX MaxUnpool, maxunpool_export_without_output_shape",
            {"values": "[[1,2],[3,4]]", "indices": "[[5,7],[13,15]]", "output_size": "4,4"},
            ((0, 0, 0, 0), (0, 1, 0, 2), (0, 0, 0, 0), (0, 3, 0, 4)),
        ),
        (
            "an odd size, by hand",
            {"values": [[1, 2]], "indices": [[5, 3]], "output_size": [2, 3]},
            ((0, 0, 0), (2, 0, 1)),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_cases_come_out_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, case
    assert VERIFIER.reference(v) == expected, case


@st.composite
def legal(draw: st.DrawFn) -> object:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    size = draw(st.integers(rows, 9)), draw(st.integers(columns, 9))
    cells = draw(st.permutations(range(size[0] * size[1])))
    numbers = draw(st.lists(st.floats(-1e6, 1e6), min_size=16, max_size=16))

    def matrix(flat: list) -> tuple:
        return tuple(tuple(flat[r * columns : (r + 1) * columns]) for r in range(rows))

    return MaxUnpoolValues.Parameters(matrix(numbers), matrix(cells), size)


@settings(max_examples=60, deadline=None)
@given(v=legal())
def test_torch_agrees_on_any_legal_size_and_it_can_be_explained(v):
    verify.check(VERIFIER, v)
    assert VERIFIER.compute(v) == VERIFIER.reference(v)
    assert VERIFIER.explain(v)
    verify.misconception_answers(VERIFIER, v)
    assert verify.bind(VERIFIER, verify.plain(VERIFIER, v)) == v


def test_a_real_pooling_is_undone_but_for_what_it_lost():
    image = torch.tensor([[[1.0, 9.0, 3.0, 4.0], [5.0, 6.0, 7.0, 2.0]]], dtype=torch.float64)
    pooled, indices = torch.nn.functional.max_pool2d(image, 2, return_indices=True)
    v = MaxUnpoolValues.Parameters(
        tuple(map(tuple, pooled[0].tolist())), tuple(map(tuple, indices[0].tolist()))
    )
    assert VERIFIER.compute(v) == ((0, 9, 0, 0), (0, 0, 7, 0))


def test_draws_are_what_a_pooling_of_windows_of_four_leaves():
    for variant in verify.draw_distinct(VERIFIER, 2, 100):
        v = variant.params
        width = v.output_size[1]
        assert v.output_size == (2 * len(v.values), 2 * len(v.values[0]))
        for i, row in enumerate(v.indices):
            for j, place in enumerate(row):
                assert (place // width // 2, place % width // 2) == (i, j)


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"indices": [[0, 3], [9, 16]]}, "where", "indices has 16, but output_size 4 x 4 has"),
        ({"indices": [[0, 3], [9, 3]]}, "where", "indices has 3 twice"),
        ({"indices": [[0, 3]]}, "where", "values are 2 x 2 and indices 1 x 2"),
        ({"output_size": [1, 9]}, "where", "pooling only shrinks"),
        ({"output_size": [4]}, "where", "has 1 side"),
        ({"output_size": [4, 99]}, "range", "output_size"),
        ({"output_size": [4, 4, 4]}, "range", "output_size"),
        ({"indices": [[0, -3], [9, 5]]}, "range", "indices"),
        ({"indices": [[0, 0.5], [9, 5]]}, "type", "indices"),
        ({"values": [[float("nan"), 1], [2, 3]]}, "type", "values"),
        ({"kernel": 2}, "unknown-parameter", "kernel"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(changed, code, words):
    raw = {"values": [[1, 2], [3, 4]], "indices": [[0, 3], [9, 15]]} | changed
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        ("top-left", ((5, 0, 6, 0), (0, 0, 0, 0), (7, 0, 8, 0), (0, 0, 0, 0))),
        ("repeated", ((5, 5, 6, 6), (5, 5, 6, 6), (7, 7, 8, 8), (7, 7, 8, 8))),
        ("counted-from-one", ((5, 0, 6, 0), (0, 0, 0, 0), (0, 0, 8, 0), (7, 0, 0, 0))),
        ("column-by-column", ((0, 0, 0, 0), (5, 0, 0, 7), (0, 0, 0, 0), (6, 0, 8, 0))),
        ("kept-order", ((0, 5, 0, 6), (0, 0, 0, 0), (0, 0, 0, 7), (0, 8, 0, 0))),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, wrong):
    raw = {"values": [[5, 6], [7, 8]], "indices": [[1, 3], [13, 11]]}
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == ((0, 5, 0, 6), (0, 0, 0, 0), (0, 0, 0, 8), (0, 7, 0, 0))
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"values": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_nobody_counts_from_one_where_an_index_is_zero():
    v = verify.bind(VERIFIER, {"values": [[5, 6]], "indices": [[0, 3]]})
    assert "counted-from-one" not in verify.misconception_answers(VERIFIER, v)


def test_a_default_output_that_is_too_large_is_said_to_be_the_default():
    raw = {"values": [[*range(11)]], "indices": [[*range(11)]]}
    with pytest.raises(verify.Fault, match="give an output_size of at most 20 x 20") as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.message.startswith("values are 1 x 11, so that without an output_size")
    verify.bind(VERIFIER, raw | {"output_size": [2, 20]})
