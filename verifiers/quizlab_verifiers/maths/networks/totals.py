"""What is asked of a whole network, worked out from the settings of its layers.

A network is a list of steps. Each step knows its layer and which earlier steps it takes, so that a
sum over the list is a sum over the network, and a walk along it is a forward pass without numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab_verifiers.maths.networks.evaluation import evaluate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab_verifiers.maths.networks.evaluation import Step
    from quizlab_verifiers.maths.networks.layers import Shape
    from quizlab_verifiers.maths.networks.seen import View


def parameters(steps: Sequence[Step]) -> int:
    """Return how many trainable numbers a network holds.

    Formula:
        convolution   K * (C / g) * k^2  +  K with a bias
        linear        in * out  +  out with a bias
        batch norm    2 C, a scale and a shift for each channel

        added up over all layers. A layer that is used twice holds its weights once. Running means
        and variances are no parameters, since nothing trains them.

    Args:
        steps: The network's steps.

    Returns:
        The number of parameters; the size of the image does not matter.

    Raises:
        ValueError: Never; every recorded layer can be counted.

    Source:
        The sums are those of torch.nn.Module.parameters,
        https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html
    """
    return sum(0 if step.again else step.layer.parameters() for step in steps)


def macs(steps: Sequence[Step], size: tuple[int, int] | None = None) -> int:
    """Return the multiply-adds of a network for one image.

    Formula:
        convolution   K * H' * W' * (C / g) * k^2
        linear        in * out

        added up over all layers, with the H' and W' that each layer makes of this image. Norms,
        activations, pooling, biases and additions are not counted. FLOPs are twice as many.

    Args:
        steps: The network's steps.
        size: Height and width of the image; None for its usual ones.

    Returns:
        The number of multiply-adds.

    Raises:
        ValueError: The network cannot take such an image.

    Source:
        He et al. 2015, Deep Residual Learning, table 1 ("FLOPs (multiply-adds)"),
        https://arxiv.org/abs/1512.03385
    """
    return sum(one.macs for one in evaluate(steps, size))


def output_shape(steps: Sequence[Step], place: int, size: tuple[int, int] | None = None) -> Shape:
    """Return the shape of what a step makes.

    Formula:
        convolution, pooling    o = floor((i + 2p - d(k - 1) - 1) / s) + 1, pooling up if it says so
        transposed              o = (i - 1) s - 2p + d(k - 1) + a + 1
        concatenation           channels add up
        addition                the shape stays

        from the image on, layer by layer.

    Args:
        steps: The network's steps.
        place: The number of the step.
        size: Height and width of the image; None for its usual ones.

    Returns:
        (N, C, H, W), with the batch axis first.

    Raises:
        ValueError: The network cannot take such an image.

    Source:
        Dumoulin & Visin, A guide to convolution arithmetic for deep learning,
        https://arxiv.org/abs/1603.07285
    """
    return evaluate(steps[: place + 1], size)[place].shape


def view(steps: Sequence[Step], place: int) -> View:
    """Return what a unit of a step's output sees of the image, and how far apart units look.

    Formula:
        r' = r + (k - 1) d j        j' = s j

        Start with r = j = 1 at the image. Every window widens the receptive field r by its k - 1
        gaps, each d jumps j wide, and its stride multiplies the jump. Where paths meet, the widest
        one counts. Global pooling and linear layers see the whole image.

    Args:
        steps: The network's steps.
        place: The number of the step.

    Returns:
        Receptive field and jump along height and width, in pixels.

    Raises:
        ValueError: The network cannot take its usual image.

    Source:
        Araujo, Norris & Sim 2019, Computing Receptive Fields of Convolutional Neural Networks,
        https://distill.pub/2019/computing-receptive-fields/
    """
    return evaluate(steps[: place + 1])[place].view
