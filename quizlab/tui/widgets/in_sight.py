"""Scrolling to a part of a widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import ScrollableContainer
from textual.geometry import Region

if TYPE_CHECKING:
    from textual.widget import Widget


def show_rows(widget: Widget, first: int, count: int) -> None:
    """Scroll the page around `widget` until `count` of its rows from `first` on are in sight."""
    page = next((a for a in widget.ancestors if isinstance(a, ScrollableContainer)), None)
    if page is None:
        return
    inside = widget.content_region
    rows = Region(inside.x, inside.y + first, inside.width, count)
    on_page = rows.translate(page.scroll_offset - page.content_region.offset)
    page.scroll_to_region(on_page, animate=False, force=True)
