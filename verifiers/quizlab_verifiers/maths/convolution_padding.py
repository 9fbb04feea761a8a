"""How much padding a convolution needs to keep its size, and TensorFlow's names for it.

One axis is enough, since height and width do not know of each other:

    i  input side       k  kernel side      s  stride
    p  padding, cells added at each end     d  dilation
    o  output side

A kernel that spans e = d(k - 1) + 1 cells has e - 1 fewer places to start than there are cells.
"Same" padding gives these e - 1 cells back: half of them at each end.
"""

from quizlab_verifiers.maths.convolution import effective_kernel, output_side


def same_padding(k: int, d: int = 1) -> int:
    """Return the padding at each end that keeps the size at stride 1.

    Formula:
        p = d(k - 1) / 2

        Put o = i into o = i + 2p - d(k - 1) and solve for p. The input side i drops out.

    Args:
        k: Kernel side in taps, at least 1.
        d: Dilation, at least 1.

    Returns:
        The padding in cells at each of the two ends.

    Raises:
        ValueError: k or d is below 1; or d(k - 1) is odd, so that no padding that is equal at
            both ends keeps the size.

    Source:
        Dumoulin & Visin, "A guide to convolution arithmetic for deep learning", section
        2.2.1 "Half (same) padding", https://arxiv.org/abs/1603.07285, with the dilated kernel of
        section 5.1
    """
    lost = effective_kernel(k, d) - 1
    if lost % 2:
        raise ValueError(
            f"a kernel spanning {lost + 1} cells costs {lost}, which two equal ends cannot give "
            "back; use an odd kernel or an even dilation"
        )
    return lost // 2


def output_side_tf(i: int, k: int, s: int = 1, d: int = 1, *, padding: str = "valid") -> int:
    """Return the output side of a convolution by TensorFlow's names for padding.

    Formula:
        same:   o = ceil(i / s)
        valid:  o = floor((i - d(k - 1) - 1) / s) + 1

        "same" adds as many zeros as it takes for a window to belong to every s-th cell, in total
        max((o - 1) s + d(k - 1) + 1 - i, 0). Where they are odd in number, the end gets one more
        than the start. "valid" adds none. The output is as long as the input only for "same"
        with stride 1.

    Args:
        i: Input side in cells, at least 1.
        k: Kernel side in taps.
        s: Stride in cells, at least 1.
        d: Dilation.
        padding: "same" or "valid".

    Returns:
        The output side in cells, at least 1. (N, i, i, C) becomes (N, o, o, K).

    Raises:
        ValueError: A parameter is out of range, or without padding the kernel does not fit.

    Source:
        tf.nn, "Notes on padding", https://www.tensorflow.org/api_docs/python/tf/nn, which writes
        ceil((i - e + 1) / s) for "valid", where e is the span of the kernel: the same number
    """
    if padding not in {"same", "valid"}:
        raise ValueError(f"got padding {padding!r}; it is 'same' or 'valid'")
    if padding == "valid":
        return output_side(i, k, s, 0, d)
    if i < 1 or s < 1 or k < 1 or d < 1:
        raise ValueError(f"got i={i}, k={k}, s={s}, d={d}; all must be at least 1")
    return -(-i // s)  # -(-a // b) is a / b rounded up
