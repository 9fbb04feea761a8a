"""A network in as many parts as a table has room for: its stages, or neighbours told as one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from quizlab_verifiers.maths.networks.layers import Shape

_FEW = 10
"""Up to so many stages are told one by one; of more, those with maps of one size are joined."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stage, or neighbouring stages that are told as one.

    Attributes:
        first: Name of the first stage.
        last: Name of the last stage, which may be the first.
        shape: What leaves the last one, without the batch axis.
        macs: Their multiply-adds.
    """

    first: str
    last: str
    shape: Shape
    macs: int = 0

    @property
    def name(self) -> str:
        """Its stages in code: ``fc6`` to ``fc8``."""
        return f"`{self.first}`" if self.first == self.last else f"`{self.first}` to `{self.last}`"


def few(stages: Sequence[Part]) -> list[Part]:
    """Return stages as they are, or where they are many those with maps of one size joined."""
    return joined(stages, lambda one: one.shape[1:]) if len(stages) > _FEW else list(stages)


def joined(parts: Iterable[Part], key: Callable[[Part], object]) -> list[Part]:
    """Join neighbours for which `key` says the same."""
    groups = [list(same) for _, same in groupby(parts, key=key)]
    return [
        Part(group[0].first, group[-1].last, group[-1].shape, sum(one.macs for one in group))
        for group in groups
    ]
