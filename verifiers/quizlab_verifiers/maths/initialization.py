"""How wide the random weights of a layer start.

    n_in   fan in: how many inputs one output of the layer adds up
    n_out  fan out: how many outputs one input of the layer reaches
    a      bound of a uniform distribution on (-a, a)
    std    standard deviation of a normal distribution around 0

An output is a sum of n_in products. If their variances add up, then weights of variance 1 / n_in
keep the signal's variance from layer to layer, and 1 / n_out keeps the gradient's on the way
back. Each initialisation picks a variance; whether it is then spread uniformly or normally
changes only the shape: a uniform distribution on (-a, a) has variance a^2 / 3, so a = sqrt(3) std.
"""

from math import sqrt
from typing import NamedTuple


class Fans(NamedTuple):
    """How many numbers come in and go out.

    Attributes:
        n_in: Inputs that one output adds up.
        n_out: Outputs that one input reaches.
    """

    n_in: int
    n_out: int


def fans(inputs: int, outputs: int, k: int = 1, groups: int = 1) -> Fans:
    """Return both fans of a layer, as PyTorch counts them.

    Formula:
        n_in  = inputs / groups * k^2
        n_out = outputs * k^2

        A fully connected layer is the case k = 1, groups = 1. A kernel adds up k^2 cells of each
        input channel in its group, and each input cell lies under the k^2 places of a kernel.
        PyTorch reads both from the weight's shape (outputs, inputs / groups, k, k), which does not
        tell the number of groups; so it does not divide n_out, although an input channel reaches
        only outputs / groups channels.

    Args:
        inputs: Features or channels that come in, at least 1.
        outputs: Features or channels that go out, at least 1.
        k: Kernel side in taps, at least 1.
        groups: Groups of channels; divides inputs and outputs.

    Returns:
        n_in and n_out, two counts.

    Raises:
        ValueError: A count is below 1, or groups does not divide the channels.

    Source:
        torch/nn/init.py, _calculate_fan_in_and_fan_out,
        https://github.com/pytorch/pytorch/blob/main/torch/nn/init.py
    """
    if min(inputs, outputs, k, groups) < 1:
        raise ValueError(
            f"got inputs={inputs}, outputs={outputs}, k={k}, groups={groups}; "
            "each must be at least 1"
        )
    if inputs % groups or outputs % groups:
        raise ValueError(f"{groups} groups do not divide {inputs} inputs and {outputs} outputs")
    return Fans(inputs // groups * k * k, outputs * k * k)


def xavier_normal_std(n_in: int, n_out: int, gain: float = 1.0) -> float:
    """Return the standard deviation of Xavier's (Glorot's) normal initialisation.

    Formula:
        std = gain sqrt(2 / (n_in + n_out))

        1 / n_in would keep the signal, 1 / n_out the gradient. The variance is one over the mean
        of both fans: 1 / ((n_in + n_out) / 2).

    Args:
        n_in: Fan in, at least 1.
        n_out: Fan out, at least 1.
        gain: Factor for the activation that follows; 1 for none.

    Returns:
        The standard deviation, in the unit of the weights.

    Raises:
        ValueError: A fan is below 1, or the gain is not above 0.

    Source:
        Glorot & Bengio 2010, "Understanding the difficulty of training deep feedforward neural
        networks", equation 12, https://proceedings.mlr.press/v9/glorot10a.html;
        torch.nn.init.xavier_normal_, https://docs.pytorch.org/docs/stable/nn.init.html
    """
    if min(n_in, n_out) < 1 or gain <= 0:
        raise ValueError(
            f"got n_in={n_in}, n_out={n_out}, gain={gain}; needed are fans of at least 1 and a "
            "gain above 0"
        )
    return gain * sqrt(2 / (n_in + n_out))


def xavier_uniform_bound(n_in: int, n_out: int, gain: float = 1.0) -> float:
    """Return the bound of Xavier's (Glorot's) uniform initialisation.

    Formula:
        a = gain sqrt(6 / (n_in + n_out))

        The variance is 2 / (n_in + n_out), as in the normal case. On (-a, a) it is a^2 / 3, hence
        the 6 = 3 * 2.

    Args:
        n_in: Fan in, at least 1.
        n_out: Fan out, at least 1.
        gain: Factor for the activation that follows; 1 for none.

    Returns:
        The bound a, in the unit of the weights, which are drawn from U(-a, a).

    Raises:
        ValueError: A fan is below 1, or the gain is not above 0.

    Source:
        Glorot & Bengio 2010, equation 16, https://proceedings.mlr.press/v9/glorot10a.html;
        torch.nn.init.xavier_uniform_, https://docs.pytorch.org/docs/stable/nn.init.html
    """
    if min(n_in, n_out) < 1 or gain <= 0:
        raise ValueError(
            f"got n_in={n_in}, n_out={n_out}, gain={gain}; needed are fans of at least 1 and a "
            "gain above 0"
        )
    return gain * sqrt(6 / (n_in + n_out))


def he_normal_std(fan: int, slope: float = 0.0) -> float:
    """Return the standard deviation of He's (Kaiming's) normal initialisation.

    Formula:
        std = sqrt(2 / ((1 + slope^2) fan))

        ReLU sets half of its inputs to 0, so that only half of their mean square is left; weights
        of twice the variance, 2 / fan, make up for it. A leaky ReLU lets negative inputs pass with
        a slope and keeps (1 + slope^2) / 2.

    Args:
        fan: n_in to keep the signal's size, the usual choice, or n_out to keep the gradient's.
        slope: Slope of the leaky ReLU for negative inputs; 0 for ReLU.

    Returns:
        The standard deviation, in the unit of the weights.

    Raises:
        ValueError: The fan is below 1.

    Source:
        He et al. 2015, "Delving Deep into Rectifiers", equations 10, 14 and 15,
        https://arxiv.org/abs/1502.01852;
        torch.nn.init.kaiming_normal_, https://docs.pytorch.org/docs/stable/nn.init.html
    """
    if fan < 1:
        raise ValueError(f"got fan={fan}; it must be at least 1")
    return sqrt(2 / ((1 + slope * slope) * fan))


def he_uniform_bound(fan: int, slope: float = 0.0) -> float:
    """Return the bound of He's (Kaiming's) uniform initialisation.

    Formula:
        a = sqrt(6 / ((1 + slope^2) fan))

        The variance is 2 / ((1 + slope^2) fan), as in the normal case. On (-a, a) it is a^2 / 3,
        hence the 6 = 3 * 2.

    Args:
        fan: n_in to keep the signal's size, the usual choice, or n_out to keep the gradient's.
        slope: Slope of the leaky ReLU for negative inputs; 0 for ReLU.

    Returns:
        The bound a, in the unit of the weights, which are drawn from U(-a, a).

    Raises:
        ValueError: The fan is below 1.

    Source:
        He et al. 2015, equations 10, 14 and 15, https://arxiv.org/abs/1502.01852;
        torch.nn.init.kaiming_uniform_, https://docs.pytorch.org/docs/stable/nn.init.html
    """
    if fan < 1:
        raise ValueError(f"got fan={fan}; it must be at least 1")
    return sqrt(6 / ((1 + slope * slope) * fan))


def torch_default_bound(n_in: int) -> float:
    """Return the bound that torch.nn.Linear and torch.nn.Conv2d draw their weights in.

    Formula:
        a = 1 / sqrt(n_in)

        The code asks for He's uniform bound with slope sqrt(5), and
        sqrt(6 / ((1 + 5) n_in)) = 1 / sqrt(n_in). The biases have the same bound.

    Args:
        n_in: Fan in, at least 1.

    Returns:
        The bound a, in the unit of the weights, which are drawn from U(-a, a). Their standard
        deviation is a / sqrt(3), not a.

    Raises:
        ValueError: The fan is below 1.

    Source:
        torch.nn.Linear and torch.nn.Conv2d, "Variables",
        https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html,
        https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
    """
    if n_in < 1:
        raise ValueError(f"got n_in={n_in}; it must be at least 1")
    return 1 / sqrt(n_in)
