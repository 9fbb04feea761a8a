"""What networks tell apart: their tasks, how many classes, whether the background is one."""

from __future__ import annotations

from quizlab_verifiers import models
from quizlab_verifiers.networks import known
from quizlab_verifiers.notation import digits

_WITH_BACKGROUND = 21
"""Pascal VOC's 20 classes and the background: networks for so many count it as a class."""

MOST_CLASSES = 30_000
"""More than all of ImageNet has."""

OF_DATA_SETS = {
    # Cats and dogs, CIFAR, pets, traffic signs, food, flowers, dogs, cars, birds, Caltech, Places,
    # SUN, iNaturalist, all of ImageNet.
    "classification": (2, 10, 37, 43, 100, 101, 102, 120, 196, 200, 257, 365, 397, 5089, 21841),
    # Roads or not, CamVid, Cityscapes, Pascal VOC, Pascal Context, COCO, ADE20K; most of them with
    # a background.
    "segmentation": (2, 11, 19, 20, 21, 60, 81, 151),
    # Faces, Pascal VOC, COCO, ImageNet; with and without a background.
    "detection": (2, 20, 21, 80, 81, 91, 201),
}
"""Numbers of classes that people meet, for each task."""


def task(network: str) -> str:
    """Return what a network does: classification, segmentation or detection."""
    return models.family_of(network).split(".")[-2]


def classes_of(network: str, classes: int) -> int:
    """Return a number of classes, the usual one for 0."""
    return classes or known.usual_classes(network)


def with_background(network: str) -> bool:
    """Say whether a network scores the background as a class of its own."""
    return known.usual_classes(network) == _WITH_BACKGROUND


def counted(number: int) -> str:
    """Return how many classes there are: ``$1{,}000$ classes``."""
    return f"${digits(number)}$ {'class' if number == 1 else 'classes'}"


def counted_for(network: str, number: int) -> str:
    """Return how many classes there are, and that the background is one where it is."""
    return counted(number) + (", the background included," if with_background(network) else "")


def lone_background(network: str, classes: int) -> str | None:
    """Say why a network that scores the background cannot have it as its only class."""
    if classes != 1 or not with_background(network):
        return None
    return (
        f"{network} scores the background as a class of its own: got classes 1, so give at least 2"
    )
