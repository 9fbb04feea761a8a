"""What a unit really sees: from an output cell back through torch's own autograd graph.

A forward pass on meta tensors leaves the graph by which gradients would travel. From one cell of a
layer's output we walk it backwards and keep, for every tensor on the way, the first and the last
cell that can reach it; at the image that is the receptive field. The walk reads kernels, strides,
paddings and dilations from torch's graph alone, and adds nothing up: no formula of maths/networks
is used.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from quizlab_verifiers.networks.built import example, module

if TYPE_CHECKING:
    from torch import Tensor, nn

Reach = tuple[int, int]
"""First and last cell along one axis. The image is thought without end, padding belongs to it."""


def receptive_field(name: str, layer: str, axis: int = 0) -> int:
    """Return how many pixels along an axis a unit of a layer can see.

    Args:
        name: Of the network.
        layer: Name of a module inside of it.
        axis: 0 for height, 1 for width.

    Raises:
        ValueError: The layer looks at the image as a whole, or comes after an upsampling.
    """
    import torch

    network = module(name)
    caught: list[Tensor] = []

    def catch(_module: nn.Module, _inputs: object, output: object) -> None:
        caught.append(output[0] if isinstance(output, tuple) else output)  # type: ignore[arg-type]

    hook = network.get_submodule(layer).register_forward_hook(catch)
    try:
        with torch.enable_grad():
            image, *others = example(name)
            image.requires_grad_()
            network(image, *others)
    finally:
        hook.remove()
    # Far from the edges, of which there are none.
    return _seen(caught[-1], image, axis, 1_000_000)


def _seen(output: Tensor, image: Tensor, axis: int, cell: int) -> int:
    """Walk from one cell of an output to the image, each step after all that lead to it."""
    reached: dict[Any, list[Reach]] = defaultdict(list)
    reached[output.grad_fn].append((cell, cell))
    widest = 0
    for node in _from_the_end(output.grad_fn):
        reaches = reached.pop(node, [])
        if not reaches:
            continue
        reach = min(low for low, _ in reaches), max(high for _, high in reaches)
        if getattr(node, "variable", None) is image:
            widest = max(widest, reach[1] - reach[0] + 1)
            continue
        for (source, _), below in zip(node.next_functions, _below(node, reach, axis), strict=False):
            if source is not None and below is not None:
                reached[source].append(below)
    return widest


def _from_the_end(last: Any) -> list[Any]:  # noqa: ANN401  # torch has no name for its nodes
    """Return all nodes in an order in which each stands before what it was computed from."""
    order: list[Any] = []
    seen: set[Any] = set()
    waiting: list[tuple[Any, bool]] = [(last, False)]
    while waiting:
        node, done = waiting.pop()
        if done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            waiting.append((node, True))
            waiting += [(source, False) for source, _ in node.next_functions if source is not None]
    return order[::-1]


def _below(node: Any, reach: Reach, axis: int) -> list[Reach | None]:  # noqa: ANN401
    """Return which cells of each input can reach these cells of a node's output."""
    name = type(node).__name__.removesuffix("0").removesuffix("Backward")
    if name == "Convolution":
        below = _through_convolution(node, reach, axis)
        return [below, None, None]
    if name in {"MaxPool2DWithIndices", "AvgPool2D"}:
        return [_through_window(node, reach, axis)]
    if name == "Slice" and node._saved_dim == 2 + axis:  # noqa: SLF001
        low, high = (node._saved_start + cell * node._saved_step for cell in reach)  # noqa: SLF001
        return [(low, high)]
    if name == "ConstantPadNd":
        # Amounts are listed from the last axis on: left, right, top, bottom.
        amounts = (*node._saved_pad, 0, 0, 0)  # noqa: SLF001
        before = amounts[2 * (1 - axis)]
        return [(reach[0] - before, reach[1] - before)]
    if name in _RESIZED:
        raise ValueError("behind an upsampling neighbours see differently much")
    if name in _WHOLE:
        raise ValueError("a unit sees the whole image")
    return [reach] * len(node.next_functions)


_RESIZED = frozenset({"UpsampleBilinear2D", "UpsampleNearest2D", "MaxUnpool2D"})
_WHOLE = frozenset({"Mean", "AdaptiveAvgPool2D", "Addmm", "Mm", "Bmm"})


def _through_convolution(node: Any, reach: Reach, axis: int) -> Reach:  # noqa: ANN401
    low, high = reach
    stride, padding = node._saved_stride[axis], node._saved_padding[axis]  # noqa: SLF001
    dilation = node._saved_dilation[axis]  # noqa: SLF001
    span = dilation * (node._saved_weight.shape[2 + axis] - 1)  # noqa: SLF001
    if node._saved_transposed:  # noqa: SLF001
        raise ValueError("behind an upsampling neighbours see differently much")
    return low * stride - padding, high * stride - padding + span


def _through_window(node: Any, reach: Reach, axis: int) -> Reach:  # noqa: ANN401
    low, high = reach
    kernel, padding = node._saved_kernel_size, node._saved_padding  # noqa: SLF001
    stride = node._saved_stride or kernel  # noqa: SLF001
    dilation = getattr(node, "_saved_dilation", (1, 1))
    span = _along(dilation, axis) * (_along(kernel, axis) - 1)
    return (
        low * _along(stride, axis) - _along(padding, axis),
        high * _along(stride, axis) - _along(padding, axis) + span,
    )


def _along(setting: Any, axis: int) -> int:  # noqa: ANN401
    return int(setting[axis] if len(setting) > 1 else setting[0])
