"""Keys one after the other: each is dealt with before the next one is looked at.

Textual hands a key to the widget in focus and goes on to the next key while the first one is still
on its way back up to what it is bound to. Typed ahead, or sent together by a slow line, the 3 of
``16 enter 3`` would be typed into the field before the enter submits it. This hangs on an internal
of Textual (`App.on_event`), hence the pinned version and the tests.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from textual.app import App
from textual.events import Event, Key

if TYPE_CHECKING:
    from textual.timer import Timer

# A key whose widget is gone never comes back: in seconds, how long the next one waits for it.
_PATIENCE = 0.25


class KeysInOrder(App[None]):
    """An app that deals with one key at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[Key] = deque()
        self._under_way: Key | None = None
        self._watch: Timer | None = None

    async def on_event(self, event: Event) -> None:
        """Let a key wait while another one is under way."""
        if not isinstance(event, Key):
            await super().on_event(event)
        elif not event.is_forwarded:
            self._waiting.append(event)
            if self._under_way is None:
                await self._deal_with_next()
        else:
            # Nobody below had a use for it: it has bubbled up to us, and bindings are tried.
            await super().on_event(event)
            self._done(event)

    async def _deal_with_next(self) -> None:
        if not self._waiting:
            return
        key = self._under_way = self._waiting.popleft()
        target = self.focused or self.screen
        await super().on_event(key)
        if not key.is_forwarded:
            self._done(key)
            return
        target.call_later(self._taken, key)
        self._watch = self.set_timer(_PATIENCE, lambda: self._done(key))

    def _taken(self, key: Key) -> None:
        """The widget has seen the key; if it stopped it there, that was all."""
        if key._stop_propagation:  # noqa: SLF001  # there is no public word for it
            self._done(key)

    def _done(self, key: Key) -> None:
        if self._under_way is not key:
            return
        self._under_way = None
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        self.call_later(self._deal_with_next)
