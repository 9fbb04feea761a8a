"""torch's normalisation layers on tensors without storage, for references that count."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

    from quizlab_verifiers.normalization.count_parameters import Counted


def layer_of(v: Counted) -> torch.nn.Module:
    """Return torch's layer, with scale and shift."""
    from torch import nn

    channels = v.shape[1]
    if v.kind == "batch":
        return nn.BatchNorm2d(channels, device="meta")
    if v.kind == "layer":
        cells = v.shape[1:] if v.layer_over == "chw" else (channels,)
        return nn.LayerNorm(cells, device="meta")
    if v.kind == "instance":
        return nn.InstanceNorm2d(channels, affine=True, device="meta")
    return nn.GroupNorm(v.groups, channels, device="meta")


def means_computed(v: Counted) -> int:
    """Run the layer in training and count the means that its kernel returns.

    The kernels behind all four layers return the output, a tensor of means, and one of inverted
    roots of variances.
    """
    import torch
    from torch.utils._python_dispatch import TorchDispatchMode

    means: list[int] = []

    class Watch(TorchDispatchMode):  # type: ignore[no-untyped-call] # torch does not say
        """Notes how many means come out of a kernel."""

        def __torch_dispatch__(
            self,
            func: torch._ops.OpOverload,
            types: object,
            args: tuple[object, ...] = (),
            kwargs: dict[str, object] | None = None,
        ) -> object:
            del types
            out = func(*args, **(kwargs or {}))
            if isinstance(out, tuple):
                means.append(out[1].numel())
            return out

    batch = torch.empty(v.shape, device="meta")
    if v.kind == "layer" and v.layer_over == "c":
        batch = batch.permute(0, 2, 3, 1)
    layer = layer_of(v)
    with torch.no_grad(), Watch():  # type: ignore[no-untyped-call] # torch does not say
        layer(batch)
    (count,) = means
    return count
