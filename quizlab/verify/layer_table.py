"""A network's layer table: what each of its layers makes, holds, costs and sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

Sides = tuple[int | float, ...]
"""A length in pixels along height and width; empty where there is none to speak of."""


@dataclass(frozen=True, slots=True)
class LayerRow:
    """A row of the table: a module, or an operation between modules.

    Attributes:
        module: Name of the module, "" for the network itself.
        kind: What it does, ``conv 3×3, stride 2``.
        output: Shape of what it makes, without the batch axis.
        parameters: Trainable numbers that it holds.
        macs: Multiply-adds of convolutions and matrix products for one input.
        receptive_field: What a unit of the output sees, in pixels; infinite for the whole image;
            empty where the input is no image.
        stride: Distance of neighbouring units in pixels of the input (cumulative stride); empty
            where a unit sees the whole image, or there is none.
        minor: Whether it only arranges what others made, as a flattening does.
    """

    module: str
    kind: str
    output: tuple[int, ...]
    parameters: int
    macs: int
    receptive_field: Sides = ()
    stride: Sides = ()
    minor: bool = False


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure that somebody printed, to compare ours with.

    Attributes:
        what: ``parameters``, ``macs`` or ``flops``, two of which are a multiply-add.
        ours: Our own exact count under the figure's conditions.
        figure: The figure as printed.
        source: Who printed it and where, or how it is summed up by hand.
        by_hand: Whether it is such a sum.
        conditions: What it was counted at, where that is not the table's network: ``v1=True``.
        difference: Why ours is another, "" where it agrees.
    """

    what: str
    ours: int
    figure: str
    source: str
    by_hand: bool = False
    conditions: str = ""
    difference: str = ""


@dataclass(frozen=True, slots=True)
class NetworkSummary:
    """A line of the list of networks; sizes are those of its usual input.

    Attributes:
        name: What it is asked for by.
        title: Its name as people write it.
        year: Of the first publication.
        paper: Authors, year, title, address.
        input: Shape of its first input, without the batch axis.
        parameters: Trainable numbers.
        macs: Multiply-adds of convolutions and matrix products for one input.
    """

    name: str
    title: str
    year: int
    paper: str
    input: tuple[int, ...]
    parameters: int
    macs: int


@dataclass(frozen=True, slots=True)
class LayerTable:
    """All rows of a network at one size of its input.

    Attributes:
        summary: What the list of networks says of it, at this size.
        outputs: Shape of each output, without the batch axis.
        rows: The rows in the order in which they are run.
        published: Figures of others.
        options: What it can be built with, and what each option allows.
    """

    summary: NetworkSummary
    outputs: tuple[tuple[int, ...], ...]
    rows: tuple[LayerRow, ...]
    published: tuple[PublishedFigure, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)

    def at_depth(self, depth: int) -> tuple[LayerRow, ...]:
        """Return one row for each module of that depth, with the sums of what is inside of it.

        Args:
            depth: 1 for the network's own stages, 2 for the blocks inside of them, and so on.
        """
        groups: dict[str, list[LayerRow]] = {}
        for place, row in enumerate(self.rows):
            names = row.module.split(".")
            inside = bool(row.module) and len(names) >= depth
            # What stands between modules of that depth stays a row of its own.
            key = ".".join(names[:depth]) if inside else f"{row.module} {place}"
            groups.setdefault(key, []).append(row)
        return tuple(_together(key.partition(" ")[0], rows) for key, rows in groups.items())


def _together(name: str, rows: list[LayerRow]) -> LayerRow:
    last = rows[-1]
    inner = [row for row in rows if not row.minor]
    kind = last.kind if len(rows) == 1 else _kinds(inner or rows)
    return LayerRow(
        name,
        kind,
        last.output,
        sum(row.parameters for row in rows),
        sum(row.macs for row in rows),
        last.receptive_field,
        last.stride,
        minor=all(row.minor for row in rows),
    )


def _kinds(rows: list[LayerRow]) -> str:
    """``4 conv 3×3, stride 2, add, 4 batch norm``: what a module is made of, norms last."""
    counts: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: row.kind == "batch norm"):
        counts[row.kind] = counts.get(row.kind, 0) + 1
    return "; ".join(kind if n == 1 else f"{n} {kind}" for kind, n in counts.items())


class Networks(Protocol):
    """A package's networks: what the entry point group ``quizlab.models`` leads to.

    A module with these functions is one. Tables come without torch where they can.
    """

    def summaries(self) -> tuple[NetworkSummary, ...]:
        """Return the list of networks, in the order in which it is to be shown."""

    def table(self, name: str, size: tuple[int, int] | None = None) -> LayerTable | None:
        """Return a network's table at its usual input or at a height and width.

        Returns:
            The table; None where it must be computed first: `worker` says how.

        Raises:
            Fault: No such network, or an input that it cannot take.
        """

    def worker(self, name: str, size: tuple[int, int] | None = None) -> tuple[str, ...]:
        """Return the arguments of Python that compute a table and print it as JSON."""

    def read(self, printed: str) -> LayerTable:
        """Return the table that a worker printed.

        Raises:
            Fault: What the worker says that it cannot do.
        """

    def source(self, name: str) -> str:
        """Return the file in which a network is written, as text.

        Raises:
            Fault: No such network.
        """
