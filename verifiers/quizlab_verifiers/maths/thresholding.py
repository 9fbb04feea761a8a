"""Otsu's threshold: where a grey-level histogram falls into two classes.

h  histogram, h[l] pixels of grey level l     N  all pixels
t  threshold: level l belongs to class 0 where l <= t, else to class 1

n0, n1  pixels of each class     mu0, mu1  their mean grey levels
"""

from collections.abc import Sequence


def between_class_variances(h: Sequence[int]) -> list[tuple[int, int]]:
    """Return the variance between the classes for each threshold, as exact fractions.

    Formula:
        n0 n1 (mu0 - mu1)^2 / N^2  =  (S n0 - N s0)^2 / (N^2 n0 n1)

        s0 sums the grey levels of class 0 and S those of all pixels. The right side needs whole
        numbers only, so that ties are ties; the factor N^2, which all share, is left out.

    Args:
        h: Histogram, pixels by grey level.

    Returns:
        (numerator, denominator) for t = 0, 1, ...; (0, 1) where a class is empty.

    Raises:
        ValueError: There is no pixel.

    Source:
        Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979, equation 18,
        https://doi.org/10.1109/TSMC.1979.4310076
    """
    N, S = sum(h), sum(level * count for level, count in enumerate(h))
    if not N:
        raise ValueError("the histogram holds no pixel")
    n0 = s0 = 0
    variances = []
    for level, count in enumerate(h):
        n0 += count
        s0 += level * count
        empty = n0 in (0, N)
        variances.append((0, 1) if empty else ((S * n0 - N * s0) ** 2, n0 * (N - n0)))
    return variances


def otsu_threshold(h: Sequence[int]) -> int:
    """Return the threshold that separates the two classes best.

    Formula:
        t = argmax over t of  n0 n1 (mu0 - mu1)^2,   the first one where several are equal

        The variance of all pixels is that between the classes plus that within them, so the
        largest between is the smallest within.

    Args:
        h: Histogram, pixels by grey level.

    Returns:
        The threshold t; levels up to and including t are class 0.

    Raises:
        ValueError: There is no pixel, or all have one level, so that nothing separates them.

    Source:
        Otsu 1979, https://doi.org/10.1109/TSMC.1979.4310076; cv::threshold with THRESH_OTSU, which
        takes level > t for the foreground, and of maxima that its floats find equal the first,
        https://docs.opencv.org/4.x/d7/d1b/group__imgproc__misc.html
    """
    best, t = (0, 1), -1
    for level, (above, below) in enumerate(between_class_variances(h)):
        if above * best[1] > best[0] * below:  # a / b > c / d without dividing
            best, t = (above, below), level
    if t < 0:
        raise ValueError("all pixels have one grey level; there are no two classes")
    return t
