"""What people get wrong about non-maximum suppression."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.detection.nms_parameters import NmsParameters, by_score, letters, overlap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quizlab_verifiers.detection.nms_parameters import Scored

    # Whether one box suppresses another
    Rule = Callable[[Scored, Scored], bool]
    Letters = tuple[str, ...]


def _greedy(v: NmsParameters, order: Sequence[int], drops: Rule) -> list[int]:
    """Keep what no kept box drops."""
    stay: list[int] = []
    for i in order:
        if not any(drops(v.boxes[k], v.boxes[i]) for k in stay):
            stay.append(i)
    return stay


def _above(v: NmsParameters) -> Rule:
    """Return the rule as it should be."""

    def drops(a: Scored, b: Scored) -> bool:
        shared, union = overlap(a, b)
        return shared / union > v.threshold

    return drops


@lru_cache(maxsize=1)
def _right(v: NmsParameters) -> Letters:
    """Return what should be kept; remembered, since every mistake of a variant is compared."""
    return letters(_greedy(v, by_score(v), _above(v)))


def _shown(v: NmsParameters, stay: list[int]) -> Letters | None:
    """Name the kept boxes; None where the mistake does not show."""
    found = letters(stay)
    return found if found != _right(v) else None


@lru_cache(maxsize=1)
def _at_threshold(v: NmsParameters) -> Letters | None:
    def drops(a: Scored, b: Scored) -> bool:
        shared, union = overlap(a, b)
        return shared / union >= v.threshold

    return _shown(v, _greedy(v, by_score(v), drops))


@lru_cache(maxsize=1)
def _dropped_drop_too(v: NmsParameters) -> Letters | None:
    order, drops = by_score(v), _above(v)
    stay = [
        i
        for place, i in enumerate(order)
        if not any(drops(v.boxes[k], v.boxes[i]) for k in order[:place])
    ]
    return _shown(v, stay)


def _not_sorted(v: NmsParameters) -> Letters | None:
    return _shown(v, _greedy(v, range(len(v.boxes)), _above(v)))


def _any_overlap(v: NmsParameters) -> Letters | None:
    found = _shown(v, _greedy(v, by_score(v), lambda a, b: overlap(a, b)[0] > 0))
    # Where this keeps the same boxes as another slip, that one is the likelier.
    return None if found in (_dropped_drop_too(v), _at_threshold(v), _over_smaller(v)) else found


def _below(v: NmsParameters) -> Letters | None:
    drops = _above(v)
    return _shown(v, _greedy(v, by_score(v), lambda a, b: not drops(a, b)))


def _only_against_best(v: NmsParameters) -> Letters | None:
    best, *rest = by_score(v)
    drops = _above(v)
    return _shown(v, [best, *(i for i in rest if not drops(v.boxes[best], v.boxes[i]))])


def _over_smaller(v: NmsParameters) -> Letters | None:
    def drops(a: Scored, b: Scored) -> bool:
        one, two = (a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1])
        return overlap(a, b)[0] / min(one, two) > v.threshold

    if _at_threshold(v):
        return None  # At a tie this drops the same boxes; that slip is the likelier one.
    found = _shown(v, _greedy(v, by_score(v), drops))
    return None if found == _dropped_drop_too(v) else found


MISTAKES: tuple[Misconception[NmsParameters], ...] = (
    Misconception(
        "dropped-boxes-drop",
        "You let a dropped box drop others. Only boxes that are kept suppress: compare with "
        "those alone.",
        _dropped_drop_too,
    ),
    Misconception(
        "not-sorted",
        "You went through the boxes as they are listed. Start from the highest score and go down.",
        _not_sorted,
    ),
    Misconception(
        "at-threshold",
        "You dropped a box whose IoU equals the threshold. It is dropped only where the IoU is "
        "larger.",
        _at_threshold,
    ),
    Misconception(
        "only-against-best",
        "You compared with the best box only. Every box that is kept goes on to suppress those "
        "with lower scores.",
        _only_against_best,
    ),
    Misconception(
        "any-overlap",
        "You dropped boxes for any overlap. A box is dropped only where its IoU with a kept one "
        "is above the threshold.",
        _any_overlap,
    ),
    Misconception(
        "over-smaller",
        "You divided the intersection by the smaller box. IoU divides it by the union.",
        _over_smaller,
    ),
    Misconception(
        "dropped-below",
        "You dropped the boxes that overlap little. Those mark other objects and stay; dropped "
        "are the ones with an IoU above the threshold.",
        _below,
    ),
)
