"""Small filters of classical vision: the Sobel gradient and the Gaussian.

    X  image, rows of grey values; row r grows downwards, column c to the right

A filter is laid on the image without flipping it, each weight times the value below it, all summed:
cross-correlation, which is what OpenCV and deep learning compute. A convolution in the strict sense
would turn the filter by half a turn first, which changes the sign of the Sobel response and nothing
of the Gaussian.
"""

from collections.abc import Sequence
from math import exp, sqrt

SOBEL_X = ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1))
SOBEL_Y = ((-1, -2, -1), (0, 0, 0), (1, 2, 1))


def sobel(X: Sequence[Sequence[float]], r: int = 1, c: int = 1) -> tuple[float, float]:
    """Return the Sobel gradient at one pixel.

    Formula:
              [ -1  0  1 ]           [ -1 -2 -1 ]
        Gx:   [ -2  0  2 ]     Gy:   [  0  0  0 ]
              [ -1  0  1 ]           [  1  2  1 ]

        laid on the 3 x 3 pixels around (r, c), multiplied pixel by pixel, and summed.

        Each is a difference across the pixel, smoothed along the other axis with weights 1, 2, 1.
        Gx is positive where the image gets brighter to the right, Gy where it does downwards.

    Args:
        X: Image, rows of grey values.
        r: Row of the pixel, with a neighbour above and below.
        c: Its column, with a neighbour to the left and right.

    Returns:
        (Gx, Gy) in grey values, not divided by 8.

    Raises:
        ValueError: The pixel lies on the border or outside.

    Source:
        cv::Sobel with ksize 3, https://docs.opencv.org/4.x/d4/d86/group__imgproc__filter.html
    """
    if not (0 < r < len(X) - 1 and 0 < c < len(X[0]) - 1):
        raise ValueError(f"pixel ({r}, {c}) does not have eight neighbours")
    around = [X[r + dr][c - 1 : c + 2] for dr in (-1, 0, 1)]
    return laid_on(SOBEL_X, around), laid_on(SOBEL_Y, around)


def laid_on(weights: Sequence[Sequence[float]], patch: Sequence[Sequence[float]]) -> float:
    """Return the sum of each weight times the value below it.

    Formula:
        sum of weights[i][j] patch[i][j] over all i, j

    Args:
        weights: The filter.
        patch: As many values of the image.

    Returns:
        The response, in the image's unit times the filter's.

    Raises:
        ValueError: They differ in shape.

    Source:
        cv::filter2D, https://docs.opencv.org/4.x/d4/d86/group__imgproc__filter.html
    """
    return sum(
        w * x for ws, xs in zip(weights, patch, strict=True) for w, x in zip(ws, xs, strict=True)
    )


def magnitude(gx: float, gy: float) -> float:
    """Return the length of a gradient.

    Formula:
        |G| = sqrt(Gx^2 + Gy^2)

        The cheaper |Gx| + |Gy| is another number, up to sqrt(2) times as large.

    Args:
        gx: Derivative to the right, in grey values.
        gy: Derivative downwards.

    Returns:
        The magnitude, in the same unit.

    Raises:
        OverflowError: A square is beyond the largest float.

    Source:
        cv::Canny, ``L2gradient``, https://docs.opencv.org/4.x/dd/d1a/group__imgproc__feature.html
    """
    return sqrt(gx**2 + gy**2)


def gaussian_kernel(sigma: float, size: int) -> tuple[float, ...]:
    """Return a one-dimensional Gaussian kernel that sums to 1.

    Formula:
        w(x) = exp(-x^2 / (2 sigma^2))     for x = -h, ..., 0, ..., h  with  size = 2h + 1
        g(x) = w(x) / (sum of all w)

        The factor 1 / (sigma sqrt(2 pi)) of the density cancels in the division; without the
        division the samples would not sum to 1 and the filter would change the brightness.

    Args:
        sigma: Standard deviation in pixels, above 0.
        size: Odd number of taps.

    Returns:
        The weights from left to right; symmetric.

    Raises:
        ValueError: sigma is not positive, or size is no odd number.

    Source:
        cv::getGaussianKernel, https://docs.opencv.org/4.x/d4/d86/group__imgproc__filter.html
    """
    if sigma <= 0 or size < 1 or size % 2 == 0:
        raise ValueError(f"got sigma={sigma}, size={size}; needed are sigma > 0 and an odd size")
    h = size // 2
    w = [exp(-(x**2) / (2 * sigma**2)) for x in range(-h, h + 1)]
    total = sum(w)
    return tuple(value / total for value in w)


def gaussian_kernel_2d(sigma: float, size: int) -> tuple[tuple[float, ...], ...]:
    """Return a two-dimensional Gaussian kernel that sums to 1.

    Formula:
        g(x, y) = g(x) g(y)

        exp(-(x^2 + y^2) / (2 sigma^2)) is a product, so the kernel is separable: a pass along the
        rows and one along the columns do the same at 2 size instead of size^2 multiplications.

    Args:
        sigma: Standard deviation in pixels, above 0.
        size: Odd number of taps in each direction.

    Returns:
        ``size`` rows of ``size`` weights.

    Raises:
        ValueError: sigma is not positive, or size is no odd number.

    Source:
        cv::GaussianBlur, https://docs.opencv.org/4.x/d4/d86/group__imgproc__filter.html
    """
    g = gaussian_kernel(sigma, size)
    return tuple(tuple(a * b for b in g) for a in g)
