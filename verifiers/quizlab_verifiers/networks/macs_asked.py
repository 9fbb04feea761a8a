"""A network and the image that it is given: what is legal, what is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Count, Flag, Generated, OneOf
from quizlab_verifiers.networks import fame, known
from quizlab_verifiers.networks.classes import task
from quizlab_verifiers.networks.costs import Costs, by_area, costs
from quizlab_verifiers.networks.image_asked import REGIONS, SIDE, is_usual, refusal, size_of
from quizlab_verifiers.wording import sides

if TYPE_CHECKING:
    from random import Random

NETWORKS = tuple(name for name in known.ASKED if name not in REGIONS)
"""The networks whose multiply-adds hang on the image alone."""

ANSWER = Count(magnitudes=True)

BY_HEART = frozenset(
    {"resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "googlenet", "densenet121"}
    | {"resnext50-32x4d", "wide-resnet50-2", "mobilenet-v1", "mobilenet-v2"}
    | {"alexnet", "vgg16", "vgg19"}
)
"""Networks whose multiply-adds at the usual image many people know by heart."""

_SMALL = (16, 24, 40, 48, 56, 64, 80, 96, 112, 128)
_SIDES = tuple(range(96, 673, 32))
_HALVING = tuple(
    name
    for name in NETWORKS
    if task(name) == "classification"
    and known.usual_size(name) in {(224, 224), (32, 32)}
    and not name.startswith(("vgg", "alexnet", "lenet"))
)
"""Classifiers all of whose maps have half the sides, or a quarter, of the ones before."""
_LESS_KNOWN = tuple(name for name in _HALVING if name not in BY_HEART)
_WELL_KNOWN = tuple(name for name in _HALVING if name in BY_HEART)


@dataclass(frozen=True, slots=True)
class MacsAsked:
    """A network and its image.

    Attributes:
        network: Its name, as `quizlab model` lists them.
        size: Side of the square image in pixels; 0 stands for the network's usual image.
        anchor: Whether the question tells how many multiply-adds the usual image takes.
    """

    network: Annotated[str, OneOf(*NETWORKS)]
    size: Annotated[int, SIDE] = 0
    anchor: Annotated[bool, Flag()] = False


def _draw(dice: Random) -> tuple[str, int, bool]:
    """Draw six of ten with the usual figure told, three from memory, one that is hard."""
    kind = dice.randrange(20)
    if kind < 4:
        return fame.one_of(dice, NETWORKS), 0, False
    if kind < 6:
        return dice.choice(tuple(sorted(BY_HEART))), 0, False
    if kind < 9:
        return *_with_side(dice, _WELL_KNOWN), False
    if kind < 11:
        return *_with_side(dice, _LESS_KNOWN), False
    return *_with_side(dice, _HALVING), True


def _with_side(dice: Random, networks: tuple[str, ...]) -> tuple[str, int]:
    network = fame.one_of(dice, networks)
    small = known.usual_size(network) == (32, 32)
    while is_usual(network, side := dice.choice(_SMALL if small else _SIDES)):
        pass
    return network, side


TOGETHER = Generated(_draw)


def costs_of(v: MacsAsked) -> Costs:
    """Return what the network takes for the image that is asked about."""
    return costs(v.network, size_of(v.network, v.size))


def usual_costs(v: MacsAsked) -> Costs:
    """Return what the network takes for its usual image."""
    return costs(v.network, known.usual_size(v.network))


def is_usual_image(v: MacsAsked) -> bool:
    """Say whether the usual image is asked about."""
    return is_usual(v.network, v.size)


@lru_cache(maxsize=4096)
def shrinks_evenly(network: str, side: int) -> bool:
    """Say whether scaling by area is exact: no map's side has to be rounded."""
    size = size_of(network, side)
    return by_area(network, size) == costs(network, size).total


def where(v: MacsAsked) -> str | None:
    """Say why a question cannot be asked."""
    refused = refusal(v.network, v.size)
    if refused is not None or not (v.anchor and is_usual_image(v)):
        return refused
    usual = sides(known.usual_size(v.network))
    return (
        f"anchor tells what {v.network} takes at its usual {usual}, which size {v.size} asks for; "
        "give another size, or anchor=false"
    )
