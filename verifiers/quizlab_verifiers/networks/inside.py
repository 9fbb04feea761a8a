"""What stands inside of a module of a network, and which of its steps leave it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from quizlab_verifiers.maths.networks.joins import Cut, Resize, Unpool
from quizlab_verifiers.maths.networks.layers import TransposedConvolution
from quizlab_verifiers.networks import known

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from quizlab_verifiers.maths.networks.evaluation import Step

UPSAMPLING = (TransposedConvolution, Resize, Unpool)
"""Layers that make more cells than they are given."""

_LENT_A_SIZE = (Resize, Unpool, Cut)
"""Layers whose second input only says how large the first one becomes."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A module by the numbers of its steps.

    Attributes:
        places: All its steps, in the order in which they are taken.
        leaving: Those that others take, or the network returns: more than one where the module
            returns several tensors.
    """

    places: tuple[int, ...]
    leaving: tuple[int, ...]

    @property
    def last(self) -> int:
        """The step that makes what leaves the module."""
        return self.leaving[-1]


@lru_cache(maxsize=128)
def modules(name: str) -> Mapping[str, Inside]:
    """Return the modules of a network that do something, at any depth, as they are first run."""
    steps = known.steps(name)
    places: dict[str, list[int]] = {}
    leaving: dict[str, set[int]] = {}
    for place, step in enumerate(steps):
        around = _around(step.module)
        for module in around:
            places.setdefault(module, []).append(place)
        for source in step.sources:
            for module in _around(steps[source].module):
                if module not in around:
                    leaving.setdefault(module, set()).add(source)
    for place in known.known(name).outputs:
        for module in _around(steps[place].module):
            leaving.setdefault(module, set()).add(place)
    return MappingProxyType(
        {
            module: Inside(tuple(own), tuple(sorted(leaving.get(module, own[-1:]))))
            for module, own in places.items()
        }
    )


def stages(name: str) -> tuple[str, ...]:
    """Return the modules right inside of a network, as they are run."""
    return tuple(one for one in modules(name) if "." not in one)


def by_stage(name: str, places: Iterable[int]) -> dict[str, list[int]]:
    """Return some steps of a network by the stage that takes each; others are left out."""
    found: dict[str, list[int]] = {}
    for place in places:
        stage = known.steps(name)[place].module.partition(".")[0]
        if stage:
            found.setdefault(stage, []).append(place)
    return found


def carried(step: Step) -> tuple[int, ...]:
    """Return the steps whose values a step takes: without one that only lends its size."""
    return step.sources[:1] if isinstance(step.layer, _LENT_A_SIZE) else step.sources


@lru_cache(maxsize=512)
def leading_to(name: str, place: int, *, sizes: bool = False) -> tuple[int, ...]:
    """Return the steps that a step's values are computed from, itself too, in their order.

    Args:
        name: Of the network.
        place: The step.
        sizes: Whether to return those too that its size is computed from.
    """
    steps = known.steps(name)
    wanted = {place}
    for one in range(place, -1, -1):
        if one in wanted:
            wanted.update(steps[one].sources if sizes else carried(steps[one]))
    return tuple(sorted(wanted))


def main_source(name: str, place: int, own: Container[int]) -> int | None:
    """Return which input of a step comes along the longest way, among those of a module's own.

    Gates do not count, whose maps of one cell scale a whole map, nor maps that only lend their size
    to others; None where no input is left.
    """
    step, made = known.steps(name)[place], known.shapes(name)
    sources = carried(step)
    inputs = [
        one
        for one in sources
        if one in own and (len(sources) == 1 or made[one][2:] == made[place][2:])
    ]
    return max(inputs, key=lambda one: len(leading_to(name, one)), default=None)


@lru_cache(maxsize=128)
def made_larger(name: str) -> frozenset[str]:
    """Return the modules that an upsampling leads to: there neighbours see differently much."""
    after: set[int] = set()
    found: set[str] = set()
    for place, step in enumerate(known.steps(name)):
        if isinstance(step.layer, UPSAMPLING) or any(one in after for one in carried(step)):
            after.add(place)
            found.update(_around(step.module))
    return frozenset(found)


@lru_cache(maxsize=1024)
def _around(module: str) -> tuple[str, ...]:
    """Return a module's name and those of all modules around it, the network itself left out."""
    if not module:
        return ()
    names = module.split(".")
    return tuple(".".join(names[: end + 1]) for end in range(len(names)))
