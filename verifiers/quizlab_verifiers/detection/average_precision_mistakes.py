"""What people get wrong about average precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths.average_precision import (
    LEVELS,
    average_precision,
    interpolated,
    precisions,
)

if TYPE_CHECKING:
    from quizlab_verifiers.detection.average_precision import AveragePrecisionParameters


def _over_levels(best: list[float], n: int, steps: int) -> float:
    """Add up `best` over the levels that each hit reaches, level 0 included."""
    total, before = 0.0, -1
    for i, precision in enumerate(best, start=1):
        reached = steps * i // n
        total += (reached - before) * precision
        before = reached
    return total


def _not_interpolated(v: AveragePrecisionParameters) -> float | None:
    raw = precisions(v.hits)
    if raw == interpolated(v.hits):
        return None
    if v.form == "all-points":
        return sum(raw) / v.objects
    steps = LEVELS[v.form]
    return _over_levels(raw, v.objects, steps) / (steps + 1)


def _found_only(v: AveragePrecisionParameters) -> float | None:
    found = sum(v.hits)
    return average_precision(v.hits, found, v.form) if 0 < found < v.objects else None


def _eleven_levels(v: AveragePrecisionParameters) -> float | None:
    if v.form == "11-point" or not any(v.hits):
        return None
    return average_precision(v.hits, v.objects, "11-point")


def _area(v: AveragePrecisionParameters) -> float | None:
    if v.form == "all-points" or not any(v.hits):
        return None
    return average_precision(v.hits, v.objects)


def _level_zero_left_out(v: AveragePrecisionParameters) -> float | None:
    # One level in a hundred hardly counts.
    if v.form != "11-point" or not any(v.hits):
        return None
    best = interpolated(v.hits)
    return (_over_levels(best, v.objects, 10) - best[0]) / 10


def _last_precision(v: AveragePrecisionParameters) -> float | None:
    found = sum(v.hits)
    return found / len(v.hits) if found else None


def _over_detections(v: AveragePrecisionParameters) -> float | None:
    best = interpolated(v.hits)
    if v.form != "all-points" or not best or len(v.hits) == v.objects:
        return None
    return sum(best) / len(v.hits)


MISTAKES: tuple[Misconception[AveragePrecisionParameters], ...] = (
    Misconception(
        "not-interpolated",
        "You took the precision at each hit as it is. Interpolate: a better precision at a "
        "higher recall counts in its place.",
        _not_interpolated,
    ),
    Misconception(
        "found-only",
        "You measured against the objects that were found. Recall counts all objects: those "
        "that were missed lower the average precision.",
        _found_only,
    ),
    Misconception(
        "eleven-levels",
        "You averaged over VOC 2007's eleven recall levels. Here another form is asked: mind "
        "whether it is the area under the curve or COCO's 101 levels.",
        _eleven_levels,
    ),
    Misconception(
        "area",
        "You took the area under the whole curve. Here the mean over fixed recall levels is asked.",
        _area,
    ),
    Misconception(
        "level-zero-left-out",
        "You left out recall 0. It is a level too, so there is one level more than there are "
        "steps.",
        _level_zero_left_out,
    ),
    Misconception(
        "last-precision",
        "You took the precision of the whole list. Average precision follows it along the "
        "ranking, at every recall.",
        _last_precision,
    ),
    Misconception(
        "over-detections",
        "You divided by the number of detections. Each hit raises recall by 1 / objects, so "
        "divide by the objects.",
        _over_detections,
    ),
)
