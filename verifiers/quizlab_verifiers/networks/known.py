"""What questions about networks know of them: the shipped recordings, without torch.

Everything here is worked out by the arithmetic of maths/networks from the settings of each layer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from quizlab_verifiers import models
from quizlab_verifiers.maths.networks import totals
from quizlab_verifiers.maths.networks.evaluation import DoesNotFitError, Figures, Step, evaluate
from quizlab_verifiers.maths.networks.joins import Input
from quizlab_verifiers.tables.files import step_of
from quizlab_verifiers.tables.rows import without_batch
from quizlab_verifiers.tables.shipped import recording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from quizlab_verifiers.maths.networks.layers import Layer, Shape
    from quizlab_verifiers.tables.files import Recording

Size = tuple[int, int]
"""Height and width of an image."""

_NO_QUESTIONS = frozenset({"lstm", "gru", "dense-crf"})

ASKED: tuple[str, ...] = tuple(name for name in models.names() if name not in _NO_QUESTIONS)
"""The networks that questions are about: those that read an image and hold weights."""


def known(name: str) -> Recording:
    """Return the recording of a network."""
    return recording(name)


def title(name: str) -> str:
    """Return a network's name as people write it."""
    return recording(name).title


def usual_input(name: str) -> Shape:
    """Return channels, height and width of a network's usual image."""
    return recording(name).inputs[0]


def usual_size(name: str) -> Size:
    """Return height and width of a network's usual image."""
    _, height, width = usual_input(name)
    return height, width


def usual_classes(name: str) -> int:
    """Return how many classes a network usually tells apart; 0 where it has no such option."""
    return recording(name).classes


@lru_cache(maxsize=128)
def growing(name: str) -> tuple[int, ...]:
    """Return the places of the steps that hang on the number of classes."""
    usual = usual_classes(name)
    one, more = (recording(name).built_for(classes) for classes in (usual, usual + 1))
    return tuple(
        place for place, pair in enumerate(zip(one, more, strict=True)) if pair[0] != pair[1]
    )


def steps(name: str, classes: int | None = None) -> tuple[Step, ...]:
    """Return the steps of a network, by default for as many classes as usual."""
    return _steps(name, usual_classes(name) if classes is None else classes)


@lru_cache(maxsize=512)
def _steps(name: str, classes: int) -> tuple[Step, ...]:
    """Build the steps; all but a few are those of the usual network."""
    if classes == usual_classes(name):
        return tuple(recording(name).built_for())
    built = list(steps(name))
    for place in growing(name):
        built[place] = step_of(recording(name).steps[place], classes)
    return tuple(built)


def shapes(name: str, size: Size | None = None, classes: int | None = None) -> tuple[Shape, ...]:
    """Return what each step makes, with the batch axis, by default of the usual image.

    Raises:
        DoesNotFitError: The network cannot take such an image.
    """
    other = None if size is None or size == usual_size(name) else size
    return _shapes(name, other, usual_classes(name) if classes is None else classes)


@lru_cache(maxsize=1024)
def _shapes(name: str, size: Size | None, classes: int) -> tuple[Shape, ...]:
    taken = steps(name, classes)
    return tuple(follow(taken, range(len(taken)), size, _shape_of).values())


def _shape_of(layer: Layer, given: Sequence[Shape]) -> Shape:
    return layer.shape(*given)


def follow(
    steps: Sequence[Step],
    places: Iterable[int],
    size: Size | None,
    shape_of: Callable[[Layer, Sequence[Shape]], Shape],
) -> dict[int, Shape]:
    """Return what some steps make of an image, without the costs and views that `figures` has.

    Args:
        steps: All steps of a network.
        places: Which are taken, each behind those that it takes itself.
        size: Height and width of the image; None for the usual ones.
        shape_of: What a layer makes of these shapes.

    Raises:
        DoesNotFitError: The network cannot take such an image.
    """
    done: dict[int, Shape] = {}
    for place in places:
        step = steps[place]
        layer = step.layer
        if isinstance(layer, Input) and size is not None and len(layer.sizes) == 4:
            layer = Input((*layer.sizes[:2], *size))
        try:
            done[place] = shape_of(layer, [done[source] for source in step.sources])
        except ValueError as error:
            raise DoesNotFitError(f"{step.module or 'the network'}: {error}") from error
    return done


@lru_cache(maxsize=128)
def macs_by_step(name: str, size: Size | None = None) -> tuple[int, ...]:
    """Return the multiply-adds of each step.

    Raises:
        DoesNotFitError: The network cannot take such an image.
    """
    made = shapes(name, size)
    return tuple(
        step.layer.macs(made[step.sources[0]] if step.sources else shape, shape)
        for step, shape in zip(steps(name), made, strict=True)
    )


@lru_cache(maxsize=64)
def figures(name: str, size: Size | None = None, classes: int | None = None) -> tuple[Figures, ...]:
    """Return the figures of each step, by default at the usual image and classes.

    Raises:
        DoesNotFitError: The network cannot take such an image.
    """
    return tuple(evaluate(steps(name, classes), size))


@lru_cache(maxsize=4096)
def macs(name: str, size: Size | None = None) -> int:
    """Return the multiply-adds of a network.

    Raises:
        DoesNotFitError: The network cannot take such an image.
    """
    return totals.macs(steps(name), size)


@lru_cache(maxsize=4096)
def parameters(name: str, classes: int | None = None) -> int:
    """Return how many trainable numbers a network holds."""
    if classes is None:
        return totals.parameters(steps(name))
    gone, come = (
        totals.parameters([built[place] for place in growing(name)])
        for built in (steps(name), steps(name, classes))
    )
    return parameters(name) - gone + come


def outputs(name: str, size: Size | None = None, classes: int | None = None) -> tuple[Shape, ...]:
    """Return the shape of each output, without the batch axis.

    Raises:
        DoesNotFitError: The network cannot take such an image.
    """
    made = shapes(name, size, classes)
    return tuple(without_batch(made[place]) for place in recording(name).outputs)
