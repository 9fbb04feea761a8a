"""``backprop.gradient-shape``: real networks, refusals and each misconception."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.backprop.gradient_shape import GradientShape

VERIFIER = GradientShape()


@pytest.mark.parametrize(
    ("network", "raw", "expected"),
    [
        ("CS231n case study, dW2", {"widths": "2,100,3", "batch": 300, "layer": 2}, (100, 3)),
        ("CS231n case study, dW", {"widths": "2,100,3", "batch": 300, "layer": 1}, (2, 100)),
        (
            "torch.nn.Linear(20, 30) on a batch of 128",
            {"widths": "20x30", "batch": 128, "layer": 1, "storage": "torch"},
            (30, 20),
        ),
        ("one weight", {"widths": [1, 1], "batch": 1, "layer": 1}, (1, 1)),
        (
            "the largest",
            {"widths": [10**6] * 31 + [5], "batch": 10**6, "layer": 31, "storage": "torch"},
            (5, 10**6),
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
    return GradientShape.Parameters(
        widths=widths,
        batch=draw(st.integers(1, 9)),
        layer=draw(st.integers(1, len(widths) - 1)),
        storage=draw(st.sampled_from(["textbook", "torch"])),
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
    net = torch.nn.Sequential(*layers)
    net(torch.ones(v.batch, v.widths[0])).sum().backward()
    shape = tuple(layers[v.layer - 1].weight.grad.shape)
    assert VERIFIER.compute(v) == (shape if v.storage == "torch" else shape[::-1])


WIDTHS = {"widths": [784, 128, 64, 10], "batch": 32}


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"batch": 2, "layer": 1}, "missing", "widths"),
        (WIDTHS | {"layer": 9}, "where", "layer 9 does not exist"),
        (WIDTHS | {"layer": -1}, "range", "layer"),
        (WIDTHS | {"layer": 1.5}, "type", "layer"),
        (WIDTHS | {"layer": 1, "batch": "nan"}, "type", "batch"),
        (WIDTHS | {"layer": 1, "batch": 10**7}, "range", "1 to 1000000"),
        (WIDTHS | {"layer": 1, "widths": [1] * 33}, "range", "got 33 items"),
        (WIDTHS | {"layer": 1, "storage": "keras"}, "type", "textbook, torch"),
        (WIDTHS | {"layer": 1, "width": 3}, "unknown-parameter", "did you mean widths"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "textbook", "stored_as_torch"),
    [
        ("transposed", (64, 128), (128, 64)),
        ("shape-of-delta", (32, 64), (32, 64)),
        ("for-each-sample", (32, 128, 64), (32, 64, 128)),
        ("next-weights", (64, 10), (10, 64)),
        ("bias-folded-in", (129, 64), (64, 129)),
    ],
)
def test_a_misconception_gives_the_shape_that_people_really_type(
    misconception, textbook, stored_as_torch
):
    for storage, wrong in (("textbook", textbook), ("torch", stored_as_torch)):
        v = verify.bind(VERIFIER, WIDTHS | {"layer": 2, "storage": storage})
        assert verify.misconception_answers(VERIFIER, v)[misconception] == {"shape": wrong}
        assert misconception in verify.told_apart(VERIFIER, v)


def test_no_weights_leave_the_output():
    v = verify.bind(VERIFIER, WIDTHS | {"layer": 3})
    assert "next-weights" not in verify.misconception_answers(VERIFIER, v)


def test_the_question_writes_the_layer_as_its_weights_are_stored():
    textbook = verify.bind(VERIFIER, WIDTHS | {"layer": 1})
    assert "A_{0} W_{1} + b_{1}" in VERIFIER.prompt(textbook)
    torch_like = verify.bind(VERIFIER, WIDTHS | {"layer": 1, "storage": "torch"})
    assert "A_{0} W_{1}^T + b_{1}" in VERIFIER.prompt(torch_like)


def test_one_unit_is_no_plural():
    steps = VERIFIER.explain(verify.bind(VERIFIER, {"widths": [3, 1, 2], "batch": 4, "layer": 2}))
    assert "layer $1$ has $1$ unit," in steps[1]
