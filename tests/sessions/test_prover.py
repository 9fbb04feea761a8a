"""The prover: references run in a second process; what they disprove is taken back."""

import contextlib
import io
import json
import os
import subprocess
import sys
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
    from quizlab_verifiers.conv.output_side import OutputSide

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


def test_a_disproved_card_is_not_asked_again_before_the_next_start(filled, prover, review):
    prover.ask(DRAWN)
    prover._results[1] = {"number": 1, "outcome": "differs", "message": "16 is 15"}
    prover.answered(DRAWN, review)
    prover.collect()
    assert filled.store.withheld() == ("own/side",)
    filled.library.sync()
    assert filled.store.withheld() == ()


def test_a_review_that_another_window_took_back_is_neither_proved_nor_retracted(
    filled, prover, review
):
    prover.ask(DRAWN)
    prover._results[1] = {"number": 1, "outcome": "differs", "message": "16 is 15"}
    prover.answered(DRAWN, review)
    filled.progress.undo()
    assert prover.collect() == ()
    assert prover.outstanding == 0
    assert kinds(filled) == [EventKind.REVIEW, EventKind.RETRACT]


def test_what_a_reference_prints_goes_to_the_log_and_not_among_the_replies(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "from quizlab_verifiers.conv.output_side import OutputSide\n"
        "real = OutputSide.reference\n"
        "def prints(self, v):\n"
        "    print('from python', flush=True)\n"
        "    __import__('os').system('echo from a child')\n"
        "    return real(self, v)\n"
        "OutputSide.reference = prints\n"
    )
    request = json.dumps({"number": 1, "id": "conv2d.output-side", "params": PARAMS})
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "quizlab.sessions.prover_worker"],
        input=f"{request}\n",
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert json.loads(ran.stdout)["outcome"] == "agrees"
    assert "from python" in ran.stderr
    assert "from a child" in ran.stderr


def test_a_compiler_that_is_missing_is_named(tmp_path):
    request = {
        "number": 1,
        "id": "cpp.shared-ptr-use-count",
        "params": {"operations": [["make", "a"], ["copy", "b", "a"]]},
    }
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "quizlab.sessions.prover_worker"],
        input=f"{json.dumps(request)}\n",
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PATH": str(tmp_path)},
    )
    reply = json.loads(ran.stdout)
    assert (reply["outcome"], reply["message"]) == ("failed", "not installed: g++")


def test_modules_of_the_folder_one_stands_in_are_not_run(filled, prover, review, tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    (folder / "difflib.py").write_text("open('ran', 'w').close()\n")
    with contextlib.chdir(folder):
        prover.ask(DRAWN)
        prover.answered(DRAWN, review)
        assert collected(prover) == []
    assert kinds(filled) == [EventKind.REVIEW, EventKind.PROOF]
    assert not (folder / "ran").exists()


def test_a_reply_that_is_none_ends_the_proofs_and_not_the_session(filled, prover, review):
    prover.ask(DRAWN)
    prover.answered(DRAWN, review)
    prover._buffer = b"Segmentation fault\n"
    assert prover.collect() == ()
    assert "Segmentation fault" in prover.broken
    assert kinds(filled) == [EventKind.REVIEW]


def test_why_a_reference_could_not_run_is_kept_to_be_said(filled, prover, review):
    prover.ask(DRAWN)
    prover._results[1] = {"number": 1, "outcome": "failed", "message": "No module named 'torch'"}
    prover.answered(DRAWN, review)
    assert prover.collect() == ()
    assert "torch" in prover.unproved
    assert kinds(filled) == [EventKind.REVIEW]


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
