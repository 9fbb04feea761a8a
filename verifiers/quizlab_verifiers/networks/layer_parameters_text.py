"""The question for a layer's parameters in words, and its worked steps."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from quizlab_verifiers.maths.networks.layers import Convolution, Linear, TransposedConvolution
from quizlab_verifiers.networks import known, versions
from quizlab_verifiers.networks.naming import named
from quizlab_verifiers.networks.tally import Weighted, seen, weights
from quizlab_verifiers.networks.weighted_layers import biases, found
from quizlab_verifiers.notation import digits, shape
from quizlab_verifiers.wording import article, listed

if TYPE_CHECKING:
    from quizlab_verifiers.networks.weighted_layers import Found, LayerAsked

_NORM = (
    "A batch norm stretches and shifts each channel: a scale $\\gamma$ and a shift $\\beta$, the "
    "same at all places of the map. Its running mean and variance are stored, but nothing trains "
    "them. With $C$ channels:\n\n$$2 \\cdot C$$"
)
_LINEAR = (
    "Each output of a linear layer, also called fully connected, has a weight for every input, "
    "and a bias unless one is ruled out:\n\n$$\\text{in} \\cdot \\text{out} + \\text{out}$$"
)
_CONVOLUTION = (
    "Count the weights of one kernel, then multiply by the number of kernels. A kernel of "
    "$k_1 \\times k_2$ taps has a weight for each tap in each channel that it sees, {sees}. There "
    "are $K$ kernels, one for each output channel, and as many biases, but none where a batch "
    "norm follows, since its shift does their work. How large the map is plays no role:\n\n"
    "$$K \\cdot {share} \\cdot k_1 k_2 \\quad (+ K)$$"
)
_TRANSPOSED = (
    "A transposed convolution holds what the convolution in the other direction holds: a kernel "
    "of $k_1 \\times k_2$ taps for each pair of an input and an output channel. Biases, where it "
    "has any, are one for each output channel:\n\n$$K \\cdot C \\cdot k_1 k_2 \\quad (+ K)$$"
)


def prompt(v: LayerAsked) -> str:
    """Name the network, the layer, what it is, what it reads and makes."""
    one = found(v.network, v.layer)
    version = versions.norms(v.network)
    return (
        f"{named(v.network)} runs on an image of ${shape(known.usual_input(v.network))}$. "
        f"{version}{' ' * bool(version)}Its layer `{v.layer}` is {_told(one)}.{_exception(one)}\n\n"
        "How many parameters does this layer have?"
    )


def _told(one: Found) -> str:
    layer = one.step.layer
    if isinstance(layer, Linear):
        return (
            f"a linear layer from ${digits(layer.inputs)}$ features to ${digits(layer.outputs)}$ "
            "outputs"
        )
    if not isinstance(layer, Convolution | TransposedConvolution):
        return f"a batch norm over ${shape(one.makes)}$"
    maps = f"that reads ${shape(one.reads)}$ and makes ${shape(one.makes)}$"
    depthwise = layer.groups == layer.inputs > 1
    transposed = isinstance(layer, TransposedConvolution)
    before = "a depthwise " if depthwise else f"{article(layer.kernel[0])} "
    kind = f"{'transposed ' * transposed}convolution"
    settings = []
    if max(layer.stride) > 1:
        settings.append(f"stride ${layer.stride[0]}$")
    if max(layer.dilation) > 1:
        settings.append(f"dilation ${layer.dilation[0]}$")
    if layer.groups > 1 and not depthwise:
        settings.append(f"${layer.groups}$ groups")
    with_ = f" with {listed(settings)}" if settings else ""
    return f"{before}${shape(layer.kernel)}$ {kind}{with_} {maps}"


def _exception(one: Found) -> str:
    """Say what cannot be known: where a bias stands in front of a norm, or none elsewhere."""
    layer = one.step.layer
    if not isinstance(layer, Weighted) or layer.bias != one.before_norm:
        return ""
    if layer.bias:
        return " It has a bias for each output channel although a batch norm follows."
    if isinstance(layer, Linear):
        return " It has no bias."
    return " It has no bias although no batch norm follows at once."


def explain(v: LayerAsked) -> tuple[str, ...]:
    """Say what such a layer holds, then count."""
    one = found(v.network, v.layer)
    layer = one.step.layer
    if not isinstance(layer, Weighted):
        channels = one.makes[0]
        return (
            _NORM,
            f"It has\n\n$$2 \\cdot {digits(channels)} = {digits(layer.parameters())}$$\n\nparameters.",
        )
    if isinstance(layer, Linear):
        product = (
            f"{digits(layer.inputs)} \\cdot {digits(layer.outputs)} = {digits(weights(layer))}"
        )
        return _LINEAR, f"The weights:\n\n$${product}$$", _last(one, layer)
    return _method(layer), *_kernels(layer), _last(one, layer)


def _method(layer: Convolution | TransposedConvolution) -> str:
    if isinstance(layer, TransposedConvolution):
        return _TRANSPOSED
    if layer.groups > 1:
        return _filled("of $C$ input channels a share of $C / g$ in $g$ groups", "\\frac{C}{g}")
    return _filled("all $C$ input channels", "C")


def _filled(sees: str, share: str) -> str:
    return _CONVOLUTION.replace("{sees}", sees).replace("{share}", share)


def _kernels(layer: Convolution | TransposedConvolution) -> tuple[str, str]:
    taps, each = prod(layer.kernel), seen(layer)
    channels = layer.inputs // layer.groups
    plural = "s" * (channels > 1)
    if isinstance(layer, TransposedConvolution):
        sees = f"An output channel takes from ${digits(channels)}$ input channel{plural}"
    elif layer.groups > 1:
        sees = (
            f"With ${layer.groups}$ groups a kernel sees ${digits(layer.inputs)} / {layer.groups} = "
            f"{channels}$ input channel{plural}"
        )
    else:
        sees = (
            f"A kernel sees {'all' if plural else 'the'} ${digits(channels)}$ input channel{plural}"
        )
    factors = " \\cdot ".join(map(digits, (channels, *layer.kernel)))
    of_each = f"{factors} = {digits(channels)} \\cdot {taps}" if taps > 1 else factors
    return (
        f"{sees}, which makes\n\n$${of_each} = {digits(each)}$$\n\nweight{'s' * (each > 1)}.",
        (
            f"There are ${digits(layer.outputs)}$ output channels:\n\n"
            f"$${digits(layer.outputs)} \\cdot {digits(each)} = {digits(weights(layer))}$$\n\nweights."
        ),
    )


def _last(one: Found, layer: Weighted) -> str:
    total = digits(layer.parameters())
    if not layer.bias:
        why = "A batch norm follows, so there is no bias" if one.before_norm else "It has no bias"
        return f"{why}: ${total}$ parameters."
    if isinstance(layer, Linear):
        why = "Each output has a bias"
    elif one.before_norm:
        why = "It has biases although a batch norm follows"
    else:
        why = "No batch norm follows, so each kernel has a bias"
    return f"{why}:\n\n$${digits(weights(layer))} + {digits(biases(layer))} = {total}$$"
