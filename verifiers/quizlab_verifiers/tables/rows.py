"""A recorded network as the table that people read."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING

from quizlab.verify import LayerRow, LayerTable, NetworkSummary, PublishedFigure
from quizlab_verifiers.maths.networks.evaluation import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizlab_verifiers.maths.networks.evaluation import Figures, Step
    from quizlab_verifiers.maths.networks.layers import Shape
    from quizlab_verifiers.maths.networks.seen import Pixels
    from quizlab_verifiers.tables.files import Recording

_MINOR = frozenset(
    {"flatten", "permute", "reshape", "slice", "squeeze", "stack", "transpose", "unsqueeze"}
    | {"zeros", "pad"}
)


def table_of(recording: Recording, size: tuple[int, int] | None = None) -> LayerTable:
    """Return the table of a network at its usual input, or at this height and width.

    Raises:
        DoesNotFitError: The network cannot take such an image.
    """
    steps = recording.built_for()
    figures = evaluate(steps, size)
    image = without_batch(figures[0].shape)
    return LayerTable(
        NetworkSummary(
            recording.name,
            recording.title,
            recording.year,
            recording.paper,
            image,
            sum(one.parameters for one in figures),
            sum(one.macs for one in figures),
        ),
        tuple(without_batch(figures[place].shape) for place in recording.outputs),
        rows_of(steps, figures),
        tuple(
            PublishedFigure(
                one.what,
                one.ours,
                one.figure,
                one.source,
                one.by_hand,
                one.conditions,
                one.difference,
            )
            for one in recording.published
            # Multiply-adds were published for another image.
            if one.what == "parameters" or image == recording.inputs[0]
        ),
        recording.options,
    )


def without_batch(shape: Shape) -> Shape:
    """Return a shape without its batch axis; a count of regions is no batch of one and stays."""
    return shape[1:] if shape[:1] == (1,) else shape


def rows_of(steps: Sequence[Step], figures: Sequence[Figures]) -> tuple[LayerRow, ...]:
    """Return a row for each module without modules inside, and for each step between modules.

    What is done again and again, as at each step of a sequence, is one row.
    """
    containers = {outer for step in steps for outer in _outer_modules(step.module)}
    loops = any(step.again for step in steps)
    groups: dict[tuple[object, ...], list[int]] = {}
    for place, step in enumerate(steps):
        key: tuple[object, ...] = (step.module,)
        if step.module in containers:
            key = (step.module, step.kind, figures[place].shape) if loops else (step.module, place)
        groups.setdefault(key, []).append(place)
    return tuple(
        _row([steps[place] for place in places], [figures[place] for place in places])
        for places in groups.values()
    )


def _outer_modules(module: str) -> Iterator[str]:
    """Yield the names of the modules around a module, the network itself last."""
    while module:
        module = module.rpartition(".")[0]
        yield module


def _row(steps: Sequence[Step], figures: Sequence[Figures]) -> LayerRow:
    main = [step.kind for step in steps if step.kind not in _MINOR]
    kinds = Counter(main or [step.kind for step in steps])
    told = [kind if times == 1 else f"{kind}, {times} times" for kind, times in kinds.items()]
    last = figures[-1]
    return LayerRow(
        steps[0].module,
        ", then ".join(told) if len(told) < 4 else f"{len(steps)} steps",
        without_batch(last.shape),
        sum(one.parameters for one in figures),
        sum(one.macs for one in figures),
        tuple(number(axis.field) for axis in last.view),
        tuple(number(axis.jump) for axis in last.view if axis.field != inf),
        minor=not main,
    )


def number(length: Pixels) -> int | float:
    """Return a length as a whole number where it is one."""
    if isinstance(length, Fraction) and length.denominator == 1:
        return int(length)
    return float(length)
