"""Bilinear resizing: which numbers of the input an output cell is mixed from.

An image of n cells along one axis becomes one of m cells. Both axes are treated alike and one
after the other, hence bi-linear. Cells are counted from 0:

    i  index of an output cell      x  the same place measured in input cells
    t  how far x lies past the input cell before it, 0 <= t < 1

The two conventions differ only in x. With aligned corners the centres of the outermost cells stay
where they are. Without, the edges of the image do, and a centre lies half a cell inside its edge.
"""

from collections.abc import Sequence


def source_position(i: int, n: int, m: int, *, align_corners: bool = False) -> float:
    """Return where output cell i lies, in cells of the input.

    Formula:
        aligned:      x = i (n - 1) / (m - 1)              0 where m = 1
        not aligned:  x = (i + 1/2) n / m - 1/2            at least 0

    Args:
        i: Index of the output cell, 0 to m - 1.
        n: Input cells along the axis.
        m: Output cells along the axis.
        align_corners: Whether the centres of the corner cells stay in place.

    Returns:
        A place between 0 and about n - 1/2; beyond n - 1 the last cell is repeated.

    Raises:
        ValueError: There is no such cell.

    Source:
        torch.nn.functional.interpolate, ``align_corners``,
        https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html;
        aten/src/ATen/native/UpSample.h, area_pixel_compute_source_index,
        https://github.com/pytorch/pytorch/blob/main/aten/src/ATen/native/UpSample.h
    """
    if not 0 <= i < m or n < 1:
        raise ValueError(f"got i={i}, n={n}, m={m}; needed are n >= 1 and 0 <= i < m")
    if align_corners:
        return i * (n - 1) / (m - 1) if m > 1 else 0.0
    return max(0.0, ((2 * i + 1) * n / m - 1) / 2)


def bilinear_value(
    X: Sequence[Sequence[float]],
    height: int,
    width: int,
    row: int,
    column: int,
    *,
    align_corners: bool = False,
) -> float:
    """Return one cell of the resized matrix.

    Formula:
        y, x = source positions of row and column
        r, c = floor(y), floor(x)         u = y - r        t = x - c

        upper = (1 - t) X[r][c]     + t X[r][c + 1]
        lower = (1 - t) X[r + 1][c] + t X[r + 1][c + 1]
        value = (1 - u) upper + u lower

        Past the last row or column the last one is repeated.

    Args:
        X: Input, rows of equal length.
        height: Rows of the output.
        width: Columns of the output.
        row: Row of the cell that is asked.
        column: Its column.
        align_corners: Whether the centres of the corner cells stay in place.

    Returns:
        The value, between the smallest and the largest of the four numbers that it mixes.

    Raises:
        ValueError: There is no such cell.

    Source:
        torch.nn.functional.interpolate with mode="bilinear",
        https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html
    """
    y = source_position(row, len(X), height, align_corners=align_corners)
    x = source_position(column, len(X[0]), width, align_corners=align_corners)
    r, c = int(y), int(x)
    u, t = y - r, x - c
    below, right = min(r + 1, len(X) - 1), min(c + 1, len(X[0]) - 1)

    upper = (1 - t) * X[r][c] + t * X[r][right]
    lower = (1 - t) * X[below][c] + t * X[below][right]
    return (1 - u) * upper + u * lower
