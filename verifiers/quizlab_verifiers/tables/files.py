"""A recorded network as JSON: one line a step, numbers that grow with the classes as sums of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from quizlab_verifiers.maths.networks import joins, layers
from quizlab_verifiers.maths.networks.evaluation import Step

if TYPE_CHECKING:
    from quizlab_verifiers.maths.networks.layers import Shape

_LAYERS: dict[str, type[layers.Layer]] = {
    layer.__name__: layer
    for layer in (
        layers.Convolution,
        layers.TransposedConvolution,
        layers.Linear,
        layers.Pool,
        layers.AdaptivePool,
        joins.Input,
        joins.Pointwise,
        joins.Concatenation,
        joins.Stack,
        joins.Resize,
        joins.Unpool,
        joins.Cut,
        joins.Padding,
        joins.Slice,
        joins.Reshape,
        joins.Permutation,
        joins.Mean,
        joins.Product,
        joins.BlackBox,
    )
}

Plain = Any
"""What JSON can hold."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure: what was counted, as printed, our own count, whose it is, at what."""

    what: str
    figure: str
    ours: int
    source: str
    by_hand: bool
    conditions: str
    difference: str


@dataclass(frozen=True, slots=True)
class Recording:
    """A network as it was recorded at its usual input.

    Attributes:
        name: Its name in `models.build`.
        title: Its name as people write it.
        year: Of the first publication.
        paper: Authors, year, title, address.
        sources: The modules that it was recorded from, with a hash of each.
        inputs: Shape of each input without the batch axis.
        classes: How many classes it was built for; 0 where it has no such option.
        options: What each option of `models.build` allows.
        resizable: Whether the steps hold for an image of any size.
        published: What others printed.
        outputs: The steps that made the outputs.
        steps: All steps; numbers that grow with the classes are texts such as ``3·classes + 15``.
    """

    name: str
    title: str
    year: int
    paper: str
    sources: dict[str, str]
    inputs: tuple[Shape, ...]
    classes: int
    options: dict[str, str]
    resizable: bool
    published: tuple[Figure, ...]
    outputs: tuple[int, ...]
    steps: tuple[Plain, ...]

    def built_for(self, classes: int | None = None) -> list[Step]:
        """Return the steps of the network for so many classes, by default as many as usual."""
        return [step_of(one, self.classes if classes is None else classes) for one in self.steps]


def plain_step(step: Step) -> Plain:
    """Return a step as JSON holds it: module, kind, layer, its settings, sources."""
    layer = step.layer
    settings = {
        one.name: getattr(layer, one.name)
        for one in fields(layer)  # type: ignore[arg-type]  # every layer is a dataclass
        if getattr(layer, one.name) != one.default
    }
    kept = [step.module, step.kind, type(layer).__name__, settings, step.sources]
    return json.loads(json.dumps([*kept, True] if step.again else kept))


def step_of(plain: Plain, classes: int) -> Step:
    """Return a step from what JSON holds, for so many classes."""
    module, kind, name, settings, sources, *again = plain
    values = {key: _number(value, classes) for key, value in settings.items()}
    return Step(module, kind, _LAYERS[name](**values), tuple(sources), bool(again))


def with_classes(one: Plain, less: Plain, classes: int) -> Plain:
    """Return `one`, recorded for `classes`, with the numbers that differ in `less` as sums.

    Args:
        one: Something plain of the network for `classes` classes.
        less: The same of the network for one class less.
        classes: The number of classes.

    Raises:
        ValueError: The two differ in more than numbers.
    """
    if isinstance(one, dict) and isinstance(less, dict) and one.keys() == less.keys():
        return {key: with_classes(one[key], less[key], classes) for key in one}
    if isinstance(one, list) and isinstance(less, list) and len(one) == len(less):
        return [with_classes(a, b, classes) for a, b in zip(one, less, strict=True)]
    if one == less:
        return one
    if not (type(one) is type(less) is int):
        raise ValueError(f"the network changes with its classes: {one!r} becomes {less!r}")
    each = one - less
    return f"{each}·classes + {one - each * classes}"


def _number(value: Plain, classes: int) -> Plain:
    if isinstance(value, list):
        return tuple(_number(item, classes) for item in value)
    if isinstance(value, str) and "·classes" in value:
        each, _, fixed = value.partition("·classes + ")
        return int(each) * classes + int(fixed)
    return value


def written(recording: Recording) -> str:
    """Return a recording as JSON text, a step a line."""
    head = {
        one.name: getattr(recording, one.name) for one in fields(recording) if one.name != "steps"
    }
    head["published"] = [
        {one.name: getattr(figure, one.name) for one in fields(figure)}
        for figure in recording.published
    ]
    parts = [f"{json.dumps(key)}: {_line(value)}" for key, value in head.items()]
    steps = ",\n".join(_line(step) for step in recording.steps)
    return "{\n" + ",\n".join(parts) + ',\n"steps": [\n' + steps + "\n]\n}\n"


def read(text: str) -> Recording:
    """Return the recording that a JSON text holds."""
    found = json.loads(text)
    found["inputs"] = tuple(tuple(shape) for shape in found["inputs"])
    found["published"] = tuple(Figure(**figure) for figure in found["published"])
    found["outputs"] = tuple(found["outputs"])
    found["steps"] = tuple(found["steps"])
    return Recording(**found)


def _line(value: Plain) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
