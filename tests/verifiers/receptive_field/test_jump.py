"""``receptive-field.jump``: published networks, autograd, mistakes."""

from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.maths.receptive_field import jump
from quizlab_verifiers.receptive_field.jump import Jump

VERIFIER = Jump()


@pytest.mark.parametrize(
    ("network", "layers", "expected"),
    [
        (
            "AlexNet up to pool5, google-research/receptive_field",
            [[11, 4], [3, 2], [5], [3, 2], [3], [3], [3], [3, 2]],
            32,
        ),
        (
            "VGG-16 up to pool5, google-research/receptive_field",
            ([[3], [3], [2, 2]] * 2 + [[3], [3], [3], [2, 2]] * 3),
            32,
        ),
        (
            "MobileNet, google-research/receptive_field",
            [[3, s] for s in (2, 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1)],
            32,
        ),
        ("VGG-16's pool1", "[[3],[3],[2,2]]", 2),
        ("ViT's patches", [{"kernel": 16, "stride": 16}], 16),
        ("dilation does not matter", [{"kernel": 3, "stride": 2, "dilation": 4}], 2),
        ("no strides", [[3, 1, 2], [3, 1, 4]], 1),
        ("windows with holes between them", [[1, 5], [1, 7]], 35),
        ("the largest", [[2, 2]] * 14, 16384),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_networks_have_their_published_jump_on_both_roads(network, layers, expected):
    v = verify.bind(VERIFIER, {"layers": layers})
    assert VERIFIER.compute(v) == expected, network
    assert VERIFIER.reference(v) == expected, network


layer = st.tuples(st.integers(1, 8), st.integers(1, 5), st.integers(1, 8))


@settings(max_examples=60, deadline=None)
@given(layers=st.lists(layer, min_size=1, max_size=5).map(tuple))
def test_autograd_agrees_on_any_legal_stack(layers):
    v = Jump.Parameters(layers)
    if VERIFIER.where(v) is None:
        assert VERIFIER.compute(v) == VERIFIER.reference(v)


@given(layers=st.lists(layer, max_size=6))
def test_the_second_unit_starts_where_its_first_taps_lead(layers):
    cell = 1
    for _, stride, _ in reversed(layers):
        cell = cell * stride  # the first tap of this unit in the layer below
    assert jump(layers) == cell


@pytest.mark.parametrize("layer", [(0, 1, 1), (3, 0, 1), (3, 1, 0)])
def test_impossible_layers_are_refused_with_what_was_got(layer):
    with pytest.raises(ValueError, match="all numbers must be at least 1"):
        jump([(3, 1, 1), layer])


@pytest.mark.parametrize(
    ("layers", "code", "words"),
    [
        ([], "range", "0 items"),
        ([[2, 2]] * 15, "where", "see 32768 cells"),
        ([[1, 64]] * 3, "where", "product is 262144"),
        ([[64, 1, 261]], "where", "see 16444 cells"),
        ([[3, 0]], "range", "stride"),
        ([[3, "nan"]], "type", "stride"),
        ([[3, -2]], "range", "stride"),
        ([{"kernel": 3, "strides": 1}], "type", "did you mean stride"),
        ("x", "type", "layers"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_cannot_be_is_refused_by_name(layers, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, {"layers": layers})
    assert caught.value.code == code


LAYERS = [[5, 2, 1], [3, 3, 2], [3, 4, 1]]


@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        ("strides-added", 9),
        ("last-stride-only", 4),
        ("below-the-last", 6),
        ("dilation-too", 48),
        # 1 + 4 + 4 * 2 + 2 * 6
        ("receptive-field", 25),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, wrong):
    v = verify.bind(VERIFIER, {"layers": LAYERS})
    assert VERIFIER.compute(v) == 24
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"jump": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_mistakes_that_cannot_show_are_not_claimed():
    v = verify.bind(VERIFIER, {"layers": [[2, 2]]})
    assert set(verify.misconception_answers(VERIFIER, v)) == {"below-the-last"}


def test_a_stack_without_strides_is_explained_in_one_sentence():
    steps = VERIFIER.explain(verify.bind(VERIFIER, {"layers": [[3], [3]]}))
    assert len(steps) == 2
    assert "$j = 1$" in steps[-1]


@given(st.lists(layer, max_size=5))
def test_the_jump_is_the_product_of_strides_in_any_order(layers):
    assert jump(layers) == jump(layers[::-1]) == prod(s for _, s, _ in layers)
