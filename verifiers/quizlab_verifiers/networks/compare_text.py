"""Where two networks hold their parameters, in words: a table by kind, and the heaviest layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab_verifiers.maths.networks.layers import (
    Convolution,
    Layer,
    Linear,
    TransposedConvolution,
)
from quizlab_verifiers.networks import known
from quizlab_verifiers.notation import digits
from quizlab_verifiers.wording import table

if TYPE_CHECKING:
    from quizlab_verifiers.maths.networks.evaluation import Step

_KINDS = ("convolutions", "fully connected", "norms and scales")


def by_kind(first: str, second: str) -> str:
    """Return how many parameters each kind of layer has in two networks, as a Markdown table."""
    held = [_by_kind(name) for name in (first, second)]
    counts = {
        kind: [one[kind] for one in held] for kind in _KINDS if any(one[kind] for one in held)
    }
    counts["together"] = [known.parameters(name) for name in (first, second)]
    rows = [(kind, *(f"{count:,}" for count in both)) for kind, both in counts.items()]
    return table(("", f"`{first}`", f"`{second}`"), rows, counts=2)


def heaviest(name: str) -> str:
    """Return the arithmetic of the layer of a network that holds most parameters."""
    step = max(
        (step for step in known.steps(name) if not step.again),
        key=lambda step: step.layer.parameters(),
    )
    held, total = step.layer.parameters(), known.parameters(name)
    share = f"{100 * held / total:.0f}%" if held < total / 2 else f"{100 * held / total:.1f}%"
    return (
        f"{known.title(name)}: `{step.module}` has ${_product(step.layer)} = {digits(held)}$, "
        f"{share} of all"
    )


def _by_kind(name: str) -> dict[str, int]:
    """Return the parameters of a network by kind of layer."""
    held = dict.fromkeys(_KINDS, 0)
    for step in known.steps(name):
        held[_kind(step)] += 0 if step.again else step.layer.parameters()
    return held


def _kind(step: Step) -> str:
    if isinstance(step.layer, Convolution | TransposedConvolution):
        return _KINDS[0]
    return _KINDS[1] if isinstance(step.layer, Linear) else _KINDS[2]


def _product(layer: Layer) -> str:
    """Return how the weights of a layer are counted."""
    if isinstance(layer, Linear):
        factors = f"{layer.inputs} \\cdot {layer.outputs}"
    elif isinstance(layer, Convolution):
        down, across = layer.kernel
        kernel = f"{down}^2" if down == across else f"{down} \\cdot {across}"
        factors = f"{layer.outputs} \\cdot {layer.inputs // layer.groups} \\cdot {kernel}"
    else:
        return str(layer.parameters())
    return f"{factors} + {layer.outputs}" if layer.bias else factors
