"""A network, its image and its classes, and what is asked of what it returns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, OneOf
from quizlab_verifiers.networks import fame, inside, known
from quizlab_verifiers.networks.classes import (
    MOST_CLASSES,
    OF_DATA_SETS,
    classes_of,
    lone_background,
    task,
)
from quizlab_verifiers.networks.image_asked import REGIONS, SIDE, is_usual, refusal, size_of
from quizlab_verifiers.networks.usual import OrUsual
from quizlab_verifiers.tables.rows import without_batch

if TYPE_CHECKING:
    from random import Random

    from quizlab_verifiers.maths.networks.layers import Shape
    from quizlab_verifiers.networks.known import Size

NETWORKS = tuple(name for name in known.ASKED if name not in {*REGIONS, "lenet5"})
"""The networks that return one thing for an image, or things of which one can be asked for."""

SCORES = {"ssd300": 1}
"""Which output is asked for, where it is not the first."""

_BY_TASK = {
    one: tuple(name for name in NETWORKS if task(name) == one)
    for one in ("classification", "segmentation")
}
_OTHERS = (
    "yolo-v2",
    "yolo-v2",
    "yolo-v3",
    "yolo-v3",
    "ssd300",
    "ssd300",
    "yolo-v1",
    "unet",
    "unet",
)
_HALVED = frozenset({"segnet", "refinenet", "gcn", "yolo-v2", "yolo-v3"})
_OWN = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 24, 25, 30)
"""Numbers of classes of anybody's own data."""


@dataclass(frozen=True, slots=True)
class OutputAsked:
    """A network with its image and its classes.

    Attributes:
        network: Its name, as `quizlab model` lists them.
        size: Side of the square image in pixels; 0 stands for the network's usual image.
        classes: What it tells apart, the background included where it is scored too; 0 stands for
            as many as usual.
    """

    network: Annotated[str, OneOf(*NETWORKS)]
    size: Annotated[int, SIDE] = 0
    classes: Annotated[int, OrUsual(0, MOST_CLASSES, (0, *_OWN), "as many as usual")] = 0


def _draw(dice: Random) -> tuple[str, int, int]:
    """Draw two classifiers, three segmentation networks and five others of ten."""
    kind = dice.randrange(10)
    if kind < 2:
        network = fame.one_of(dice, _BY_TASK["classification"])
        small = known.usual_size(network) == (32, 32)
        side = dice.choice((0, 48, 64) if small else (0, 256, 320, 384))
    else:
        network = fame.one_of(dice, _BY_TASK["segmentation"]) if kind < 5 else dice.choice(_OTHERS)
        side = _side(dice, network)
    classes = _classes(dice, network)
    return (
        network,
        0 if is_usual(network, side) or refusal(network, side) else side,
        0 if classes == known.usual_classes(network) else classes,
    )


def _classes(dice: Random, network: str) -> int:
    """Draw the usual number of classes, that of a data set, or that of anybody's own data."""
    kind = dice.randrange(4)
    if kind == 0:
        return 0
    return dice.choice(OF_DATA_SETS[task(network)] if kind == 1 else _OWN)


def _side(dice: Random, network: str) -> int:
    """Draw a side that fits the way a network halves its maps."""
    usual, _ = known.usual_size(network)
    if network == "yolo-v1" or dice.random() < (0.5 if network == "ssd300" else 0.2):
        return 0
    if network == "unet":
        return 188 + 16 * dice.randrange(2, 40)
    if network in _HALVED:
        return 32 * dice.randrange(8, 25)
    # DeepLab and PSPNet take sides such as 321 and 513: multiples of 8 and one more.
    return usual % 8 + 8 * dice.randrange(32, 85)


TOGETHER = Generated(_draw)


@dataclass(frozen=True, slots=True)
class Traced:
    """What matters of a pass through a network with any number of classes.

    Attributes:
        output: The shape that is asked for.
        below: What enters the last upsampling; () where there is none.
        above: What leaves it, before any cut.
        features: What enters the last layer.
    """

    output: Shape
    below: Shape
    above: Shape
    features: Shape


def traced(v: OutputAsked, *, usual_image: bool = False, more: int = 0) -> Traced:
    """Return what the network makes of the image.

    Args:
        v: What is asked.
        usual_image: Whether it is given its usual image instead.
        more: How many classes it is given beyond those that are asked about.
    """
    side = 0 if usual_image else v.size
    classes = classes_of(v.network, v.classes) + more
    usual = known.usual_classes(v.network)
    size = size_of(v.network, side)
    one = _traced(v.network, size, usual)
    if classes == usual:
        return one
    # Sides that depend on the classes grow in equal steps, as every number in a recording does.
    two = _traced(v.network, size, usual + 1)
    steps = classes - usual
    return Traced(
        _grown(one.output, two.output, steps),
        _grown(one.below, two.below, steps),
        _grown(one.above, two.above, steps),
        _grown(one.features, two.features, steps),
    )


def _grown(one: Shape, two: Shape, steps: int) -> Shape:
    return tuple(
        side + steps * (next_side - side) for side, next_side in zip(one, two, strict=True)
    )


@lru_cache(maxsize=4096)
def _traced(name: str, size: Size, classes: int) -> Traced:
    steps, place = known.steps(name, classes), answered(name)
    made = known.shapes(name, size, classes)
    upsampled = [
        one
        for one, step in enumerate(steps[: place + 1])
        if isinstance(step.layer, inside.UPSAMPLING)
    ]
    return Traced(
        without_batch(made[place]),
        without_batch(made[steps[upsampled[-1]].sources[0]]) if upsampled else (),
        without_batch(made[upsampled[-1]]) if upsampled else (),
        without_batch(made[steps[place].sources[0]]),
    )


def answered(name: str) -> int:
    """Return the step that makes the output that is asked for."""
    return known.known(name).outputs[SCORES.get(name, 0)]


def where(v: OutputAsked) -> str | None:
    """Say why a network cannot be asked about this image or these classes."""
    return lone_background(v.network, v.classes) or refusal(v.network, v.size)
