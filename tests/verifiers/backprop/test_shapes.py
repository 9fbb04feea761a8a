"""``backprop.delta-shape`` and ``backprop.gradient-shape``: real networks, refusals, mistakes."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.backprop.delta_shape import DeltaShape
from quizlab_verifiers.backprop.gradient_shape import GradientShape

DELTA, GRADIENT = DeltaShape(), GradientShape()
# The names of a convention that transposes the shape: the parameter, as is, transposed.
CONVENTIONS = {DELTA: ("samples", "rows", "columns"), GRADIENT: ("storage", "textbook", "torch")}
BOTH = pytest.mark.parametrize("verifier", [DELTA, GRADIENT], ids=lambda one: one.id)


@pytest.mark.parametrize(
    ("network", "verifier", "raw", "expected"),
    [
        (
            "CS231n case study, dscores",
            DELTA,
            {"widths": "2,100,3", "batch": 300, "layer": 2},
            (300, 3),
        ),
        (
            "CS231n case study, dhidden",
            DELTA,
            {"widths": "2,100,3", "batch": 300, "layer": 1},
            (300, 100),
        ),
        (
            "Nielsen's 784-30-10 with columns",
            DELTA,
            {"widths": [784, 30, 10], "batch": 10, "layer": 1, "samples": "columns"},
            (30, 10),
        ),
        ("one sample", DELTA, {"widths": "4x1", "batch": 1, "layer": 1}, (1, 1)),
        (
            "the largest",
            DELTA,
            {"widths": [10**6] * 32, "batch": 10**6, "layer": 31},
            (10**6, 10**6),
        ),
        (
            "CS231n case study, dW2",
            GRADIENT,
            {"widths": "2,100,3", "batch": 300, "layer": 2},
            (100, 3),
        ),
        (
            "CS231n case study, dW",
            GRADIENT,
            {"widths": "2,100,3", "batch": 300, "layer": 1},
            (2, 100),
        ),
        (
            "torch.nn.Linear(20, 30) on a batch of 128",
            GRADIENT,
            {"widths": "20x30", "batch": 128, "layer": 1, "storage": "torch"},
            (30, 20),
        ),
        ("one weight", GRADIENT, {"widths": [1, 1], "batch": 1, "layer": 1}, (1, 1)),
        (
            "the largest",
            GRADIENT,
            {"widths": [10**6] * 31 + [5], "batch": 10**6, "layer": 31, "storage": "torch"},
            (5, 10**6),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_known_networks_have_their_shapes_on_both_roads(network, verifier, raw, expected):
    v = verify.bind(verifier, raw)
    assert verifier.compute(v) == expected, network
    assert verifier.reference(v) == expected, network


@st.composite
def legal(draw: st.DrawFn, verifier: verify.Verifier) -> object:
    widths = tuple(draw(st.lists(st.integers(1, 12), min_size=2, max_size=6)))
    convention, *names = CONVENTIONS[verifier]
    return verifier.Parameters(
        widths=widths,
        batch=draw(st.integers(1, 9)),
        layer=draw(st.integers(1, len(widths) - 1)),
        **{convention: draw(st.sampled_from(names))},
    )


@BOTH
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_torch_agrees_on_any_network(verifier, data):
    v = data.draw(legal(verifier))
    assert verifier.compute(v) == verifier.reference(v)


def trained(v: object) -> tuple[torch.Tensor, torch.Tensor]:
    """Run a network forwards and back; return the layer's pre-activations and its weights."""
    layers = [
        torch.nn.Linear(n_in, n_out) for n_in, n_out in zip(v.widths, v.widths[1:], strict=False)
    ]
    a, kept = torch.ones(v.batch, v.widths[0]), []
    for layer in layers:
        kept.append(layer(a))
        kept[-1].retain_grad()
        a = torch.tanh(kept[-1])
    a.sum().backward()
    return kept[v.layer - 1], layers[v.layer - 1].weight


@settings(max_examples=20, deadline=None)
@given(v=legal(DELTA))
def test_deltas_of_a_network_with_real_numbers_have_the_same_shape(v):
    shape = tuple(trained(v)[0].grad.shape)
    assert DELTA.compute(v) == (shape if v.samples == "rows" else shape[::-1])


@settings(max_examples=20, deadline=None)
@given(v=legal(GRADIENT))
def test_gradients_of_a_network_with_real_numbers_have_the_same_shape(v):
    shape = tuple(trained(v)[1].grad.shape)
    assert GRADIENT.compute(v) == (shape if v.storage == "torch" else shape[::-1])


WIDTHS = {"widths": [784, 128, 64, 10], "batch": 32}


