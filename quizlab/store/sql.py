"""The statements of the store as SQLite reads them.

Written by ``python -m quizlab.store.generate`` from the SQLAlchemy Core constructs in `schema`,
`progress_statements`, `content_statements` and `derived_statements`: change those, not this.
Parameters of a plain INSERT are positional, in the order of the table's columns; all others are
named.
"""

from typing import Final

CREATE: Final = """\
CREATE TABLE cards (
	"key" TEXT NOT NULL,
	pack TEXT NOT NULL,
	path TEXT NOT NULL,
	line INTEGER NOT NULL,
	position INTEGER NOT NULL,
	deck TEXT NOT NULL,
	deck_name TEXT NOT NULL,
	tags TEXT NOT NULL,
	level TEXT NOT NULL,
	reversed INTEGER NOT NULL,
	was TEXT NOT NULL,
	sides INTEGER NOT NULL,
	retired INTEGER NOT NULL,
	withheld INTEGER NOT NULL,
	CONSTRAINT pk_cards PRIMARY KEY ("key"),
	CONSTRAINT ck_cards_reversed CHECK (reversed IN (0, 1)),
	CONSTRAINT ck_cards_retired CHECK (retired IN (0, 1)),
	CONSTRAINT ck_cards_withheld CHECK (withheld IN (0, 1))
)
 WITHOUT ROWID
;
CREATE INDEX ix_cards_deck ON cards (deck)
;
CREATE INDEX ix_cards_file ON cards (pack, path)
;
CREATE INDEX ix_cards_was ON cards (was) WHERE was <> '[]'
;
CREATE INDEX ix_cards_withheld ON cards ("key") WHERE withheld = 1
;
CREATE TABLE day_counts (
	learner TEXT NOT NULL,
	day INTEGER NOT NULL,
	deck TEXT NOT NULL,
	new INTEGER NOT NULL,
	reviews INTEGER NOT NULL,
	again INTEGER NOT NULL,
	milliseconds INTEGER NOT NULL,
	CONSTRAINT pk_day_counts PRIMARY KEY (learner, day, deck)
)
 WITHOUT ROWID
;
CREATE TABLE decks (
	deck TEXT NOT NULL,
	deck_name TEXT NOT NULL,
	cards INTEGER NOT NULL,
	CONSTRAINT pk_decks PRIMARY KEY (deck)
)
 WITHOUT ROWID
;
CREATE TABLE due_counts (
	learner TEXT NOT NULL,
	deck TEXT NOT NULL,
	queue INTEGER NOT NULL,
	due_day INTEGER NOT NULL,
	count INTEGER NOT NULL,
	CONSTRAINT pk_due_counts PRIMARY KEY (learner, deck, queue, due_day),
	CONSTRAINT ck_due_counts_count CHECK (count > 0)
)
 WITHOUT ROWID
;
CREATE TABLE events (
	device TEXT NOT NULL,
	seq INTEGER NOT NULL,
	learner TEXT NOT NULL,
	at INTEGER NOT NULL,
	"offset" INTEGER NOT NULL,
	day INTEGER NOT NULL,
	kind TEXT NOT NULL,
	card TEXT NOT NULL,
	side INTEGER NOT NULL,
	verifier TEXT,
	payload TEXT NOT NULL,
	CONSTRAINT pk_events PRIMARY KEY (device, seq)
)
 WITHOUT ROWID
;
CREATE INDEX ix_events_card ON events (learner, card, at, device, seq)
;
CREATE INDEX ix_events_flag ON events (learner, at, device, seq) WHERE kind = 'flag'
;
CREATE INDEX ix_events_review ON events (learner, device, seq) WHERE kind = 'review'
;
CREATE INDEX ix_events_verifier ON events (learner, verifier, at, device, seq) WHERE verifier IS NOT NULL
;
CREATE TABLE files (
	pack TEXT NOT NULL,
	path TEXT NOT NULL,
	mtime_ns INTEGER NOT NULL,
	size INTEGER NOT NULL,
	digest TEXT NOT NULL,
	structural INTEGER NOT NULL,
	CONSTRAINT pk_files PRIMARY KEY (pack, path),
	CONSTRAINT ck_files_structural CHECK (structural IN (0, 1))
)
 WITHOUT ROWID
;
CREATE TABLE learners (
	name TEXT NOT NULL,
	CONSTRAINT pk_learners PRIMARY KEY (name)
)
 WITHOUT ROWID
;
CREATE TABLE meta (
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	CONSTRAINT pk_meta PRIMARY KEY (name)
)
 WITHOUT ROWID
;
CREATE TABLE retractions (
	device TEXT NOT NULL,
	seq INTEGER NOT NULL,
	CONSTRAINT pk_retractions PRIMARY KEY (device, seq)
)
 WITHOUT ROWID
;
CREATE TABLE stale (
	learner TEXT NOT NULL,
	card TEXT NOT NULL,
	CONSTRAINT pk_stale PRIMARY KEY (learner, card)
)
 WITHOUT ROWID
;
CREATE TABLE trusted (
	digest TEXT NOT NULL,
	CONSTRAINT pk_trusted PRIMARY KEY (digest)
)
 WITHOUT ROWID
;
CREATE TABLE card_texts (
	card TEXT NOT NULL,
	text TEXT NOT NULL,
	CONSTRAINT pk_card_texts PRIMARY KEY (card),
	CONSTRAINT fk_card_texts_card FOREIGN KEY(card) REFERENCES cards ("key")
)
 WITHOUT ROWID
;
CREATE TABLE former (
	old TEXT NOT NULL,
	card TEXT NOT NULL,
	CONSTRAINT pk_former PRIMARY KEY (old),
	CONSTRAINT fk_former_card FOREIGN KEY(card) REFERENCES cards ("key")
)
 WITHOUT ROWID
;
CREATE INDEX ix_former_card ON former (card)
;
CREATE TABLE lessons (
	pack TEXT NOT NULL,
	path TEXT NOT NULL,
	place INTEGER NOT NULL,
	deck TEXT NOT NULL,
	title TEXT NOT NULL,
	text TEXT NOT NULL,
	line INTEGER NOT NULL,
	CONSTRAINT pk_lessons PRIMARY KEY (pack, path, place),
	CONSTRAINT fk_lessons_pack FOREIGN KEY(pack, path) REFERENCES files (pack, path) ON DELETE CASCADE
)
 WITHOUT ROWID
;
CREATE INDEX ix_lessons_deck ON lessons (deck)
;
CREATE TABLE memories (
	learner TEXT NOT NULL,
	card TEXT NOT NULL,
	side INTEGER NOT NULL,
	deck TEXT NOT NULL,
	queue INTEGER NOT NULL,
	due INTEGER NOT NULL,
	due_day INTEGER NOT NULL,
	phase INTEGER NOT NULL,
	step INTEGER,
	stability FLOAT,
	difficulty FLOAT,
	last_at INTEGER,
	last_day INTEGER,
	reviews INTEGER NOT NULL,
	lapses INTEGER NOT NULL,
	suspended INTEGER NOT NULL,
	active INTEGER NOT NULL,
	CONSTRAINT pk_memories PRIMARY KEY (learner, card, side),
	CONSTRAINT ck_memories_suspended CHECK (suspended IN (0, 1)),
	CONSTRAINT ck_memories_active CHECK (active IN (0, 1)),
	CONSTRAINT fk_memories_learner FOREIGN KEY(learner) REFERENCES learners (name),
	CONSTRAINT fk_memories_card FOREIGN KEY(card) REFERENCES cards ("key")
)
 WITHOUT ROWID
;
CREATE INDEX ix_memories_all ON memories (learner, queue, due) WHERE active = 1
;
CREATE INDEX ix_memories_deck ON memories (learner, deck, queue, due) WHERE active = 1
;
CREATE TABLE pending (
	device TEXT NOT NULL,
	seq INTEGER NOT NULL,
	CONSTRAINT pk_pending PRIMARY KEY (device, seq),
	CONSTRAINT fk_pending_device FOREIGN KEY(device, seq) REFERENCES events (device, seq)
)
 WITHOUT ROWID
"""

