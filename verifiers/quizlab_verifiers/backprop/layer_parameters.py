"""What questions about the shapes of back-propagation vary: a fully connected network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

from quizlab.verify import Generated, ListOf, Whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_INPUTS = (784, 300, 100, 64, 48, 20, 12, 8)
_HIDDEN = (512, 256, 200, 128, 96, 80, 50, 40, 30, 24, 16)
_OUTPUTS = (10, 5, 4, 3, 2, 1)


def _network(dice: Random) -> tuple[int, ...]:
    """Return the widths of a network with one to three hidden layers, all of them different."""
    hidden = dice.sample(_HIDDEN, dice.choice((1, 2, 2, 3)))
    return (dice.choice(_INPUTS), *hidden, dice.choice(_OUTPUTS))


Widths: TypeAlias = Annotated[
    tuple[int, ...], ListOf(Whole(1, 1_000_000), 2, 32, draws=Generated(_network))
]
Batch: TypeAlias = Annotated[int, Whole(1, 1_000_000, draws=(6, 15, 25, 32, 60, 120, 144, 250))]
Layer: TypeAlias = Annotated[int, Whole(1, 31, draws=(1, 2, 2, 3, 4))]


def clash(widths: Sequence[int], layer: int) -> str | None:
    """Say that there is no such layer, None where there is."""
    if layer < len(widths):
        return None
    return (
        f"layer {layer} does not exist: widths {','.join(map(str, widths))} are the input, which "
        f"is layer 0, and {len(widths) - 1} layers; take layer 1 to {len(widths) - 1}"
    )


def listed(widths: Sequence[int]) -> str:
    r"""Return the widths as they are asked about: ``784 \to 128 \to 10``."""
    return " \\to ".join(map(str, widths))
