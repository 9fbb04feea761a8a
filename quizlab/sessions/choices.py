"""Options are shown in shuffled order with letters by place; answers are kept by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.domain.questions import Entry

if TYPE_CHECKING:
    from quizlab.domain.questions import Part


def label(place: int) -> str:
    """The letter of the option shown at `place`, counted from 0."""
    return chr(ord("a") + place)


def keys_of_labels(part: Part, typed: str) -> str:
    """Translate typed letters into keys; what names no option stays as it is, to be refused."""
    if part.entry not in (Entry.CHOICE, Entry.ORDER):
        return typed
    by_label = {label(place): choice.key for place, choice in enumerate(part.choices)}
    words = typed.lower().replace(",", " ").split()
    if len(words) == 1 and all(letter in by_label for letter in words[0]):
        words = list(words[0])
    return " ".join(by_label.get(word, f"?{word}") for word in words)
