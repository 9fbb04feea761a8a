"""AdamW, for a single weight: Adam whose weight decay has nothing to do with the gradients.

In a network every weight is treated alike and knows nothing of the others:

    w  weight           g  gradient of the loss with respect to it, one for each step
    lr learning rate    t  number of the step, counted from 1
    m  first moment     v  second moment, the running averages of g and g^2, which start at 0
"""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple


class AdamW(NamedTuple):
    """Where AdamW stands after its last step.

    Attributes:
        m: First moment, the running average of the gradients, not corrected.
        v: Second moment, the running average of their squares, not corrected.
        update: What the last step subtracted from the weight in total, decay included.
        w: The weight after the last step.
    """

    m: float
    v: float
    update: float
    w: float


def adamw(
    w: float,
    gradients: Sequence[float],
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    *,
    eps: float = 1e-8,
    weight_decay: float = 0.01,
) -> AdamW:
    """Take one step of AdamW for each gradient.

    Formula:
        m = beta1 m + (1 - beta1) g               of the loss alone: no decay comes in here
        v = beta2 v + (1 - beta2) g^2
        m_hat = m / (1 - beta1^t)
        v_hat = v / (1 - beta2^t)
        update = lr m_hat / (sqrt(v_hat) + eps) + lr weight_decay w
        w = w - update

        Adam with L2 regularisation adds weight_decay w to g instead. There the decay is averaged
        and divided like a gradient, so that weights with large gradients hardly decay.

    Args:
        w: The weight before the first step.
        gradients: One gradient for each step, at least one.
        lr: Learning rate; it multiplies the decay too, as in PyTorch and Keras.
        beta1: Decay of the first moment, 0 <= beta1 < 1.
        beta2: Decay of the second moment, 0 <= beta2 < 1.
        eps: Keeps the division defined, at least 0.
        weight_decay: The paper's lambda, at least 0.

    Returns:
        The moments, the last update in total (in the weight's unit) and the weight.

    Raises:
        ValueError: There is no gradient, or a decay is out of range.
        ZeroDivisionError: eps is 0 and so is the second moment.

    Source:
        Loshchilov & Hutter, "Decoupled Weight Decay Regularization", Algorithm 2,
        https://arxiv.org/abs/1711.05101; there the decay is multiplied by the schedule alone,
        here by lr as in torch.optim.AdamW,
        https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html
    """
    if not gradients:
        raise ValueError("got no gradients; each step needs one")
    if not (0 <= beta1 < 1 and 0 <= beta2 < 1):
        raise ValueError(f"got beta1={beta1}, beta2={beta2}; both must be at least 0 and below 1")
    if weight_decay < 0:
        raise ValueError(f"got weight_decay={weight_decay}; it must be at least 0")

    m = v = update = 0.0
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        update = lr * m_hat / (sqrt(v_hat) + eps) + lr * weight_decay * w
        w = w - update
    return AdamW(m, v, update, w)
