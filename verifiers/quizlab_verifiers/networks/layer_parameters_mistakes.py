"""What people get wrong about the parameters of a layer that they know from a network."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths.networks.layers import Convolution, Linear, TransposedConvolution
from quizlab_verifiers.networks.tally import Weighted, seen, weights
from quizlab_verifiers.networks.weighted_layers import biases, found

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab_verifiers.networks.weighted_layers import LayerAsked

    Wrong = Callable[[LayerAsked], int | None]

Convolutions = Convolution | TransposedConvolution


def _shown(v: LayerAsked, wrong: int) -> int | None:
    """Leave out what is the truth after all."""
    return None if wrong == found(v.network, v.layer).step.layer.parameters() else wrong


def _of_weighted(wrong: Callable[[Weighted], int | None]) -> Wrong:
    """Ask convolutions and linear layers alone."""

    def answer(v: LayerAsked) -> int | None:
        layer = found(v.network, v.layer).step.layer
        value = wrong(layer) if isinstance(layer, Weighted) else None
        return None if value is None else _shown(v, value)

    return answer


def _of_convolution(wrong: Callable[[Convolutions], int | None]) -> Wrong:
    """Ask convolutions alone."""
    return _of_weighted(lambda layer: wrong(layer) if isinstance(layer, Convolutions) else None)


def _of_norm(wrong: Callable[[int, int], int | None]) -> Wrong:
    """Ask batch norms alone, for their channels and the cells of a channel."""

    def answer(v: LayerAsked) -> int | None:
        one = found(v.network, v.layer)
        if isinstance(one.step.layer, Weighted):
            return None
        channels, *sides = one.makes
        return wrong(channels, prod(sides))

    return answer


def _macs(v: LayerAsked) -> int | None:
    """Count the multiply-adds; norms have none, and one vector uses each weight once."""
    one = found(v.network, v.layer)
    layer = one.step.layer
    once = isinstance(layer, Weighted) and one.macs == weights(layer)
    return None if once or not one.macs else _shown(v, one.macs)


def _other_side(layer: Weighted) -> int | None:
    """Take the output channels for the input channels too, where there are no groups."""
    if not isinstance(layer, Convolutions) or layer.groups > 1:
        return None
    return layer.outputs**2 * prod(layer.kernel) + biases(layer)


MISTAKES: tuple[Misconception[LayerAsked], ...] = (
    Misconception(
        "needless-biases",
        "You counted biases; this layer has none. Where a batch norm follows, its shift does "
        "their work.",
        _of_weighted(lambda layer: None if layer.bias else weights(layer) + layer.outputs),
    ),
    Misconception(
        "no-bias",
        "You left out the biases; there is one for each output.",
        _of_weighted(lambda layer: weights(layer) if layer.bias else None),
    ),
    Misconception(
        "bias-for-each-input",
        "You counted a bias for each input; there is one for each output.",
        _of_weighted(
            lambda layer: (
                weights(layer) + layer.inputs if isinstance(layer, Linear) and layer.bias else None
            )
        ),
    ),
    Misconception(
        "kernel-not-squared",
        "You counted k taps; a kernel with side k has k × k of them in each channel.",
        _of_convolution(
            lambda layer: (
                weights(layer) // layer.kernel[0] + biases(layer)
                if layer.kernel[0] == layer.kernel[1]
                else None
            )
        ),
    ),
    Misconception(
        "always-square",
        "You took the kernel for a square; this one is a line, with as many taps as it is long.",
        _of_convolution(
            lambda layer: (
                weights(layer) // min(layer.kernel) * max(layer.kernel) + biases(layer)
                if layer.kernel[0] != layer.kernel[1]
                else None
            )
        ),
    ),
    Misconception(
        "input-channels-left-out",
        "You took a kernel for flat; it reaches through every channel that it sees, with weights "
        "of its own for each.",
        _of_convolution(lambda layer: layer.outputs * prod(layer.kernel) + biases(layer)),
    ),
    Misconception(
        "one-kernel",
        "You counted one kernel; there is one for each output channel.",
        _of_convolution(lambda layer: seen(layer) + layer.bias),
    ),
    Misconception(
        "outputs-on-both-sides",
        "You took the output channels twice; a kernel is as deep as what the layer reads.",
        _of_weighted(_other_side),
    ),
    Misconception(
        "groups-ignored",
        "You let every kernel see all channels; with groups it sees those of its own group.",
        _of_convolution(lambda layer: weights(layer) * layer.groups + biases(layer)),
    ),
    Misconception(
        "both-divided",
        "You divided input and output channels by the groups; that is one group's share, and "
        "there are g of them.",
        _of_convolution(
            lambda layer: (
                weights(layer) // layer.groups + biases(layer) if layer.groups > 1 else None
            )
        ),
    ),
    Misconception(
        "multiply-adds",
        "You gave the multiply-adds; a weight is one parameter, however many places of the map "
        "it is used at.",
        _macs,
    ),
    Misconception(
        "running-statistics",
        "You counted the running mean and variance; a batch norm stores them, but nothing trains "
        "them.",
        _of_norm(lambda channels, _: 4 * channels),
    ),
    Misconception(
        "one-per-channel",
        "You counted one number for each channel; a scale γ comes with a shift β.",
        _of_norm(lambda channels, _: channels),
    ),
    Misconception(
        "pair-per-cell",
        "You counted a scale and a shift for each cell; all places of a channel share them.",
        _of_norm(lambda channels, cells: 2 * channels * cells if cells > 1 else None),
    ),
)
