"""Rows to records and back. The order of columns is the order of the records' fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from quizlab.domain.cards import CardText, Level
from quizlab.domain.events import PAYLOADS, Event, EventKind, Payload, ReviewPayload
from quizlab.domain.memory import Memory, Phase, Queue

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = tuple[Any, ...]

_QUEUES = tuple(Queue)
_PHASES = tuple(Phase)
_LEVELS = {level.value: level for level in Level}
_KINDS = {kind.value: kind for kind in EventKind}
_DECODERS: dict[EventKind, msgspec.json.Decoder[Payload]] = {}
_encode = msgspec.json.Encoder().encode
_decode_words = msgspec.json.Decoder(tuple[str, ...]).decode


def memory_of(row: Row) -> Memory:
    """Return the memory that a row of `sql.MEMORY` holds."""
    # By place, not unpacked by name: this runs for every card that is asked.
    return Memory(
        row[0],
        row[1],
        row[2],
        _QUEUES[row[3]],
        row[4],
        row[5],
        _PHASES[row[6]],
        row[7],
        row[8],
        row[9],
        row[10],
        row[11],
        row[12],
        row[13],
        suspended=row[14] == 1,
    )


def memory_parameters(memory: Memory) -> dict[str, Any]:
    """Return the parameters of `sql.PUT_MEMORY`."""
    return {
        "learner": memory.learner,
        "card": memory.card,
        "side": memory.side,
        "queue": int(memory.queue),
        "due": memory.due,
        "due_day": memory.due_day,
        "phase": int(memory.phase),
        "step": memory.step,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "last_at": memory.last_at,
        "last_day": memory.last_day,
        "reviews": memory.reviews,
        "lapses": memory.lapses,
        "suspended": 1 if memory.suspended else 0,
    }


def swap_parameters(expected: Memory, after: Memory) -> dict[str, Any]:
    """Return the parameters of `sql.SWAP_MEMORY`."""
    parameters = memory_parameters(after)
    parameters["old_queue"] = int(expected.queue)
    parameters["old_due"] = expected.due
    parameters["old_due_day"] = expected.due_day
    parameters["old_phase"] = int(expected.phase)
    parameters["old_step"] = expected.step
    parameters["old_stability"] = expected.stability
    parameters["old_difficulty"] = expected.difficulty
    parameters["old_last_at"] = expected.last_at
    parameters["old_last_day"] = expected.last_day
    parameters["old_reviews"] = expected.reviews
    parameters["old_lapses"] = expected.lapses
    parameters["old_suspended"] = 1 if expected.suspended else 0
    return parameters


def payload_of(kind: EventKind, text: str) -> Payload:
    """Return the payload that the JSON `text` of an event of `kind` holds."""
    decoder = _DECODERS.get(kind)
    if decoder is None:
        decoder = _DECODERS[kind] = msgspec.json.Decoder(PAYLOADS[kind])
    return decoder.decode(text)


def review_of(row: Row) -> ReviewPayload:
    """Return the review that a row of one payload holds."""
    payload = payload_of(EventKind.REVIEW, row[0])
    if not isinstance(payload, ReviewPayload):
        raise TypeError(payload)
    return payload


def event_of(row: Row) -> Event:
    """Return the event that a row of `sql.CARD_EVENTS` holds."""
    device, seq, learner, at, offset, day, name, card, side, payload = row
    kind = _KINDS[name]
    return Event(device, seq, learner, at, offset, day, kind, card, side, payload_of(kind, payload))


def verifier_of(payload: Payload) -> str | None:
    """Return the verifier that a review names, else None."""
    return (payload.verifier or None) if isinstance(payload, ReviewPayload) else None


def payload_text(payload: Payload) -> str:
    """Return `payload` as JSON."""
    return _encode(payload).decode()


def event_row(event: Event) -> Row:
    """Return the row of `sql.ADD_EVENT`."""
    return (
        event.device,
        event.seq,
        event.learner,
        event.at,
        event.offset,
        event.day,
        event.kind.value,
        event.card,
        event.side,
        verifier_of(event.payload),
        payload_text(event.payload),
    )


def event_parameters(draft: Event, device: str) -> dict[str, Any]:
    """Return the parameters of `sql.WRITE_EVENT`, which gives the number itself."""
    return {
        "device": device,
        "learner": draft.learner,
        "at": draft.at,
        "offset": draft.offset,
        "day": draft.day,
        "kind": draft.kind.value,
        "card": draft.card,
        "side": draft.side,
        "verifier": verifier_of(draft.payload),
        "payload": payload_text(draft.payload),
    }


def words_text(words: Iterable[str]) -> str:
    """Return a list of words as JSON; an empty one is ``[]``."""
    return _encode(list(words)).decode() if words else "[]"


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a JSON list."""
    return () if text == "[]" else _decode_words(text)


def card_of(row: Row) -> CardText:
    """Return the card that a row of `sql.CARD_TEXT` holds."""
    key, deck, deck_name, path, line, position, text, tags, level, both_ways, was = row
    return CardText(
        key,
        deck,
        deck_name,
        path,
        line,
        position,
        text,
        words_of(tags),
        _LEVELS[level],
        reversed=both_ways == 1,
        was=words_of(was),
    )


def card_row(pack: str, card: CardText, *, withheld: bool) -> Row:
    """Return the row of `sql.PUT_CARD`."""
    return (
        card.key,
        pack,
        card.path,
        card.line,
        card.position,
        card.deck,
        card.deck_name,
        words_text(card.tags),
        card.level.value,
        1 if card.reversed else 0,
        words_text(card.was),
        2 if card.reversed else 1,
        0,
        1 if withheld else 0,
    )
