"""The output side of a pooling: published networks, counting by hand, and the dropped window."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizlab_verifiers.maths.pooling import output_side


@pytest.mark.parametrize(
    ("layer", "iksp", "ceil", "o"),
    [
        ("AlexNet's overlapping pool", (55, 3, 2, 0), False, 27),
        ("VGG", (224, 2, 2, 0), False, 112),
        ("ResNet stem", (112, 3, 2, 1), False, 56),
        ("GoogLeNet pool1 rounds up", (112, 3, 2, 0), True, 56),
        ("GoogLeNet pool3 rounds up", (28, 3, 2, 0), True, 14),
        ("GoogLeNet pool1, had it rounded down", (112, 3, 2, 0), False, 55),
        ("SSD's pool3 rounds up", (75, 2, 2, 0), True, 38),
        ("SqueezeNet 1.1 pool1 rounds up", (111, 3, 2, 0), True, 55),
        ("a window that would start in the right padding", (3, 2, 2, 1), True, 2),
        ("an unpadded window that would start behind the input", (4, 1, 3, 0), True, 2),
        ("an unpadded window right behind the input", (3, 1, 3, 0), True, 1),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_layers_have_their_published_side(layer, iksp, ceil, o):
    assert output_side(*iksp, ceil=ceil) == o, layer


@given(
    i=st.integers(1, 40),
    k=st.integers(1, 9),
    s=st.integers(1, 9),
    pd=st.tuples(st.integers(0, 4), st.integers(1, 3)),
    ceil=st.booleans(),
)
def test_the_formula_counts_the_windows(i, k, s, pd, ceil):
    p, d = pd
    assume(p <= k // 2)
    last_tap = d * (k - 1)
    end = i + 2 * p
    starts = [0] if last_tap < end else []
    while starts and starts[-1] + last_tap + s < end:
        starts.append(starts[-1] + s)
    if ceil:
        # One more window may hang over the end, as long as it starts below the right padding;
        # what hangs over must be less than a stride.
        hanging = starts[-1] + s if starts else 0
        travelled = not starts or starts[-1] + last_tap < end - 1
        if travelled and hanging < i + p and hanging + last_tap - end + 1 < s:
            starts.append(hanging)
    if starts:
        assert output_side(i, k, s, p, d, ceil=ceil) == len(starts)
    else:
        with pytest.raises(ValueError, match="does not fit"):
            output_side(i, k, s, p, d, ceil=ceil)


@given(i=st.integers(1, 200), k=st.integers(1, 9), s=st.integers(1, 9), p=st.integers(0, 4))
def test_rounding_up_gives_the_same_or_one_more(i, k, s, p):
    assume(p <= k // 2)
    assume(i + 2 * p >= k)
    assert output_side(i, k, s, p, ceil=True) - output_side(i, k, s, p) in (0, 1)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"i": 0, "k": 2, "s": 2}, "got i=0"),
        ({"i": 4, "k": 2, "s": 0}, "s=0"),
        ({"i": 4, "k": 3, "s": 2, "p": 2}, "for a window of 3 padding may be 0 to 1"),
        ({"i": 2, "k": 3, "s": 2}, "spanning 3 cells does not fit into 2"),
    ],
    ids=str,
)
def test_impossible_poolings_are_refused_with_what_was_got(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        output_side(**wrong)
