"""Other windows, a locked database, a full disk: said, and nothing is lost."""

import asyncio
import sqlite3

import pytest

from quizlab.store import DatabaseBusy, Store, StoreError
from quizlab.store import database as database_room

TYPED = "## Side? {#side}\n\n```{answer}\nvalue: 16\n```\n\n"
RECALL = "## What is stride? {#stride}\n\nThe step.\n\n"


@pytest.fixture
def failing(monkeypatch):
    """Make a method of the store fail until it is called back."""

    def fail(name, error):
        real = getattr(Store, name)

        def refuse(*_, **__):
            raise error

        monkeypatch.setattr(Store, name, refuse)
        return lambda: monkeypatch.setattr(Store, name, real)

    return fail


@pytest.mark.parametrize(
    "error",
    [
        DatabaseBusy("The database was in use by another program."),
        StoreError("The disk is full."),
    ],
    ids=["busy", "full"],
)
def test_an_answer_that_cannot_be_stored_stays_and_can_be_submitted_again(
    study, failing, reviews, error
):
    async def act(person):
        works_again = failing("commit", error)
        await person.type("16")
        await person.press("enter")
        assert str(error) in " ".join(person.text.split())
        assert person.phase == "ASKING"
        assert person.screen.page.form.values() == {"answer": "16"}
        assert "✓" not in person.text
        works_again()
        await person.press("enter")
        assert "✓ Right" in person.text
        assert str(error) not in person.text

    study(TYPED, act)
    assert reviews("side") == [3]


def test_a_grade_that_cannot_be_stored_can_be_given_again(study, failing, reviews):
    async def act(person):
        await person.press("enter")
        works_again = failing("commit", StoreError("The disk is full."))
        await person.press("4")
        assert "The disk is full." in person.text
        assert person.phase == "GRADING"
        works_again()
        await person.press("4")
        assert person.phase == "OVER"

    study(RECALL, act)
    assert reviews("stride") == [4]


def test_a_next_card_that_cannot_be_read_is_tried_again(study, failing, reviews):
    async def act(person):
        await person.type("16")
        await person.press("enter")
        works_again = failing("next_new", StoreError("The database is damaged."))
        await person.press("enter")
        assert "cannot be read" in person.text
        assert "The database is damaged." in person.text
        await person.press("enter")
        assert "cannot be read" in person.text
        works_again()
        await person.press("enter")
        assert person.card == "stride"

    study(TYPED + RECALL, act)
    assert reviews("side") == [3]


@pytest.mark.parametrize("key", ["u", "s", "b"])
def test_whatever_writes_says_when_it_cannot(study, failing, key):
    async def act(person):
        await person.press("enter", "4")
        await person.press("enter")
        failing("append", StoreError("The disk is full."))
        await person.press(key)
        assert "The disk is full." in person.text
        assert person.card == "other"

    study(RECALL + "## Other {#other}\n\nText.\n", act)


def test_a_note_that_cannot_be_stored_is_offered_again(study, failing, workspace):
    async def act(person):
        works_again = failing("append", StoreError("The disk is full."))
        await person.press("f")
        await person.type("wrong")
        await person.press("enter")
        assert person.screen.registry_name == "note"
        assert "wrong" in person.text
        works_again()
        await person.press("enter")
        assert "Flagged" in person.text

    study(RECALL, act)
    flags = [e for e in workspace.store.events_of("own/stride") if e.kind == "flag"]
    assert [flag.payload.note for flag in flags] == ["wrong"]


def test_a_database_that_is_really_locked_is_waited_for_off_the_screen(
    study, home, monkeypatch, reviews
):
    monkeypatch.setattr(database_room, "BUSY_SECONDS", 0.2)

    async def act(person):
        other = sqlite3.connect(home.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await person.type("16")
        await person.press("enter")
        assert "in use" in person.text
        assert person.screen.page.form.values() == {"answer": "16"}
        other.execute("ROLLBACK")
        other.close()
        await person.press("enter")
        assert "✓ Right" in person.text

    study(TYPED, act)
    assert reviews("side") == [3]


def test_who_waits_for_the_database_is_told_and_the_answer_goes_through(study, home, reviews):
    async def act(person):
        other = sqlite3.connect(home.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await person.type("16")
        person.send("enter")
        for _ in range(200):
            if "Waiting for the database" in person.text:
                break
            await asyncio.sleep(0.02)
        assert "Waiting for the database" in person.text
        assert person.phase == "ASKING"
        other.execute("ROLLBACK")
        other.close()
        await person.settle()
        assert "✓ Right" in person.text

    study(TYPED, act)
    assert reviews("side") == [3]


def test_another_window_that_was_first_is_said_with_what_was_not_stored(study, workspace, reviews):
    async def act(person):
        other = workspace.again()
        from quizlab.domain.grades import Grade
        from quizlab.domain.query import Query

        sitting = other.sitting(Query()).study
        sitting.next()
        sitting.grade(Grade.EASY)
        other.close()
        await person.type("16")
        await person.press("enter")
        assert "Not stored: 16" in " ".join(person.text.split())
        assert person.card == "stride"

    study(TYPED + RECALL, act)
    assert reviews("side") == [4]


def test_a_grade_that_came_second_is_said(study, workspace, reviews):
    async def act(person):
        await person.press("enter")
        other = workspace.again()
        from quizlab.domain.grades import Grade
        from quizlab.domain.query import Query

        sitting = other.sitting(Query()).study
        sitting.next()
        sitting.grade(Grade.EASY)
        other.close()
        await person.press("1")
        assert "Not stored: grade 1" in " ".join(person.text.split())

    study(RECALL, act)
    assert reviews("stride") == [4]


def test_files_that_cannot_be_read_are_said(at_home, monkeypatch):
    def refuse(_):
        raise DatabaseBusy("Another program holds the database.")

    monkeypatch.setattr("quizlab.sessions.library.Library.sync", refuse)

    async def act(person):
        assert "Another program holds the database." in person.text

    at_home(act)


def test_home_says_when_it_cannot_count(at_home, failing):
    async def act(person):
        failing("due_counts", StoreError("The database is damaged."))
        person.screen.show()
        await person.settle()
        assert "The database is damaged." in person.text

    at_home(act)


def test_a_disproved_answer_is_said_and_stays_said(study, monkeypatch):
    from quizlab.sessions.prover import Disagreement, Prover

    found = [(Disagreement("conv2d.output-side", {}, "got 17"),)]
    monkeypatch.setattr(Prover, "outstanding", property(lambda _: len(found)))
    monkeypatch.setattr(Prover, "collect", lambda _: found.pop() if found else ())

    async def act(person):
        person.screen._collect_proofs()
        await person.settle()
        flat = " ".join(person.text.split())
        assert "The answer to conv2d.output-side was disproved: got 17." in flat

    study(RECALL, act)


def test_answers_that_cannot_be_proved_are_said_once(study, monkeypatch):
    from quizlab.sessions.prover import Prover

    monkeypatch.setattr(Prover, "outstanding", property(lambda _: 1))
    monkeypatch.setattr(Prover, "collect", lambda _: ())

    async def act(person):
        person.screen.prover.broken = "torch is missing"
        for _ in range(2):
            person.screen._collect_proofs()
            await person.settle()
        flat = " ".join(person.text.split())
        assert flat.count("Answers are not proved for now: torch is missing") == 1

    study(RECALL, act)
