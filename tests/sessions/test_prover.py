"""The prover: references run in a second process; what they disprove is taken back."""

import io
import json
import time

import pytest

from quizlab.domain.events import EventKind, ReviewPayload
from quizlab.sessions import prover_worker
from quizlab.sessions.asked import Drawn
from quizlab.sessions.prover import Prover

PARAMS = {"size": 32, "kernel": 3, "stride": 2, "padding": 1, "dilation": 1}
DRAWN = Drawn("conv2d.output-side", 1, 7, PARAMS, ())


def served(*requests):
    replies = io.StringIO()
    prover_worker.serve(io.StringIO("".join(json.dumps(r) + "\n" for r in requests)), replies)
    return [json.loads(line) for line in replies.getvalue().splitlines()]


@pytest.fixture
def review(filled):
    memory = filled.store.memory("own/side", 1)
    payload = ReviewPayload(deck="own/basics", grade=3, verifier="conv2d.output-side", version=1)
    return filled.progress.review(memory, payload)


@pytest.fixture
def prover(filled):
    made = Prover(filled.home.log, filled.progress)
    yield made
    made.close()


def kinds(workspace):
    return [event.kind for event in workspace.store.events_of("own/side")]


def collected(prover):
    """Collect until nothing is outstanding; the worker imports torch first."""
    found = []
    for _ in range(1200):
        found += prover.collect()
        if not prover.outstanding:
            break
        time.sleep(0.05)
    return found


def test_the_worker_answers_each_line_with_its_number():
    replies = served(
        {"number": 1, "id": "conv2d.output-side", "params": PARAMS},
        {"number": 2, "id": "no.such", "params": {}},
    )
    assert [(r["number"], r["outcome"]) for r in replies] == [(1, "agrees"), (2, "failed")]
    assert "no.such" in replies[1]["message"]


def test_a_reference_that_differs_is_said_with_both_numbers(monkeypatch):
    from quizlab_verifiers.conv import OutputSide

    monkeypatch.setattr(OutputSide, "reference", lambda *_: 99)
    (reply,) = served({"number": 1, "id": "conv2d.output-side", "params": PARAMS})
    assert reply["outcome"] == "differs"
    assert "16" in reply["message"]
    assert "99" in reply["message"]


def test_a_proof_is_appended_once_the_worker_agrees(filled, prover, review):
    prover.ask(DRAWN)
    prover.answered(DRAWN, review)
    assert collected(prover) == []
    assert kinds(filled) == [EventKind.REVIEW, EventKind.PROOF]
    assert filled.store.memory("own/side", 1).reviews == 1


def test_a_disproved_answer_is_retracted_by_the_system_and_logged(filled, prover, review):
    prover.ask(DRAWN)
    prover._results[1] = {"number": 1, "outcome": "differs", "message": "computed 16, by torch 15"}
    prover.answered(DRAWN, review)
    (said,) = prover.collect()
    assert said.message == "computed 16, by torch 15"
    events = filled.store.events_of("own/side")
    assert events[-1].kind is EventKind.RETRACT
    assert events[-1].payload.by == "system"
    assert filled.store.memory("own/side", 1).reviews == 0
    assert "computed 16, by torch 15" in filled.home.log.read_text()


def test_an_undone_review_needs_no_proof(filled, prover, review):
    prover.ask(DRAWN)
    prover.answered(DRAWN, review)
    filled.progress.undo()
    prover.forget(review)
    assert prover.outstanding == 0


def test_a_prover_that_dies_is_noted_and_the_session_goes_on(filled, prover, review):
    prover.ask(DRAWN)
    prover._worker.kill()
    prover.answered(DRAWN, review)
    collected(prover)
    assert prover.broken
    prover.ask(DRAWN)
    assert kinds(filled) == [EventKind.REVIEW]


def test_without_a_computed_question_no_worker_is_started(filled):
    made = Prover(filled.home.log, filled.progress)
    assert made.collect() == ()
    made.close()
    assert not filled.home.log.exists()
