"""The networks as quizlab meets them: the entry point ``quizlab.models`` leads to this module."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from quizlab.verify import Fault
from quizlab_verifiers import models
from quizlab_verifiers.maths.networks.evaluation import DoesNotFitError
from quizlab_verifiers.tables.files import read as recording_of
from quizlab_verifiers.tables.rows import table_of
from quizlab_verifiers.tables.shipped import DamagedDataError, index, is_fresh, recording
from quizlab_verifiers.tables.sources import text_of

if TYPE_CHECKING:
    from quizlab.verify import LayerTable, NetworkSummary
    from quizlab_verifiers.maths.networks.layers import Shape

Size = tuple[int, int]


def summaries() -> tuple[NetworkSummary, ...]:
    """Return the list of networks, families side by side."""
    return index()


def table(name: str, size: Size | None = None) -> LayerTable | None:
    """Return a network's table, None where a worker has to compute it first.

    The recording that was shipped holds for other sizes too, unless the network's own code does
    sums with the size. It does not hold when that code was changed, nor when it is damaged.

    Raises:
        Fault: No such network, or an input that it cannot take.
    """
    _known(name)
    try:
        shipped = recording(name)
    except DamagedDataError:
        return None
    if size is not None and all(len(shape) != 3 for shape in shipped.inputs):
        raise Fault("range", "size", f"{name} reads a sequence; it takes no size")
    if not is_fresh(name) or not (size is None or shipped.resizable or _is_usual(name, size)):
        return None
    return _fitting(name, size)


def worker(name: str, size: Size | None = None) -> tuple[str, ...]:
    """Return the arguments of Python that compute a table and print it as JSON."""
    return ("-m", "quizlab_verifiers.tables.worker", name, *map(str, size or ()))


def read(printed: str) -> LayerTable:
    """Return the table that a worker printed.

    Raises:
        Fault: What the worker says that it cannot do.
    """
    found = json.loads(printed)
    if "fault" in found:
        raise Fault("range", "size", found["fault"])
    return table_of(recording_of(printed))


def source(name: str) -> str:
    """Return the file in which a network is written.

    Raises:
        Fault: No such network.
    """
    module = _known(name)
    try:
        return text_of(module)
    except (ImportError, OSError) as error:
        raise Fault("unknown-network", "", f"{name} cannot be shown: {error}") from error


def _known(name: str) -> str:
    try:
        return models.family_of(name)
    except models.UnknownNetworkError as error:
        raise Fault("unknown-network", "", str(error)) from error


def _is_usual(name: str, size: Size) -> bool:
    return recording(name).inputs[0][1:] == size


def _fitting(name: str, size: Size | None) -> LayerTable:
    try:
        return table_of(recording(name), size)
    except DoesNotFitError as error:
        usual = recording(name).inputs[0]
        raise Fault("range", "size", refusal(name, usual, size, error)) from error


def refusal(name: str, usual_input: Shape, size: Size | None, error: Exception) -> str:
    """Say that a network cannot take an image, why not, and which one it takes."""
    if size is None:
        return f"{name} cannot take its usual input: {error}"
    usual = "×".join(map(str, usual_input[1:]))
    given = "×".join(map(str, size))
    return f"{name} cannot take an image of {given}: {error}; its usual input is {usual}"
