"""Histogram equalisation: spread the grey levels so that all are used about equally.

h  histogram, h[v] pixels of grey level v     L  number of levels     N  all pixels
C  cumulative histogram, C[v] = h[0] + ... + h[v]: pixels of level v or darker
"""

from collections.abc import Sequence
from itertools import accumulate


def equalised_levels(h: Sequence[int], form: str = "classical") -> tuple[int, ...]:
    """Return the new grey level of each old one.

    Formula:
        form "classical":  round((L - 1) C[v] / N)                     halves are rounded up

        form "opencv":     round((L - 1) (C[v] - C0) / (N - C0))       halves go to the even level

            C0 is the first C above zero, the pixels of the darkest level in use; this level
            becomes 0 and the brightest L - 1. Levels below it, which no pixel has, become 0
            too. Where all pixels have one level nothing is changed.

    Args:
        h: Histogram; its length is the number L of levels.
        form: "classical" or "opencv".

    Returns:
        L new levels, never falling, each 0 to L - 1.

    Raises:
        ValueError: There is no pixel, or the form is unknown.

    Source:
        Gonzalez & Woods, "Digital Image Processing", section 3.3; with C0, as Wikipedia's
        https://en.wikipedia.org/wiki/Histogram_equalization has it too: cv::equalizeHist, whose
        single-precision floats may round a value at a half the other way,
        https://github.com/opencv/opencv/blob/4.x/modules/imgproc/src/histogram.cpp
    """
    C, L = list(accumulate(h)), len(h)
    N = C[-1] if C else 0
    if not N:
        raise ValueError("the histogram holds no pixel")
    if form == "classical":
        # floor(a / b + 1/2) in whole numbers
        return tuple((2 * (L - 1) * c + N) // (2 * N) for c in C)
    if form != "opencv":
        raise ValueError(f"got form {form!r}; possible are 'classical' and 'opencv'")
    C0 = next(c for c in C if c)
    if C0 == N:
        return tuple(range(L))
    return tuple(half_to_even((L - 1) * max(0, c - C0), N - C0) for c in C)


def half_to_even(a: int, b: int) -> int:
    """Return a / b rounded to the nearest whole number, a half to the even one.

    Formula:
        q = floor(a / b), one more where the rest is above b / 2, or is b / 2 and q is odd

    Args:
        a: Numerator, at least 0.
        b: Denominator, above 0.

    Returns:
        The rounded quotient.

    Raises:
        ZeroDivisionError: b is 0.

    Source:
        cvRound, https://docs.opencv.org/4.x/db/de0/group__core__utils.html
    """
    q, rest = divmod(a, b)
    return q + (2 * rest > b or (2 * rest == b and q % 2 == 1))
