"""``--batch``: a JSON object a line in, an answer a line out, in order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from quizlab.cli.faults import FOUND, USAGE, CommandError
from quizlab.cli.output import input_lines, say_json
from quizlab.sessions.computed import answered_line, error_of
from quizlab.verify import Fault

if TYPE_CHECKING:
    from quizlab.sessions.verifiers import Verifiers


def run_batch(verifiers: Verifiers, file: str, *, grade: bool) -> int:
    """Answer every line of `file`; a line that cannot be done answers an error. Exit code."""
    failed = False
    for line in input_lines(file):
        if not line.strip():
            continue
        try:
            request = json.loads(line)
        except (ValueError, RecursionError) as error:
            answer = error_of(Fault("type", "", f"the line is not JSON: {error}"))
        else:
            answer = answered_line(verifiers, request, grade=grade)
        failed = failed or "error" in answer
        say_json(answer)
    return FOUND if failed else 0


def check_usage(name: str | None, batch: str | None, given: tuple[str, ...]) -> None:
    """Refuse an id beside ``--batch``, and neither of both.

    Raises:
        CommandError: With what to write instead.
    """
    if batch is not None and (name is not None or given):
        raise CommandError("--batch takes ids and parameters from its lines; give no ID or --set")
    if batch is None and name is None:
        raise CommandError("give the ID of a verifier, or --batch FILE", USAGE)
