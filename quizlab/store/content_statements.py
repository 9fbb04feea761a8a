"""Every statement on packs, files, cards and lessons, in SQLAlchemy Core.

`quizlab.store.generate` compiles them into `sql.py`; nothing else imports this module.
"""

from __future__ import annotations

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from quizlab.store.phrases import fixed, given, listed, matching, word
from quizlab.store.schema import (
    card_texts,
    cards,
    decks,
    files,
    former,
    learners,
    lessons,
    memories,
    meta,
    trusted,
)

# --- the machine and the learners ------------------------------------------------------------

META = select(meta.c.value).where(*matching(meta, "name"))
_new_meta = upsert(meta)
PUT_META = _new_meta.on_conflict_do_update(
    index_elements=[meta.c.name], set_={"value": _new_meta.excluded.value}
)
ADD_META = upsert(meta).on_conflict_do_nothing()
DROP_META = delete(meta).where(*matching(meta, "name"))
LEARNERS = select(learners.c.name).order_by(learners.c.name)
IS_LEARNER = select(fixed(1)).where(*matching(learners, "name"))
ADD_LEARNER = upsert(learners).on_conflict_do_nothing()

TRUST = upsert(trusted).on_conflict_do_nothing()
IS_TRUSTED = select(fixed(1)).where(*matching(trusted, "digest"))

# --- files -----------------------------------------------------------------------------------

PACK_NAMES = select(files.c.pack).distinct().order_by(files.c.pack)
KNOWN_FILES = select(
    files.c.path, files.c.mtime_ns, files.c.size, files.c.digest, files.c.structural
).where(*matching(files, "pack"))
_new_file = upsert(files)
PUT_FILE = _new_file.on_conflict_do_update(
    index_elements=[files.c.pack, files.c.path],
    set_={
        column.name: _new_file.excluded[column.name] for column in files.c if not column.primary_key
    },
)
_paths = select(listed("paths").c.value)
DROP_FILES = delete(files).where(*matching(files, "pack"), files.c.path.in_(_paths))

LESSONS = (
    select(lessons.c.deck, lessons.c.title, lessons.c.text, lessons.c.line)
    .where(*matching(lessons, "deck"))
    .order_by(lessons.c.pack, lessons.c.path, lessons.c.place)
)
ADD_LESSON = insert(lessons)
DROP_LESSONS = delete(lessons).where(*matching(lessons, "pack"), lessons.c.path.in_(_paths))

# --- cards -----------------------------------------------------------------------------------

_new_text = upsert(card_texts)
PUT_TEXT = _new_text.on_conflict_do_update(
    index_elements=[card_texts.c.card], set_={"text": _new_text.excluded.text}
)
_new_card = upsert(cards)
# The sides that it ever had never become fewer.
PUT_CARD = _new_card.on_conflict_do_update(
    index_elements=[cards.c.key],
    set_={
        column.name: (
            func.max(cards.c.sides, _new_card.excluded.sides)
            if column is cards.c.sides
            else _new_card.excluded[column.name]
        )
        for column in cards.c
        if not column.primary_key
    },
)

_CARD_TEXT = (
    cards.c.key,
    cards.c.deck,
    cards.c.deck_name,
    cards.c.path,
    cards.c.line,
    cards.c.position,
    card_texts.c.text,
    cards.c.tags,
    cards.c.level,
    cards.c.reversed,
    cards.c.was,
)
_texts = select(*_CARD_TEXT).join_from(cards, card_texts, card_texts.c.card == cards.c.key)
_keys = listed("keys")
CARD_TEXT = _texts.where(cards.c.key == given("key"))
CARD_TEXTS = (
    select(*_CARD_TEXT)
    .join_from(_keys, cards, cards.c.key == _keys.c.value)
    .join(card_texts, card_texts.c.card == cards.c.key)
)
ALL_CARDS = _texts.where(cards.c.retired == fixed(0)).order_by(cards.c.position, cards.c.key)
ALL_CARDS_OF_DECKS = ALL_CARDS.where(cards.c.deck.in_(select(listed("decks").c.value)))

_studied = select(memories.c.card).where(
    memories.c.learner == given("learner"), memories.c.reviews > fixed(0)
)
STUDIED_CARDS = _texts.where(cards.c.pack == given("pack"), cards.c.key.in_(_studied)).order_by(
    cards.c.key
)

# What an import compares with: the cards that it brings, and those of the files that it read.
KNOWN_CARDS = (
    select(
        cards.c.key,
        cards.c.path,
        cards.c.deck,
        cards.c.retired,
        cards.c.withheld,
        cards.c.sides,
        card_texts.c.text,
    )
    .join_from(_keys, cards, cards.c.key == _keys.c.value)
    .join(card_texts, card_texts.c.card == cards.c.key)
)
# IN and not a join: the planner then seeks each path on the index, whatever it guesses of sizes.
CARDS_OF_FILES = select(cards.c.key, cards.c.deck).where(
    cards.c.pack == given("pack"), cards.c.path.in_(_paths), cards.c.retired == fixed(0)
)
RETIRE = update(cards).where(cards.c.key.in_(select(_keys.c.value))).values(retired=fixed(1))
WITHHOLD = (
    update(cards)
    .where(cards.c.key == given("key"), cards.c.withheld != given("withheld"))
    .values(withheld=given("withheld"))
    .returning(cards.c.deck)
)
WITHHELD = select(cards.c.key).where(cards.c.withheld == fixed(1)).order_by(cards.c.key)
PLACES = select(cards.c.key, cards.c.sides, cards.c.position)
PLACE = PLACES.where(cards.c.key == given("key"))

# --- former ids ------------------------------------------------------------------------------

CLAIMS = (
    select(cards.c.key, cards.c.pack, cards.c.was, cards.c.retired)
    .where(cards.c.was != word("[]"))
    .order_by(cards.c.retired, cards.c.key)
)
LIVING = (
    select(cards.c.key)
    .join_from(_keys, cards, cards.c.key == _keys.c.value)
    .where(cards.c.retired == fixed(0))
)
FORMER = select(former.c.old, former.c.card)
PRESENT = select(former.c.card).where(former.c.old == given("old"))
ADD_FORMER = insert(former)
CLEAR_FORMER = delete(former)

# --- decks -----------------------------------------------------------------------------------

DECK_LIST = select(decks.c.deck, decks.c.deck_name, decks.c.cards).order_by(
    decks.c.deck_name, decks.c.deck
)
CLEAR_DECKS = delete(decks)
_given_decks = listed("decks")
DROP_DECKS = delete(decks).where(decks.c.deck.in_(select(_given_decks.c.value)))
_counted = (
    select(cards.c.deck, func.max(cards.c.deck_name), func.count())
    .where(cards.c.retired == fixed(0), cards.c.withheld == fixed(0))
    .group_by(cards.c.deck)
)
_deck_columns = [column.name for column in decks.c]
COUNT_DECKS = insert(decks).from_select(_deck_columns, _counted)
COUNT_SOME_DECKS = insert(decks).from_select(
    _deck_columns, _counted.where(cards.c.deck.in_(select(_given_decks.c.value)))
)
