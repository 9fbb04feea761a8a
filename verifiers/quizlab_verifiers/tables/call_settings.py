"""How torch's settings are read and told: a number or two, and what is not as usual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import Tensor, nn

from quizlab_verifiers.tables.recording import Recorded

if TYPE_CHECKING:
    from collections.abc import Sequence

Pair = tuple[int, int]


def pair(setting: int | Sequence[int]) -> Pair:
    """Return a setting along height and width."""
    if isinstance(setting, int):
        return setting, setting
    first, *rest = setting
    return first, rest[0] if rest else first


def sides(kernel: Pair) -> str:
    """``3×3``."""
    return f"{kernel[0]}×{kernel[1]}"


def notes(stride: Pair, dilation: Pair, groups: int = 1) -> str:
    """``, stride 2, 32 groups``: the settings that are not as usual."""
    said = []
    for what, value in (("stride", stride), ("dilation", dilation)):
        if value != (1, 1):
            said.append(f"{what} {value[0] if value[0] == value[1] else sides(value)}")
    if groups > 1:
        said.append(f"{groups} groups")
    return "".join(f", {one}" for one in said)


def trained(*values: object) -> list[Tensor]:
    """Return the parameters among these values; one that is viewed with other axes is itself."""
    tensors = [one for one in values if isinstance(one, Tensor) and not isinstance(one, Recorded)]
    whole = [one if one._base is None else one._base for one in tensors]  # noqa: SLF001
    return [one for one in whole if isinstance(one, nn.Parameter)]
