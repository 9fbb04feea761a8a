"""Making the recording of a network: with its classes as a variable, and checked at other sizes."""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING, Any

import torch

from quizlab_verifiers import models
from quizlab_verifiers.maths.networks.evaluation import evaluate
from quizlab_verifiers.models.options import allowed
from quizlab_verifiers.networks import measuring
from quizlab_verifiers.tables.files import Figure, Recording, plain_step, step_of, with_classes
from quizlab_verifiers.tables.recording import NotRecordedError, record
from quizlab_verifiers.tables.sources import hashes

if TYPE_CHECKING:
    from quizlab_verifiers.models.network import Network, Published

Size = tuple[int, int]


def make(name: str) -> Recording:
    """Record a network at its usual input.

    Raises:
        NotRecordedError: The steps do not give the figures of the module itself.
        ValueError: It cannot take its usual input, or does not grow evenly with its classes.
    """
    network = models.describe(name)
    usual, outputs = _steps(network)
    _check_against_module(network, usual, outputs)
    classes = _usual_classes(network)
    if classes:
        # Fewer, since a network may have a code for each class and no more of them.
        less, _ = _steps(network, classes=classes - 1)
        usual = with_classes(usual, less, classes)
        _check_classes(network, usual, (classes + 1) // 2)
    resizable = _is_resizable(network, usual, classes)
    return _recording(network, usual, outputs, resizable=resizable)


def make_at(name: str, size: Size) -> Recording:
    """Record a network for one input size only.

    Raises:
        ValueError: The network cannot take such an image.
        NotRecordedError: The steps do not give the figures of the module itself.
    """
    network = models.describe(name)
    steps, outputs = _steps(network, size)
    _check_against_module(network, steps, outputs, size)
    return _recording(network, steps, outputs, resizable=False)


def _recording(
    network: Network, steps: list[Any], outputs: list[int], *, resizable: bool
) -> Recording:
    return Recording(
        name=network.name,
        title=network.title,
        year=network.year,
        paper=network.paper,
        sources=hashes(models.family_of(network.name)),
        inputs=network.inputs,
        classes=_usual_classes(network),
        options={option: str(what) for option, what in allowed(network.builder).items()},
        resizable=resizable,
        published=tuple(
            Figure(
                "flops" if one.factor == 2 else one.what,
                f"{one.figure:,}" if isinstance(one.figure, int) else one.figure,
                _ours(network, one),
                one.source,
                one.by_hand,
                _conditions(network, one),
                one.difference,
            )
            for one in network.published
        ),
        outputs=tuple(outputs),
        steps=tuple(steps),
    )


def _conditions(network: Network, figure: Published) -> str:
    """``v1=True, at 160×160``: what differs from the usual network."""
    usual = signature(network.builder).parameters
    said = [
        f"{option}={value}"
        for option, value in figure.options.items()
        if value != usual[option].default
    ]
    if figure.size is not None:
        said.append(f"at {'×'.join(map(str, figure.size))}")
    return ", ".join(said)


def _ours(network: Network, figure: Published) -> int:
    """Count what a published figure is of, on the module itself."""
    with torch.device("meta"):
        module = models.build(network.name, **figure.options).eval()
        inputs = network.example(figure.size)
    if figure.what == "parameters":
        return measuring.parameters(module) * figure.factor
    return measuring.macs(module, inputs) * figure.factor


def _steps(
    network: Network, size: Size | None = None, **options: int
) -> tuple[list[Any], list[int]]:
    """Return the steps as JSON holds them, and which of them made the outputs."""
    with torch.device("meta"):
        module = models.build(network.name, **options).eval()
        inputs = network.example(size)
    steps, outputs = record(module, inputs)
    return [plain_step(step) for step in steps], outputs


def _check_against_module(
    network: Network, plain: list[Any], outputs: list[int], size: Size | None = None
) -> None:
    """Make sure that the steps make and cost what the module does; it is run once on meta."""
    with torch.device("meta"):
        module = models.build(network.name).eval()
        inputs = network.example(size)
    truth, macs = measuring.outputs_and_macs(module, inputs)
    figures = evaluate([step_of(one, 0) for one in plain])
    made = tuple(figures[place].shape for place in outputs)
    if made != truth:
        raise NotRecordedError(f"{network.name} makes {truth}, its steps make {made}")
    if (ours := sum(one.macs for one in figures)) != macs:
        raise NotRecordedError(
            f"torch counts {macs:,} multiply-adds of {network.name}, its steps take {ours:,}"
        )


def _usual_classes(network: Network) -> int:
    option = signature(network.builder).parameters.get("classes")
    return int(option.default) if option is not None else 0


def _check_classes(network: Network, plain: list[Any], classes: int) -> None:
    """Make sure that sums of the classes hold for a third number of them."""
    truth, _ = _steps(network, classes=classes)
    if [step_of(one, classes) for one in plain] != [step_of(one, classes) for one in truth]:
        raise ValueError(f"{network.name} does not grow evenly with its classes")


def _is_resizable(network: Network, plain: list[Any], classes: int) -> bool:
    """Say whether the network takes the same steps at two other sizes as well."""
    image = next((shape for shape in network.inputs if len(shape) == 3), None)
    if image is None:
        return False
    height, width = image[1:]
    sizes = [(height + 64, width + 64), (height // 2 + 40, width // 2 + 24)]
    steps = [step_of(one, classes) for one in plain]
    return all(_figures_at(network, size) == _worked_out(steps, size) for size in sizes)


def _figures_at(network: Network, size: Size) -> object:
    """Return the figures of the steps recorded at a size, None where it is refused."""
    try:
        recorded, _ = _steps(network, size)
        return evaluate([step_of(one, 0) for one in recorded])
    except (ValueError, RuntimeError):
        return None


def _worked_out(steps: list[Any], size: Size) -> object:
    try:
        return evaluate(steps, size)
    except ValueError:
        return None
