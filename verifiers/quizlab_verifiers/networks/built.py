"""The built network, run on meta tensors: the reference of every question about one.

Nothing here reads a recording. Parameters are counted on the module, multiply-adds by torch's own
counter, shapes by hooks on the modules while they run.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from quizlab_verifiers import models

if TYPE_CHECKING:
    from torch import Tensor, nn

Shape = tuple[int, ...]
Size = tuple[int, int]


@lru_cache(maxsize=8)
def module(name: str, classes: int | None = None) -> nn.Module:
    """Build a network without memory for its weights, for inference."""
    import torch

    options = {} if classes is None else {"classes": classes}
    with torch.device("meta"):
        return models.build(name, **options).eval()


def example(name: str, size: Size | None = None) -> tuple[Tensor, ...]:
    """Return inputs for a network, without numbers."""
    import torch

    with torch.device("meta"):
        return models.describe(name).example(size)


@lru_cache(maxsize=1024)
def parameters(name: str, classes: int | None = None) -> int:
    """Count what the module holds."""
    from quizlab_verifiers.networks import measuring

    return measuring.parameters(module(name, classes))


@lru_cache(maxsize=1024)
def macs(name: str, size: Size | None = None) -> int:
    """Have torch count the multiply-adds of a forward pass."""
    from quizlab_verifiers.networks import measuring

    return measuring.macs(module(name), example(name, size))


@lru_cache(maxsize=1024)
def outputs(name: str, size: Size | None = None, classes: int | None = None) -> tuple[Shape, ...]:
    """Return the shapes that a forward pass returns, without a batch axis of one."""
    import torch

    with torch.no_grad():
        returned = module(name, classes)(*example(name, size))
    tensors = [returned] if isinstance(returned, torch.Tensor) else list(returned)
    return tuple(_without_batch(tuple(one.shape)) for one in tensors)


def layer_parameters(name: str, layer: str) -> int:
    """Count what one module inside of a network holds.

    Raises:
        AttributeError: It has no such module.
    """
    from quizlab_verifiers.networks import measuring

    return measuring.parameters(module(name).get_submodule(layer))


@lru_cache(maxsize=256)
def shapes(name: str, size: Size | None = None) -> dict[str, Shape]:
    """Return what every module of a network made last in a forward pass, by its name.

    Modules that make tensors of several shapes are left out: no one shape is theirs.
    """
    import torch

    network = module(name)
    seen: dict[str, Shape] = {}

    def note(place: str) -> Any:  # noqa: ANN401  # a hook
        def hook(_module: nn.Module, _inputs: object, output: object) -> None:
            made = output if isinstance(output, tuple) else (output,)
            found = {tuple(one.shape) for one in made if isinstance(one, torch.Tensor)}
            if len(found) == 1:
                seen[place] = _without_batch(found.pop())

        return hook

    hooks = [one.register_forward_hook(note(place)) for place, one in network.named_modules()]
    try:
        with torch.no_grad():
            network(*example(name, size))
    finally:
        for hook in hooks:
            hook.remove()
    return seen


def _without_batch(shape: Shape) -> Shape:
    return shape[1:] if shape[:1] == (1,) else shape
