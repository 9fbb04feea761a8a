"""A stage of a network and the size of its image: what they may be, and how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, OneOf, Together, nearest
from quizlab_verifiers.networks import fame, inside, known
from quizlab_verifiers.networks.image_asked import refusal, size_of
from quizlab_verifiers.networks.module_names import ModuleName
from quizlab_verifiers.networks.usual import OrUsual

if TYPE_CHECKING:
    from random import Random

    from quizlab_verifiers.maths.networks.layers import Shape

# Every module of R-CNN works on many regions at once; the encoder of DeepLab v3+ returns two maps.
_WITHOUT = frozenset({"rcnn", "deeplab-v3plus"})

NETWORKS: tuple[str, ...] = tuple(name for name in known.ASKED if name not in _WITHOUT)

# One stage of these two is not about regions.
_DRAWN = tuple(name for name in NETWORKS if name not in {"fast-rcnn", "faster-rcnn"})

_SMALL = 64
"""Images up to this side have small networks, which halve them two or three times."""

_EVEN = (128, 160, 192, 256, 288, 320, 352, 384, 416, 448, 480, 512, 576, 608, 640)
_UNEVEN = (150, 180, 200, 230, 240, 250, 280, 300, 321, 331, 350, 375, 400, 420, 450, 500, 513)
_SMALL_EVEN = (40, 48, 56, 64, 80, 96, 128)
_SMALL_UNEVEN = (28, 30, 36, 42, 45, 50, 60, 75, 100)
_TRIES = 4


@lru_cache(maxsize=128)
def drawn_stages(name: str) -> tuple[str, ...]:
    """Return those that a question is worth: they make one map, and do more than norm it."""
    found, shapes, steps = inside.modules(name), known.shapes(name), known.steps(name)
    return tuple(
        one
        for one in inside.stages(name)
        if not refused(name, one)
        and is_map(shapes[found[one].last])
        and any(steps[place].kind != "batch norm" for place in found[one].places)
    )


def is_map(shape: Shape) -> bool:
    """Say whether a shape is that of one map of more than a cell: (1, C, H, W)."""
    return len(shape) == 4 and shape[0] == 1 and shape[2:] != (1, 1)


def refused(name: str, stage: str) -> str | None:
    """Say why there is no question about a stage, None where there is one."""
    names = inside.stages(name)
    if stage not in names:
        near = nearest(stage, names)
        meant = f"did you mean {near}? it" if near else "it"
        return (
            f"{known.title(name)} has no stage {stage!r} right inside of it; {meant} has "
            f"{', '.join(names)}"
        )
    leaving = inside.modules(name)[stage].leaving
    if len(leaving) > 1:
        return (
            f"{stage} of {known.title(name)} returns {len(leaving)} tensors; take a stage that "
            "returns one"
        )
    if known.shapes(name)[leaving[0]][0] != 1:
        return (
            f"{stage} of {known.title(name)} works on many regions at once; take a stage before "
            "they are cut out"
        )
    return None


def made_of_image(v: LayerOutputShapeParameters) -> tuple[Shape, ...]:
    """Return what each step of the network makes of the image that is asked about."""
    return known.shapes(v.network, size_of(v.network, v.size))


def is_even(v: LayerOutputShapeParameters) -> bool:
    """Say whether the side is halved without rest as often as networks usually halve."""
    return v.size % (8 if max(known.usual_size(v.network)) <= _SMALL else 32) == 0


def _size(dice: Random, name: str) -> int:
    """Draw a size that a network can take: a third each usual, even and uneven."""
    kind = dice.randrange(3)
    if kind == 0:
        return 0
    usual = max(known.usual_size(name))
    even, uneven = (_SMALL_EVEN, _SMALL_UNEVEN) if usual <= _SMALL else (_EVEN, _UNEVEN)
    sizes: tuple[int, ...] = even if kind == 1 else uneven
    for attempt in range(_TRIES):
        # Linear layers hold many networks to sizes near the usual one.
        size = dice.choice(sizes) if attempt == 0 else usual + dice.randrange(1, usual // 8 + 2)
        if refusal(name, size) is None:
            return size
    return 0


def _draw(dice: Random) -> tuple[str, str, int]:
    name = fame.one_of(dice, _DRAWN)
    return name, dice.choice(drawn_stages(name)), _size(dice, name)


TOGETHER = Together(("network", "stage", "size"), Generated(_draw))


@dataclass(frozen=True, slots=True)
class LayerOutputShapeParameters:
    """A stage of a network that is given an image.

    Attributes:
        network: Its name, as `quizlab model` lists it.
        stage: A module right inside of it, as `quizlab model NETWORK --depth 1` lists them.
        size: Side of the square image; 0 for the network's usual image.
    """

    network: Annotated[str, OneOf(*NETWORKS)]
    stage: Annotated[str, ModuleName(("conv1", "conv2_x", "conv3_x", "conv4_x", "conv5_x"))]
    size: Annotated[int, OrUsual(0, 1024, (0, *_EVEN, *_UNEVEN), "the usual image")] = 0
