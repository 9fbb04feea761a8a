"""What is due, deck by deck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from quizlab.scheduling import remaining
from quizlab.sessions.queues import done_on, limits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.domain.query import Query
    from quizlab.scheduling import Remaining
    from quizlab.sessions.progress import Progress
    from quizlab.settings import Settings
    from quizlab.store import DeckInfo, Store


@dataclass(frozen=True, slots=True)
class DeckDue:
    """A deck with what it holds for today, the daily limits applied.

    Attributes:
        deck: Identity of the deck.
        deck_name: What people see.
        cards: Cards in it.
        new: New cards that today's limit leaves.
        learning: Cards in learning steps of today.
        review: Reviews due by today.
        unseen: New cards whatever the limit.
    """

    deck: str
    deck_name: str
    cards: int
    new: int
    learning: int
    review: int
    unseen: int

    @property
    def due(self) -> int:
        """All that can be asked today."""
        return self.new + self.learning + self.review


def overview(
    store: Store, progress: Progress, settings: Settings, query: Query
) -> tuple[DeckDue, ...]:
    """Return every deck of `query` with what is due, in the order of names."""
    day = progress.moment().day
    due = store.due_counts(day)
    left = _left(store, day, settings, query)
    found = []
    for info in sorted(store.deck_list(), key=lambda info: (info.deck_name, info.deck)):
        if query.decks and info.deck not in query.decks:
            continue
        count = due.get(info.deck)
        unseen = count.new if count else 0
        found.append(
            DeckDue(
                deck=info.deck,
                deck_name=info.deck_name,
                cards=info.cards,
                new=min(left.new, unseen),
                learning=count.learning if count else 0,
                review=min(left.reviews, count.review) if count else 0,
                unseen=unseen,
            )
        )
    return tuple(found)


class Total(NamedTuple):
    """What today holds over several decks, the daily limits applied once."""

    new: int
    learning: int
    review: int

    @property
    def due(self) -> int:
        """All that can be asked today."""
        return self.new + self.learning + self.review


def total_of(store: Store, progress: Progress, settings: Settings, query: Query) -> Total:
    """Return what today holds of all decks of `query`."""
    day = progress.moment().day
    left = _left(store, day, settings, query)
    wanted = [
        count
        for deck, count in store.due_counts(day).items()
        if not query.decks or deck in query.decks
    ]
    return Total(
        new=min(left.new, sum(count.new for count in wanted)),
        learning=sum(count.learning for count in wanted),
        review=min(left.reviews, sum(count.review for count in wanted)),
    )


def _left(store: Store, day: int, settings: Settings, query: Query) -> Remaining:
    """What the day's limits leave."""
    return remaining(limits_of(query, settings), done_on(store, day))


def matching_decks(name: str, known: Sequence[DeckInfo]) -> list[str]:
    """Return the decks whose displayed name is `name` or starts with it, case ignored.

    ``Optimisation/Adam`` means that deck and what lies below it, not ``Optimisation/AdamW``;
    only where no deck is called so, a part of a word is enough.
    """
    wanted = name.casefold()
    whole = [
        info.deck
        for info in known
        if f"{info.deck_name}/".casefold().startswith(f"{wanted.removesuffix('/')}/")
    ]
    return whole or [info.deck for info in known if info.deck_name.casefold().startswith(wanted)]
