"""The tables. The log and the card texts are kept; the rest can be derived again.

Tables whose key is their order are WITHOUT ROWID: one tree instead of two, and an index on them
ends in the key, so that ties are broken by it without a column of its own.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _number(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=null)


def _real(name: str) -> Column[float]:
    return Column(name, Float, nullable=True)


def _flag(name: str) -> tuple[Column[int], CheckConstraint]:
    return (
        Column(name, Integer, nullable=False),
        CheckConstraint(f"{name} IN (0, 1)", name=name),
    )


meta = Table(
    "meta",
    metadata,
    _text("name"),
    _text("value"),
    PrimaryKeyConstraint("name"),
    sqlite_with_rowid=False,
)

learners = Table(
    "learners", metadata, _text("name"), PrimaryKeyConstraint("name"), sqlite_with_rowid=False
)

# --- the log -------------------------------------------------------------------------------

events = Table(
    "events",
    metadata,
    _text("device"),
    _number("seq"),
    _text("learner"),
    _number("at"),
    _number("offset"),
    _number("day"),
    _text("kind"),
    _text("card"),
    _number("side"),
    # Of reviews of a computed question alone: what the learner's misconceptions are read from.
    _text("verifier", null=True),
    _text("payload"),
    PrimaryKeyConstraint("device", "seq"),
    Index("ix_events_card", "learner", "card", "at", "device", "seq"),
    Index(
        "ix_events_verifier",
        "learner",
        "verifier",
        "at",
        "device",
        "seq",
        sqlite_where=text("verifier IS NOT NULL"),
    ),
    # Undo looks for the newest review of one device.
    Index("ix_events_review", "learner", "device", "seq", sqlite_where=text("kind = 'review'")),
    Index("ix_events_flag", "learner", "at", "device", "seq", sqlite_where=text("kind = 'flag'")),
    sqlite_with_rowid=False,
)

# Events in the log that the derived tables do not hold yet (a merge brought them).
pending = Table(
    "pending",
    metadata,
    _text("device"),
    _number("seq"),
    PrimaryKeyConstraint("device", "seq"),
    ForeignKeyConstraint(["device", "seq"], ["events.device", "events.seq"]),
    sqlite_with_rowid=False,
)

# --- content, from Markdown ------------------------------------------------------------------

files = Table(
    "files",
    metadata,
    _text("pack"),
    _text("path"),
    _number("mtime_ns"),
    _number("size"),
    _text("digest"),
    *_flag("structural"),
    PrimaryKeyConstraint("pack", "path"),
    sqlite_with_rowid=False,
)

cards = Table(
    "cards",
    metadata,
    _text("key"),
    _text("pack"),
    _text("path"),
    _number("line"),
    _number("position"),
    _text("deck"),
    _text("deck_name"),
    _text("tags"),
    _text("level"),
    *_flag("reversed"),
    _text("was"),
    # The most sides that it ever had: a side that it lost keeps its memory, unasked.
    _number("sides"),
    *_flag("retired"),
    *_flag("withheld"),
    PrimaryKeyConstraint("key"),
    Index("ix_cards_file", "pack", "path"),
    Index("ix_cards_deck", "deck"),
    Index("ix_cards_was", "was", sqlite_where=text("was <> '[]'")),
    Index("ix_cards_withheld", "key", sqlite_where=text("withheld = 1")),
    sqlite_with_rowid=False,
)

# The last good text of each card, apart from what is derived.
card_texts = Table(
    "card_texts",
    metadata,
    _text("card"),
    _text("text"),
    PrimaryKeyConstraint("card"),
    ForeignKeyConstraint(["card"], ["cards.key"]),
    sqlite_with_rowid=False,
)

lessons = Table(
    "lessons",
    metadata,
    _text("pack"),
    _text("path"),
    _number("place"),
    _text("deck"),
    _text("title"),
    _text("text"),
    _number("line"),
    PrimaryKeyConstraint("pack", "path", "place"),
    ForeignKeyConstraint(["pack", "path"], ["files.pack", "files.path"], ondelete="CASCADE"),
    Index("ix_lessons_deck", "deck"),
    sqlite_with_rowid=False,
)

# Decks that have cards to study, counted at import.
decks = Table(
    "decks",
    metadata,
    _text("deck"),
    _text("deck_name"),
    _number("cards"),
    PrimaryKeyConstraint("deck"),
    sqlite_with_rowid=False,
)

# Where the history of a former id belongs now.
former = Table(
    "former",
    metadata,
    _text("old"),
    _text("card"),
    PrimaryKeyConstraint("old"),
    ForeignKeyConstraint(["card"], ["cards.key"]),
    Index("ix_former_card", "card"),
    sqlite_with_rowid=False,
)

trusted = Table(
    "trusted", metadata, _text("digest"), PrimaryKeyConstraint("digest"), sqlite_with_rowid=False
)

# --- derived from the log and the cards --------------------------------------------------------

retractions = Table(
    "retractions",
    metadata,
    _text("device"),
    _number("seq"),
    PrimaryKeyConstraint("device", "seq"),
    sqlite_with_rowid=False,
)

memories = Table(
    "memories",
    metadata,
    _text("learner"),
    _text("card"),
    _number("side"),
    _text("deck"),
    _number("queue"),
    _number("due"),
    _number("due_day"),
    _number("phase"),
    _number("step", null=True),
    _real("stability"),
    _real("difficulty"),
    _number("last_at", null=True),
    _number("last_day", null=True),
    _number("reviews"),
    _number("lapses"),
    *_flag("suspended"),
    # Whether it may be asked: not of a card that retired, is withheld or lost this side.
    *_flag("active"),
    PrimaryKeyConstraint("learner", "card", "side"),
    ForeignKeyConstraint(["learner"], ["learners.name"]),
    ForeignKeyConstraint(["card"], ["cards.key"]),
    # For a session over all decks and for one over some: the next card is one seek each.
    Index("ix_memories_all", "learner", "queue", "due", sqlite_where=text("active = 1")),
    Index("ix_memories_deck", "learner", "deck", "queue", "due", sqlite_where=text("active = 1")),
    sqlite_with_rowid=False,
)

# How many active memories fall due on a learner-day; never zero.
due_counts = Table(
    "due_counts",
    metadata,
    _text("learner"),
    _text("deck"),
    _number("queue"),
    _number("due_day"),
    _number("count"),
    PrimaryKeyConstraint("learner", "deck", "queue", "due_day"),
    CheckConstraint("count > 0", name="count"),
    sqlite_with_rowid=False,
)

# What was studied on a learner-day; no row is all zero.
day_counts = Table(
    "day_counts",
    metadata,
    _text("learner"),
    _number("day"),
    _text("deck"),
    _number("new"),
    _number("reviews"),
    _number("again"),
    _number("milliseconds"),
    PrimaryKeyConstraint("learner", "day", "deck"),
    sqlite_with_rowid=False,
)

# Cards whose memories lag behind the log because an import brought them with a history.
stale = Table(
    "stale",
    metadata,
    _text("learner"),
    _text("card"),
    PrimaryKeyConstraint("learner", "card"),
    sqlite_with_rowid=False,
)
