"""What the multiply-adds of a network are made of, and what wrong counts of them would give."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

from quizlab_verifiers.maths.networks.layers import Convolution, Linear, TransposedConvolution
from quizlab_verifiers.networks import inside, known
from quizlab_verifiers.networks.parts import Part, few, joined
from quizlab_verifiers.tables.rows import without_batch

if TYPE_CHECKING:
    from quizlab_verifiers.maths.networks.evaluation import Step
    from quizlab_verifiers.maths.networks.layers import Shape
    from quizlab_verifiers.networks.known import Size


@dataclass(frozen=True, slots=True)
class Costs:
    """The multiply-adds of a network for one image.

    Attributes:
        total: All of them.
        linear: Those of fully connected layers.
        fixed: Those that are as many at the usual image.
        ungrouped: As many as there would be if every kernel saw all channels.
        dearest: Name of the module of the layer that takes most.
        product: The numbers whose product this layer takes.
        parts: The network in parts, those without multiply-adds left out.
    """

    total: int
    linear: int
    fixed: int
    ungrouped: int
    dearest: str
    product: tuple[int, ...]
    parts: tuple[Part, ...]


@lru_cache(maxsize=4096)
def costs(name: str, size: Size) -> Costs:
    """Return the costs of a network.

    Raises:
        DoesNotFitError: The network cannot take such an image.
    """
    steps, macs = known.steps(name), known.macs_by_step(name, size)
    most = macs.index(max(macs))
    return Costs(
        sum(macs),
        sum(
            count for step, count in zip(steps, macs, strict=True) if isinstance(step.layer, Linear)
        ),
        sum(one for one, usual in zip(macs, known.macs_by_step(name), strict=True) if one == usual),
        sum(
            count * step.layer.groups if isinstance(step.layer, Convolution) else count
            for step, count in zip(steps, macs, strict=True)
        ),
        steps[most].module,
        _product(steps[most], known.shapes(name, size)),
        _parts(name, known.shapes(name, size), macs),
    )


def by_area(name: str, size: Size) -> Fraction:
    """Return what scaling by the area of the image gives: right where all maps shrink evenly."""
    usual = known.usual_size(name)
    fixed, ratio = costs(name, size).fixed, Fraction(prod(size), prod(usual))
    return fixed + (costs(name, usual).total - fixed) * ratio


def _product(step: Step, made: tuple[Shape, ...]) -> tuple[int, ...]:
    """Return the numbers that a layer's multiply-adds are the product of."""
    layer, given = step.layer, made[step.sources[0]]
    if isinstance(layer, Convolution):
        _, channels, *sides = layer.shape(given)
        return channels, *sides, layer.inputs // layer.groups, *layer.kernel
    if isinstance(layer, TransposedConvolution):
        _, channels, *sides = given
        return channels, *sides, layer.outputs // layer.groups, *layer.kernel
    if isinstance(layer, Linear):
        return layer.inputs, layer.outputs
    raise TypeError(f"{step.kind} takes no multiply-adds")


def _parts(name: str, made: tuple[Shape, ...], macs: tuple[int, ...]) -> tuple[Part, ...]:
    """Return what takes multiply-adds; neighbours that take next to none are one part."""
    told = [
        Part(stage, stage, without_batch(made[places[-1]]), sum(macs[one] for one in places))
        for stage, places in inside.by_stage(name, range(len(made))).items()
    ]
    costly = few([one for one in told if one.macs])
    return tuple(joined(costly, lambda one: one if 100 * one.macs > sum(macs) else None))
