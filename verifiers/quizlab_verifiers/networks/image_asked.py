"""An image of another size than usual, as a parameter of questions about networks."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from quizlab_verifiers.maths.networks.evaluation import DoesNotFitError
from quizlab_verifiers.networks import known
from quizlab_verifiers.networks.usual import OrUsual
from quizlab_verifiers.notation import shape
from quizlab_verifiers.wording import sides

if TYPE_CHECKING:
    from quizlab_verifiers.networks.known import Size

SIDE = OrUsual(
    0,
    1024,
    (0, 128, 160, 192, 256, 288, 320, 384, 416, 448, 512, 576, 640),
    "the usual image",
)
"""Side of a square image; 0 stands for the network's usual image."""

REGIONS = frozenset({"rcnn", "fast-rcnn", "faster-rcnn"})
"""Networks whose figures hang on how many regions they are given: left out."""


def size_of(network: str, side: int) -> Size:
    """Return height and width of the image that is asked about."""
    return (side, side) if side else known.usual_size(network)


def is_usual(network: str, side: int) -> bool:
    """Say whether a side stands for a network's usual image."""
    return size_of(network, side) == known.usual_size(network)


def image(network: str, side: int) -> str:
    """Return the shape of the image as LaTeX, channels first."""
    return shape((known.usual_input(network)[0], *size_of(network, side)))


@lru_cache(maxsize=4096)
def refusal(network: str, side: int) -> str | None:
    """Say why a network cannot take an image."""
    if is_usual(network, side):
        return None
    try:
        known.shapes(network, size_of(network, side))
    except DoesNotFitError as error:
        usual = sides(known.usual_size(network))
        return (
            f"{network} cannot take an image of {side}×{side}: {error}; give another size, or "
            f"leave it out for the usual {usual}"
        )
    return None
