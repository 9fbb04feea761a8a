"""Cards that look renamed: what is suggested, and never guessed."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from quizlab import decks
from quizlab.sessions.packs import LOOSE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizlab.domain.cards import CardText
    from quizlab.sessions.card_files import FileGroup
    from quizlab.store import Store

# How alike two cards must be, 1 being the same letters.
_ALIKE = 0.8


def renamings(store: Store, group: FileGroup) -> Iterator[str]:
    """Yield a sentence for each card that may be one with a history under an id that is gone.

    Args:
        store: Knows what was studied.
        group: All files of a pack. Where the division of one is unclear, nothing is suggested:
            what seems to be gone may only be hidden.

    Raises:
        OSError: When a file cannot be read.
    """
    if group.pack == LOOSE:
        return
    studied = {card.key: card for card in store.studied_cards(group.pack)}
    if not studied:
        return
    present: dict[str, CardText] = {}
    for file in group.files.values():
        if file.language:
            continue
        deck = decks.deck_identity(file.pack, file.path)
        divided = decks.split(file.read(), path=file.shown, pack=file.pack, deck=deck)
        if divided.structural:
            return
        present |= {card.key: card for card in divided.cards + divided.withheld}
    claimed = {f"{group.pack}/{old}" for card in present.values() for old in card.was}
    gone = [card for key, card in studied.items() if key not in present and key not in claimed]
    fresh = [card for key, card in present.items() if key not in studied and not card.was]
    for old in gone:
        new = max(fresh, key=lambda card: _likeness(old, card), default=None)
        if new is not None and _likeness(old, new) >= _ALIKE:
            before, after = (card.key.partition("/")[2] for card in (old, new))
            yield (
                f"{new.path}:{new.line}: {after} looks like {before}, which you have studied and "
                f"which is gone; if it is, `{{#{after} .was-{before}}}` keeps its history"
            )


def _likeness(one: CardText, other: CardText) -> float:
    """How alike two cards are, their attributes left out: 0 to 1."""
    matcher = SequenceMatcher(None, _words(one), _words(other), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _words(card: CardText) -> list[str]:
    heading, _, body = card.text.partition("\n")
    return [*heading.partition("{#")[0].split(), *body.split()]
