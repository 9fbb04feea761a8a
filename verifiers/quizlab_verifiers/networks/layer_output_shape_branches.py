"""What enters a stage, and which branches it puts side by side where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab_verifiers.maths.networks.joins import Concatenation
from quizlab_verifiers.networks import inside, known

if TYPE_CHECKING:
    from quizlab_verifiers.networks.layer_output_shape_parameters import (
        LayerOutputShapeParameters as Parameters,
    )


def entering(name: str, stage: str) -> int | None:
    """Return the step whose output a stage takes first, None where it takes none."""
    steps, own = known.steps(name), inside.modules(name)[stage].places
    for place in own:
        for source in inside.carried(steps[place]):
            if source not in own:
                return source
    return None


def joined(v: Parameters) -> tuple[int, ...]:
    """Return the steps whose channels are put side by side where a stage ends; () if none are."""
    found = inside.modules(v.network)[v.stage]
    parts = () if is_dense(v) else side_by_side(v, found.last)
    return parts if len(parts) > 1 else ()


def side_by_side(v: Parameters, place: int) -> tuple[int, ...]:
    """Return the steps whose channels a stage's concatenations put together; a step's own number."""
    step = known.steps(v.network)[place]
    own = inside.modules(v.network)[v.stage].places
    if place not in own or not isinstance(step.layer, Concatenation):
        return (place,)
    return tuple(part for source in step.sources for part in side_by_side(v, source))


def growth(v: Parameters) -> tuple[int, int]:
    """Return the channels that a dense block is given, and those that each layer of it adds."""
    made, source = known.shapes(v.network), entering(v.network, v.stage)
    last = inside.modules(v.network)[v.stage].last
    new = made[known.steps(v.network)[last].sources[-1]][1]
    return 0 if source is None else made[source][1], new


def is_dense(v: Parameters) -> bool:
    """Say whether a stage ends by adding few new channels to all that was there before."""
    step = known.steps(v.network)[inside.modules(v.network)[v.stage].last]
    parts = step.sources if isinstance(step.layer, Concatenation) else ()
    if len(parts) != 2:
        return False
    kept, new = (known.shapes(v.network)[part][1] for part in parts)
    steps, own = known.steps(v.network), inside.modules(v.network)[v.stage].places
    series = parts[0] not in own or isinstance(steps[parts[0]].layer, Concatenation)
    return series and new < kept
