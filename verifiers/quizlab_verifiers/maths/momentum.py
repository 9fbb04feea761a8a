"""SGD with momentum, for a single weight: plain and Nesterov's, in the forms that are in use.

In a network every weight is treated alike and knows nothing of the others:

    w  weight           g  gradient of the loss with respect to it, one for each step
    lr learning rate    mu momentum, the share of the old velocity that is kept
    v  velocity, which starts at 0
"""

from collections.abc import Sequence
from typing import NamedTuple


class Momentum(NamedTuple):
    """Where momentum stands after its last step.

    Attributes:
        v: The velocity, as the form keeps it.
        update: What the last step subtracted from the weight.
        w: The weight after the last step.
    """

    v: float
    update: float
    w: float


def momentum(
    w: float, gradients: Sequence[float], lr: float = 0.01, mu: float = 0.9, *, form: str = "torch"
) -> Momentum:
    """Take one step of SGD with momentum for each gradient.

    Formula:
        form "torch": a fading sum of the gradients; the rate stands outside
            v = mu v + g
            update = lr v

        form "keras": the rate goes into the velocity, which points downhill
            v = mu v - lr g
            update = -v                   (w + v is what the code says)

        form "ng": an average of the gradients, so steps are smaller by 1 - mu
            v = mu v + (1 - mu) g         (mu is called beta there)
            update = lr v

        w = w - update

        While the rate stays the same, the first two take the same steps. When it is lowered,
        torch scales the whole velocity at once, Keras only what comes in from then on.

    Args:
        w: The weight before the first step.
        gradients: One gradient for each step, at least one.
        lr: Learning rate.
        mu: Momentum, 0 <= mu < 1.
        form: "torch", "keras" or "ng".

    Returns:
        The velocity, the last update (in the weight's unit) and the weight.

    Raises:
        ValueError: There is no gradient, the momentum is out of range, or the form is unknown.

    Source:
        torch.optim.SGD, https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html;
        keras/src/optimizers/sgd.py,
        https://github.com/keras-team/keras/blob/master/keras/src/optimizers/sgd.py;
        Andrew Ng, Improving Deep Neural Networks, "Gradient Descent with Momentum",
        https://www.coursera.org/learn/deep-neural-network
    """
    _check(gradients, mu)
    if form not in ("torch", "keras", "ng"):
        raise ValueError(f"got form {form!r}; possible are 'torch', 'keras' and 'ng'")

    v = update = 0.0
    for g in gradients:
        if form == "torch":
            v = mu * v + g
            update = lr * v
        elif form == "keras":
            v = mu * v - lr * g
            update = -v
        else:
            v = mu * v + (1 - mu) * g
            update = lr * v
        w = w - update
    return Momentum(v, update, w)


def nesterov(
    w: float, gradients: Sequence[float], lr: float = 0.01, mu: float = 0.9, *, form: str = "torch"
) -> Momentum:
    """Take one step of SGD with Nesterov's momentum for each gradient.

    Formula:
        form "sutskever": the gradient is taken ahead, at w + mu v, where the old velocity leads
            v = mu v - lr g
            update = -v                   (w + v is what the paper says)

        The others keep the point ahead as the weight, so that g is the gradient there.

        form "keras"
            v = mu v - lr g
            update = lr g - mu v          with the new v

        form "torch"
            v = mu v + g
            update = lr (g + mu v)        with the new v

        w = w - update

    Args:
        w: The weight before the first step.
        gradients: One gradient for each step, at least one; form "sutskever" takes it at
            w + mu v, the others at their own w.
        lr: Learning rate.
        mu: Momentum, 0 <= mu < 1.
        form: "torch", "keras" or "sutskever".

    Returns:
        The velocity, the last update (in the weight's unit) and the weight.

    Raises:
        ValueError: There is no gradient, the momentum is out of range, or the form is unknown.

    Source:
        Sutskever, Martens, Dahl & Hinton, "On the importance of initialization and momentum in
        deep learning", equations 3 and 4, https://proceedings.mlr.press/v28/sutskever13.html;
        Danihelka, "Nesterov's Momentum Made Simple" (the point ahead as the weight),
        https://github.com/fidlej/optim/blob/master/dok/nesterov_simple.pdf;
        torch.optim.SGD, https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
    """
    _check(gradients, mu)
    if form not in ("torch", "keras", "sutskever"):
        raise ValueError(f"got form {form!r}; possible are 'torch', 'keras' and 'sutskever'")

    v = update = 0.0
    for g in gradients:
        if form == "torch":
            v = mu * v + g
            update = lr * (g + mu * v)
        else:
            v = mu * v - lr * g
            update = lr * g - mu * v if form == "keras" else -v
        w = w - update
    return Momentum(v, update, w)


def _check(gradients: Sequence[float], mu: float) -> None:
    """Refuse what no form can work with."""
    if not gradients:
        raise ValueError("got no gradients; each step needs one")
    if not 0 <= mu < 1:
        raise ValueError(f"got momentum {mu}; it must be at least 0 and below 1")
