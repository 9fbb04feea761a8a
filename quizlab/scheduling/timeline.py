"""The settings of memory over time: each review is scheduled by those of its own moment."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from quizlab.domain.events import Event, SettingsPayload
from quizlab.scheduling.settings import MemorySettingsError, checked

if TYPE_CHECKING:
    from collections.abc import Iterable


class Timeline:
    """The settings in force at every place of a learner's log.

    Args:
        events: Events of one learner, in any order; all but settings-of-memory are passed over.

    Raises:
        MemorySettingsError: If an event holds settings that no scheduler can work with.
    """

    __slots__ = ("_orders", "_settings")

    def __init__(self, events: Iterable[Event] = ()) -> None:
        changes = {
            event.order: (event, event.payload)
            for event in events
            if isinstance(event.payload, SettingsPayload)
        }
        self._orders = sorted(changes)
        self._settings = [SettingsPayload()]
        for order in self._orders:
            event, payload = changes[order]
            try:
                self._settings.append(checked(payload))
            except MemorySettingsError as error:
                raise MemorySettingsError(
                    f"The settings event {event.device}:{event.seq}: {error}"
                ) from error

    @property
    def latest(self) -> SettingsPayload:
        """The settings in force at the end of the log."""
        return self._settings[-1]

    def at(self, event: Event) -> SettingsPayload:
        """Return the settings in force when an event happened.

        Args:
            event: An event anywhere in the log.

        Returns:
            Those of the last settings event at or before its place in replay, else the defaults.
        """
        return self._settings[bisect_right(self._orders, event.order)]
