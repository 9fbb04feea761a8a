"""What the normalisation layers do to numbers.

All four do the same thing to a set of values, and differ only in which values form a set:

    batch norm      one feature, over all samples of the batch
    layer norm      one sample, over all its features
    instance norm   one sample and one channel, over all positions
    group norm      one sample and some neighbouring channels, over all positions

Of each set they take

    mu    mean                  v    variance, divided by n and not by n - 1 ("biased")

and then move every value x of the set to mean 0 and variance 1, scale it and shift it:

    y = gamma (x - mu) / sqrt(v + eps) + beta

    gamma, beta   learnt; one pair per feature or per channel, never per set
    eps           keeps the division defined where all values of a set are equal
"""

from collections.abc import Sequence
from math import fsum, sqrt
from typing import NamedTuple

Rows = Sequence[Sequence[float]]


class Normalised(NamedTuple):
    """What normalising leads to.

    Attributes:
        means: The mean of each set.
        variances: The biased variance of each set.
        y: The output, of the input's shape.
    """

    means: tuple[float, ...]
    variances: tuple[float, ...]
    y: tuple[tuple[float, ...], ...]


def moments(xs: Sequence[float]) -> tuple[float, float]:
    """Return the mean of a set of values and their biased variance.

    Formula:
        mu = (x_1 + ... + x_n) / n
        v  = ((x_1 - mu)^2 + ... + (x_n - mu)^2) / n

    Args:
        xs: The values, at least one.

    Returns:
        mu in the unit of the values, v in its square.

    Raises:
        ZeroDivisionError: There is no value.

    Source:
        Ioffe & Szegedy, "Batch Normalization", Algorithm 1, https://arxiv.org/abs/1502.03167
    """
    mu = fsum(xs) / len(xs)
    return mu, fsum((x - mu) ** 2 for x in xs) / len(xs)


def moved(x: float, mu: float, v: float, *, gamma: float, beta: float, eps: float) -> float:
    """Return what a value becomes, given the mean and variance of its set.

    Formula:
        y = gamma (x - mu) / sqrt(v + eps) + beta

    Args:
        x: The value.
        mu: Mean of its set.
        v: Biased variance of its set.
        gamma: Scale.
        beta: Shift.
        eps: Keeps the division defined, at least 0.

    Returns:
        y; for gamma 1 and beta 0 about how many standard deviations x lies above the mean.

    Raises:
        ZeroDivisionError: eps is 0 and so is v.

    Source:
        Ioffe & Szegedy, "Batch Normalization", Algorithm 1, https://arxiv.org/abs/1502.03167
    """
    return gamma * (x - mu) / sqrt(v + eps) + beta


def batch_norm(
    X: Rows, gamma: Sequence[float], beta: Sequence[float], eps: float = 1e-5
) -> Normalised:
    """Normalise each feature over the samples of a batch, as in training.

    Formula:
        per column j:  mu_j, v_j = mean and biased variance of x_1j, ..., x_Nj
                       y_ij = gamma_j (x_ij - mu_j) / sqrt(v_j + eps) + beta_j

    Args:
        X: The batch, N rows (samples) of D numbers (features).
        gamma: Scale of each of the D features.
        beta: Shift of each of the D features.
        eps: Keeps the division defined, at least 0.

    Returns:
        D means, D variances and N x D outputs.

    Raises:
        ValueError: There is not one gamma and one beta for each feature.
        ZeroDivisionError: eps is 0 and so is a variance.

    Source:
        Ioffe & Szegedy, "Batch Normalization", Algorithm 1, https://arxiv.org/abs/1502.03167;
        torch.nn.BatchNorm1d,
        https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html
    """
    statistics = [moments(column) for column in zip(*X, strict=True)]
    Y = tuple(
        tuple(
            moved(x, mu, v, gamma=g, beta=b, eps=eps)
            for x, (mu, v), g, b in zip(row, statistics, gamma, beta, strict=True)
        )
        for row in X
    )
    return Normalised(tuple(mu for mu, _ in statistics), tuple(v for _, v in statistics), Y)


