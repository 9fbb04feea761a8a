"""How large a convolution makes its output.

One axis is enough, since height and width do not know of each other:

    i  input side       k  kernel side      s  stride
    p  padding, cells added at each end     d  dilation
    o  output side

Picture the padded input as a ruler of i + 2p cells and the kernel as a stick laid on it. The
stick starts flush left and moves on by s cells until it would stick out. Each place where it
lies completely on the ruler gives one cell of output.
"""


def effective_kernel(k: int, d: int = 1) -> int:
    """Return how many cells a kernel spans once it is spread out by dilation.

    Formula:
        k + (k - 1)(d - 1) = d(k - 1) + 1

        Between k taps lie k - 1 gaps, and dilation d puts d - 1 unused cells into each.

    Args:
        k: Kernel side in taps, at least 1.
        d: Dilation, the distance from tap to tap, at least 1; 1 is a kernel without holes.

    Returns:
        The span in cells; k itself where d = 1.

    Raises:
        ValueError: k or d is below 1.

    Source:
        Dumoulin & Visin, "A guide to convolution arithmetic for deep learning", section 5.1
        "Dilated convolutions", https://arxiv.org/abs/1603.07285
    """
    if k < 1 or d < 1:
        raise ValueError(f"got k={k}, d={d}; both must be at least 1")
    return d * (k - 1) + 1


def output_side(i: int, k: int, s: int = 1, p: int = 0, d: int = 1) -> int:
    """Return the output side of a convolution; the last, incomplete step is dropped.

    Formula:
        o = floor((i + 2p - d(k - 1) - 1) / s) + 1

        i + 2p - d(k - 1) - 1 is how far the kernel can travel. Every s cells of travel give
        one more position, and the + 1 is the position where it started.

    Args:
        i: Input side in cells.
        k: Kernel side in taps.
        s: Stride in cells, at least 1.
        p: Padding in cells at each of the two ends, at least 0.
        d: Dilation, at least 1.

    Returns:
        The output side in cells, at least 1. For an input of shape (N, C, i, i) the layer's
        output has shape (N, K, o, o), whatever C and the number K of kernels are.

    Raises:
        ValueError: A parameter is out of range, or the kernel spans more than the padded input.

    Source:
        Dumoulin & Visin, section 5.1, relationship 15, https://arxiv.org/abs/1603.07285;
        torch.nn.Conv2d, "Shape",
        https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
    """
    if i < 1 or s < 1 or p < 0:
        raise ValueError(f"got i={i}, s={s}, p={p}; needed are i and s of at least 1 and p >= 0")
    travel = i + 2 * p - effective_kernel(k, d)
    if travel < 0:
        raise ValueError(
            f"a kernel spanning {effective_kernel(k, d)} cells does not fit into {i + 2 * p}; "
            "use a larger input, more padding, or a smaller kernel"
        )
    return travel // s + 1


def output_shape(
    shape: tuple[int, int, int], K: int, k: int, *, s: int = 1, p: int = 0, d: int = 1
) -> tuple[int, int, int]:
    """Return the shape of a convolution's output, without the batch axis.

    Formula:
        C x H x W  ->  K x o(H) x o(W)      with o as in `output_side`

        Each of the K kernels reaches through all C input channels and sums them up, so that it
        makes one output channel. C does not show in the output.

    Args:
        shape: (C, H, W) of the input: channels, height and width in cells.
        K: Output channels, the number of kernels.
        k: Kernel side in taps, for height and width.
        s: Stride in cells.
        p: Padding in cells at each of the four sides.
        d: Dilation.

    Returns:
        (K, o(H), o(W)). A batch of N inputs (N, C, H, W) becomes (N, K, o(H), o(W)).

    Raises:
        ValueError: A parameter is out of range, or the kernel spans more than the padded input.

    Source:
        torch.nn.Conv2d, "Shape",
        https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
    """
    C, H, W = shape
    if C < 1 or K < 1:
        raise ValueError(f"got C={C}, K={K}; both must be at least 1")
    return K, output_side(H, k, s, p, d), output_side(W, k, s, p, d)
