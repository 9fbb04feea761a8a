"""What people get wrong about the receptive field of a layer of a network."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.networks import inside, known
from quizlab_verifiers.networks.receptive_field_parameters import refused, seen
from quizlab_verifiers.networks.receptive_field_way import Window, field, narrowest, widest

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab_verifiers.networks.receptive_field_parameters import (
        ReceptiveFieldParameters as Parameters,
    )


def way(v: Parameters) -> tuple[Window, ...]:
    """Return the windows on the widest way to a layer."""
    return widest(v.network, inside.modules(v.network)[v.layer].last)


def _shown(v: Parameters, wrong: int) -> int | None:
    """Return a wrong field; None where it is right after all."""
    return wrong if wrong != int(seen(v.network, v.layer)[0].field) else None


def _with(change: Callable[[Window], Window]) -> Callable[[Parameters], int | None]:
    """Return the mistake of taking each window for another one."""

    @lru_cache(maxsize=1024)
    def changed(v: Parameters) -> int | None:
        return _shown(v, field([change(window) for window in way(v)]))

    return changed


def _jump(v: Parameters) -> int | None:
    jump = prod(window.stride for window in way(v))
    return _shown(v, jump) if jump > 1 else None


def _kernels_added(v: Parameters) -> int | None:
    return _shown(v, sum(window.kernel for window in way(v) if window.kernel > 1))


def _own_stride_first(v: Parameters) -> int | None:
    found, jump = 1, 1
    for window in way(v):
        jump *= window.stride
        found += window.span * jump
    return _shown(v, found)


def _before(v: Parameters) -> int | None:
    """Return what is seen by what enters the layer."""
    steps, own = known.steps(v.network), inside.modules(v.network)[v.layer].places
    fields = [
        int(known.figures(v.network)[source].view[0].field)
        for place in own
        for source in inside.carried(steps[place])
        if source not in own and known.figures(v.network)[source].view
    ]
    return _shown(v, max(fields)) if fields and max(fields) > 1 else None


def _after(v: Parameters) -> int | None:
    """Return what the layer sees, at the same depth, that takes this one's output."""
    steps, last = known.steps(v.network), inside.modules(v.network)[v.layer].last
    depth = v.layer.count(".") + 1
    for step in steps:
        names = step.module.split(".")
        if last in inside.carried(step) and len(names) >= depth:
            after = ".".join(names[:depth])
            if after != v.layer and refused(v.network, after) is None:
                return _shown(v, int(seen(v.network, after)[0].field))
    return None


def _clipped(v: Parameters) -> int | None:
    height, width = known.usual_size(v.network)
    whole = int(seen(v.network, v.layer)[0].field)
    return height if height == width < whole else None


def _shortcut(v: Parameters) -> int | None:
    windows = narrowest(v.network, inside.modules(v.network)[v.layer].last)
    return _shown(v, field(windows))


def _stride_elsewhere(v: Parameters) -> int | None:
    """Return the field with strides moved between a 1 × 1 and the wider kernel behind it."""
    windows = list(way(v))
    for at, (one, other) in enumerate(pairwise(windows)):
        same_block = one.module.split(".")[:2] == other.module.split(".")[:2]
        if same_block and one.kernel == 1 < other.kernel and not one.pools | other.pools:
            first, second = one.stride, other.stride
            windows[at : at + 2] = replace(one, stride=second), replace(other, stride=first)
    return _shown(v, field(windows))


MISTAKES: tuple[Misconception[Parameters], ...] = (
    Misconception(
        "strides-ignored",
        "You left out the strides; behind a stride of 2 the taps of a kernel lie twice as many "
        "pixels apart.",
        _with(lambda window: replace(window, stride=1)),
    ),
    Misconception(
        "shortcut",
        "You followed the narrowest way, such as the shortcuts; a unit sees all that any way leads "
        "to, so take the widest.",
        _shortcut,
    ),
    Misconception(
        "own-stride-first",
        "You multiplied the jump by a layer's stride before you widened the field; a layer looks "
        "at the cells below it, so its own stride counts from the next layer on.",
        _own_stride_first,
    ),
    Misconception(
        "stride-elsewhere",
        "You put a block's stride into the wrong one of its convolutions; a stride in a 1 × 1 "
        "(ResNet v1) already counts for the wide kernel behind it, the wide kernel's own stride "
        "(v1.5) only after it.",
        _stride_elsewhere,
    ),
    Misconception(
        "jump",
        "You gave the product of the strides; that is how far neighbours look apart, not how much "
        "one of them sees.",
        _jump,
    ),
    Misconception(
        "dilation-ignored",
        "You left out the dilation; with dilation d the taps of a kernel lie d cells apart, so it "
        "spans d(k − 1) + 1.",
        _with(lambda window: replace(window, dilation=1)),
    ),
    Misconception(
        "pooling-ignored",
        "You took the stride of the poolings but not their windows; a pooling looks at k × k cells "
        "as a convolution does.",
        _with(lambda window: replace(window, kernel=1) if window.pools else window),
    ),
    Misconception(
        "kernels-added",
        "You added up the kernels; each layer widens the field by the k − 1 gaps between its taps, "
        "each of them a jump wide.",
        _kernels_added,
    ),
    Misconception(
        "clipped",
        "You stopped at the size of the image; the field counts pixels beyond the border too, "
        "where padding lies, and may be larger than the image.",
        _clipped,
    ),
    Misconception(
        "before-the-layer",
        "You gave what is seen by what enters the layer; its own windows widen the field further.",
        _before,
    ),
    Misconception(
        "layer-after",
        "You went one layer too far; asked is what this layer's own output sees.",
        _after,
    ),
)
