"""Options are shown in shuffled order with letters by place; answers are kept by key.

Judging goes by the letters that the learner sees, so that verdicts name them too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.domain.questions import Entry

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from quizlab.domain.questions import Choice, Part


def label(place: int) -> str:
    """The letter of the option shown at `place`, counted from 0."""
    return chr(ord("a") + place)


def keys_of_labels(part: Part, typed: str) -> str:
    """Translate letters that were judged into the keys to store."""
    if part.entry not in (Entry.CHOICE, Entry.ORDER):
        return typed
    by_label = {label(place): choice.key for place, choice in enumerate(part.choices)}
    return " ".join(by_label[letter] for letter in apart(typed).split() if letter in by_label)


def apart(typed: str) -> str:
    """Put letters typed without a gap apart: ``bca`` as ``b c a``."""
    word = typed.strip().lower()
    return " ".join(word) if word.isalpha() else word.replace(",", " ")


def labels_of(choices: Sequence[Choice], keys: Collection[str]) -> tuple[str, ...]:
    """Return the letters under which `keys` are shown, in the order of `keys`."""
    places = {choice.key: label(place) for place, choice in enumerate(choices)}
    return tuple(places[key] for key in keys)
