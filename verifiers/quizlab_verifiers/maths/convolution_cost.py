"""What a convolution costs: the parameters that it learns and the multiply-adds that it takes.

    C  input channels     K  output channels     k  kernel side
    g  groups             H' x W'  output height and width

One weight after another: each of the K kernels has k x k taps in every input channel that it
sees. One multiply-add after another: each output cell takes all weights of its kernel once.

A multiply-add, or MAC, is one multiplication and one addition. It counts as two FLOPs, though
many papers write "FLOPs" and mean multiply-adds.
"""

from quizlab_verifiers.maths.convolution import output_shape


def parameters(C: int, K: int, k: int, g: int = 1, *, bias: bool = True) -> int:
    """Return the number of parameters of a convolution.

    Formula:
        K * (C / g) * k^2  +  K         without bias the last K is left out

        With g groups the input channels are dealt out: each kernel sees only C / g of them. It is
        still K kernels. g = C is a depthwise convolution.

    Args:
        C: Input channels, a multiple of g.
        K: Output channels, a multiple of g.
        k: Kernel side in taps.
        g: Groups, 1 for an ordinary convolution.
        bias: Whether each output channel has a bias.

    Returns:
        The number of weights and biases. The weights are stored as (K, C / g, k, k).

    Raises:
        ValueError: A number is below 1, or g does not divide C and K.

    Source:
        torch.nn.Conv2d, "Variables",
        https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
    """
    if min(C, K, k, g) < 1:
        raise ValueError(f"got C={C}, K={K}, k={k}, g={g}; all must be at least 1")
    if C % g or K % g:
        raise ValueError(f"got {g} groups; they must divide both {C} and {K} channels")
    return K * (C // g) * k * k + (K if bias else 0)


def macs(
    shape: tuple[int, int, int],
    K: int,
    k: int,
    *,
    s: int = 1,
    p: int = 0,
    d: int = 1,
    g: int = 1,
) -> int:
    """Return the multiply-adds of a convolution over one input.

    Formula:
        K * H' * W'  *  (C / g) * k^2

        The first product counts the output cells, the second what each of them takes: a weight
        times an input for each tap. Taps on padding count, since the layer multiplies there too.

    Args:
        shape: (C, H, W) of the input: channels, a multiple of g, height and width in cells.
        K: Output channels, a multiple of g.
        k: Kernel side in taps.
        s: Stride in cells.
        p: Padding in cells at each of the four sides.
        d: Dilation; it moves the taps apart, but adds none.
        g: Groups.

    Returns:
        The number of multiply-adds, biases not counted. FLOPs are twice as many.

    Raises:
        ValueError: A parameter is out of range, or the kernel spans more than the padded input.

    Source:
        Howard et al., "MobileNets", section 3.1 (with g = 1 and g = C),
        https://arxiv.org/abs/1704.04861
    """
    _, height, width = output_shape(shape, K, k, s=s, p=p, d=d)
    return height * width * parameters(shape[0], K, k, g, bias=False)


def separable_parameters(C: int, K: int, k: int, *, bias: bool = False) -> int:
    """Return the number of parameters of a depthwise separable convolution.

    Formula:
        depthwise  C * k^2   one k x k kernel for each input channel, which sees only this channel
        pointwise  C * K     K kernels of 1 x 1 through all C channels

        C k^2 + C K, and with biases C + K more: one for each output of either layer.

    Args:
        C: Input channels.
        K: Output channels.
        k: Kernel side in taps.
        bias: Whether both layers have biases.

    Returns:
        The number of weights and biases of the two layers together.

    Raises:
        ValueError: A number is below 1.

    Source:
        Howard et al., "MobileNets", section 3.1, https://arxiv.org/abs/1704.04861
    """
    depthwise = parameters(C, C, k, g=C, bias=bias)
    pointwise = parameters(C, K, 1, bias=bias)
    return depthwise + pointwise


def separable_cost_ratio(K: int, k: int) -> float:
    """Return the cost of a depthwise separable convolution as a share of the full one.

    Formula:
        C k^2 H' W' + C K H' W'      1     1
        -----------------------  =  --- + ---
              C K k^2 H' W'          K    k^2

        Above stand the multiply-adds of the depthwise and of the pointwise layer, below those of
        the full convolution. C, H' and W' cancel, so that only K and k matter.

    Args:
        K: Output channels, at least 1.
        k: Kernel side in taps, at least 1.

    Returns:
        The ratio, above 0. It is above 1 where nothing is saved, as for k = 1.

    Raises:
        ValueError: A number is below 1.

    Source:
        Howard et al., "MobileNets", section 3.1, https://arxiv.org/abs/1704.04861
    """
    if K < 1 or k < 1:
        raise ValueError(f"got K={K}, k={k}; both must be at least 1")
    return 1 / K + 1 / k**2
