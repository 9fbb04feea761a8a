"""What a network's parameters are made of: one walk over its steps, kind by kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

from quizlab_verifiers.maths.networks.layers import Convolution, Linear, TransposedConvolution
from quizlab_verifiers.networks import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quizlab_verifiers.maths.networks.evaluation import Step

NORM = "batch norm"
"""The kind of a step that normalises."""

Weighted = Convolution | TransposedConvolution | Linear


@dataclass(slots=True)
class Tally:
    """The parameters of a network, and what wrong counts would add or miss.

    Attributes:
        convolutions: Weights of convolutions, transposed ones too.
        linears: Weights of fully connected layers.
        biases: Of both.
        norms: Scales and shifts of batch norms.
        others: All else that is trained.
        connected: Weights and biases of fully connected layers that do not score classes.
        between_groups: Weights that there would be if every kernel saw all channels.
        needless: Biases that convolutions in front of a batch norm would have.
        head: Parameters of the layers that grow with the classes.
        macs: Multiply-adds at the usual image.
    """

    convolutions: int = 0
    linears: int = 0
    biases: int = 0
    norms: int = 0
    others: int = 0
    connected: int = 0
    between_groups: int = 0
    needless: int = 0
    head: int = 0
    macs: int = 0

    @property
    def total(self) -> int:
        """All parameters."""
        return self.convolutions + self.linears + self.biases + self.norms + self.others


def seen(layer: Weighted) -> int:
    """Return how many weights go into one output channel, or feature."""
    if isinstance(layer, Linear):
        return layer.inputs
    return layer.inputs // layer.groups * prod(layer.kernel)


def weights(layer: Weighted) -> int:
    """Return the weights of a layer, trained or not."""
    return seen(layer) * layer.outputs


@lru_cache(maxsize=128)
def normed(name: str) -> frozenset[int]:
    """Return the places of the steps that a batch norm reads."""
    return frozenset(step.sources[0] for step in known.steps(name) if step.kind == NORM)


@lru_cache(maxsize=128)
def heads(name: str) -> tuple[int, ...]:
    """Return the places of the trained steps that grow with the number of classes."""
    usual, more = known.steps(name), known.steps(name, known.usual_classes(name) + 1)
    return tuple(
        place
        for place in known.growing(name)
        if usual[place].layer.parameters() != more[place].layer.parameters()
    )


@lru_cache(maxsize=1024)
def tally(name: str, classes: int) -> Tally:
    """Return what the parameters of a network are made of, for so many classes."""
    found = replace(_without_growing(name))
    _add(found, name, known.steps(name, classes), known.growing(name))
    return found


@lru_cache(maxsize=128)
def _without_growing(name: str) -> Tally:
    """Return the tally of the steps that hang on no number of classes."""
    found, growing = Tally(), set(known.growing(name))
    steps = known.steps(name)
    _add(found, name, steps, [place for place in range(len(steps)) if place not in growing])
    return found


def _add(found: Tally, name: str, steps: Sequence[Step], places: Iterable[int]) -> None:
    """Add some of the steps of a network."""
    scoring, before_norms, costs = set(heads(name)), normed(name), known.macs_by_step(name)
    for place in places:
        usual, step = known.steps(name)[place].layer, steps[place]
        # Each weight is used as often as in the usual network, however many there are.
        macs = costs[place]
        if isinstance(step.layer, Weighted) and isinstance(usual, Weighted) and macs:
            macs = macs * weights(step.layer) // weights(usual)
        found.macs += macs
        if not step.again:
            _count(found, step, scores=place in scoring, before_norm=place in before_norms)


def _count(found: Tally, step: Step, *, scores: bool, before_norm: bool) -> None:
    """Add one step."""
    layer, trained = step.layer, step.layer.parameters()
    if scores:
        found.head += trained
    if not trained:
        return
    if not isinstance(layer, Weighted):
        if step.kind == NORM:
            found.norms += trained
        else:
            found.others += trained
        return
    found.biases += trained - weights(layer)
    if isinstance(layer, Linear):
        found.linears += weights(layer)
        found.connected += 0 if scores else trained
        return
    found.convolutions += weights(layer)
    found.between_groups += weights(layer) * (layer.groups - 1)
    found.needless += layer.outputs if before_norm and not layer.bias else 0
