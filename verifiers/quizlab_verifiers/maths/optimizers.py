"""Optimisers, for a single weight: what a step does to one number.

In a network every weight is treated alike and knows nothing of the others:

    w  weight           g  gradient of the loss with respect to it, one for each step
    lr  learning rate   t  number of the step, counted from 1

Each function says in its formula what else it keeps from step to step.
"""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple


class Adam(NamedTuple):
    """Where Adam stands after its last step.

    Attributes:
        m: First moment, the running average of the gradients, not corrected.
        v: Second moment, the running average of their squares, not corrected.
        update: What the last step subtracted from the weight.
        w: The weight after the last step.
    """

    m: float
    v: float
    update: float
    w: float


def adam(
    w: float,
    gradients: Sequence[float],
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    *,
    eps: float = 1e-8,
    form: str = "paper",
) -> Adam:
    """Take one step of Adam for each gradient.

    Formula:
        m = beta1 m + (1 - beta1) g              m and v start at 0, which makes them too small
        v = beta2 v + (1 - beta2) g^2            at first: by the factor 1 - beta^t on average

        form "paper", Algorithm 1: correct both, eps is added to the corrected root
            m_hat = m / (1 - beta1^t)
            v_hat = v / (1 - beta2^t)
            update = lr m_hat / (sqrt(v_hat) + eps)

        form "keras", the end of the paper's section 2: both corrections go into the rate
            lr_t = lr sqrt(1 - beta2^t) / (1 - beta1^t)
            update = lr_t m / (sqrt(v) + eps)

        w = w - update

        The forms differ only in eps: in the second it stands outside the correction and is
        therefore a different number, the paper's "eps hat". PyTorch uses the first form; Keras,
        TensorFlow, ONNX and Caffe use the second.

    Args:
        w: The weight before the first step.
        gradients: One gradient for each step, at least one.
        lr: Learning rate, the paper's alpha.
        beta1: Decay of the first moment, 0 <= beta1 < 1.
        beta2: Decay of the second moment, 0 <= beta2 < 1.
        eps: Keeps the division defined, at least 0.
        form: "paper" or "keras".

    Returns:
        The moments, the last update (in the weight's unit) and the weight.

    Raises:
        ValueError: There is no gradient, a decay is out of range, or the form is unknown.
        ZeroDivisionError: eps is 0 and so is the second moment.

    Source:
        Kingma & Ba, "Adam: A Method for Stochastic Optimization", Algorithm 1 and the end of
        section 2, https://arxiv.org/abs/1412.6980;
        keras/src/optimizers/adam.py, Adam.update_step,
        https://github.com/keras-team/keras/blob/master/keras/src/optimizers/adam.py
    """
    if not gradients:
        raise ValueError("got no gradients; each step needs one")
    if not (0 <= beta1 < 1 and 0 <= beta2 < 1):
        raise ValueError(f"got beta1={beta1}, beta2={beta2}; both must be at least 0 and below 1")
    if form not in ("paper", "keras"):
        raise ValueError(f"got form {form!r}; possible are 'paper' and 'keras'")

    m = v = update = 0.0
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        if form == "paper":
            m_hat = m / (1 - beta1**t)
            v_hat = v / (1 - beta2**t)
            update = lr * m_hat / (sqrt(v_hat) + eps)
        else:
            lr_t = lr * sqrt(1 - beta2**t) / (1 - beta1**t)
            update = lr_t * m / (sqrt(v) + eps)
        w = w - update
    return Adam(m, v, update, w)
