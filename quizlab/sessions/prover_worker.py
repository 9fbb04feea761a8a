"""The prover's other end: ``python -m quizlab.sessions.prover_worker``.

Reads one JSON object a line, ``{"number", "id", "params"}``, and answers each by
``{"number", "outcome", "message"}``; outcome is ``agrees``, ``differs`` or ``failed``.
Ends at the end of its input.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from quizlab.sessions.verifiers import Verifiers
from quizlab.verify import bind, missing_programs, prove

if TYPE_CHECKING:
    from typing import TextIO


def serve(requests: TextIO, replies: TextIO) -> None:
    """Answer each line of `requests` on `replies` until the end of input."""
    verifiers = Verifiers()
    for line in requests:
        request = json.loads(line)
        reply = {"number": request["number"], **_proved(verifiers, request)}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


def _proved(verifiers: Verifiers, request: dict[str, Any]) -> dict[str, str]:
    try:
        verifier = verifiers.get(request["id"])
        if missing := missing_programs(verifier):
            return {"outcome": "failed", "message": missing}
        proof = prove(verifier, bind(verifier, request["params"]))
    except Exception as error:  # noqa: BLE001  # a reference may raise anything; it is reported
        return {"outcome": "failed", "message": f"{type(error).__name__}: {error}"}
    return {"outcome": "agrees" if proof.agrees else "differs", "message": proof.message}


def main() -> None:
    """Serve stdin at a low priority, with one torch thread."""
    for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    with suppress(OSError):  # a system may forbid it; then it runs as it is
        os.nice(10)
    # A reference, or a compiler that it runs, may print: that goes to the log, not among replies.
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as replies:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        serve(sys.stdin, replies)


if __name__ == "__main__":
    main()
