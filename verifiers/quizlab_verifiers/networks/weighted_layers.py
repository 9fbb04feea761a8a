"""A layer with weights inside of a network: which there are, what is known of one, what is drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, OneOf, nearest
from quizlab_verifiers.maths.networks.layers import Convolution, TransposedConvolution
from quizlab_verifiers.networks import fame, known
from quizlab_verifiers.networks.module_names import ModuleName
from quizlab_verifiers.networks.tally import NORM, Weighted, normed, weights
from quizlab_verifiers.tables.rows import without_batch

if TYPE_CHECKING:
    from random import Random

    from quizlab_verifiers.maths.networks.evaluation import Step
    from quizlab_verifiers.maths.networks.layers import Layer, Shape

_COMMON = frozenset({NORM, "conv 1×1", "conv 3×3", "linear"})
"""Kinds that most layers are of; all others are drawn as often as one of these."""

_INSTRUCTIVE = 3
"""How much more often groups, kernels that are lines, and transposed ones are drawn."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a layer.

    Attributes:
        step: Its step.
        reads: Shape that it reads, without the batch axis.
        makes: Shape that it makes.
        macs: Its multiply-adds.
        before_norm: Whether a batch norm reads what it makes.
    """

    step: Step
    reads: Shape
    makes: Shape
    macs: int
    before_norm: bool


@lru_cache(maxsize=128)
def places(name: str) -> dict[str, int]:
    """Return the layers of a network that hold weights, with the place of each one's step."""
    trained = [
        (place, step)
        for place, step in enumerate(known.steps(name))
        if step.layer.parameters() and not step.again
    ]
    often = Counter(step.module for _, step in trained)
    return {
        step.module: place
        for place, step in trained
        if often[step.module] == 1 and (isinstance(step.layer, Weighted) or step.kind == NORM)
    }


@lru_cache(maxsize=128)
def _by_kind(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the layers of a network in the groups that they are drawn from."""
    kinds: dict[str, list[str]] = {}
    instructive: list[str] = []
    steps = known.steps(name)
    for module, place in places(name).items():
        if is_instructive(steps[place].layer):
            instructive.append(module)
        else:
            kind = steps[place].kind
            kinds.setdefault(kind if kind in _COMMON else "", []).append(module)
    groups = list(kinds.values()) + ([instructive] * _INSTRUCTIVE if instructive else [])
    return tuple(map(tuple, groups))


def is_instructive(layer: Layer) -> bool:
    """Say whether a layer has groups, kernels that are lines, or is transposed."""
    if isinstance(layer, TransposedConvolution):
        return True
    return isinstance(layer, Convolution) and (
        layer.groups > 1 or layer.kernel[0] != layer.kernel[1]
    )


def draw(dice: Random) -> tuple[str, str]:
    """Draw a network, a kind of its layers, and a layer of that kind."""
    name = fame.one_of(dice, known.ASKED)
    return name, dice.choice(dice.choice(_by_kind(name)))


TOGETHER = Generated(draw)

_OF_ANY_NETWORK = ModuleName(Generated(lambda dice: draw(dice)[1]))


@dataclass(frozen=True, slots=True)
class LayerAsked:
    """A layer of a network at its usual image and classes.

    Attributes:
        network: Its name, as `quizlab model` lists them.
        layer: The module's name, as `quizlab model NETWORK` lists them.
    """

    network: Annotated[str, OneOf(*known.ASKED)]
    layer: Annotated[str, _OF_ANY_NETWORK]


@lru_cache(maxsize=4096)
def found(name: str, layer: str) -> Found:
    """Return what is known of a layer that a network has."""
    place = places(name)[layer]
    step, made = known.steps(name)[place], known.shapes(name)
    return Found(
        step,
        without_batch(made[step.sources[0]]),
        without_batch(made[place]),
        step.layer.macs(made[step.sources[0]], made[place]),
        place in normed(name),
    )


def biases(layer: Weighted) -> int:
    """Return the biases of a layer."""
    return layer.parameters() - weights(layer)


def refusal(v: LayerAsked) -> str | None:
    """Say why a layer cannot be asked for, with what is possible."""
    layers = places(v.network)
    if v.layer in layers:
        return None
    steps = known.steps(v.network)
    inside = next((one for one in layers if one.startswith(f"{v.layer}.")), None)
    if inside is not None:
        return (
            f"{v.layer} of {v.network} is a module with layers inside; name one of them, such as "
            f"{inside}"
        )
    if any(step.module == v.layer for step in steps):
        return (
            f"{v.layer} of {v.network} is no convolution, linear layer or batch norm that is "
            f"trained; take one of those, such as {next(iter(layers))}"
        )
    near = nearest(v.layer, layers)
    return (
        f"{v.network} has no layer {v.layer}; "
        + (f"did you mean {near}? " if near else f"it has {next(iter(layers))} and others; ")
        + f"`quizlab model {v.network}` lists them"
    )
