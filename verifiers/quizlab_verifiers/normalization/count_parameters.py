"""What questions about counting means and parameters vary: a kind of layer and its input."""

from __future__ import annotations

from typing import Protocol

from quizlab.verify import ListOf, OneOf, Whole

KINDS = ("batch", "layer", "instance", "group")

MOST_VALUES = 10**12
"""Values in the input up to which torch counts; nothing is computed with them."""


_SHAPES = tuple(
    (samples, channels, side, side)
    for samples in (2, 4, 8, 10, 16, 20, 32)
    for channels in (8, 12, 16, 24, 32, 64)
    for side in (4, 5, 6, 7, 8, 10, 14, 16, 20, 28, 32)
)

# A group count and layer norm's axes belong to one kind each, so most draws leave them alone.
KIND = OneOf(*KINDS, draws=(*3 * ("batch",), *3 * ("layer",), *2 * ("instance",), *4 * ("group",)))
SHAPE = ListOf(Whole(1, 65536), 4, 4, draws=_SHAPES)
GROUPS = Whole(1, 65536, draws=(*6 * (1,), 2, 3, 4, 4, 6, 8))
LAYER_OVER = OneOf("chw", "c", draws=("chw", "chw", "c"))


class Counted(Protocol):
    """Parameters of a normalisation layer over the activations of a convolution."""

    @property
    def kind(self) -> str:
        """Which normalisation."""

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Samples, channels, height and width."""

    @property
    def groups(self) -> int:
        """Groups of channels; 1 for all kinds but group."""

    @property
    def layer_over(self) -> str:
        """``chw`` or ``c``: what layer norm is over; ``chw`` for all other kinds."""


def clash(v: Counted) -> str | None:
    """Return which parameters do not go together, None where all do."""
    channels = v.shape[1]
    if v.kind != "group" and v.groups != 1:
        return f"groups {v.groups} belongs to kind group; for {v.kind} leave it at 1"
    if v.kind != "layer" and v.layer_over != "chw":
        return f"layer_over {v.layer_over} belongs to kind layer; for {v.kind} leave it at chw"
    if channels % v.groups:
        return (
            f"groups {v.groups} does not divide the {channels} channels; take one of the numbers "
            "that do"
        )
    if values_of(v) > MOST_VALUES:
        return f"shape holds {values_of(v):,} values; at most {MOST_VALUES:,} are counted"
    return None


def values_of(v: Counted) -> int:
    """Return how many values the input holds."""
    samples, channels, height, width = v.shape
    return samples * channels * height * width


def name_of(v: Counted) -> str:
    """Name the layer as the start of a sentence."""
    if v.kind == "layer":
        return (
            "Layer normalisation over channels, height and width"
            if v.layer_over == "chw"
            else "Layer normalisation over the channels of each position"
        )
    if v.kind == "group":
        return f"Group normalisation with ${v.groups}$ group{'s' * (v.groups > 1)}"
    return f"{v.kind.capitalize()} normalisation"
