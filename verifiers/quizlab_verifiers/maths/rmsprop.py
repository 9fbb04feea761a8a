"""RMSProp, for a single weight.

In a network every weight is treated alike and knows nothing of the others:

    w  weight           g  gradient of the loss with respect to it, one for each step
    lr learning rate    v  running average of the squared gradients, which starts at 0
"""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple


class RmsProp(NamedTuple):
    """Where RMSProp stands after its last step.

    Attributes:
        v: The running average of the squared gradients.
        update: What the last step subtracted from the weight.
        w: The weight after the last step.
    """

    v: float
    update: float
    w: float


def rmsprop(
    w: float,
    gradients: Sequence[float],
    lr: float = 0.01,
    alpha: float = 0.99,
    *,
    eps: float = 1e-8,
    place: str = "outside",
) -> RmsProp:
    """Take one step of RMSProp for each gradient.

    Formula:
        v = alpha v + (1 - alpha) g^2             v starts at 0 and is not corrected for it

        place "outside" (PyTorch)
            update = lr g / (sqrt(v) + eps)

        place "inside" (Keras, TensorFlow)
            update = lr g / sqrt(v + eps)

        w = w - update

        Inside, eps counts as its root: 1e-8 there is as much as 1e-4 outside, where v is 0.

    Args:
        w: The weight before the first step.
        gradients: One gradient for each step, at least one.
        lr: Learning rate.
        alpha: Decay of the average, 0 <= alpha < 1; Keras calls it rho.
        eps: Keeps the division defined, at least 0.
        place: "outside" or "inside" of the root.

    Returns:
        The average of squares, the last update (in the weight's unit) and the weight.

    Raises:
        ValueError: There is no gradient, the decay is out of range, or the place is unknown.
        ZeroDivisionError: eps is 0 and so is the average.

    Source:
        Tieleman & Hinton, Coursera lecture 6.5, "rmsprop", 2012,
        https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf;
        torch.optim.RMSprop,
        https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html;
        keras/src/optimizers/rmsprop.py,
        https://github.com/keras-team/keras/blob/master/keras/src/optimizers/rmsprop.py
    """
    if not gradients:
        raise ValueError("got no gradients; each step needs one")
    if not 0 <= alpha < 1:
        raise ValueError(f"got alpha={alpha}; it must be at least 0 and below 1")
    if place not in ("outside", "inside"):
        raise ValueError(f"got place {place!r}; possible are 'outside' and 'inside'")

    v = update = 0.0
    for g in gradients:
        v = alpha * v + (1 - alpha) * g * g
        update = lr * g / (sqrt(v) + eps if place == "outside" else sqrt(v + eps))
        w = w - update
    return RmsProp(v, update, w)
