"""The way from the image to a layer along which most is seen, window by window."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from quizlab_verifiers.maths.networks.joins import Slice
from quizlab_verifiers.maths.networks.layers import Convolution, Pool
from quizlab_verifiers.networks import inside, known

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quizlab_verifiers.maths.networks.layers import Layer


@dataclass(frozen=True, slots=True)
class Window:
    """A window along the height of the image.

    Attributes:
        module: That looks through it.
        kind: What it is, ``conv 3×3, stride 2``.
        kernel: Cells that it takes.
        stride: Cells from one window to the next.
        dilation: Cells from one tap to the next.
        pools: Whether it is a pooling.
    """

    module: str
    kind: str
    kernel: int
    stride: int = 1
    dilation: int = 1
    pools: bool = False

    @property
    def span(self) -> int:
        """Gaps between its first and its last tap, in cells: (k - 1) d."""
        return (self.kernel - 1) * self.dilation


@lru_cache(maxsize=1024)
def widest(name: str, place: int) -> tuple[Window, ...]:
    """Return the windows on the widest way from the image to a step, in their order."""
    return _way(name, place, max)


@lru_cache(maxsize=1024)
def narrowest(name: str, place: int) -> tuple[Window, ...]:
    """Return the windows on the narrowest way from the image to a step, in their order."""
    return _way(name, place, min)


def _way(name: str, place: int, choose: Callable[..., int]) -> tuple[Window, ...]:
    """Follow, where ways meet, the one that sees most or least up to there."""
    steps, fields = known.steps(name), dict[int, tuple[int, int]]()
    came: dict[int, int] = {}
    for one in inside.leading_to(name, place):
        sources = [source for source in inside.carried(steps[one]) if fields[source][0]]
        if not sources:
            # Only an image has pixels that see.
            fields[one] = (int(len(known.figures(name)[one].view) > 0), 1)
            continue
        came[one] = choose(sources, key=lambda source: fields[source][0])
        field, jump = fields[came[one]]
        window = _window(steps[one].layer, steps[one].module, steps[one].kind)
        if window is not None:
            field, jump = field + window.span * jump, jump * window.stride
        fields[one] = field, jump
    found: list[Window] = []
    while place in came:
        step = steps[place]
        window = _window(step.layer, step.module, step.kind)
        if window is not None:
            found.append(window)
        place = came[place]
    return tuple(found[::-1])


def _window(layer: Layer, module: str, kind: str) -> Window | None:
    if isinstance(layer, Convolution | Pool):
        settings = (layer.kernel[0], layer.stride[0], layer.dilation[0])
        return Window(module, kind, *settings, pools=isinstance(layer, Pool))
    if isinstance(layer, Slice) and layer.axis == 2 and (layer.step or 1) > 1:
        return Window(module, kind, 1, layer.step or 1)
    return None


def field(windows: Sequence[Window]) -> int:
    """Add up what each window widens, in pixels."""
    seen, jump = 1, 1
    for window in windows:
        seen += window.span * jump
        jump *= window.stride
    return seen
