"""Cropping: a map is cut to the height and width of the one that it is to be joined with."""

from __future__ import annotations

from torch import Tensor, nn


class Crop(nn.Module):
    """Cuts a window out of a map.

    Args:
        offset: Rows above the window, and columns left of it; None cuts the centre.
    """

    def __init__(self, offset: int | None = None) -> None:
        super().__init__()
        self.offset = offset

    def forward(self, x: Tensor, like: Tensor) -> Tensor:
        """Return of `x` a window of `like`'s height and width."""
        height, width = like.shape[-2:]
        if self.offset is None:
            top, left = (x.shape[-2] - height) // 2, (x.shape[-1] - width) // 2
        else:
            top = left = self.offset
        if top < 0 or left < 0 or top + height > x.shape[-2] or left + width > x.shape[-1]:
            raise ValueError(
                f"a window of {height} × {width} at {top}, {left} does not fit into "
                f"{x.shape[-2]} × {x.shape[-1]}"
            )
        return x[:, :, top : top + height, left : left + width]  # c × height × width
