"""Exponentially weighted averages: one number that remembers a whole history.

Optimisers, batch normalisation and training logs all keep such an average:

    x     newest value            beta  share of the old average that is kept, the decay
    v     the average so far      t     number of values averaged, counted from 1
"""

from collections.abc import Sequence
from decimal import Context, Decimal
from math import ceil, log
from typing import NamedTuple


def ewma(beta: float, samples: Sequence[float], *, corrected: bool = False) -> float:
    """Return the exponentially weighted average of some samples, oldest first.

    Formula:
        v_0 = 0
        v_t = beta v_(t-1) + (1 - beta) x_t

        Written out, x_i has the weight (1 - beta) beta^(t-i). These weights add up to
        1 - beta^t only, since the 0 at the start holds the rest. The correction divides by it:

        v_t / (1 - beta^t)

    Args:
        beta: Decay, 0 <= beta < 1.
        samples: The values, at least one, in any unit.
        corrected: Whether the bias towards the 0 at the start is corrected.

    Returns:
        The average after the last sample, in the samples' unit.

    Raises:
        ValueError: There is no sample, or the decay is out of range.

    Source:
        Kingma & Ba, "Adam: A Method for Stochastic Optimization", section 3 (the correction),
        https://arxiv.org/abs/1412.6980
    """
    if not samples:
        raise ValueError("got no samples; an average needs at least one")
    if not 0 <= beta < 1:
        raise ValueError(f"got beta={beta}; it must be at least 0 and below 1")

    v = 0.0
    for x in samples:
        v = beta * v + (1 - beta) * x
    return v / (1 - beta ** len(samples)) if corrected else v


class Corrected(NamedTuple):
    """A bias correction.

    Attributes:
        divisor: What the average is divided by: the sum of the weights so far.
        value: The corrected average.
    """

    divisor: float
    value: float


def correct(moment: float, beta: float, t: int) -> Corrected:
    """Correct the bias of an average that started at 0.

    Formula:
        divisor = 1 - beta^t          the weights (1 - beta) beta^(t-i) of t values, added up
        value = moment / divisor

        Were every value c, the average would stand at c (1 - beta^t); the division returns c.
        As t grows beta^t vanishes, and with it the correction.

    Args:
        moment: The average as it is kept, in any unit.
        beta: Decay, 0 <= beta < 1.
        t: How many values have been averaged, at least 1.

    Returns:
        The divisor, a share above 0 and up to 1, and the corrected average in the moment's unit.

    Raises:
        ValueError: The decay is out of range, or there is no value yet.

    Source:
        Kingma & Ba, "Adam: A Method for Stochastic Optimization", section 3,
        https://arxiv.org/abs/1412.6980
    """
    if not 0 <= beta < 1:
        raise ValueError(f"got beta={beta}; it must be at least 0 and below 1")
    if t < 1:
        raise ValueError(f"got t={t}; steps count from 1")

    divisor = 1 - beta**t
    return Corrected(divisor, moment / divisor)


class Memory(NamedTuple):
    """How far back an average remembers.

    Attributes:
        horizon: About how many values it averages over.
        weight: Weight of the value that many steps back; the newest value's is 1.
        steps: After how many steps a value's weight has fallen to the share.
    """

    horizon: float
    weight: float
    steps: int


def memory(beta: float, share: float) -> Memory:
    """Return how far back an exponentially weighted average remembers.

    Formula:
        Relative to the newest value, the one n steps back has the weight beta^n.

        horizon = 1 + beta + beta^2 + ... = 1 / (1 - beta)
        weight = beta^horizon                          about 1/e = 0.368, if beta is near 1
        steps = ceil(log(share) / log(beta))           the first n with beta^n <= share

        The rule of thumb "averages over 1 / (1 - beta) values" cuts where the weight is `weight`.
        At beta = 0.9 that is 0.349, at 0.5 it is 0.25.

    Args:
        beta: Decay, 0 < beta < 1.
        share: Weight to fall to, 0 < share < 1; the newest value has 1.

    Returns:
        Horizon in values, the weight there, and whole steps until the share is reached.

    Raises:
        ValueError: One of them is out of range.

    Source:
        Andrew Ng, Improving Deep Neural Networks, week 2, "Understanding Exponentially Weighted
        Averages", https://www.coursera.org/learn/deep-neural-network
    """
    if not (0 < beta < 1 and 0 < share < 1):
        raise ValueError(f"got beta={beta}, share={share}; both must be above 0 and below 1")

    horizon = 1 / (1 - beta)
    ratio = log(share) / log(beta)
    nearest = round(ratio)
    if abs(ratio - nearest) < 1e-6:
        # Rounding must not decide whether beta^n is exactly the share; the decimals do.
        power = Context(prec=60).power(Decimal(str(beta)), nearest)
        reached = power <= Decimal(str(share))
        steps = nearest if reached else nearest + 1
    else:
        steps = ceil(ratio)
    return Memory(horizon, beta**horizon, steps)
