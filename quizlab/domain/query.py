"""What a session is asked to hold."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """Which cards a session takes, and how many.

    Attributes:
        decks: Deck identities; empty for all.
        tags: Tags that a card must all have; a session with tags is a filtered one.
        new_limit: New cards per learner-day, or None for the settings' limit.
        limit: Reviews in this session, or None.
        cram: Ask whatever the schedule says and leave the memory alone.
        language: Language of the cards.
    """

    decks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    new_limit: int | None = None
    limit: int | None = None
    cram: bool = False
    language: str = "en"
