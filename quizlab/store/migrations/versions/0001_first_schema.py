"""The first schema.

A revision is frozen: it spells out what it makes and never imports `quizlab.store.schema`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "cards",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("deck", sa.Text(), nullable=False),
        sa.Column("deck_name", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("reversed", sa.Integer(), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("sides", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Integer(), nullable=False),
        sa.Column("withheld", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_cards")),
        sa.CheckConstraint("reversed IN (0, 1)", name=op.f("ck_cards_reversed")),
        sa.CheckConstraint("retired IN (0, 1)", name=op.f("ck_cards_retired")),
        sa.CheckConstraint("withheld IN (0, 1)", name=op.f("ck_cards_withheld")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_cards_deck", "cards", ["deck"])
    op.create_index("ix_cards_file", "cards", ["pack", "path"])
    op.create_index("ix_cards_was", "cards", ["was"], sqlite_where=sa.text("was <> '[]'"))
    op.create_index("ix_cards_withheld", "cards", ["key"], sqlite_where=sa.text("withheld = 1"))
    op.create_table(
        "day_counts",
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("deck", sa.Text(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("learner", "day", "deck", name=op.f("pk_day_counts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decks",
        sa.Column("deck", sa.Text(), nullable=False),
        sa.Column("deck_name", sa.Text(), nullable=False),
        sa.Column("cards", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("deck", name=op.f("pk_decks")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "due_counts",
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("deck", sa.Text(), nullable=False),
        sa.Column("queue", sa.Integer(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("learner", "deck", "queue", "due_day", name=op.f("pk_due_counts")),
        sa.CheckConstraint("count > 0", name=op.f("ck_due_counts_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "events",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("verifier", sa.Text(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device", "seq", name=op.f("pk_events")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_events_card", "events", ["learner", "card", "at", "device", "seq"])
    op.create_index(
        "ix_events_flag",
        "events",
        ["learner", "at", "device", "seq"],
        sqlite_where=sa.text("kind = 'flag'"),
    )
    op.create_index(
        "ix_events_review",
        "events",
        ["learner", "device", "seq"],
        sqlite_where=sa.text("kind = 'review'"),
    )
    op.create_index(
        "ix_events_verifier",
        "events",
        ["learner", "verifier", "at", "device", "seq"],
        sqlite_where=sa.text("verifier IS NOT NULL"),
    )
    op.create_table(
        "files",
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("mtime_ns", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("structural", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pack", "path", name=op.f("pk_files")),
        sa.CheckConstraint("structural IN (0, 1)", name=op.f("ck_files_structural")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "learners",
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_learners")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "retractions",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("device", "seq", name=op.f("pk_retractions")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stale",
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("learner", "card", name=op.f("pk_stale")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "trusted",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_trusted")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "card_texts",
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("card", name=op.f("pk_card_texts")),
        sa.ForeignKeyConstraint(["card"], ["cards.key"], name=op.f("fk_card_texts_card")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "former",
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("old", name=op.f("pk_former")),
        sa.ForeignKeyConstraint(["card"], ["cards.key"], name=op.f("fk_former_card")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_former_card", "former", ["card"])
    op.create_table(
        "lessons",
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("deck", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pack", "path", "place", name=op.f("pk_lessons")),
        sa.ForeignKeyConstraint(
            ["pack", "path"],
            ["files.pack", "files.path"],
            name=op.f("fk_lessons_pack"),
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_lessons_deck", "lessons", ["deck"])
    op.create_table(
        "memories",
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("deck", sa.Text(), nullable=False),
        sa.Column("queue", sa.Integer(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("stability", sa.Float(), nullable=True),
        sa.Column("difficulty", sa.Float(), nullable=True),
        sa.Column("last_at", sa.Integer(), nullable=True),
        sa.Column("last_day", sa.Integer(), nullable=True),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("suspended", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("learner", "card", "side", name=op.f("pk_memories")),
        sa.CheckConstraint("suspended IN (0, 1)", name=op.f("ck_memories_suspended")),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_memories_active")),
        sa.ForeignKeyConstraint(["learner"], ["learners.name"], name=op.f("fk_memories_learner")),
        sa.ForeignKeyConstraint(["card"], ["cards.key"], name=op.f("fk_memories_card")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_memories_all",
        "memories",
        ["learner", "queue", "due"],
        sqlite_where=sa.text("active = 1"),
    )
    op.create_index(
        "ix_memories_deck",
        "memories",
        ["learner", "deck", "queue", "due"],
        sqlite_where=sa.text("active = 1"),
    )
    op.create_table(
        "pending",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("device", "seq", name=op.f("pk_pending")),
        sa.ForeignKeyConstraint(
            ["device", "seq"], ["events.device", "events.seq"], name=op.f("fk_pending_device")
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop every table."""
    op.drop_table("pending")
    op.drop_table("memories")
    op.drop_table("lessons")
    op.drop_table("former")
    op.drop_table("card_texts")
    op.drop_table("trusted")
    op.drop_table("stale")
    op.drop_table("retractions")
    op.drop_table("meta")
    op.drop_table("learners")
    op.drop_table("files")
    op.drop_table("events")
    op.drop_table("due_counts")
    op.drop_table("decks")
    op.drop_table("day_counts")
    op.drop_table("cards")
