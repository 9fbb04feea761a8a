"""How large pooling makes its output, with PyTorch's rule for rounding up.

One axis is enough, since height and width do not know of each other:

    i  input side       k  window side      s  stride
    p  padding, cells added at each end     d  dilation
    o  output side

Rounding down, pooling counts its windows as a convolution does. Rounding up admits one more
window that hangs over the right end; but only if there is something below it to pool.
"""

from quizlab_verifiers.maths.convolution import effective_kernel


def output_side(i: int, k: int, s: int, p: int = 0, d: int = 1, *, ceil: bool = False) -> int:
    """Return the output side of a max pooling as PyTorch computes it.

    Formula:
        o = round((i + 2p - d(k - 1) - 1) / s) + 1        round: floor, or ceil where asked

        With ceil, the last window is dropped if it would start in the right padding:
        if (o - 1) s >= i + p, then o is one less.

        Count cells from the left end of the padding: it fills the cells 0 to p - 1, the input
        p to i + p - 1, and the right padding begins at i + p. Window number o (the last) starts
        at cell (o - 1) s.

    Args:
        i: Input side in cells.
        k: Window side in taps.
        s: Stride in cells, at least 1 (PyTorch's default is k).
        p: Padding in cells at each end, 0 to k / 2.
        d: Dilation, at least 1.
        ceil: Whether to round up, PyTorch's ``ceil_mode``.

    Returns:
        The output side in cells, at least 1. (N, C, i, i) becomes (N, C, o, o).

    Raises:
        ValueError: A parameter is out of range, or no window fits.

    Source:
        Rounding down: Dumoulin & Visin, chapter 3, https://arxiv.org/abs/1603.07285. Rounding up:
        torch.nn.MaxPool2d, "Shape" and the note on ceil_mode,
        https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html;
        aten/src/ATen/native/Pool.h, pooling_output_shape_pad_lr,
        https://github.com/pytorch/pytorch/blob/main/aten/src/ATen/native/Pool.h
    """
    if i < 1 or s < 1:
        raise ValueError(f"got i={i}, s={s}; both must be at least 1")
    if not 0 <= p <= k // 2:
        raise ValueError(f"got p={p}; for a window of {k} padding may be 0 to {k // 2}")

    travel = i + 2 * p - effective_kernel(k, d)
    steps = -(-travel // s) if ceil else travel // s  # -(-a // b) is a / b rounded up
    o = steps + 1
    if ceil and (o - 1) * s >= i + p:
        o -= 1

    if o < 1:
        raise ValueError(
            f"a window spanning {effective_kernel(k, d)} cells does not fit into {i + 2 * p}; "
            "use a larger input, more padding, or a smaller window"
        )
    return o
