"""Widths of initial weights: published numbers, variances in exact fractions, refusals."""

from fractions import Fraction
from math import isclose, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab_verifiers.maths.initialization import (
    fans,
    he_normal_std,
    he_uniform_bound,
    torch_default_bound,
    xavier_normal_std,
    xavier_uniform_bound,
)

counts = st.integers(1, 10**6)


@pytest.mark.parametrize(
    ("layer", "sizes", "expected"),
    [
        ("784 inputs to 256 outputs", (784, 256), (784, 256)),
        ("AlexNet's first layer: 11 x 11 over 3 channels", (3, 96, 11), (363, 11616)),
        ("ResNet's 1 x 1, which is a fully connected layer", (256, 64, 1), (256, 64)),
        ("MobileNet's depthwise 3 x 3: one channel a group", (32, 32, 3, 32), (9, 288)),
        ("ResNeXt's 32 groups: 4 channels each", (128, 128, 3, 32), (36, 1152)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_fans_are_counted_from_the_shape_of_the_weight(layer, sizes, expected):
    assert fans(*sizes) == expected, layer


@pytest.mark.parametrize(
    ("filters", "std"),
    [(64, 0.059), (128, 0.042), (256, 0.029), (512, 0.021)],
    ids=lambda value: f"{value} filters" if isinstance(value, int) else "",
)
def test_he_and_others_print_these_deviations_for_the_filters_of_vgg(filters, std):
    # "Delving Deep into Rectifiers", section 2.2, by equation 14: from the fan out.
    assert round(he_normal_std(fans(64, filters, 3).n_out), 3) == std


@given(n_in=counts, n_out=counts)
def test_xavier_gives_the_variance_of_the_paper(n_in, n_out):
    variance = Fraction(2, n_in + n_out)
    assert isclose(xavier_normal_std(n_in, n_out) ** 2, variance, rel_tol=1e-12)
    assert isclose(xavier_uniform_bound(n_in, n_out) ** 2, 3 * variance, rel_tol=1e-12)


@given(fan=counts, slope=st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(1), Fraction(3)]))
def test_he_gives_the_variance_of_the_paper(fan, slope):
    # Equation 15: (1 + a^2) n Var / 2 = 1
    variance = Fraction(2, fan) / (1 + slope**2)
    assert isclose(he_normal_std(fan, float(slope)) ** 2, variance, rel_tol=1e-12)
    assert isclose(he_uniform_bound(fan, float(slope)) ** 2, 3 * variance, rel_tol=1e-12)


@given(fan=counts)
def test_the_default_of_torch_is_he_with_slope_root_five(fan):
    assert isclose(torch_default_bound(fan), he_uniform_bound(fan, sqrt(5)), rel_tol=1e-12)


@given(fan=counts)
def test_a_leaky_relu_that_leaks_all_leaves_one_over_the_fan(fan):
    assert isclose(he_normal_std(fan, 1.0) ** 2, Fraction(1, fan), rel_tol=1e-12)
    assert isclose(he_normal_std(fan, 1.0), xavier_normal_std(fan, fan), rel_tol=1e-12)


@settings(max_examples=30)
@given(n_in=counts, n_out=counts, gain=st.sampled_from([0.5, 2.0, 5 / 3]))
def test_the_gain_multiplies(n_in, n_out, gain):
    assert isclose(
        xavier_uniform_bound(n_in, n_out, gain), gain * xavier_uniform_bound(n_in, n_out)
    )
    assert isclose(xavier_normal_std(n_in, n_out, gain), gain * xavier_normal_std(n_in, n_out))


@pytest.mark.parametrize(
    ("function", "arguments", "sentence"),
    [
        (fans, (0, 4), "inputs=0"),
        (fans, (4, 4, 0), "k=0"),
        (fans, (6, 4, 3, 4), "4 groups do not divide 6 inputs"),
        (xavier_normal_std, (0, 4), "n_in=0"),
        (xavier_normal_std, (4, 4, 0.0), "gain=0.0"),
        (xavier_uniform_bound, (4, 0), "n_out=0"),
        (xavier_uniform_bound, (4, 4, -1.0), "gain=-1.0"),
        (he_normal_std, (0,), "fan=0"),
        (he_uniform_bound, (-1,), "fan=-1"),
        (torch_default_bound, (0,), "n_in=0"),
    ],
    ids=str,
)
def test_impossible_layers_are_refused_with_what_was_got(function, arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        function(*arguments)
