"""Which networks interviewers ask about most: these are drawn more often than the others."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

FAMOUS = frozenset(
    {"lenet5-modern", "alexnet", "vgg16", "vgg19", "googlenet", "inception-v3", "xception"}
    | {"resnet18", "resnet34", "resnet50", "resnet101", "resnext50-32x4d", "se-resnet50"}
    | {"densenet121", "mobilenet-v1", "mobilenet-v2", "unet", "fcn8s", "deeplab-v3"}
    | {"yolo-v1", "yolo-v3", "ssd300", "faster-rcnn"}
)
_OFTENER = 3


def one_of(dice: Random, networks: tuple[str, ...]) -> str:
    """Draw a network; a famous one is drawn three times as often as another."""
    return dice.choice(weighted(networks))


@lru_cache(maxsize=32)
def weighted(networks: tuple[str, ...]) -> tuple[str, ...]:
    """Return networks to draw from, famous ones three times each."""
    return tuple(name for name in networks for _ in range(_OFTENER if name in FAMOUS else 1))
