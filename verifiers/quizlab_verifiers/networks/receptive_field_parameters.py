"""A layer of a network that sees part of the image: what it may be, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, OneOf, Together, nearest
from quizlab_verifiers.maths.networks.joins import BlackBox, Mean, Product
from quizlab_verifiers.maths.networks.layers import AdaptivePool, Linear
from quizlab_verifiers.networks import fame, inside, known
from quizlab_verifiers.networks.layer_output_shape_parameters import NETWORKS
from quizlab_verifiers.networks.module_names import ModuleName
from quizlab_verifiers.networks.receptive_field_way import widest

if TYPE_CHECKING:
    from random import Random

    from quizlab_verifiers.maths.networks.seen import View

# These take so many cells at once as the image has, or choose them.
_NO_WINDOWS = (AdaptivePool, Linear, Mean, Product, BlackBox)

_DRAWN = tuple(name for name in NETWORKS if name not in {"fast-rcnn", "faster-rcnn"})


def seen(name: str, layer: str) -> View:
    """Return what a unit of a layer sees, with its jump, along height and width."""
    return known.figures(name)[inside.modules(name)[layer].last].view


@lru_cache(maxsize=4096)
def refused(name: str, layer: str) -> str | None:
    """Say why a layer has no receptive field to ask for, None where it has one."""
    title, found = known.title(name), inside.modules(name)
    if layer not in found:
        near = nearest(layer, found)
        meant = f"did you mean {near}? " if near else ""
        return f"{title} has no layer {layer!r}; {meant}`quizlab model {name}` lists them"
    if len(found[layer].leaving) > 1:
        return (
            f"{layer} of {title} returns {len(found[layer].leaving)} tensors; take one of the "
            "layers inside of it"
        )
    if layer in inside.made_larger(name):
        return (
            f"{layer} of {title} comes after an upsampling, where some units see more than "
            "others; take a layer before it"
        )
    place = found[layer].last
    shape, view = known.figures(name)[place].shape, seen(name, layer)
    if any(axis.field == inf for axis in view):
        return f"a unit of {layer} of {title} sees the whole image; take a layer before it"
    steps = known.steps(name)
    way = inside.leading_to(name, place)
    if len(shape) != 4 or any(isinstance(steps[one].layer, _NO_WINDOWS) for one in way):
        return (
            f"{layer} of {title} makes no map whose units look through windows of the same size; "
            "take a convolution or a pooling before it"
        )
    height, width = (axis.field for axis in view)
    if height != width:
        return (
            f"a unit of {layer} of {title} sees {height} × {width} pixels, no square; take a "
            "layer that sees equally far along both sides"
        )
    if any(window.kind == "slice" for window in widest(name, place)):
        return (
            f"{layer} of {title} puts neighbouring cells side by side as channels; take a layer "
            "before it"
        )
    return None


@lru_cache(maxsize=128)
def drawn_layers(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the layers that a question is worth, stages and what is right inside of them."""
    steps, found = known.steps(name), inside.modules(name)
    worth = [
        layer
        for layer, own in found.items()
        if layer.count(".") < 2
        and any(steps[place].kind != "batch norm" for place in own.places)
        and not refused(name, layer)
        and sum(window.kernel > 1 for window in widest(name, own.last)) > 1
    ]
    by_depth = (tuple(one for one in worth if one.count(".") == depth) for depth in (0, 1))
    return tuple(layers for layers in by_depth if layers)


def _draw(dice: Random) -> tuple[str, str]:
    name = fame.one_of(dice, _DRAWN)
    return name, dice.choice(dice.choice(drawn_layers(name)))


TOGETHER = Together(("network", "layer"), Generated(_draw))


@dataclass(frozen=True, slots=True)
class ReceptiveFieldParameters:
    """A layer of a network.

    Attributes:
        network: Its name, as `quizlab model` lists it.
        layer: A module inside of it, at any depth, as `quizlab model NETWORK` lists them.
    """

    network: Annotated[str, OneOf(*NETWORKS)]
    layer: Annotated[str, ModuleName(("conv1", "pool1", "conv2_x", "conv3_x", "conv4_x"))]
