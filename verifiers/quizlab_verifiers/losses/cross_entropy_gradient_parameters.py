"""What a question about the gradient of the cross-entropy varies."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, permutations
from math import log
from typing import Annotated, TypeAlias

from quizlab.verify import ListOf, Number, OneOf, Whole

Numbers: TypeAlias = tuple[float, ...]

# Exponentials that add up to a round number, so that the probabilities are decimals.
_ROUND_SUMS = frozenset({4, 5, 8, 10, 20})
# Logits farther apart leave probabilities of which three decimals say little.
_WIDEST = 3
_LOGITS = (
    *(
        tuple(map(log, order))
        for count, most in ((2, 10), (3, 10), (4, 8))
        for wholes in combinations(range(1, most), count)
        if sum(wholes) in _ROUND_SUMS
        for order in permutations(wholes)
    ),
    *(
        tuple(map(float, order))
        for wholes in combinations(range(-2, 4), 3)
        if wholes[-1] - wholes[0] <= _WIDEST
        for order in permutations(wholes)
    ),
)


@dataclass(frozen=True, slots=True)
class CrossEntropyGradientParameters:
    """Logits of one sample in a batch.

    Attributes:
        logits: One for each class.
        target: The right class, counted from 0.
        batch: Samples in the batch, of which this is one.
        reduction: Whether the loss is the ``mean`` over the batch or the ``sum``.
        label_smoothing: Share of the target that is spread over all classes.
    """

    logits: Annotated[Numbers, ListOf(Number(-1000, 1000), 2, 20, draws=_LOGITS)]
    target: Annotated[int, Whole(0, 19, draws=(0, 1, 1, 2, 2, 3))]
    batch: Annotated[int, Whole(1, 4096, draws=(1, 1, 1, 2, 4, 5, 10))] = 1
    reduction: Annotated[str, OneOf("mean", "sum", draws=("mean", "mean", "mean", "sum"))] = "mean"
    label_smoothing: Annotated[
        float, Number(0, 1, draws=(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 0.3))
    ] = 0.0
