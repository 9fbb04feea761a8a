"""The next card and its committed answer through the store, against raw sqlite3.

Builds, once, a database of 100,000 cards and 1,000,000 reviews in the temporary folder. Then both
sides take turns on the same file: seek the next review, append the event, replace the memory by
compare and swap, move the kept counts, add to the day, commit with synchronous=FULL. The raw side
runs the same statements under the same PRAGMAs with parameters made beforehand, and makes no
records of what it reads. Target: at most twice its median.

    python benchmarks/answer.py [--answers 2000] [--cards 100000] [--reviews 1000000] [--sizes]
"""

import argparse
import hashlib
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from quizlab.domain.cards import CardText
from quizlab.domain.events import Event, EventKind, ReviewPayload
from quizlab.domain.memory import DayCount
from quizlab.store import ImportedFile, Store, sql
from quizlab.store.database import PRAGMAS
from quizlab.store.rows import event_row

DAY = 86_400_000
TODAY = 20_000
NOW = TODAY * DAY
DECKS = 60
PER_FILE = 50
LEARNER = "me"
VERIFIERS = [f"topic{number}.output-side" for number in range(40)]


def card(number: int) -> CardText:
    """Return card `number`, with a text of the usual length."""
    deck = number // PER_FILE % DECKS
    return CardText(
        key=f"core/card-{number:07}",
        deck=f"core/topic/deck-{deck:02}",
        deck_name=f"Topic/Deck {deck}",
        path=f"topic/{number // PER_FILE:05}.md",
        line=number % PER_FILE * 12 + 5,
        position=number,
        text=f"## Card {number} {{#card-{number:07}}}\n\n" + "What is asked here? " * 12,
        tags=("topic",),
    )


def imported(cards: int) -> list[ImportedFile]:
    """Return files of 50 cards each."""
    files = []
    for first in range(0, cards, PER_FILE):
        held = tuple(card(number) for number in range(first, min(first + PER_FILE, cards)))
        files.append(
            ImportedFile(
                path=held[0].path,
                mtime_ns=1,
                size=1,
                digest="0" * 32,
                structural=False,
                deck=held[0].deck,
                deck_name=held[0].deck_name,
                cards=held,
            )
        )
    return files


def payload(dice: random.Random, deck: str) -> ReviewPayload:
    """Return a computed question's answer."""
    return ReviewPayload(
        deck=deck,
        grade=dice.choice((1, 3, 3, 3, 4)),
        duration=dice.randrange(2_000, 60_000),
        typed={"side": str(dice.randrange(300))},
        verdict="right",
        told_apart=("used-ceil", "no-padding"),
        verifier=dice.choice(VERIFIERS),
        version=1,
        seed=dice.randrange(2**31),
        params={"size": 224, "kernel": 7, "stride": 2, "padding": 3},
    )


