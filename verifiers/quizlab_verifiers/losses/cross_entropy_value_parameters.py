"""What a question about the cross-entropy varies, and which of it is legal."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise, product
from math import log
from typing import Annotated, TypeAlias

from quizlab.verify import ListOf, Number, OneOf, Whole

Numbers: TypeAlias = tuple[float, ...]

SUM_TOLERANCE = 0.002
"""By so much the sum of given probabilities may miss 1: people round them."""

_WHOLES = (1, 2, 3, 4, 5, 6, 8, 9, 10)


def _probabilities() -> list[Numbers]:
    """Return all ways to share 1 among two to four classes in steps of 0.1 or 0.05."""
    return [
        tuple((end - start) / whole for start, end in pairwise((0, *cuts, whole)))
        for whole, classes in ((20, 2), (20, 3), (10, 4))
        for cuts in combinations(range(1, whole), classes - 1)
    ]


def _logarithms() -> list[Numbers]:
    """Return logarithms of two to four whole numbers, in every order or in a falling one."""
    return [
        *(tuple(map(log, wholes)) for wholes in product(_WHOLES, repeat=2)),
        *(tuple(map(log, wholes)) for wholes in combinations(_WHOLES[::-1], 3)),
        *(tuple(map(log, wholes)) for wholes in combinations(_WHOLES, 3)),
        *(tuple(map(log, wholes)) for wholes in combinations(_WHOLES, 4)),
    ]


@dataclass(frozen=True, slots=True)
class CrossEntropyValueParameters:
    """What a network says about one sample, and the right class.

    Attributes:
        values: Logits or probabilities, one for each class.
        target: The right class, counted from 0.
        given: What ``values`` are.
        label_smoothing: Share of the target that is spread over all classes.
    """

    values: Annotated[
        tuple[float, ...],
        ListOf(Number(-1000, 1000), 2, 20, draws=(*_probabilities(), *_logarithms())),
    ]
    target: Annotated[int, Whole(0, 19, draws=(0, 1, 1, 2, 2, 3))]
    given: Annotated[str, OneOf("logits", "probabilities")] = "logits"
    label_smoothing: Annotated[float, Number(0, 1, draws=(0.0, 0.0, 0.0, 0.1, 0.2))] = 0.0


def clash(v: CrossEntropyValueParameters) -> str | None:
    """Return which parameters cannot go together and what is possible, None where all can."""
    if v.target >= len(v.values):
        return (
            f"target {v.target} is no class: there are {len(v.values)} values, so it can be 0 to "
            f"{len(v.values) - 1}"
        )
    if v.given == "logits":
        return None
    if not all(0 <= p <= 1 for p in v.values) or abs(sum(v.values) - 1) > SUM_TOLERANCE:
        return (
            "values are given as probabilities, but do not lie between 0 and 1 or do not add up "
            f"to 1 (within {SUM_TOLERANCE:g}); give others, or given=logits"
        )
    needed = v.values if v.label_smoothing else (v.values[v.target],)
    if 0 in needed:
        return (
            "the loss would be infinite: the probability of the target, or with label_smoothing "
            "that of any class, is 0; take one above 0"
        )
    return None
