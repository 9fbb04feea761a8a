"""What pooling writes into its output, and how max unpooling puts it back.

A window of k x k cells moves over one channel in steps of s cells, down the rows and across the
columns. Rows and columns are counted from 0.

    X  input, H rows of W numbers    k  window side    s  stride
    p  padding, rows and columns added at each of the four edges

Padding holds no numbers: a maximum never comes from it, and an average may or may not count its
cells, which is a convention that has to be stated.
"""

from collections.abc import Sequence
from math import fsum

from quizlab_verifiers.maths.pooling import output_side

Matrix = tuple[tuple[float, ...], ...]


def window(X: Sequence[Sequence[float]], k: int, top: int, left: int) -> list[float]:
    """Return the input's numbers below a window, row by row; padding has none.

    Formula:
        X[r][c] for top <= r < top + k and left <= c < left + k, as far as X has such cells

    Args:
        X: Input, H rows of W numbers.
        k: Window side in cells.
        top: Row of the window's first cell; negative where it lies on padding.
        left: Column of the window's first cell, likewise.

    Returns:
        Up to k * k numbers; fewer where the window hangs over an edge.

    Raises:
        ValueError: k is below 1.

    Source:
        Dumoulin & Visin, "A guide to convolution arithmetic for deep learning", chapter 3,
        https://arxiv.org/abs/1603.07285
    """
    if k < 1:
        raise ValueError(f"got k={k}; a window has at least one cell")
    rows = X[max(top, 0) : max(top + k, 0)]
    return [x for row in rows for x in row[max(left, 0) : max(left + k, 0)]]


def max_pool(X: Sequence[Sequence[float]], k: int, s: int, p: int = 0) -> Matrix:
    """Return the largest number below each position of the window.

    Formula:
        Y[i][j] = max of X[r][c] over  i s - p <= r < i s - p + k
                                       j s - p <= c < j s - p + k

        Cells of the padding take no part, as if they held minus infinity.

    Args:
        X: Input, H rows of W numbers.
        k: Window side in cells.
        s: Stride in cells, at least 1 (PyTorch's default is k).
        p: Padding in cells at each edge, 0 to k / 2.

    Returns:
        floor((H + 2p - k) / s) + 1 rows, and columns likewise from W.

    Raises:
        ValueError: A parameter is out of range, or the window does not fit.

    Source:
        torch.nn.MaxPool2d, https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
    """
    rows, columns = output_side(len(X), k, s, p), output_side(len(X[0]), k, s, p)
    return tuple(
        tuple(max(window(X, k, i * s - p, j * s - p)) for j in range(columns)) for i in range(rows)
    )


def avg_pool(
    X: Sequence[Sequence[float]], k: int, s: int, p: int = 0, *, count_padding: bool = True
) -> Matrix:
    """Return the average below each position of the window.

    Formula:
        Y[i][j] = (sum of the numbers below the window) / n

        n = k * k                         where the padding counts, as cells that hold 0
        n = how many numbers there are    where it does not

        Inside the input both are the same. PyTorch counts by default (``count_include_pad``);
        TensorFlow's SAME pooling and ONNX do not.

    Args:
        X: Input, H rows of W numbers.
        k: Window side in cells.
        s: Stride in cells, at least 1 (PyTorch's default is k).
        p: Padding in cells at each edge, 0 to k / 2.
        count_padding: Whether the padding's cells count.

    Returns:
        floor((H + 2p - k) / s) + 1 rows, and columns likewise from W.

    Raises:
        ValueError: A parameter is out of range, or the window does not fit.

    Source:
        torch.nn.AvgPool2d, ``count_include_pad``,
        https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html;
        ONNX AveragePool, https://onnx.ai/onnx/operators/onnx__AveragePool.html
    """

    def average(numbers: list[float]) -> float:
        return fsum(numbers) / (k * k if count_padding else len(numbers))

    rows, columns = output_side(len(X), k, s, p), output_side(len(X[0]), k, s, p)
    return tuple(
        tuple(average(window(X, k, i * s - p, j * s - p)) for j in range(columns))
        for i in range(rows)
    )


def max_unpool(
    Y: Sequence[Sequence[float]], indices: Sequence[Sequence[int]], H: int, W: int
) -> Matrix:
    """Write each maximum back to where max pooling found it; all else is zero.

    Formula:
        X = 0,  then  X[r][c] = Y[i][j]  with  r = indices[i][j] // W  and  c = indices[i][j] % W

        An index counts the cells of the large matrix row by row, from 0: W cells make a row.

    Args:
        Y: What pooling wrote.
        indices: Where it found each, of the same shape.
        H: Rows of the result.
        W: Columns of the result.

    Returns:
        H rows of W numbers.

    Raises:
        ValueError: An index lies outside the result, or the shapes differ.

    Source:
        torch.nn.MaxUnpool2d,
        https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxUnpool2d.html;
        Badrinarayanan et al., "SegNet", section 3, https://arxiv.org/abs/1511.00561
    """
    if [len(row) for row in Y] != [len(row) for row in indices]:
        raise ValueError("the maxima and their indices must have the same shape")
    X = [[0.0] * W for _ in range(H)]
    for maxima, places in zip(Y, indices, strict=True):
        for maximum, place in zip(maxima, places, strict=True):
            if not 0 <= place < H * W:
                raise ValueError(f"got index {place}; {H} x {W} cells have 0 to {H * W - 1}")
            X[place // W][place % W] = maximum
    return tuple(map(tuple, X))
