"""Integral images: the sum over any rectangle from four numbers.

    X  image, rows of values; rows and columns are counted from 0
    S  integral image, with one row and one column more than X

S[r][c] sums the first r rows of the first c columns, so that row 0 and column 0 of S are zero.
"""

from collections.abc import Sequence


def integral_image(X: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the integral image, in one pass.

    Formula:
        S[r][c] = sum of X[i][j] over i < r, j < c
                = S[r - 1][c] + (sum of the first c values of row r - 1)

    Args:
        X: Image, H rows of W values.

    Returns:
        H + 1 rows of W + 1 sums; the first row and the first column are zero.

    Raises:
        ValueError: The rows differ in length.

    Source:
        Viola & Jones, "Rapid Object Detection using a Boosted Cascade of Simple Features", 2001,
        section 2.1, https://doi.org/10.1109/CVPR.2001.990517; with the zero row and column:
        cv::integral, https://docs.opencv.org/4.x/d7/d1b/group__imgproc__misc.html
    """
    if len({len(row) for row in X}) > 1:
        raise ValueError("the rows must be of equal length")
    S = [[0] * (len(X[0]) + 1)]
    for row in X:
        so_far, sums = 0, [0]
        for value, above in zip(row, S[-1][1:], strict=True):
            so_far += value
            sums.append(above + so_far)
        S.append(sums)
    return S


def rectangle_sum(S: Sequence[Sequence[int]], top: int, left: int, bottom: int, right: int) -> int:
    """Return the sum over a rectangle of the image by four look-ups, whatever its size.

    Formula:
        S[bottom + 1][right + 1] - S[top][right + 1] - S[bottom + 1][left] + S[top][left]

        All that lies above or to the left of the last pixel, without what lies above the
        rectangle and without what lies left of it. The part above and left of it was taken away
        twice, so it is given back once.

    Args:
        S: Integral image with a row and a column of zeros in front.
        top: First row of the rectangle in the image.
        left: Its first column.
        bottom: Its last row, included.
        right: Its last column, included.

    Returns:
        The sum of (bottom - top + 1) * (right - left + 1) pixels.

    Raises:
        ValueError: The rectangle is empty or leaves the image.

    Source:
        Viola & Jones 2001, figure 3, https://doi.org/10.1109/CVPR.2001.990517
    """
    if not (0 <= top <= bottom < len(S) - 1 and 0 <= left <= right < len(S[0]) - 1):
        raise ValueError(f"rows {top} to {bottom}, columns {left} to {right} leave the image")
    return S[bottom + 1][right + 1] - S[top][right + 1] - S[bottom + 1][left] + S[top][left]
