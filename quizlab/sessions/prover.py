"""The prover: a second process that runs references while the learner thinks.

It is a plain ``python -m`` subprocess with JSON lines over pipes, since multiprocessing does not
work inside Textual. Its stderr goes to the log; it ends when its input does. Nothing here waits:
`collect` takes what has come.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quizlab.domain.events import Event
    from quizlab.sessions.asked import Drawn
    from quizlab.sessions.progress import Progress


class Disagreement(NamedTuple):
    """A question whose answer the reference does not confirm; its review is taken back."""

    verifier: str
    params: dict[str, Any]
    message: str


class Prover:
    """Asks the worker for proofs and writes them to the log of events."""

    def __init__(self, log: Path, progress: Progress) -> None:
        self._log = log
        self._progress = progress
        self._worker: subprocess.Popen[bytes] | None = None
        self._buffer = b""
        self._asked = 0
        self._numbers: dict[str, int] = {}
        self._results: dict[int, dict[str, Any]] = {}
        self._reviews: dict[int, tuple[Drawn, Event]] = {}
        self.broken = ""
        # Why the last reference that could not run could not.
        self.unproved = ""

    @property
    def outstanding(self) -> int:
        """Answers that are stored and not yet proved."""
        return len(self._reviews)

    def ask(self, drawn: Drawn) -> None:
        """Have the reference run for `drawn`; returns at once."""
        if self.broken:
            return
        self._asked += 1
        self._numbers[_name(drawn)] = self._asked
        request = {"number": self._asked, "id": drawn.verifier, "params": drawn.params}
        try:
            worker = self._running()
            assert worker.stdin is not None  # noqa: S101  # opened as a pipe
            worker.stdin.write(json.dumps(request).encode() + b"\n")
            worker.stdin.flush()
        except OSError as error:
            self._fail(f"the prover cannot be reached: {error}")

    def answered(self, drawn: Drawn, review: Event) -> None:
        """Remember that `review` stored the answer to `drawn` and awaits its proof."""
        number = self._numbers.get(_name(drawn))
        if number is not None and not self.broken:
            self._reviews[number] = (drawn, review)

    def forget(self, review: Event) -> None:
        """Drop a review that was undone."""
        self._reviews = {n: pair for n, pair in self._reviews.items() if pair[1] != review}

    def collect(self) -> tuple[Disagreement, ...]:
        """Take what has come: write proofs, take disproved reviews back and return why."""
        self._read()
        found = []
        for number in [n for n in self._reviews if n in self._results]:
            drawn, review = self._reviews[number]
            result = self._results[number]
            if self._progress.store.is_retracted(review.device, review.seq):
                pass  # another window took it back: nothing is left to prove
            elif result["outcome"] == "agrees":
                self._progress.proof(review, drawn.verifier, drawn.version)
            elif result["outcome"] == "differs":
                self._progress.retract(review, by="system", reason=result["message"])
                # Else it would be asked again at once; the next start gives it another chance.
                store = self._progress.store
                store.withhold(store.present_key(review.card), True)
                self._note(f"withdrawn: {drawn.verifier} {drawn.params}: {result['message']}")
                found.append(Disagreement(drawn.verifier, drawn.params, result["message"]))
            else:
                self.unproved = f"{drawn.verifier}: {result['message']}"
                self._note(f"unproved: {self.unproved}")
            # Not before it is written: a busy database is tried again.
            del self._reviews[number], self._results[number]
        return tuple(found)

    def close(
        self, wait: Callable[[float], None] | None = None, patience: float = 0.0
    ) -> tuple[Disagreement, ...]:
        """End the worker; before that, give outstanding proofs up to `patience` seconds.

        Args:
            wait: Sleeps for the seconds given; None not to wait at all.
            patience: Seconds in all.

        Returns:
            What the last proofs disproved.
        """
        found: list[Disagreement] = []
        while wait is not None and self._reviews and patience > 0 and not self.broken:
            wait(0.05)
            patience -= 0.05
            found.extend(self.collect())
        worker, self._worker = self._worker, None
        if worker is not None:
            assert worker.stdin is not None  # noqa: S101  # opened as a pipe
            assert worker.stdout is not None  # noqa: S101  # opened as a pipe
            try:
                worker.stdin.close()
            except BrokenPipeError:
                self._note("the prover had ended before it was closed")
            worker.stdout.close()
            worker.terminate()
            worker.wait()
        return tuple(found)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._worker is None:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            with self._log.open("ab") as log:
                self._worker = subprocess.Popen(  # our own module
                    # -P: a folder in which quizlab is started must not lend it its modules.
                    [sys.executable, "-P", "-m", "quizlab.sessions.prover_worker"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    bufsize=0,
                )
            assert self._worker.stdout is not None  # noqa: S101  # opened as a pipe
            os.set_blocking(self._worker.stdout.fileno(), False)
        return self._worker

    def _read(self) -> None:
        if self._worker is None or self._worker.stdout is None:
            return
        while True:
            chunk: bytes | None = self._worker.stdout.read(65536)
            if chunk is None:
                break
            if chunk == b"":
                self._fail("the prover ended; its log says why")
                break
            self._buffer += chunk
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            try:
                result = json.loads(line)
                self._results[result["number"]] = result
            except (ValueError, TypeError, KeyError):
                self._fail(f"the prover said {line[:80]!r}, which is no result")
                break

    def _fail(self, message: str) -> None:
        """Go on without proofs: a study session is worth more than its prover."""
        self.broken = message
        self._note(message)
        self._reviews.clear()

    def _note(self, message: str) -> None:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("a", encoding="utf-8") as log:
            log.write(f"{message}\n")


def _name(drawn: Drawn) -> str:
    return f"{drawn.verifier} {drawn.seed}"
