"""The last gate before the terminal: no control character of any text gets through.

Card text is cleaned when it is imported; this catches whatever came another way. It hangs on an
internal of Textual (`App.get_line_filters`), hence the pinned version and the test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.filter import LineFilter

from quizlab.domain.untrusted import clean, is_clean

if TYPE_CHECKING:
    from rich.segment import Segment
    from textual.color import Color


class ControlFilter(LineFilter):
    """Drops control, bidi and separator characters from what is drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  # Textual's signature
        """Return `segments` cleaned; Textual's own control segments pass."""
        if all(segment.control is not None or is_clean(segment.text) for segment in segments):
            return segments
        return [
            segment
            if segment.control is not None
            else type(segment)(clean(segment.text), segment.style, None)
            for segment in segments
        ]
