"""The Sobel filter and the Gaussian on plain lists: what holds whatever the numbers are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths.image_filters import (
    SOBEL_X,
    SOBEL_Y,
    gaussian_kernel,
    gaussian_kernel_2d,
    laid_on,
    magnitude,
    sobel,
)

PATCHES = st.lists(st.lists(st.integers(-99, 99), min_size=3, max_size=3), min_size=3, max_size=3)


@given(patch=PATCHES)
def test_turning_the_image_turns_the_gradient(patch):
    x, y = sobel(patch)
    transposed = [list(column) for column in zip(*patch, strict=True)]
    assert sobel(transposed) == (y, x)
    assert sobel([row[::-1] for row in patch]) == (-x, y)
    assert sobel(patch[::-1]) == (x, -y)


@given(patch=PATCHES, more=st.integers(-99, 99))
def test_brightness_alone_has_no_gradient(patch, more):
    assert sobel([[value + more for value in row] for row in patch]) == sobel(patch)


def test_the_filters_weigh_eight_pixels_and_sum_to_zero():
    for weights in (SOBEL_X, SOBEL_Y):
        assert laid_on(weights, [[1] * 3] * 3) == 0
        assert sum(abs(w) for row in weights for w in row) == 8
    with pytest.raises(ValueError, match="zip"):
        laid_on(SOBEL_X, [[1, 2, 3]])


def test_a_pixel_of_the_border_has_no_gradient():
    with pytest.raises(ValueError, match=r"pixel \(0, 1\)"):
        sobel([[1] * 4] * 4, 0, 1)


def test_the_magnitude_is_the_length_of_the_gradient():
    assert magnitude(-3, 4) == 5


@given(sigma=st.floats(0.2, 20), half=st.integers(0, 9))
def test_a_gaussian_sums_to_one_is_symmetric_and_falls(sigma, half):
    g = gaussian_kernel(sigma, 2 * half + 1)
    assert sum(g) == pytest.approx(1)
    assert g == g[::-1]
    assert list(g[half:]) == sorted(g[half:], reverse=True)


@given(sigma=st.floats(0.5, 3))
def test_rows_of_the_square_sum_to_the_line(sigma):
    square = gaussian_kernel_2d(sigma, 5)
    assert [sum(row) for row in square] == pytest.approx(list(gaussian_kernel(sigma, 5)))


@pytest.mark.parametrize(("sigma", "size"), [(0, 3), (-1, 3), (1, 4), (1, 0)])
def test_impossible_kernels_are_refused_with_what_was_got(sigma, size):
    with pytest.raises(ValueError, match=f"got sigma={sigma}, size={size}"):
        gaussian_kernel(sigma, size)
