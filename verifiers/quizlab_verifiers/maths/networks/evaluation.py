"""A network as a list of steps, each of which takes what earlier ones made: all figures of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab_verifiers.maths.networks.joins import Input

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quizlab_verifiers.maths.networks.layers import Layer, Shape
    from quizlab_verifiers.maths.networks.seen import View


class DoesNotFitError(ValueError):
    """A step that cannot take what reaches it; the message names its module."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a network.

    Attributes:
        module: Name of the module that takes it, ``conv2_x.0.conv1``.
        kind: What a learner calls it: ``conv 3×3, stride 2``, ``add``.
        layer: What it does.
        sources: Which earlier steps it takes, the first one being number 0.
        again: Whether its weights were counted at an earlier step.
    """

    module: str
    kind: str
    layer: Layer
    sources: tuple[int, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """What was worked out of a step: shape with the batch axis, parameters, multiply-adds, view."""

    shape: Shape
    parameters: int
    macs: int
    view: View


def evaluate(steps: Iterable[Step], size: tuple[int, int] | None = None) -> list[Figures]:
    """Work out every step of a network in turn.

    Args:
        steps: The steps in the order in which they are taken.
        size: Height and width of the image, where they are not those that it was recorded with.

    Returns:
        The figures of each step; a network's parameters and multiply-adds are their sums.

    Raises:
        DoesNotFitError: A step cannot take what reaches it, as when an image is too small.
    """
    done: list[Figures] = []
    for step in steps:
        inputs = [done[source] for source in step.sources]
        try:
            done.append(_figures(step, inputs, size))
        except ValueError as error:
            raise DoesNotFitError(f"{step.module or 'the network'}: {error}") from error
    return done


def _figures(step: Step, inputs: Sequence[Figures], size: tuple[int, int] | None) -> Figures:
    layer = step.layer
    if isinstance(layer, Input) and size is not None and len(layer.sizes) == 4:
        layer = Input((*layer.sizes[:2], *size))
    shape = layer.shape(*(one.shape for one in inputs))
    first = inputs[0].shape if inputs else shape
    return Figures(
        shape,
        0 if step.again else layer.parameters(),
        layer.macs(first, shape),
        layer.view(tuple(one.view for one in inputs), first, shape),
    )