@pytest.mark.parametrize(
    ("verifier", "raw", "code", "words"),
    [
        (DELTA, {"widths": [8, 4], "batch": 2}, "missing", "layer"),
        (DELTA, WIDTHS | {"layer": 4}, "where", "take layer 1 to 3"),
        (DELTA, WIDTHS | {"layer": 0}, "range", "layer"),
        (DELTA, WIDTHS | {"layer": 1, "batch": -1}, "range", "batch"),
        (DELTA, WIDTHS | {"layer": 1, "batch": float("nan")}, "type", "batch"),
        (DELTA, WIDTHS | {"layer": 1, "batch": float("inf")}, "type", "batch"),
        (DELTA, WIDTHS | {"layer": 1, "batch": 10**40}, "range", "batch"),
        (DELTA, WIDTHS | {"layer": 1, "widths": [784]}, "range", "2 to 32"),
        (DELTA, WIDTHS | {"layer": 1, "widths": [784, 0]}, "range", "widths"),
        (DELTA, WIDTHS | {"layer": 1, "widths": "8,deep"}, "type", "widths"),
        (DELTA, WIDTHS | {"layer": 1, "samples": "both"}, "type", "rows, columns"),
        (DELTA, WIDTHS | {"layer": 1, "storage": "torch"}, "unknown-parameter", "storage"),
        (GRADIENT, {"batch": 2, "layer": 1}, "missing", "widths"),
        (GRADIENT, WIDTHS | {"layer": 9}, "where", "layer 9 does not exist"),
        (GRADIENT, WIDTHS | {"layer": -1}, "range", "layer"),
        (GRADIENT, WIDTHS | {"layer": 1.5}, "type", "layer"),
        (GRADIENT, WIDTHS | {"layer": 1, "batch": "nan"}, "type", "batch"),
        (GRADIENT, WIDTHS | {"layer": 1, "batch": 10**7}, "range", "1 to 1000000"),
        (GRADIENT, WIDTHS | {"layer": 1, "widths": [1] * 33}, "range", "got 33 items"),
        (GRADIENT, WIDTHS | {"layer": 1, "storage": "keras"}, "type", "textbook, torch"),
        (GRADIENT, WIDTHS | {"layer": 1, "width": 3}, "unknown-parameter", "did you mean widths"),
    ],
    ids=lambda value: getattr(value, "id", str(value)),
)
def test_what_cannot_be_is_refused_by_name(verifier, raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(verifier, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("verifier", "misconception", "as_is", "transposed"),
    [
        (DELTA, "transposed", (64, 32), (32, 64)),
        (DELTA, "layer-before", (32, 128), (128, 32)),
        (DELTA, "layer-after", (32, 10), (10, 32)),
        (DELTA, "shape-of-weights", (128, 64), (64, 128)),
        (DELTA, "one-sample", (64,), (64,)),
        (GRADIENT, "transposed", (64, 128), (128, 64)),
        (GRADIENT, "shape-of-delta", (32, 64), (32, 64)),
        (GRADIENT, "for-each-sample", (32, 128, 64), (32, 64, 128)),
        (GRADIENT, "next-weights", (64, 10), (10, 64)),
        (GRADIENT, "bias-folded-in", (129, 64), (64, 129)),
    ],
    ids=lambda value: getattr(value, "id", str(value)),
)
def test_a_misconception_gives_the_shape_that_people_really_type(
    verifier, misconception, as_is, transposed
):
    convention, *names = CONVENTIONS[verifier]
    for name, wrong in zip(names, (as_is, transposed), strict=True):
        v = verify.bind(verifier, WIDTHS | {"layer": 2, convention: name})
        assert verify.misconception_answers(verifier, v)[misconception] == {"shape": wrong}
        assert misconception in verify.told_apart(verifier, v)


def test_behind_the_output_there_is_no_layer_to_confuse_it_with():
    v = verify.bind(DELTA, WIDTHS | {"layer": 3})
    assert "layer-after" not in verify.misconception_answers(DELTA, v)
    assert "layer $3$, the output" in DELTA.explain(v)[1]


def test_no_weights_leave_the_output():
    v = verify.bind(GRADIENT, WIDTHS | {"layer": 3})
    assert "next-weights" not in verify.misconception_answers(GRADIENT, v)


def test_the_question_says_where_the_samples_are():
    for samples in ("rows", "columns"):
        v = verify.bind(DELTA, WIDTHS | {"layer": 1, "samples": samples})
        assert f"the **{samples}** of all activation matrices" in DELTA.prompt(v)


def test_the_question_writes_the_layer_as_its_weights_are_stored():
    textbook = verify.bind(GRADIENT, WIDTHS | {"layer": 1})
    assert "A_{0} W_{1} + b_{1}" in GRADIENT.prompt(textbook)
    torch_like = verify.bind(GRADIENT, WIDTHS | {"layer": 1, "storage": "torch"})
    assert "A_{0} W_{1}^T + b_{1}" in GRADIENT.prompt(torch_like)


def test_one_unit_is_no_plural():
    steps = GRADIENT.explain(verify.bind(GRADIENT, {"widths": [3, 1, 2], "batch": 4, "layer": 2}))
    assert "layer $1$ has $1$ unit," in steps[1]
