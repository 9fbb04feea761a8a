"""Back-propagation: the shapes of a whole network, and the numbers of a tiny one.

A fully connected network is a chain of layers. The input is layer 0, the last layer is L:

    m    samples in the batch            n_l  width of layer l, its number of units
    A_l  activations of layer l          Z_l  what goes into its activation function
    W_l  weights that lead into layer l  b_l  biases of layer l
    L    also the loss, where derivatives are taken

    Z_l = A_(l-1) W_l + b_l,  A_l = f(Z_l)          rows of A and Z are samples

delta_l is the derivative of the loss with respect to Z_l. It is worked from the last layer
backwards, and every gradient is a product of a delta and what came in on the way forward.
"""

from collections.abc import Sequence
from typing import NamedTuple

from quizlab_verifiers.maths.losses import sigmoid


def delta_shape(widths: Sequence[int], m: int, layer: int, *, rows: bool = True) -> tuple[int, int]:
    """Return the shape of delta_l, which is the shape of Z_l.

    Formula:
        m x n_l where rows are samples, n_l x m where columns are

        The loss is a single number, so its derivative has the shape of what it is taken by:
        one number for each sample and unit of layer l.

    Args:
        widths: n_0, n_1, ... n_L: the inputs, then the units of each layer.
        m: Samples in the batch.
        layer: l, 1 to L; the input is layer 0 and has no delta.
        rows: Whether the rows of a matrix are samples, else its columns are.

    Returns:
        The two sides.

    Raises:
        ValueError: There is no such layer, or no sample.

    Source:
        Nielsen, "Neural Networks and Deep Learning", chapter 2, "Fully matrix-based approach to
        backpropagation over a mini-batch" (samples are columns there),
        http://neuralnetworksanddeeplearning.com/chap2.html; rows of samples: CS231n, "Putting
        it together: Minimal Neural Network Case Study",
        https://cs231n.github.io/neural-networks-case-study/
    """
    if not 1 <= layer < len(widths) or m < 1:
        raise ValueError(
            f"got layer {layer} of {len(widths) - 1} and m={m}; layers count from 1, samples too"
        )
    return (m, widths[layer]) if rows else (widths[layer], m)


def gradient_shape(
    widths: Sequence[int], m: int, layer: int, storage: str = "textbook"
) -> tuple[int, int]:
    """Return the shape of the gradient with respect to W_l, which is the shape of W_l.

    Formula:
        grad W_l = A_(l-1)^T delta_l:  (n_(l-1) x m)(m x n_l) gives n_(l-1) x n_l

        The product sums over the m samples, so the batch is not in the shape. PyTorch stores
        the transpose, n_l x n_(l-1), and computes A_(l-1) W_l^T.

    Args:
        widths: n_0, n_1, ... n_L: the inputs, then the units of each layer.
        m: Samples in the batch; any number of them gives the same shape.
        layer: l, the layer into which the weights lead, 1 to L.
        storage: "textbook" for in x out, "torch" for out x in.

    Returns:
        The two sides.

    Raises:
        ValueError: There is no such layer, no sample, or the storage is unknown.

    Source:
        CS231n, "Putting it together: Minimal Neural Network Case Study", dW = X^T dscores,
        https://cs231n.github.io/neural-networks-case-study/; torch.nn.Linear, "Variables",
        https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html
    """
    if storage not in ("textbook", "torch"):
        raise ValueError(f"got storage {storage!r}; possible are 'textbook' and 'torch'")
    _, n_out = delta_shape(widths, m, layer)
    n_in = widths[layer - 1]
    return (n_in, n_out) if storage == "textbook" else (n_out, n_in)


class Gradients(NamedTuple):
    """What a forward and a backward pass through one hidden layer leave behind.

    Attributes:
        z: What goes into the activation function of each hidden unit.
        h: Activation of each hidden unit.
        y: The output.
        delta_y: dL/dy.
        grad_v: dL/dv, one for each output weight.
        delta_h: dL/dz, one for each hidden unit.
        grad_w: dL/dW, a row for each hidden unit.
    """

    z: tuple[float, ...]
    h: tuple[float, ...]
    y: float
    delta_y: float
    grad_v: tuple[float, ...]
    delta_h: tuple[float, ...]
    grad_w: tuple[tuple[float, ...], ...]


def mlp_gradient(
    x: Sequence[float],
    W: Sequence[Sequence[float]],
    b: Sequence[float],
    v: Sequence[float],
    c: float,
    *,
    t: float,
    activation: str = "relu",
    loss: str = "half-squared",
) -> Gradients:
    """Differentiate the loss of a network with one hidden layer and one linear output.

    Formula:
        forward     z_j = sum_i W_ji x_i + b_j      h_j = f(z_j)      y = sum_j v_j h_j + c

        backward    delta_y = y - t for L = 1/2 (y - t)^2, twice that for L = (y - t)^2
                    dL/dv_j = delta_y h_j
                    delta_j = delta_y v_j f'(z_j)
                    dL/dW_ji = delta_j x_i

        ReLU        f(z) = max(0, z)          f' = 1 where z > 0, else 0 (at z = 0 too)
        sigmoid     f(z) = 1 / (1 + e^-z)     f' = h (1 - h)

    Args:
        x: The inputs.
        W: Weights of the hidden layer, a row for each hidden unit, as PyTorch stores them.
        b: Biases of the hidden layer.
        v: Weights of the output.
        c: Bias of the output.
        t: The target.
        activation: "relu" or "sigmoid".
        loss: "half-squared" or "squared".

    Returns:
        Everything that was worked on the way, one number for each unit or weight.

    Raises:
        ValueError: The sizes do not fit, or a word is unknown.

    Source:
        Rumelhart, Hinton & Williams, "Learning representations by back-propagating errors",
        equations 4 to 7, https://doi.org/10.1038/323533a0; ReLU as a switch: CS231n,
        https://cs231n.github.io/neural-networks-case-study/
    """
    if not len(W) == len(b) == len(v) or any(len(row) != len(x) for row in W):
        raise ValueError(
            f"got {len(W)} rows of weights, {len(b)} biases, {len(v)} output weights and "
            f"{len(x)} inputs; each hidden unit needs one of each, and a weight for each input"
        )
    if loss not in ("half-squared", "squared"):
        raise ValueError(f"got loss {loss!r}; possible are 'half-squared' and 'squared'")
    z = tuple(
        sum(w * i for w, i in zip(row, x, strict=True)) + bias
        for row, bias in zip(W, b, strict=True)
    )
    h = tuple(activated(s, activation) for s in z)
    y = sum(weight * a for weight, a in zip(v, h, strict=True)) + c
    delta_y = y - t if loss == "half-squared" else 2 * (y - t)
    grad_v = tuple(delta_y * a for a in h)
    delta_h = tuple(delta_y * weight * slope(a, activation) for weight, a in zip(v, h, strict=True))
    grad_w = tuple(tuple(delta * i for i in x) for delta in delta_h)
    return Gradients(z, h, y, delta_y, grad_v, delta_h, grad_w)


def activated(z: float, activation: str) -> float:
    """Return f(z) for "relu" or "sigmoid".

    Raises:
        ValueError: The activation is unknown.
    """
    if activation == "relu":
        return max(0.0, z)
    if activation != "sigmoid":
        raise ValueError(f"got activation {activation!r}; possible are 'relu' and 'sigmoid'")
    return sigmoid(z)


def slope(h: float, activation: str) -> float:
    """Return f'(z), which the activation h = f(z) already tells."""
    if activation == "relu":
        return 1.0 if h > 0 else 0.0
    return h * (1 - h)
