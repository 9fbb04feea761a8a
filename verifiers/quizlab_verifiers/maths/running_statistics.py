"""Batch norm between training and inference: running statistics.

In training a batch norm normalises with the statistics of its batch, and keeps a running average
of them. At inference there may be no batch, so it normalises with the running averages. For one
feature or channel:

    x  value              mu  running mean        v  running variance
    n  values in a batch, for images N H W of them
    gamma, beta           the learnt scale and shift
"""

from collections.abc import Sequence
from math import fsum, sqrt
from typing import NamedTuple


class Line(NamedTuple):
    """A batch norm at inference as the line y = scale x + shift.

    Attributes:
        scale: What x is multiplied with.
        shift: What is added.
        y: The output for the given x.
    """

    scale: float
    shift: float
    y: float


def running_update(
    xs: Sequence[float], mu: float, v: float, momentum: float, framework: str = "torch"
) -> tuple[float, float]:
    """Return the running mean and variance after one more batch in training.

    Formula:
        m = (x_1 + ... + x_n) / n          S = (x_1 - m)^2 + ... + (x_n - m)^2

        "torch": momentum is the weight of the NEW value, the variance is unbiased
            mu = (1 - momentum) mu + momentum m
            v  = (1 - momentum) v  + momentum S / (n - 1)

        "keras": momentum is the weight of the OLD value, the variance is biased
            mu = momentum mu + (1 - momentum) m
            v  = momentum v  + (1 - momentum) S / n

        The batch itself is normalised with S / n in both.

    Args:
        xs: The n values of the batch, at least two.
        mu: Running mean before the batch.
        v: Running variance before the batch.
        momentum: From 0 to 1; torch's default is 0.1, Keras' 0.99.
        framework: "torch" or "keras" (Keras 3).

    Returns:
        The new running mean, in the unit of the values, and variance, in its square.

    Raises:
        ValueError: There are fewer than two values, or the framework is unknown.

    Source:
        torch.nn.BatchNorm1d,
        https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html;
        keras/src/layers/normalization/batch_normalization.py, BatchNormalization.call in Keras 3,
        https://github.com/keras-team/keras
    """
    n = len(xs)
    if n < 2 or framework not in ("torch", "keras"):
        raise ValueError(
            f"got {n} values and framework {framework!r}; needed are at least two values, and "
            "'torch' or 'keras'"
        )
    m = fsum(xs) / n
    S = fsum((x - m) ** 2 for x in xs)
    if framework == "torch":
        old, new, variance = 1 - momentum, momentum, S / (n - 1)
    else:
        old, new, variance = momentum, 1 - momentum, S / n
    return old * mu + new * m, old * v + new * variance


def batch_norm_inference(
    x: float, mu: float, v: float, *, gamma: float = 1.0, beta: float = 0.0, eps: float = 1e-5
) -> Line:
    """Normalise a value as batch norm does at inference, folded into a line.

    Formula:
        y = gamma (x - mu) / sqrt(v + eps) + beta

        Nothing but x varies any more, so this is a line, y = scale x + shift, which the weights
        of a layer before it can take in:
            scale = gamma / sqrt(v + eps)
            shift = beta - scale mu

    Args:
        x: The value.
        mu: Running mean.
        v: Running variance, at least 0.
        gamma: Learnt scale.
        beta: Learnt shift.
        eps: Keeps the division defined, at least 0.

    Returns:
        The line's scale and shift, and y.

    Raises:
        ValueError: v or eps is below 0.
        ZeroDivisionError: v and eps are both 0.

    Source:
        Ioffe & Szegedy, "Batch Normalization", Algorithm 2, https://arxiv.org/abs/1502.03167;
        torch.nn.utils.fuse_conv_bn_weights,
        https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.fuse_conv_bn_weights.html
    """
    if v < 0 or eps < 0:
        raise ValueError(f"got a variance of {v} and eps {eps}; both must be at least 0")
    scale = gamma / sqrt(v + eps)
    shift = beta - scale * mu
    return Line(scale, shift, scale * x + shift)
