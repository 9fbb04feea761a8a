"""The Harris corner measure: is there a direction in which the image does not change?

    (Ix, Iy)  gradient at one pixel of a window: derivative to the right and downwards
    M         structure tensor, the gradients' products summed over the window
    k         weight of the trace, 0.04 to 0.06

M has two eigenvalues, the change along its two axes. On a flat patch both are small, on an edge one
is large, on a corner both are. The measure tells these apart without a root.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple


class StructureTensor(NamedTuple):
    """The symmetric matrix M.

    Attributes:
        xx: Sum of Ix squared.
        yy: Sum of Iy squared.
        xy: Sum of the products Ix Iy.
    """

    xx: int
    yy: int
    xy: int


def structure_tensor(gradients: Sequence[tuple[int, int]]) -> StructureTensor:
    """Return M of a window whose pixels all weigh 1.

    Formula:
        M = [ sum of Ix^2     sum of Ix Iy ]
            [ sum of Ix Iy    sum of Iy^2  ]

        Each gradient is multiplied out first and only then summed.

    Args:
        gradients: One (Ix, Iy) for each pixel of the window.

    Returns:
        The three different entries of M.

    Raises:
        ValueError: There is no gradient.

    Source:
        Harris & Stephens, "A Combined Corner and Edge Detector", 1988,
        https://doi.org/10.5244/C.2.23
    """
    if not gradients:
        raise ValueError("got no gradients; a window has at least one pixel")
    return StructureTensor(
        xx=sum(x * x for x, _ in gradients),
        yy=sum(y * y for _, y in gradients),
        xy=sum(x * y for x, y in gradients),
    )


def harris_response(
    determinant: float, trace: float, k: float | Fraction = 0.04
) -> float | Fraction:
    """Return the corner measure of M.

    Formula:
        R = det M - k (trace M)^2

        det M   = M_xx M_yy - M_xy^2 = product of the eigenvalues
        trace M = M_xx + M_yy        = their sum

        R is clearly positive on a corner, negative on an edge, and small on a flat patch.

    Args:
        determinant: Determinant of M.
        trace: Trace of M.
        k: Weight of the trace, 0.04 to 0.06 in practice.

    Returns:
        R, in grey values to the fourth power; exact where k is a fraction and the rest whole.

    Raises:
        OverflowError: The square is beyond the largest float.

    Source:
        Harris & Stephens 1988, https://doi.org/10.5244/C.2.23; cv::cornerHarris,
        https://docs.opencv.org/4.x/dd/d1a/group__imgproc__feature.html
    """
    return determinant - k * trace**2
