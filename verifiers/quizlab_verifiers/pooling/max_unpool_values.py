"""Questions about max unpooling: maxima go back to where pooling found them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Vector, Verifier
from quizlab_verifiers.maths import pooled_values
from quizlab_verifiers.notation import GIVEN, aligned, matrix, number, shape
from quizlab_verifiers.pooling.max_unpool_values_mistakes import MISTAKES
from quizlab_verifiers.pooling.max_unpool_values_parameters import (
    MOST_OUTPUT,
    MaxUnpoolParameters,
    indexed,
    unpooled,
)

if TYPE_CHECKING:
    from quizlab.verify import Answered
    from quizlab_verifiers.maths.pooled_values import Matrix


MOST_SHOWN = 12
"""Maxima that are put back in full."""


class MaxUnpoolValues(Verifier[MaxUnpoolParameters]):
    """``max-unpool.values``: the output of a max unpooling, number by number."""

    id = "max-unpool.values"
    version = 1
    title = "Max unpooling by hand"
    Parameters = MaxUnpoolParameters
    parts = (AnswerPart("values", Vector(relative=0.001, floor=1e-9)),)
    convention = (
        "PyTorch's return_indices: an index counts the cells of the output row by row from 0; what "
        "no index names is 0. Without an output_size the output has twice as many rows and columns "
        "as there are maxima, the input of 2 x 2 windows side by side."
    )
    citation = (
        "torch.nn.MaxUnpool2d, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxUnpool2d.html; Badrinarayanan "
        "et al., SegNet, https://arxiv.org/abs/1511.00561"
    )
    code = pooled_values.max_unpool
    misconceptions = MISTAKES

    def where(self, v: MaxUnpoolParameters) -> str | None:
        """Say which indices lead nowhere, or to one cell twice."""
        if len(v.output_size) != 2:
            return f"output_size has {len(v.output_size)} side; give rows and columns, or nothing"
        sides = len(v.values), len(v.values[0])
        others = len(v.indices), len(v.indices[0])
        if sides != others:
            return (
                f"values are {sides[0]} x {sides[1]} and indices {others[0]} x {others[1]}; "
                "each maximum needs its own index"
            )
        rows, columns = v.output_size
        if max(rows, columns) > MOST_OUTPUT:  # Only the default can be so large.
            return (
                f"values are {sides[0]} x {sides[1]}, so that without an output_size the output "
                f"has {rows} x {columns} cells; give an output_size of at most {MOST_OUTPUT} x "
                f"{MOST_OUTPUT}"
            )
        if rows < sides[0] or columns < sides[1]:
            return (
                f"output_size is {rows} x {columns} where values are {sides[0]} x {sides[1]}; "
                f"pooling only shrinks, so take as many rows and columns, or more up to "
                f"{MOST_OUTPUT}"
            )
        places = [place for row in v.indices for place in row]
        largest = max(places)
        if largest >= rows * columns:
            return (
                f"indices has {largest}, but output_size {rows} x {columns} has the cells 0 to "
                f"{rows * columns - 1}"
            )
        if len(set(places)) < len(places):
            twice = next(place for place in places if places.count(place) > 1)
            return f"indices has {twice} twice; a cell of the output takes one maximum"
        return None

    def difficulty(self, v: MaxUnpoolParameters) -> int:
        """1: one row or column of maxima. 2: up to four of them. 3: more."""
        if 1 in (len(v.values), len(v.values[0])):
            return 1
        return 2 if len(v.values) * len(v.values[0]) <= 4 else 3

    def compute(self, v: MaxUnpoolParameters) -> Matrix:
        """Write each maximum to its cell."""
        return unpooled(v)

    def reference(self, v: MaxUnpoolParameters) -> Answered:
        """Run torch's unpooling.

        From the maxima's sides and the window torch derives a size of the output, and the window
        matters for nothing else. At stride 1 there is always one that makes it the size asked.
        """
        import torch
        from torch.nn import functional

        rows, columns = v.output_size
        window = rows - len(v.values) + 1, columns - len(v.values[0]) + 1
        with torch.inference_mode():
            unpooled = functional.max_unpool2d(
                torch.tensor([v.values], dtype=torch.float64),
                torch.tensor([v.indices]),
                window,
                stride=(1, 1),
            )
        return tuple(map(tuple, unpooled[0].tolist()))

    def prompt(self, v: MaxUnpoolParameters, language: str = "en") -> str:
        """Show maxima and indices, and ask for the output."""
        del language
        return (
            "Max pooling left these maxima $Y$ and, as `return_indices` has them, their flat "
            "indices:\n\n"
            f"$$Y = {matrix(v.values, GIVEN)} \\qquad \\text{{indices}} = {matrix(v.indices)}$$\n\n"
            f"Max unpooling makes a ${shape(v.output_size)}$ matrix of them. Which one? Give it row "
            "by row."
        )

    def explain(self, v: MaxUnpoolParameters, language: str = "en") -> tuple[str, ...]:
        """Turn indices into rows and columns, then write."""
        del language
        rows, columns = v.output_size
        found = indexed(v)
        lines = []
        for x, place in found[:MOST_SHOWN]:
            r, c = divmod(place, columns)
            cell = f"X_{{{r}{c}}}" if max(r, c) < 10 else f"X_{{{r},{c}}}"
            where = f"= {r} \\cdot {columns} + {c}: \\quad {cell} = {number(x)}"
            lines.append((str(place), where))
        more = " The others follow alike." if len(found) > MOST_SHOWN else ""
        unnamed = rows * columns - len(found)
        method = (
            "Start with zeros and write each maximum into the cell that its index names. Cells are "
            "counted row by row from $0$, and $W$ cells make a row, so index $n$ lies in\n\n"
            "$$r = \\left\\lfloor \\frac{n}{W} \\right\\rfloor \\qquad c = n - rW$$"
        )
        split = (
            f"The output has $W = {columns}$ columns. Split each index into full rows and a rest:"
            f"{more}\n\n{aligned(lines)}"
        )
        return (
            method,
            split,
            f"The other ${unnamed}$ cells stay $0$:\n\n$$X = {matrix(unpooled(v))}$$",
        )
