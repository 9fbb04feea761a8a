"""Writing events: the tests say only what matters to them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from quizlab.domain.events import EmptyPayload, Event, EventKind, Payload, ReviewPayload
from quizlab.scheduling import learner_day

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def write() -> Callable[..., Event]:
    """A function that writes one event, in UTC and with a rollover at four unless told."""
    numbers = count(1)

    def write_event(
        at: int,
        grade: int = 0,
        *,
        kind: EventKind = EventKind.REVIEW,
        side: int = 1,
        offset: int = 0,
        rollover: int = 4,
        day: int | None = None,
        device: str = "laptop",
        seq: int | None = None,
        payload: Payload | None = None,
        deck: str = "core/adam",
        duration: int = 0,
    ) -> Event:
        if payload is None:
            payload = EmptyPayload()
            if kind is EventKind.REVIEW:
                payload = ReviewPayload(deck=deck, grade=grade, duration=duration)
        return Event(
            device=device,
            seq=next(numbers) if seq is None else seq,
            learner="ada",
            at=at,
            offset=offset,
            day=learner_day(at, offset, rollover) if day is None else day,
            kind=kind,
            card="core/adam-bias",
            side=side,
            payload=payload,
        )

    return write_event
