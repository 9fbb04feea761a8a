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
from quizlab.verify import answers, bind, by_part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

    from quizlab.verify import Value, Verifier


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
        v = bind(verifier, request["params"])
        message = _difference(
            verifier, answers(verifier, v), by_part(verifier, verifier.reference(v))
        )
    except Exception as error:  # noqa: BLE001  # a reference may raise anything; it is reported
        return {"outcome": "failed", "message": f"{type(error).__name__}: {error}"}
    return {"outcome": "differs" if message else "agrees", "message": message}


def _difference(
    verifier: Verifier[Any], computed: Mapping[str, Value], referred: Mapping[str, Value]
) -> str:
    """Say where the two roads part, "" where they agree."""
    for part in verifier.parts:
        one, other = computed[part.name], referred[part.name]
        if not verifier.agreement.agrees(one, other):
            return f"{part.name}: computed {one!r}, by the reference {other!r}"
    return ""


def main() -> None:
    """Serve stdin at a low priority, with one torch thread."""
    for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    with suppress(OSError):  # a system may forbid it; then it runs as it is
        os.nice(10)
    serve(sys.stdin, sys.stdout)


if __name__ == "__main__":
    main()
