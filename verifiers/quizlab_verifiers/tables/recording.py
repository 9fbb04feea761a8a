"""Recording what a network does: one run with tensors that have shapes, but no numbers.

The tensors are of a class of our own, so that torch hands every operation on them to us. We note
it as a step with its settings, work its output's shape out by the arithmetic of maths/networks, and
compute nothing.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

import torch
from torch import Tensor, nn

from quizlab_verifiers.maths.networks.evaluation import DoesNotFitError, Step
from quizlab_verifiers.maths.networks.joins import BlackBox, Cut, Input
from quizlab_verifiers.models.segmentation.cropping import Crop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from quizlab_verifiers.maths.networks.layers import Layer, Shape


def record(network: nn.Module, inputs: Sequence[Tensor]) -> tuple[list[Step], list[int]]:
    """Run a network once without numbers.

    Args:
        network: The module, in the mode (training or not) in which it is to be recorded.
        inputs: Tensors whose shapes count; batch first.

    Returns:
        The steps in the order in which they were taken, and which of them made the outputs.

    Raises:
        DoesNotFitError: The inputs do not fit.
        NotRecordedError: The network does what the arithmetic has no layer for, or it holds
            parameters that no step uses.
    """
    recorder = Recorder(network)
    with recorder.listening(), torch.no_grad():
        given = [recorder.take("input", Input(tuple(one.shape)), ()) for one in inputs]
        returned = network(*given)
    recorder.refuse_uncounted()
    return recorder.steps, [one.step for one in recorded_in(returned)]


class NotRecordedError(Exception):
    """What a network does and no layer of maths/networks stands for; a figure would be wrong."""


class Recorded(Tensor):
    """A tensor without numbers that knows the step which made it."""

    recorder: Recorder
    step: int

    @classmethod
    def __torch_function__(
        cls,
        func: Callable[..., Any],
        types: object,
        args: Sequence[Any] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401  # whatever the operation returns
        """Note an operation instead of computing it."""
        del types
        from quizlab_verifiers.tables.operations import OPERATIONS

        given = dict(kwargs or {})
        if "input" in given:
            args = (given.pop("input"), *args)
        name = func.__name__
        if name in _ABOUT_TENSORS:
            with torch._C.DisableTorchFunctionSubclass():  # noqa: SLF001  # the documented way
                found = func(*args, **given)
            if not isinstance(found, Tensor):
                return SizeOf(found, args[0]) if isinstance(found, torch.Size) else found
        recorder = next(recorded_in((args, given))).recorder
        in_place = _in_place(name)
        operation = OPERATIONS.get(in_place or name)
        if operation is None:
            raise NotRecordedError(
                f"{recorder.module}: torch's `{name}` is not recorded; give it a layer in "
                "tables/operations.py, or write the network with an operation that is listed there"
            )
        made = operation(recorder, *args, **given)
        if not in_place:
            return made
        changed: Recorded = args[0]
        changed.step = made.step
        return changed


class SizeOf(tuple[int, ...]):  # noqa: SLOT001  # a tuple's subclass cannot have slots
    """A shape, or its last sides, that remembers whose it is: what is resized to it follows."""

    owner: Recorded

    def __new__(cls, sides: Sequence[int], owner: Recorded) -> Self:
        """Keep the sides as an ordinary tuple."""
        made = super().__new__(cls, sides)
        made.owner = owner
        return made

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401  # a side or some sides
        found = super().__getitem__(place)
        return SizeOf(found, self.owner) if isinstance(found, tuple) else found


# What tells of a tensor and computes nothing. `__get__` reads an attribute such as `shape`.
_ABOUT_TENSORS = frozenset(
    {"__get__", "size", "dim", "ndimension", "numel", "__len__", "is_floating_point", "__repr__"}
)


def _in_place(name: str) -> str:
    """Return the operation that one in place stands for: ``add`` of ``add_`` and ``__iadd__``."""
    if name.startswith("__i"):
        return {"__itruediv__": "div"}.get(name, name[3:-2])
    return name[:-1] if name.endswith("_") and not name.endswith("__") else ""


def recorded_in(values: object) -> Iterator[Recorded]:
    """Yield the recorded tensors among the arguments or the results of an operation."""
    if isinstance(values, Recorded):
        yield values
    elif isinstance(values, (tuple, list)):
        for one in values:
            yield from recorded_in(one)
    elif isinstance(values, dict):
        yield from recorded_in(tuple(values.values()))


def _is_box(module: nn.Module) -> bool:
    """Whether a module is one step: a black box, or a crop, whose window follows a second input."""
    return hasattr(module, "output_shape") or isinstance(module, Crop)


class Recorder:
    """Notes steps, and under which module each of them was taken."""

    def __init__(self, network: nn.Module) -> None:
        self.steps: list[Step] = []
        self.shapes: list[Shape] = []
        self._network = network
        self._names = {id(module): name for name, module in network.named_modules()}
        self._owners = [""]
        self._counted: set[int] = set()

    @property
    def module(self) -> str:
        """The module that is running, as an error names it."""
        return self._owners[-1] or "the network"

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Follow which module is running; black boxes are not looked into."""
        boxes = [one for one in self._network.modules() if _is_box(one)]
        own = {id(box): vars(box)["forward"] for box in boxes if "forward" in vars(box)}
        for box in boxes:
            box.forward = self._crop(box) if isinstance(box, Crop) else self._black_box(box)
        enter = nn.modules.module.register_module_forward_pre_hook(self._enter)
        leave = nn.modules.module.register_module_forward_hook(self._leave, always_call=True)
        try:
            yield
        finally:
            enter.remove()
            leave.remove()
            for box in boxes:
                del box.forward
                if id(box) in own:
                    box.forward = own[id(box)]

    def take(
        self,
        kind: str,
        layer: Layer,
        sources: Sequence[Recorded],
        weights: Sequence[object] = (),
    ) -> Recorded:
        """Note a step and return the tensor that it makes.

        Args:
            kind: What a learner calls it.
            layer: What it does.
            sources: What it takes.
            weights: The trained tensors that it uses; they count where they are first used.
        """
        used = {id(one) for one in weights}
        again = bool(used) and used <= self._counted
        self._counted |= used
        places = tuple(one.step for one in sources)
        try:
            shape = layer.shape(*(self.shapes[place] for place in places))
        except ValueError as error:
            raise DoesNotFitError(f"{self.module}: {error}") from error
        self.steps.append(Step(self._owners[-1], kind, layer, places, again))
        self.shapes.append(shape)
        return self.tensor(len(self.steps) - 1)

    def refuse_uncounted(self) -> None:
        """Make sure that every parameter is counted, and once.

        Raises:
            NotRecordedError: Some are not used as they are, or two steps share parts of them.
        """
        held = dict(self._network.named_parameters())
        unused = [name for name, one in held.items() if id(one) not in self._counted]
        if unused:
            more = f" and {len(unused) - 3} more" if len(unused) > 3 else ""
            raise NotRecordedError(
                f"no step uses the parameters {', '.join(unused[:3])}{more} as they are"
            )
        numbers = sum(one.numel() for one in held.values())
        counted = sum(0 if step.again else step.layer.parameters() for step in self.steps)
        if numbers != counted:
            raise NotRecordedError(
                f"the network holds {numbers:,} parameters and its steps use {counted:,}: "
                "steps that share a part of their weights are not recorded"
            )

    def tensor(self, step: int) -> Recorded:
        """Return a tensor that stands for what a step made."""
        made: Recorded = torch.empty(self.shapes[step], device="meta").as_subclass(Recorded)
        made.recorder, made.step = self, step
        return made

    def _enter(self, module: nn.Module, _: object) -> None:
        self._owners.append(self._names.get(id(module), self._owners[-1]))

    def _leave(self, _module: nn.Module, _inputs: object, _output: object) -> None:
        self._owners.pop()

    def _crop(self, crop: Crop) -> Callable[..., Recorded]:
        def forward(x: Recorded, like: Recorded) -> Recorded:
            return self.take("crop", Cut(crop.offset), (x, like))

        return forward

    def _black_box(self, box: nn.Module) -> Callable[..., Recorded]:
        def forward(*inputs: object) -> Recorded:
            given = list(recorded_in(inputs))
            shape = box.output_shape(*(self.shapes[one.step] for one in given))  # type: ignore[operator]
            return self.take(type(box).__name__, BlackBox(tuple(shape)), given)

        return forward
