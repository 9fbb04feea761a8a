"""``backprop.delta-shape``: real networks, refusals and each misconception."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.backprop.delta_shape import DeltaShape

VERIFIER = DeltaShape()


@pytest.mark.parametrize(
    ("network", "raw", "expected"),
    [
        ("CS231n case study, dscores", {"widths": "2,100,3", "batch": 300, "layer": 2}, (300, 3)),
        ("CS231n case study, dhidden", {"widths": "2,100,3", "batch": 300, "layer": 1}, (300, 100)),
        (
            "Nielsen's 784-30-10 with columns",
            {"widths": [784, 30, 10], "batch": 10, "layer": 1, "samples": "columns"},
            (30, 10),
        ),
        ("one sample", {"widths": "4x1", "batch": 1, "layer": 1}, (1, 1)),
        (
            "the largest",
            {"widths": [10**6] * 32, "batch": 10**6, "layer": 31},
            (10**6, 10**6),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_known_networks_have_their_shapes_on_both_roads(network, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, network
    assert VERIFIER.reference(v) == expected, network


@st.composite
def legal(draw: st.DrawFn) -> object:
    widths = tuple(draw(st.lists(st.integers(1, 12), min_size=2, max_size=6)))
    return DeltaShape.Parameters(
        widths=widths,
        batch=draw(st.integers(1, 9)),
        layer=draw(st.integers(1, len(widths) - 1)),
        samples=draw(st.sampled_from(["rows", "columns"])),
    )


@settings(max_examples=40, deadline=None)
@given(v=legal())
def test_torch_agrees_on_any_network(v):
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@settings(max_examples=20, deadline=None)
@given(v=legal())
def test_a_network_with_real_numbers_has_the_same_shapes(v):
    layers = [
        torch.nn.Linear(n_in, n_out) for n_in, n_out in zip(v.widths, v.widths[1:], strict=False)
    ]
    a, kept = torch.ones(v.batch, v.widths[0]), []
    for layer in layers:
        kept.append(layer(a))
        kept[-1].retain_grad()
        a = torch.tanh(kept[-1])
    a.sum().backward()
    shape = tuple(kept[v.layer - 1].grad.shape)
    assert VERIFIER.compute(v) == (shape if v.samples == "rows" else shape[::-1])


WIDTHS = {"widths": [784, 128, 64, 10], "batch": 32}


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"widths": [8, 4], "batch": 2}, "missing", "layer"),
        (WIDTHS | {"layer": 4}, "where", "take layer 1 to 3"),
        (WIDTHS | {"layer": 0}, "range", "layer"),
        (WIDTHS | {"layer": 1, "batch": -1}, "range", "batch"),
        (WIDTHS | {"layer": 1, "batch": float("nan")}, "type", "batch"),
        (WIDTHS | {"layer": 1, "batch": float("inf")}, "type", "batch"),
        (WIDTHS | {"layer": 1, "batch": 10**40}, "range", "batch"),
        (WIDTHS | {"layer": 1, "widths": [784]}, "range", "2 to 32"),
        (WIDTHS | {"layer": 1, "widths": [784, 0]}, "range", "widths"),
        (WIDTHS | {"layer": 1, "widths": "8,deep"}, "type", "widths"),
        (WIDTHS | {"layer": 1, "samples": "both"}, "type", "rows, columns"),
        (WIDTHS | {"layer": 1, "storage": "torch"}, "unknown-parameter", "storage"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "rows", "columns"),
    [
        ("transposed", (64, 32), (32, 64)),
        ("layer-before", (32, 128), (128, 32)),
        ("layer-after", (32, 10), (10, 32)),
        ("shape-of-weights", (128, 64), (64, 128)),
        ("one-sample", (64,), (64,)),
    ],
)
def test_a_misconception_gives_the_shape_that_people_really_type(misconception, rows, columns):
    for samples, wrong in (("rows", rows), ("columns", columns)):
        v = verify.bind(VERIFIER, WIDTHS | {"layer": 2, "samples": samples})
        assert verify.misconception_answers(VERIFIER, v)[misconception] == {"shape": wrong}
        assert misconception in verify.told_apart(VERIFIER, v)


def test_behind_the_output_there_is_no_layer_to_confuse_it_with():
    v = verify.bind(VERIFIER, WIDTHS | {"layer": 3})
    assert "layer-after" not in verify.misconception_answers(VERIFIER, v)
    assert "layer $3$, the output" in VERIFIER.explain(v)[1]


def test_the_question_says_where_the_samples_are():
    for samples in ("rows", "columns"):
        v = verify.bind(VERIFIER, WIDTHS | {"layer": 1, "samples": samples})
        assert f"the **{samples}** of all activation matrices" in VERIFIER.prompt(v)
