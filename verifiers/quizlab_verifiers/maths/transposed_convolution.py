"""How large a transposed convolution makes its output.

One axis is enough, since height and width do not know of each other:

    i  input side       k  kernel side      s  stride       d  dilation
    p  padding, cells cut off at each end of the output
    a  output padding, cells added at the end only
    o  output side

Picture every input cell as a stamp that prints a whole kernel into the output, s cells further
on than the cell before. Where prints overlap they are added. What sticks out by p cells at each
end is cut off. This is how gradients pass backwards through a convolution, hence the name; it
restores the shape of that convolution's input, not its values.
"""

from quizlab_verifiers.maths.convolution import effective_kernel


def transposed_output_side(
    i: int, k: int, s: int = 1, *, p: int = 0, a: int = 0, d: int = 1
) -> int:
    """Return the output side of a transposed convolution.

    Formula:
        o = (i - 1) s - 2p + d(k - 1) + a + 1

        The last print starts (i - 1) s cells after the first, and a print is d(k - 1) + 1 cells
        long. Padding cuts 2p cells off. The same convolution, run forwards, may round several
        input sides down to one output side; a says which of them is to come back.

    Args:
        i: Input side in cells, at least 1.
        k: Kernel side in taps.
        s: Stride in cells, at least 1.
        p: Padding in cells at each of the two ends, at least 0; here it shortens the output.
        a: Output padding in cells, at least 0, less than s or less than d.
        d: Dilation.

    Returns:
        The output side in cells, at least 1. (N, C, i, i) becomes (N, K, o, o).

    Raises:
        ValueError: A parameter is out of range, or nothing is left of the output.

    Source:
        torch.nn.ConvTranspose2d, "Shape",
        https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html; without
        dilation Dumoulin & Visin, relationship 14, https://arxiv.org/abs/1603.07285
    """
    if i < 1 or s < 1 or p < 0:
        raise ValueError(f"got i={i}, s={s}, p={p}; needed are i and s of at least 1 and p >= 0")
    if not 0 <= a < max(s, d):
        raise ValueError(f"got a={a}; with stride {s} and dilation {d} it is below {max(s, d)}")
    o = (i - 1) * s - 2 * p + effective_kernel(k, d) + a
    if o < 1:
        raise ValueError(f"padding {p} cuts off all of the {o + 2 * p} cells; use less padding")
    return o