def layer_norm(
    x: Sequence[float], gamma: Sequence[float], beta: Sequence[float], eps: float = 1e-5
) -> Normalised:
    """Normalise one sample over all its features; other samples do not matter.

    Formula:
        mu, v = mean and biased variance of x_1, ..., x_D
        y_j   = gamma_j (x_j - mu) / sqrt(v + eps) + beta_j

    Args:
        x: The D features of the sample.
        gamma: Scale of each of the D features.
        beta: Shift of each of the D features.
        eps: Keeps the division defined, at least 0.

    Returns:
        One mean, one variance, and one row of D outputs.

    Raises:
        ValueError: There is not one gamma and one beta for each feature.
        ZeroDivisionError: eps is 0 and so is the variance.

    Source:
        Ba, Kiros & Hinton, "Layer Normalization", section 3, https://arxiv.org/abs/1607.06450;
        torch.nn.LayerNorm,
        https://docs.pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html
    """
    mu, v = moments(x)
    y = tuple(
        moved(xj, mu, v, gamma=g, beta=b, eps=eps) for xj, g, b in zip(x, gamma, beta, strict=True)
    )
    return Normalised((mu,), (v,), (y,))


def instance_norm(
    X: Rows, gamma: Sequence[float], beta: Sequence[float], eps: float = 1e-5
) -> Normalised:
    """Normalise each channel of one sample over its positions.

    Formula:
        per row c:  mu_c, v_c = mean and biased variance of x_c1, ..., x_cP
                    y_cp = gamma_c (x_cp - mu_c) / sqrt(v_c + eps) + beta_c

    Args:
        X: The sample, C rows (channels) of P numbers (positions, for an image H times W).
        gamma: Scale of each of the C channels.
        beta: Shift of each of the C channels.
        eps: Keeps the division defined, at least 0.

    Returns:
        C means, C variances and C x P outputs.

    Raises:
        ValueError: There is not one gamma and one beta for each channel.
        ZeroDivisionError: eps is 0 and so is a variance.

    Source:
        Ulyanov, Vedaldi & Lempitsky, "Instance Normalization", section 2,
        https://arxiv.org/abs/1607.08022; torch.nn.InstanceNorm1d,
        https://docs.pytorch.org/docs/stable/generated/torch.nn.InstanceNorm1d.html
    """
    return group_norm(X, len(X), gamma, beta, eps)


def group_norm(
    X: Rows, groups: int, gamma: Sequence[float], beta: Sequence[float], eps: float = 1e-5
) -> Normalised:
    """Normalise groups of neighbouring channels of one sample over their positions.

    Formula:
        per group of C / groups rows:  mu, v = mean and biased variance of all its values
        per row c of that group:       y_cp = gamma_c (x_cp - mu) / sqrt(v + eps) + beta_c

        One group is layer norm's set, as many groups as channels are instance norm's.

    Args:
        X: The sample, C rows (channels) of P numbers (positions).
        groups: Number of groups; it divides C.
        gamma: Scale of each of the C channels.
        beta: Shift of each of the C channels.
        eps: Keeps the division defined, at least 0.

    Returns:
        As many means and variances as groups, and C x P outputs.

    Raises:
        ValueError: The groups do not divide the channels, or there is not one gamma and one beta
            for each channel.
        ZeroDivisionError: eps is 0 and so is a variance.

    Source:
        Wu & He, "Group Normalization", section 3,
        https://arxiv.org/abs/1803.08494; torch.nn.GroupNorm,
        https://docs.pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html
    """
    C = len(X)
    if groups < 1 or C % groups or not C == len(gamma) == len(beta):
        raise ValueError(
            f"got {C} channels, {groups} groups, {len(gamma)} gammas and {len(beta)} betas; "
            "the groups must divide the channels, each of which needs a gamma and a beta"
        )
    size = C // groups
    means: list[float] = []
    variances: list[float] = []
    Y: list[tuple[float, ...]] = []
    for start in range(0, C, size):
        channels = range(start, start + size)
        mu, v = moments([x for c in channels for x in X[c]])
        means.append(mu)
        variances.append(v)
        Y += [
            tuple(moved(x, mu, v, gamma=gamma[c], beta=beta[c], eps=eps) for x in X[c])
            for c in channels
        ]
    return Normalised(tuple(means), tuple(variances), tuple(Y))
