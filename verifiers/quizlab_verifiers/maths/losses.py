"""Softmax, cross-entropy and the sigmoid, with the gradients that make them go together.

One sample and K classes, counted from 0 as the frameworks do:

    z_k  logit of class k, any number     t    the target, the right class
    p_k  probability of class k           q_k  what p_k should be: 1 for the target, else 0
    ln, e^x: natural logarithm and exponential, as in every framework
"""

from collections.abc import Sequence
from math import exp, log


def softmax(logits: Sequence[float], temperature: float = 1) -> tuple[float, ...]:
    """Return the probabilities of the classes.

    Formula:
        p_k = e^(z_k / T) / sum_j e^(z_j / T)

        A number added to all logits cancels. Subtracting the largest logit first keeps every
        exponential at 1 or below, so that none overflows.

    Args:
        logits: One for each class.
        temperature: T, above 0. Above 1 it evens the probabilities out, below 1 it sharpens
            them; 1 is the plain softmax.

    Returns:
        K probabilities, which add up to 1.

    Raises:
        ValueError: There is no logit, or the temperature is not above 0.

    Source:
        torch.nn.Softmax, https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html;
        the temperature: Hinton, Vinyals & Dean, "Distilling the Knowledge in a Neural Network",
        equation 1, https://arxiv.org/abs/1503.02531
    """
    if not logits or temperature <= 0:
        raise ValueError(
            f"got {len(logits)} logits and temperature {temperature}; needed are one and above 0"
        )
    largest = max(logits)
    exponentials = [exp((z - largest) / temperature) for z in logits]
    total = sum(exponentials)
    return tuple(e / total for e in exponentials)


def smoothed(classes: int, target: int, label_smoothing: float = 0) -> tuple[float, ...]:
    """Return what the probabilities should be: all on the target, or smoothed.

    Formula:
        q_k = (1 - eps) [k = t] + eps / K

        A share eps is spread over all K classes, the target among them.

    Args:
        classes: K.
        target: t, 0 to K - 1.
        label_smoothing: eps, 0 to 1.

    Returns:
        K shares, which add up to 1.

    Raises:
        ValueError: There is no such class, or the smoothing is no share.

    Source:
        Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", section 7,
        https://arxiv.org/abs/1512.00567; torch.nn.CrossEntropyLoss, label_smoothing,
        https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
    """
    if not 0 <= target < classes or not 0 <= label_smoothing <= 1:
        raise ValueError(
            f"got target {target} of {classes} and label smoothing {label_smoothing}; the target "
            "counts from 0, and the smoothing lies between 0 and 1"
        )
    share = label_smoothing / classes
    return tuple(1 - label_smoothing + share if k == target else share for k in range(classes))


def cross_entropy(
    values: Sequence[float], target: int, given: str = "logits", label_smoothing: float = 0
) -> float:
    """Return the cross-entropy of one sample, in nats.

    Formula:
        H = -sum_k q_k ln p_k          without smoothing just -ln p_t

        Given logits, ln p_k = z_k - ln sum_j e^(z_j). Working it so, with the largest logit
        taken out of the sum, needs no probability and never takes the logarithm of 0.

    Args:
        values: K logits, or K probabilities above 0 that add up to 1.
        target: t, 0 to K - 1.
        given: "logits" or "probabilities".
        label_smoothing: eps, 0 to 1; see `smoothed`.

    Returns:
        The loss, at least 0; ln K for a network that gives every class the same.

    Raises:
        ValueError: There is no such class, the smoothing is no share, or `given` is unknown;
            or a probability that counts is 0.

    Source:
        torch.nn.CrossEntropyLoss (it takes logits),
        https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html; CS231n,
        "Softmax classifier", https://cs231n.github.io/linear-classify/
    """
    q = smoothed(len(values), target, label_smoothing)
    if given == "logits":
        largest = max(values)
        log_of_sum = log(sum(exp(z - largest) for z in values))
        surprises = [log_of_sum - (z - largest) for z in values]
        return sum(share * surprise for share, surprise in zip(q, surprises, strict=True))
    if given != "probabilities":
        raise ValueError(f"got given={given!r}; possible are 'logits' and 'probabilities'")
    return sum(-share * log(p) for share, p in zip(q, values, strict=True) if share)


def cross_entropy_gradient(
    logits: Sequence[float],
    target: int,
    batch: int = 1,
    reduction: str = "mean",
    label_smoothing: float = 0,
) -> tuple[float, ...]:
    """Return the gradient of the loss with respect to the logits of one sample.

    Formula:
        dL/dz_k = (p_k - q_k) / m       with reduction "mean" over a batch of m samples
        dL/dz_k = p_k - q_k             with reduction "sum"

        The derivative of the logarithm, 1 / p, cancels against that of the softmax. What is
        left pulls the target's logit up and the others down; it adds up to 0.

    Args:
        logits: One for each class.
        target: t, 0 to K - 1.
        batch: m, the samples over which the loss is averaged or summed.
        reduction: "mean" or "sum".
        label_smoothing: eps, 0 to 1; see `smoothed`.

    Returns:
        K derivatives.

    Raises:
        ValueError: There is no such class or no sample, the smoothing is no share, or the
            reduction is unknown.

    Source:
        CS231n, "Computing the Analytic Gradient with Backpropagation",
        https://cs231n.github.io/neural-networks-case-study/#grad; torch.nn.CrossEntropyLoss,
        https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
    """
    if batch < 1 or reduction not in ("mean", "sum"):
        raise ValueError(
            f"got batch {batch}, reduction {reduction!r}; needed is a sample, and 'mean' or 'sum'"
        )
    m = batch if reduction == "mean" else 1
    q = smoothed(len(logits), target, label_smoothing)
    return tuple((p - share) / m for p, share in zip(softmax(logits), q, strict=True))


def sigmoid(z: float) -> float:
    """Return 1 / (1 + e^-z), which lies between 0 and 1."""
    small = exp(-abs(z))  # cannot overflow
    return 1 / (1 + small) if z >= 0 else small / (1 + small)


def sigmoid_gradient(value: float, given: str = "input", upstream: float = 1) -> float:
    """Return what a sigmoid passes back: the derivative of the loss by its input.

    Formula:
        a = 1 / (1 + e^-z)
        da/dz = a (1 - a)               so the output alone is enough
        dL/dz = dL/da a (1 - a)

        The slope is largest at z = 0, where it is 1/4, and fades on both sides.

    Args:
        value: The input z, or the output a, 0 to 1.
        given: "input" or "output", which of both `value` is.
        upstream: dL/da, what comes back from above; 1 gives the slope itself.

    Returns:
        dL/dz.

    Raises:
        ValueError: `given` is unknown, or an output does not lie between 0 and 1.

    Source:
        CS231n, "Modularity: Sigmoid example", https://cs231n.github.io/optimization-2/#sigmoid;
        torch.sigmoid, https://docs.pytorch.org/docs/stable/generated/torch.sigmoid.html
    """
    if given == "input":
        a, rest = sigmoid(value), sigmoid(-value)  # 1 - a would lose digits near 1
    elif given == "output" and 0 <= value <= 1:
        a, rest = value, 1 - value
    else:
        raise ValueError(
            f"got {given} {value}; possible are an 'input', or an 'output' from 0 to 1"
        )
    return upstream * a * rest
