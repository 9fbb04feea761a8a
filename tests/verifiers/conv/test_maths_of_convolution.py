"""The output side of a convolution: published networks, and counting by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths.convolution import effective_kernel, output_side


@pytest.mark.parametrize(
    ("layer", "ikspd", "o"),
    [
        ("AlexNet conv1 on 227", (227, 11, 4, 0, 1), 55),
        ("AlexNet conv1 on 224, padded by 2", (224, 11, 4, 2, 1), 55),
        ("AlexNet conv2", (27, 5, 1, 2, 1), 27),
        ("LeNet-5 C1", (32, 5, 1, 0, 1), 28),
        ("VGG-16 keeps the side", (224, 3, 1, 1, 1), 224),
        ("ResNet stem", (224, 7, 2, 3, 1), 112),
        ("ResNet-50 stage 3, the 3x3 of stride 2", (56, 3, 2, 1, 1), 28),
        ("Inception-v3 stem", (299, 3, 2, 0, 1), 149),
        ("U-Net's first convolution", (572, 3, 1, 0, 1), 570),
        ("DeepLab's rate 12 keeps the side", (33, 3, 1, 12, 12), 33),
        ("Dumoulin & Visin, figure 2.5", (5, 3, 2, 0, 1), 2),
        ("Dumoulin & Visin, figure 2.6", (5, 3, 2, 1, 1), 3),
        ("Dumoulin & Visin, figure 2.7: another input, the same output", (6, 3, 2, 1, 1), 3),
        ("Dumoulin & Visin, figure 5.1: dilated", (7, 3, 1, 0, 2), 3),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_layers_have_their_published_side(layer, ikspd, o):
    assert output_side(*ikspd) == o, layer


@pytest.mark.parametrize(
    ("k", "d", "span"), [(3, 1, 3), (3, 2, 5), (3, 4, 9), (1, 7, 1), (5, 3, 13)]
)
def test_a_dilated_kernel_spans_its_holes_too(k, d, span):
    assert effective_kernel(k, d) == span


@given(
    i=st.integers(1, 40),
    k=st.integers(1, 9),
    s=st.integers(1, 6),
    p=st.integers(0, 9),
    d=st.integers(1, 5),
)
def test_the_formula_counts_the_places_where_every_tap_lies_on_the_padded_input(i, k, s, p, d):
    cells = set(range(i + 2 * p))
    places = [
        start for start in range(0, i + 2 * p, s) if {start + d * tap for tap in range(k)} <= cells
    ]
    if places:
        assert output_side(i, k, s, p, d) == len(places)
    else:
        with pytest.raises(ValueError, match="does not fit"):
            output_side(i, k, s, p, d)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"i": 0, "k": 1}, "got i=0"),
        ({"i": 4, "k": 0}, "got k=0"),
        ({"i": 4, "k": 3, "s": 0}, "s=0"),
        ({"i": 4, "k": 3, "p": -1}, "p=-1"),
        ({"i": 4, "k": 3, "d": 0}, "d=0"),
        ({"i": 4, "k": 7}, "spanning 7 cells does not fit into 4"),
    ],
    ids=str,
)
def test_impossible_layers_are_refused_with_what_was_got(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        output_side(**wrong)