META: Final = """\
SELECT meta.value
FROM meta
WHERE meta.name = :name
"""

PUT_META: Final = """\
INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""

ADD_META: Final = """\
INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING
"""

DROP_META: Final = """\
DELETE FROM meta WHERE meta.name = :name
"""

LEARNERS: Final = """\
SELECT learners.name
FROM learners ORDER BY learners.name
"""

IS_LEARNER: Final = """\
SELECT 1
FROM learners
WHERE learners.name = :name
"""

ADD_LEARNER: Final = """\
INSERT INTO learners (name) VALUES (?) ON CONFLICT DO NOTHING
"""

TRUST: Final = """\
INSERT INTO trusted (digest) VALUES (?) ON CONFLICT DO NOTHING
"""

IS_TRUSTED: Final = """\
SELECT 1
FROM trusted
WHERE trusted.digest = :digest
"""

PACK_NAMES: Final = """\
SELECT DISTINCT files.pack
FROM files ORDER BY files.pack
"""

KNOWN_FILES: Final = """\
SELECT files.path, files.mtime_ns, files.size, files.digest, files.structural
FROM files
WHERE files.pack = :pack
"""

PUT_FILE: Final = """\
INSERT INTO files (pack, path, mtime_ns, size, digest, structural) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (pack, path) DO UPDATE SET mtime_ns = excluded.mtime_ns, size = excluded.size, digest = excluded.digest, structural = excluded.structural
"""

DROP_FILES: Final = """\
DELETE FROM files WHERE files.pack = :pack AND files.path IN (SELECT given_paths.value
FROM json_each(:paths) AS given_paths)
"""

LESSONS: Final = """\
SELECT lessons.deck, lessons.title, lessons.text, lessons.line
FROM lessons
WHERE lessons.deck = :deck ORDER BY lessons.pack, lessons.path, lessons.place
"""

ADD_LESSON: Final = """\
INSERT INTO lessons (pack, path, place, deck, title, text, line) VALUES (?, ?, ?, ?, ?, ?, ?)
"""

DROP_LESSONS: Final = """\
DELETE FROM lessons WHERE lessons.pack = :pack AND lessons.path IN (SELECT given_paths.value
FROM json_each(:paths) AS given_paths)
"""

PUT_TEXT: Final = """\
INSERT INTO card_texts (card, text) VALUES (?, ?) ON CONFLICT (card) DO UPDATE SET text = excluded.text
"""

PUT_CARD: Final = """\
INSERT INTO cards ("key", pack, path, line, position, deck, deck_name, tags, level, reversed, was, sides, retired, withheld) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT ("key") DO UPDATE SET pack = excluded.pack, path = excluded.path, line = excluded.line, position = excluded.position, deck = excluded.deck, deck_name = excluded.deck_name, tags = excluded.tags, level = excluded.level, reversed = excluded.reversed, was = excluded.was, sides = max(cards.sides, excluded.sides), retired = excluded.retired, withheld = excluded.withheld
"""

CARD_TEXT: Final = """\
SELECT cards."key", cards.deck, cards.deck_name, cards.path, cards.line, cards.position, card_texts.text, cards.tags, cards.level, cards.reversed, cards.was
FROM cards JOIN card_texts ON card_texts.card = cards."key"
WHERE cards."key" = :key
"""

CARD_TEXTS: Final = """\
SELECT cards."key", cards.deck, cards.deck_name, cards.path, cards.line, cards.position, card_texts.text, cards.tags, cards.level, cards.reversed, cards.was
FROM json_each(:keys) AS given_keys JOIN cards ON cards."key" = given_keys.value JOIN card_texts ON card_texts.card = cards."key"
"""

ALL_CARDS: Final = """\
SELECT cards."key", cards.deck, cards.deck_name, cards.path, cards.line, cards.position, card_texts.text, cards.tags, cards.level, cards.reversed, cards.was
FROM cards JOIN card_texts ON card_texts.card = cards."key"
WHERE cards.retired = 0 ORDER BY cards.position, cards."key"
"""

ALL_CARDS_OF_DECKS: Final = """\
SELECT cards."key", cards.deck, cards.deck_name, cards.path, cards.line, cards.position, card_texts.text, cards.tags, cards.level, cards.reversed, cards.was
FROM cards JOIN card_texts ON card_texts.card = cards."key"
WHERE cards.retired = 0 AND cards.deck IN (SELECT given_decks.value
FROM json_each(:decks) AS given_decks) ORDER BY cards.position, cards."key"
"""

STUDIED_CARDS: Final = """\
SELECT cards."key", cards.deck, cards.deck_name, cards.path, cards.line, cards.position, card_texts.text, cards.tags, cards.level, cards.reversed, cards.was
FROM cards JOIN card_texts ON card_texts.card = cards."key"
WHERE cards.pack = :pack AND cards."key" IN (SELECT memories.card
FROM memories
WHERE memories.learner = :learner AND memories.reviews > 0) ORDER BY cards."key"
"""

KNOWN_CARDS: Final = """\
SELECT cards."key", cards.path, cards.deck, cards.retired, cards.withheld, cards.sides, card_texts.text
FROM json_each(:keys) AS given_keys JOIN cards ON cards."key" = given_keys.value JOIN card_texts ON card_texts.card = cards."key"
"""

CARDS_OF_FILES: Final = """\
SELECT cards."key", cards.deck
FROM cards
WHERE cards.pack = :pack AND cards.path IN (SELECT given_paths.value
FROM json_each(:paths) AS given_paths) AND cards.retired = 0
"""

RETIRE: Final = """\
UPDATE cards SET retired=1 WHERE cards."key" IN (SELECT given_keys.value
FROM json_each(:keys) AS given_keys)
"""

WITHHOLD: Final = """\
UPDATE cards SET withheld=:withheld WHERE cards."key" = :key AND cards.withheld != :withheld RETURNING deck
"""

WITHHELD: Final = """\
SELECT cards."key"
FROM cards
WHERE cards.withheld = 1 ORDER BY cards."key"
"""

PLACES: Final = """\
SELECT cards."key", cards.sides, cards.position
FROM cards
"""

PLACE: Final = """\
SELECT cards."key", cards.sides, cards.position
FROM cards
WHERE cards."key" = :key
"""

CLAIMS: Final = """\
SELECT cards."key", cards.pack, cards.was, cards.retired
FROM cards
WHERE cards.was != '[]' ORDER BY cards.retired, cards."key"
"""

LIVING: Final = """\
SELECT cards."key"
FROM json_each(:keys) AS given_keys JOIN cards ON cards."key" = given_keys.value
WHERE cards.retired = 0
"""

FORMER: Final = """\
SELECT former.old, former.card
FROM former
"""

PRESENT: Final = """\
SELECT former.card
FROM former
WHERE former.old = :old
"""

ADD_FORMER: Final = """\
INSERT INTO former (old, card) VALUES (?, ?)
"""

CLEAR_FORMER: Final = """\
DELETE FROM former
"""

DECK_LIST: Final = """\
SELECT decks.deck, decks.deck_name, decks.cards
FROM decks ORDER BY decks.deck_name, decks.deck
"""

CLEAR_DECKS: Final = """\
DELETE FROM decks
"""

DROP_DECKS: Final = """\
DELETE FROM decks WHERE decks.deck IN (SELECT given_decks.value
FROM json_each(:decks) AS given_decks)
"""

COUNT_DECKS: Final = """\
INSERT INTO decks (deck, deck_name, cards) SELECT cards.deck, max(cards.deck_name) AS max_1, count(*) AS count_1
FROM cards
WHERE cards.retired = 0 AND cards.withheld = 0 GROUP BY cards.deck
"""

COUNT_SOME_DECKS: Final = """\
INSERT INTO decks (deck, deck_name, cards) SELECT cards.deck, max(cards.deck_name) AS max_1, count(*) AS count_1
FROM cards
WHERE cards.retired = 0 AND cards.withheld = 0 AND cards.deck IN (SELECT given_decks.value
FROM json_each(:decks) AS given_decks) GROUP BY cards.deck
"""

LAST_SEQ: Final = """\
SELECT coalesce(max(events.seq), 0) AS coalesce_1
FROM events
WHERE events.device = :device
"""

NEXT_DEVICE: Final = """\
SELECT min(events.device) AS min_1
FROM events
WHERE events.device > :device
"""

WRITE_EVENT: Final = """\
INSERT INTO events (device, seq, learner, at, "offset", day, kind, card, side, verifier, payload) SELECT :device AS anon_1, (SELECT coalesce(max(events.seq), 0) AS coalesce_1
FROM events
WHERE events.device = :device) + 1 AS anon_2, :learner AS anon_3, :at AS anon_4, :offset AS anon_5, :day AS anon_6, :kind AS anon_7, :card AS anon_8, :side AS anon_9, :verifier AS anon_10, :payload AS anon_11 RETURNING seq
"""

ADD_EVENT: Final = """\
INSERT INTO events (device, seq, learner, at, "offset", day, kind, card, side, verifier, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""

RETRACT: Final = """\
INSERT INTO retractions (device, seq) VALUES (?, ?) ON CONFLICT DO NOTHING
"""

IS_RETRACTED: Final = """\
SELECT 1
FROM retractions
WHERE retractions.device = :device AND retractions.seq = :seq
"""

CARD_EVENTS: Final = """\
SELECT events.device, events.seq, events.learner, events.at, events."offset", events.day, events.kind, events.card, events.side, events.payload
FROM events
WHERE events.learner = :learner AND events.card IN (SELECT :card AS anon_1 UNION ALL SELECT former.old
FROM former
WHERE former.card = :card) ORDER BY events.at, events.device, events.seq
"""

LEARNER_EVENTS: Final = """\
SELECT events.device, events.seq, events.learner, events.at, events."offset", events.day, events.kind, events.card, events.side, events.payload
FROM events
WHERE events.learner = :learner AND events.card = '' AND events.kind = :kind ORDER BY events.at, events.device, events.seq
"""

FLAG_EVENTS: Final = """\
SELECT events.device, events.seq, events.learner, events.at, events."offset", events.day, events.kind, events.card, events.side, events.payload
FROM events
WHERE events.learner = :learner AND events.kind = 'flag' AND NOT (EXISTS (SELECT 1
FROM retractions
WHERE retractions.device = events.device AND retractions.seq = events.seq)) ORDER BY events.at, events.device, events.seq
"""

NEWEST_REVIEW: Final = """\
SELECT events.device, events.seq, events.learner, events.at, events."offset", events.day, events.kind, events.card, events.side, events.payload
FROM events
WHERE events.learner = :learner AND events.device = :device AND events.kind = 'review' AND NOT (EXISTS (SELECT 1
FROM retractions
WHERE retractions.device = events.device AND retractions.seq = events.seq)) ORDER BY events.seq DESC LIMIT 1
"""

RECENT_BY_VERIFIER: Final = """\
SELECT events.payload
FROM events
WHERE events.learner = :learner AND events.verifier = :verifier AND NOT (EXISTS (SELECT 1
FROM retractions
WHERE retractions.device = events.device AND retractions.seq = events.seq)) ORDER BY events.at DESC, events.device DESC, events.seq DESC LIMIT :limit
"""

RECENT_BY_CARD: Final = """\
SELECT events.payload
FROM events
WHERE events.learner = :learner AND events.card IN (SELECT :card AS anon_1 UNION ALL SELECT former.old
FROM former
WHERE former.card = :card) AND events.kind = 'review' AND NOT (EXISTS (SELECT 1
FROM retractions
WHERE retractions.device = events.device AND retractions.seq = events.seq)) ORDER BY events.at DESC, events.device DESC, events.seq DESC LIMIT :limit
"""

EVENTS_AFTER: Final = """\
SELECT events.device, events.seq, events.learner, events.at, events."offset", events.day, events.kind, events.card, events.side, events.payload
FROM json_each(:after) AS known JOIN events ON events.device = known."key" AND events.seq > known.value ORDER BY events.at, events.device, events.seq
"""

MEMORY: Final = """\
SELECT memories.learner, memories.card, memories.side, memories.queue, memories.due, memories.due_day, memories.phase, memories.step, memories.stability, memories.difficulty, memories.last_at, memories.last_day, memories.reviews, memories.lapses, memories.suspended
FROM memories
WHERE memories.learner = :learner AND memories.card = :card AND memories.side = :side
"""

MEMORIES_OF: Final = """\
SELECT memories.learner, memories.card, memories.side, memories.queue, memories.due, memories.due_day, memories.phase, memories.step, memories.stability, memories.difficulty, memories.last_at, memories.last_day, memories.reviews, memories.lapses, memories.suspended
FROM memories
WHERE memories.learner = :learner AND memories.card = :card
"""

ACTIVE_MEMORIES: Final = """\
SELECT memories.learner, memories.card, memories.side, memories.queue, memories.due, memories.due_day, memories.phase, memories.step, memories.stability, memories.difficulty, memories.last_at, memories.last_day, memories.reviews, memories.lapses, memories.suspended
FROM memories
WHERE memories.learner = :learner AND memories.active = 1 ORDER BY memories.queue, memories.due, memories.card, memories.side
"""

ACTIVE_MEMORIES_OF_DECKS: Final = """\
SELECT memories.learner, memories.card, memories.side, memories.queue, memories.due, memories.due_day, memories.phase, memories.step, memories.stability, memories.difficulty, memories.last_at, memories.last_day, memories.reviews, memories.lapses, memories.suspended
FROM memories
WHERE memories.learner = :learner AND memories.active = 1 AND memories.deck IN (SELECT given_decks.value
FROM json_each(:decks) AS given_decks) ORDER BY memories.queue, memories.due, memories.card, memories.side
"""

MEMORY_PLACE: Final = """\
SELECT memories.deck, memories.active, memories.queue, memories.due_day
FROM memories
WHERE memories.learner = :learner AND memories.card = :card AND memories.side = :side
"""

NEXT_OF_ALL: Final = """\
SELECT memories.learner, memories.card, memories.side, memories.queue, memories.due, memories.due_day, memories.phase, memories.step, memories.stability, memories.difficulty, memories.last_at, memories.last_day, memories.reviews, memories.lapses, memories.suspended
FROM memories
WHERE memories.learner = :learner AND memories.queue = :queue AND memories.due <= :now AND memories.active = 1 ORDER BY memories.due, memories.card, memories.side LIMIT 1
"""

NEXT_OF_DECKS: Final = """\
SELECT memories.learner, memories.card, memories.side, memories.queue, memories.due, memories.due_day, memories.phase, memories.step, memories.stability, memories.difficulty, memories.last_at, memories.last_day, memories.reviews, memories.lapses, memories.suspended
FROM json_each(:decks) AS given_decks JOIN memories ON memories.learner = :learner AND (memories.card, memories.side) = (SELECT earliest.card, earliest.side
FROM memories AS earliest
WHERE earliest.learner = :learner AND earliest.deck = given_decks.value AND earliest.queue = :queue AND earliest.due <= :now AND earliest.active = 1 ORDER BY earliest.due, earliest.card, earliest.side LIMIT 1) ORDER BY memories.due, memories.card, memories.side LIMIT 1
"""

PUT_MEMORY: Final = """\
UPDATE memories SET queue=:queue, due=:due, due_day=:due_day, phase=:phase, step=:step, stability=:stability, difficulty=:difficulty, last_at=:last_at, last_day=:last_day, reviews=:reviews, lapses=:lapses, suspended=:suspended WHERE memories.learner = :learner AND memories.card = :card AND memories.side = :side
"""

SWAP_MEMORY: Final = """\
UPDATE memories SET queue=:queue, due=:due, due_day=:due_day, phase=:phase, step=:step, stability=:stability, difficulty=:difficulty, last_at=:last_at, last_day=:last_day, reviews=:reviews, lapses=:lapses, suspended=:suspended WHERE memories.learner = :learner AND memories.card = :card AND memories.side = :side AND memories.queue IS :old_queue AND memories.due IS :old_due AND memories.due_day IS :old_due_day AND memories.phase IS :old_phase AND memories.step IS :old_step AND memories.stability IS :old_stability AND memories.difficulty IS :old_difficulty AND memories.last_at IS :old_last_at AND memories.last_day IS :old_last_day AND memories.reviews IS :old_reviews AND memories.lapses IS :old_lapses AND memories.suspended IS :old_suspended RETURNING deck, active
"""

COUNT_UP: Final = """\
INSERT INTO due_counts (learner, deck, queue, due_day, count) VALUES (?, ?, ?, ?, ?) ON CONFLICT (learner, deck, queue, due_day) DO UPDATE SET count = (due_counts.count + excluded.count)
"""

COUNT_DOWN: Final = """\
UPDATE due_counts SET count=(due_counts.count - 1) WHERE due_counts.learner = :learner AND due_counts.deck = :deck AND due_counts.queue = :queue AND due_counts.due_day = :due_day AND due_counts.count > 1
"""

COUNT_OUT: Final = """\
DELETE FROM due_counts WHERE due_counts.learner = :learner AND due_counts.deck = :deck AND due_counts.queue = :queue AND due_counts.due_day = :due_day
"""

DUE_COUNTS: Final = """\
SELECT due_counts.deck, due_counts.queue, sum(due_counts.count) AS sum_1
FROM due_counts
WHERE due_counts.learner = :learner AND due_counts.due_day <= :day GROUP BY due_counts.deck, due_counts.queue
"""

DUE_COUNTS_OF_DECKS: Final = """\
SELECT due_counts.deck, due_counts.queue, sum(due_counts.count) AS sum_1
FROM due_counts
WHERE due_counts.learner = :learner AND due_counts.due_day <= :day AND due_counts.deck IN (SELECT given_decks.value
FROM json_each(:decks) AS given_decks) GROUP BY due_counts.deck, due_counts.queue
"""

DAY_ADD: Final = """\
INSERT INTO day_counts (learner, day, deck, new, reviews, again, milliseconds) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (learner, day, deck) DO UPDATE SET new = (day_counts.new + excluded.new), reviews = (day_counts.reviews + excluded.reviews), again = (day_counts.again + excluded.again), milliseconds = (day_counts.milliseconds + excluded.milliseconds)
"""

DAY_OUT: Final = """\
DELETE FROM day_counts WHERE day_counts.learner = :learner AND day_counts.day = :day AND day_counts.deck = :deck AND day_counts.new = 0 AND day_counts.reviews = 0 AND day_counts.again = 0 AND day_counts.milliseconds = 0
"""

DAY_COUNTS: Final = """\
SELECT day_counts.deck, day_counts.new, day_counts.reviews, day_counts.again, day_counts.milliseconds
FROM day_counts
WHERE day_counts.learner = :learner AND day_counts.day = :day
"""

ADD_MEMORIES_OF_LEARNER: Final = """\
INSERT INTO memories (learner, card, side, deck, queue, due, due_day, phase, reviews, lapses, suspended, active) SELECT :learner AS anon_1, cards."key", sides.side, cards.deck, 0, cards.position, 0, 0, 0, 0, 0, CASE WHEN (cards.retired = 0 AND cards.withheld = 0 AND sides.side <= 1 + cards.reversed) THEN 1 ELSE 0 END AS anon_2
FROM cards, (SELECT 1 AS side UNION ALL SELECT 2 AS side) AS sides
WHERE cards.sides >= sides.side ON CONFLICT DO NOTHING
"""

ADD_MEMORIES_OF_CARDS: Final = """\
INSERT INTO memories (learner, card, side, deck, queue, due, due_day, phase, reviews, lapses, suspended, active) SELECT learners.name, cards."key", sides.side, cards.deck, 0, cards.position, 0, 0, 0, 0, 0, CASE WHEN (cards.retired = 0 AND cards.withheld = 0 AND sides.side <= 1 + cards.reversed) THEN 1 ELSE 0 END AS anon_1
FROM learners, cards, (SELECT 1 AS side UNION ALL SELECT 2 AS side) AS sides, json_each(:keys) AS given_keys
WHERE cards.sides >= sides.side AND cards."key" = given_keys.value ON CONFLICT DO NOTHING
"""

SYNC_MEMORIES: Final = """\
UPDATE memories SET deck=cards.deck, due=CASE WHEN (memories.phase = 0 AND memories.due_day = 0) THEN cards.position ELSE memories.due END, active=CASE WHEN (cards.retired = 0 AND cards.withheld = 0 AND memories.side <= 1 + cards.reversed) THEN 1 ELSE 0 END FROM cards WHERE memories.learner IN (SELECT learners.name
FROM learners) AND memories.card IN (SELECT given_keys.value
FROM json_each(:keys) AS given_keys) AND cards."key" = memories.card AND (memories.deck != cards.deck OR memories.due != CASE WHEN (memories.phase = 0 AND memories.due_day = 0) THEN cards.position ELSE memories.due END OR memories.active != CASE WHEN (cards.retired = 0 AND cards.withheld = 0 AND memories.side <= 1 + cards.reversed) THEN 1 ELSE 0 END)
"""

CLEAR_MEMORIES: Final = """\
DELETE FROM memories
"""

COUNT_MEMORIES: Final = """\
INSERT INTO due_counts (learner, deck, queue, due_day, count) SELECT memories.learner, memories.deck, memories.queue, memories.due_day, count(*) AS count_1
FROM memories
WHERE memories.active = 1 AND memories.queue < 3 GROUP BY memories.learner, memories.deck, memories.queue, memories.due_day
"""

COUNT_MEMORIES_OF_LEARNER: Final = """\
INSERT INTO due_counts (learner, deck, queue, due_day, count) SELECT memories.learner, memories.deck, memories.queue, memories.due_day, count(*) AS count_1
FROM memories
WHERE memories.active = 1 AND memories.queue < 3 AND memories.learner = :learner GROUP BY memories.learner, memories.deck, memories.queue, memories.due_day
"""

COUNT_MEMORIES_OF_DECKS: Final = """\
INSERT INTO due_counts (learner, deck, queue, due_day, count) SELECT memories.learner, memories.deck, memories.queue, memories.due_day, count(*) AS count_1
FROM memories
WHERE memories.active = 1 AND memories.queue < 3 AND memories.learner IN (SELECT learners.name
FROM learners) AND memories.deck IN (SELECT given_decks.value
FROM json_each(:decks) AS given_decks) GROUP BY memories.learner, memories.deck, memories.queue, memories.due_day
"""

DROP_DUE_COUNTS: Final = """\
DELETE FROM due_counts WHERE due_counts.learner IN (SELECT learners.name
FROM learners) AND due_counts.deck IN (SELECT given_decks.value
FROM json_each(:decks) AS given_decks)
"""

CLEAR_DUE_COUNTS: Final = """\
DELETE FROM due_counts
"""

CLEAR_DAY_COUNTS: Final = """\
DELETE FROM day_counts
"""

CLEAR_RETRACTIONS: Final = """\
DELETE FROM retractions
"""

RETRACT_ALL: Final = """\
INSERT INTO retractions (device, seq) SELECT json_extract(events.payload, '$.device') AS json_extract_1, json_extract(events.payload, '$.seq') AS json_extract_2
FROM events
WHERE events.kind = 'retract' ON CONFLICT DO NOTHING
"""

ADD_PENDING: Final = """\
INSERT INTO pending (device, seq) VALUES (?, ?) ON CONFLICT DO NOTHING
"""

CLEAR_PENDING: Final = """\
DELETE FROM pending
"""

PENDING: Final = """\
SELECT pending.device, pending.seq
FROM pending
"""

PENDING_CARDS: Final = """\
SELECT DISTINCT events.learner, coalesce(former.card, events.card) AS coalesce_1
FROM events LEFT OUTER JOIN former ON former.old = events.card
WHERE (events.device, events.seq) IN (SELECT pending.device, pending.seq
FROM pending) AND events.card != ''
"""

STALE: Final = """\
SELECT stale.learner, stale.card
FROM stale
"""

CLEAR_STALE: Final = """\
DELETE FROM stale
"""

ADD_STALE: Final = """\
INSERT INTO stale (learner, card) SELECT learners.name, given_keys.value
FROM json_each(:keys) AS given_keys JOIN learners ON 1 = 1 ON CONFLICT DO NOTHING
"""

WITH_HISTORY: Final = """\
SELECT given_keys.value
FROM json_each(:keys) AS given_keys
WHERE EXISTS (SELECT 1
FROM events
WHERE events.learner IN (SELECT learners.name
FROM learners) AND events.card = given_keys.value)
"""

COUNT_HISTORIES: Final = """\
SELECT count(DISTINCT events.card) AS count_1
FROM events
WHERE events.learner = :learner AND events.card != ''
"""

LOG: Final = """\
SELECT events.device, events.seq, events.learner, events.at, events."offset", events.day, events.kind, events.card, events.side, events.payload
FROM events
WHERE events.learner = :learner AND events.card != '' ORDER BY events.card, events.at, events.device, events.seq
"""
