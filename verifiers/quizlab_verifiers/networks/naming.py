"""How prompts name networks, their stages, and what these hold."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from quizlab_verifiers.maths.networks.joins import Pointwise, Resize, Unpool
from quizlab_verifiers.maths.networks.layers import (
    AdaptivePool,
    Convolution,
    Linear,
    Pool,
    TransposedConvolution,
)
from quizlab_verifiers.networks import inside, known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WINDOWS = (Convolution, TransposedConvolution, Pool, AdaptivePool, Linear, Resize, Unpool)
_FEW = 6


def named(name: str) -> str:
    """Return a network's title with its name in code: ``ResNet-50 (v1.5, `resnet50`)``."""
    title = known.title(name)
    if title.endswith(")"):
        return f"{title[:-1]}, `{name}`)"
    return f"{title} (`{name}`)"


def listing(stages: Sequence[str]) -> str:
    """Return stages in their order, in code."""
    return ", ".join(f"`{stage}`" for stage in stages)


def contents(name: str, module: str) -> str:
    """Say what a module holds, without strides: ``7 conv 1×1, 3 conv 3×3, 3 add``."""
    steps = known.steps(name)
    places = inside.modules(name)[module].places
    main = [place for place in places if isinstance(steps[place].layer, (*_WINDOWS, Pointwise))]
    kinds = [steps[place].kind for place in main or places]
    seen = [kind for kind in kinds if kind != "batch norm"] or kinds
    return counted(kind.partition(",")[0] for kind in seen)


def windows(name: str, places: Iterable[int]) -> str:
    """Say which windows some steps look through: ``conv 3×3 (stride 2), 3 conv 3×3``.

    Few are told in their order, many by their kinds.
    """
    steps = known.steps(name)
    kinds = [
        bracketed(steps[place].kind) for place in places if isinstance(steps[place].layer, _WINDOWS)
    ]
    in_turn = list(groupby(kinds))
    return in_order(kinds) if len(in_turn) <= _FEW else counted(kinds)


def bracketed(kind: str) -> str:
    """Return a kind with its settings in brackets: ``conv 3×3 (stride 2)``."""
    main, comma, settings = kind.partition(", ")
    return f"{main} ({settings})" if comma else main


def counted(kinds: Iterable[str]) -> str:
    """Return kinds in the order of first use, each with its number where there are several."""
    return _joined(Counter(kinds).items())


def in_order(kinds: Iterable[str]) -> str:
    """Return kinds in their order, like ones in a row together with their number."""
    return _joined((kind, len(list(row))) for kind, row in groupby(kinds))


def _joined(kinds: Iterable[tuple[str, int]]) -> str:
    return ", ".join(kind if count == 1 else f"{count} {kind}" for kind, count in kinds)
