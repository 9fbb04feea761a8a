"""What a built network really has and really does: the second road to every figure of a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.utils._pytree import tree_leaves
from torch.utils.flop_counter import FlopCounterMode

if TYPE_CHECKING:
    from collections.abc import Sequence


def parameters(module: nn.Module) -> int:
    """Count the trainable numbers that a module holds; shared ones count once."""
    return sum(parameter.numel() for parameter in module.parameters())


def macs(module: nn.Module, inputs: Sequence[Tensor]) -> int:
    """Count the multiply-adds of one forward pass: convolutions and matrix products only.

    torch counts them itself, operation by operation, as two floating-point operations each.
    """
    return outputs_and_macs(module, inputs)[1]


def outputs_and_macs(
    module: nn.Module, inputs: Sequence[Tensor]
) -> tuple[tuple[tuple[int, ...], ...], int]:
    """Return what one forward pass makes, as shapes with the batch axis, and its multiply-adds."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        made = module(*inputs)
    found = tuple(tuple(one.shape) for one in tree_leaves(made) if isinstance(one, Tensor))
    return found, int(counter.get_total_flops()) // 2


def shapes(outputs: object) -> tuple[tuple[int, ...], ...]:
    """Return the shape of each tensor that a forward pass returned, without the batch axis."""
    if isinstance(outputs, Tensor):
        return (tuple(outputs.shape[1:]),)
    assert isinstance(outputs, tuple | list)  # noqa: S101  # networks return nothing else
    return tuple(shape for output in outputs for shape in shapes(output))
