"""What the app has to say, on a line of its own: a toast would cover the question."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.timer import Timer

_SECONDS = 6.0
_SIGNS = {
    "": Content.styled("· ", "bold"),
    "warning": Content.styled("! ", "bold $text-warning"),
    "error": Content.styled("✗ ", "bold $text-error"),
}


class Said(Static):
    """A few lines above the foot of the screen; empty, it takes no room."""

    DEFAULT_CSS: ClassVar[str] = """
    Said {
        dock: bottom; height: auto; max-height: 6; margin-bottom: 1; padding: 0 1;
        display: none; background: $panel;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[str, str]] = []
        self._timer: Timer | None = None

    @property
    def text(self) -> str:
        """All that is being said."""
        return "\n".join(text for text, _ in self._lines)

    def say(self, text: str, tone: str = "", *, stays: bool = False) -> None:
        """Say `text`, below what is still being said.

        Args:
            text: Plain text, never markup.
            tone: ``warning``, ``error`` or "".
            stays: Whether it stays until `hush`, rather than for a few seconds.
        """
        if (text, tone) not in self._lines:
            self._lines.append((text, tone))
        self._show()
        if self._timer is not None:
            self._timer.stop()
        if not stays:
            self._timer = self.set_timer(_SECONDS, self.hush)

    def hush(self) -> None:
        """Be silent again."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._lines.clear()
        self._show()

    def _show(self) -> None:
        lines = [Content.assemble(_SIGNS[tone], text) for text, tone in self._lines]
        self.update(Content("\n").join(lines))
        self.display = bool(lines)
