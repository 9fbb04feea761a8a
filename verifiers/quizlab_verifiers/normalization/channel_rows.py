"""What questions about instance and group norm share: one sample, its channels as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from quizlab_verifiers.normalization.layout import Layout, spread

if TYPE_CHECKING:
    from quizlab_verifiers.normalization.layout import Numbers, Rows


class ChannelRows(Protocol):
    """Parameters with a sample whose rows are channels."""

    @property
    def values(self) -> Rows:
        """The sample; rows are channels, columns are positions."""

    @property
    def affine(self) -> tuple[tuple[float, float], ...]:
        """Gamma and beta of each channel; one pair is for all, none stands for 1 and 0."""

    @property
    def eps(self) -> float:
        """Epsilon."""


def rows_in_sets(v: ChannelRows, size: int) -> Layout:
    """Return the layout in which `size` neighbouring channels share a mean."""
    channels, positions = len(v.values), len(v.values[0])
    return Layout(
        values=tuple(x for row in v.values for x in row),
        owners=tuple(c // size for c in range(channels) for _ in range(positions)),
        pairs=tuple(pair for pair in channel_pairs(v) for _ in range(positions)),
        eps=v.eps,
        width=positions,
    )


def channel_pairs(v: ChannelRows) -> tuple[tuple[float, float], ...]:
    """Return gamma and beta of each channel."""
    return spread(v.affine, len(v.values))


def channels_and_positions(v: ChannelRows) -> str:
    """Name the sides of the sample: ``$2$ channels (rows) and $4$ positions (columns)``."""
    channels, positions = len(v.values), len(v.values[0])
    return (
        f"${channels}$ channel{'s' * (channels > 1)} (row{'s' * (channels > 1)}) and "
        f"${positions}$ position{'s' * (positions > 1)} (column{'s' * (positions > 1)})"
    )


def in_rows(flat: list[float], rows: int) -> tuple[Numbers, ...]:
    """Return numbers as rows of equal length."""
    width = len(flat) // rows
    return tuple(tuple(flat[i : i + width]) for i in range(0, len(flat), width))