def build(path: Path, cards: int, reviews: int) -> None:
    """Make the database: cards through the store, the history in bulk."""
    dice = random.Random(1)  # noqa: S311 (data to measure with)
    with Store.open(path, learner=LEARNER, now=0) as store:
        start = time.perf_counter()
        store.import_pack("core", imported(cards))
        print(f"built: {cards:,} cards imported in {time.perf_counter() - start:.2f} s")
        device = store.device()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size=-200000")
    connection.execute("BEGIN")
    connection.executemany(
        sql.ADD_EVENT,
        (
            event_row(
                Event(
                    device,
                    seq,
                    LEARNER,
                    NOW - (reviews - seq) * 60_000 - DAY,
                    60,
                    TODAY - (reviews - seq) // 1440 - 1,
                    EventKind.REVIEW,
                    f"core/card-{(number := dice.randrange(cards)):07}",
                    1,
                    payload(dice, f"core/topic/deck-{number // PER_FILE % DECKS:02}"),
                )
            )
            for seq in range(1, reviews + 1)
        ),
    )
    # A tenth is due, a tenth is new, the rest comes later.
    connection.executemany(
        "UPDATE memories SET queue = 2, phase = 2, due = ?, due_day = ?, stability = ?, "
        "difficulty = 5.5, last_at = ?, last_day = ?, reviews = 10 WHERE learner = ? AND card = ?",
        (
            (
                (TODAY + ahead) * DAY,
                TODAY + ahead,
                dice.uniform(1, 100),
                NOW - 10 * DAY,
                TODAY - 10,
                LEARNER,
                f"core/card-{number:07}",
            )
            for number in range(cards)
            if (ahead := dice.randrange(-20, 180)) % 10
        ),
    )
    connection.execute(sql.CLEAR_DUE_COUNTS)
    connection.execute(sql.COUNT_MEMORIES)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def database(cards: int, reviews: int) -> Path:
    """Return the built database, from the temporary folder where it is there already."""
    made_of = f"{sql.CREATE}{cards}{reviews}{Path(__file__).read_text(encoding='utf-8')}"
    name = hashlib.sha256(made_of.encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"quizlab-answer-{name}"
    path = folder / "quizlab.db"
    if not path.exists():
        growing = folder / "growing.db"
        folder.mkdir(exist_ok=True)
        for leftover in folder.glob("growing.db*"):
            leftover.unlink()
        build(growing, cards, reviews)
        growing.rename(path)
    return path


def through_store(store: Store) -> Callable[[int], None]:
    """Return one round through the store."""
    answered = ReviewPayload(
        deck="core/topic/deck-00",
        grade=3,
        duration=4000,
        typed={"side": "112"},
        verdict="right",
        told_apart=("used-ceil",),
        verifier="topic0.output-side",
        version=1,
        seed=7,
        params={"size": 224, "kernel": 7, "stride": 2, "padding": 3},
    )

    def answer(at: int) -> None:
        memory = store.next_review((), NOW)
        assert memory is not None
        after = replace(
            memory,
            due=(TODAY + 12) * DAY,
            due_day=TODAY + 12,
            stability=13.37,
            last_at=at,
            last_day=TODAY,
            reviews=memory.reviews + 1,
        )
        draft = Event("", 0, LEARNER, at, 60, TODAY, EventKind.REVIEW, memory.card, 1, answered)
        store.commit(draft, {1: memory}, {1: after}, DayCount(TODAY, 0, 1, 0, 4000))

    return answer


def raw_statements(connection: sqlite3.Connection, device: str) -> Callable[[int], None]:
    """Return one round of the same statements on the driver alone."""
    event = event_row(
        Event(
            device,
            0,
            LEARNER,
            0,
            60,
            TODAY,
            EventKind.REVIEW,
            "",
            1,
            payload(random.Random(2), "d"),  # noqa: S311 (data to measure with)
        )
    )
    verifier, text = event[-2:]
    execute = connection.execute
    seek = {"learner": LEARNER, "queue": 2, "now": NOW}
    state = (
        "queue",
        "due",
        "due_day",
        "phase",
        "step",
        "stability",
        "difficulty",
        "last_at",
        "last_day",
        "reviews",
        "lapses",
        "suspended",
    )
    later = {"due": (TODAY + 12) * DAY, "due_day": TODAY + 12, "stability": 13.37}

    def answer(at: int) -> None:
        row = execute(sql.NEXT_OF_ALL, seek).fetchone()
        before = dict(zip(state, row[3:], strict=True))
        after = before | later | {"last_at": at, "last_day": TODAY, "reviews": row[12] + 1}
        execute("BEGIN IMMEDIATE")
        ((deck, _active),) = execute(
            sql.SWAP_MEMORY,
            {"learner": LEARNER, "card": row[1], "side": 1}
            | after
            | {f"old_{name}": value for name, value in before.items()},
        ).fetchall()
        count = {"learner": LEARNER, "deck": deck, "queue": 2, "due_day": row[5]}
        if not execute(sql.COUNT_DOWN, count).rowcount:
            execute(sql.COUNT_OUT, count)
        execute(sql.COUNT_UP, (LEARNER, deck, 2, TODAY + 12, 1))
        execute(
            sql.WRITE_EVENT,
            {
                "device": device,
                "learner": LEARNER,
                "at": at,
                "offset": 60,
                "day": TODAY,
                "kind": "review",
                "card": row[1],
                "side": 1,
                "verifier": verifier,
                "payload": text,
            },
        ).fetchall()
        execute(sql.DAY_ADD, (LEARNER, TODAY, deck, 0, 1, 0, 4000))
        execute("COMMIT")

    return answer


def timed(work: Callable[[int], None], at: int) -> float:
    """Return the milliseconds of one round."""
    start = time.perf_counter()
    work(at)
    return (time.perf_counter() - start) * 1000


def show(name: str, times: list[float]) -> float:
    """Print median and 99th percentile; return the median."""
    middle = statistics.median(times)
    p99 = statistics.quantiles(times, n=100)[98]
    print(f"{name:<34} median {middle:.3f} ms   p99 {p99:.3f} ms   n {len(times)}")
    return middle


def answers(path: Path, rounds: int) -> None:
    """Take turns on one file and print both."""
    ours: list[float] = []
    theirs: list[float] = []
    with Store.open(path, learner=LEARNER, now=0) as store:
        connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
        for pragma in ("PRAGMA journal_mode=WAL", *PRAGMAS):
            connection.execute(pragma)
        sides = (
            (through_store(store), ours),
            (raw_statements(connection, store.device()), theirs),
        )
        for work, _ in sides:
            for at in range(50):
                work(NOW + at)
        # In short blocks, so that the machine's moods fall on both.
        for block in range(rounds // 20):
            for work, times in sides if block % 2 else reversed(sides):
                times.extend(timed(work, NOW + block * 1000 + n) for n in range(20))
        connection.close()
    ratio = show("next card + answer, store", ours) / show(
        "next card + answer, raw sqlite3", theirs
    )
    print(f"ratio of the medians               {ratio:.2f} (target at most 2)")


def opening(path: Path) -> None:
    """Time opening the store in this process until the first card's text is there."""
    times = []
    for _ in range(20):
        start = time.perf_counter()
        with Store.open(path, learner=LEARNER, now=0) as store:
            memory = store.next_review((), NOW)
            assert memory is not None
            assert store.card_text(memory.card) is not None
            times.append((time.perf_counter() - start) * 1000)
    show("open + first card, in process", times)


def seeks(label: str, store: Store) -> float:
    """Time the next card over all decks and over ten of them."""
    decks = [info.deck for info in store.deck_list()][:10]
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("all decks", ()),
        ("10 decks", tuple(decks)),
    )
    medians = []
    for name, given in chosen:
        times = []
        for _ in range(2000):
            start = time.perf_counter()
            store.next_review(given, NOW)
            times.append((time.perf_counter() - start) * 1000)
        medians.append(show(f"seek, {label}, {name}", times))
    return medians[0]


def sizes() -> None:
    """Compare the seek at 10,000 and 1,000,000 cards."""
    found = []
    for cards in (10_000, 1_000_000):
        with Store.open(database(cards, 0), learner=LEARNER, now=0) as store:
            found.append(seeks(f"{cards:,} cards", store))
    print(f"ratio of the seeks                 {found[1] / found[0]:.2f} (target at most 1.2)")


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--answers", type=int, default=2000)
    parser.add_argument("--cards", type=int, default=100_000)
    parser.add_argument("--reviews", type=int, default=1_000_000)
    parser.add_argument("--sizes", action="store_true", help="also build 10k and 1M cards")
    chosen = parser.parse_args()
    path = database(chosen.cards, chosen.reviews)
    opening(path)
    answers(path, chosen.answers)
    with Store.open(path, learner=LEARNER, now=0) as store:
        seeks(f"{chosen.cards:,} cards", store)
    if chosen.sizes:
        sizes()


if __name__ == "__main__":
    main()
