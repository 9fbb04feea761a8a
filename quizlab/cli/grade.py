"""`quizlab grade`: judge an answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from quizlab.cli.settings_given import parsed, set_option

if TYPE_CHECKING:
    from quizlab.cli.context import Context


@click.command("grade")
@click.argument("name", metavar="ID", required=False)
@set_option
@click.option("--answer", metavar="A", help="As typed; with several parts an object {part: value}.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--batch", metavar="FILE|-", help="JSON lines of id, params and answer.")
@click.pass_obj
def command(
    context: Context,
    *,
    name: str | None,
    given: tuple[str, ...],
    answer: str | None,
    as_json: bool,
    batch: str | None,
) -> None:
    """Judge an answer to the verifier ID; the exit code is 0 whatever the verdict."""
    from quizlab.cli.batch import check_usage, run_batch
    from quizlab.cli.faults import CommandError
    from quizlab.cli.output import say, say_json
    from quizlab.sessions.computed import graded

    check_usage(name, batch, given)
    verifiers = context.verifiers
    if batch is not None:
        raise click.exceptions.Exit(run_batch(verifiers, batch, grade=True))
    if answer is None:
        raise CommandError("give the answer: --answer 112")
    verifier = verifiers.get(str(name))
    result = graded(verifier, parsed(given), _read(answer, several=len(verifier.parts) > 1))
    if as_json:
        say_json(result)
        return
    mistake = f" [{result['misconception']}]" if result["misconception"] else ""
    say(f"{result['verdict']}{mistake}")
    say(result["feedback"])


def _read(answer: str, *, several: bool) -> object:
    """An object of parts where there are several, else the text as typed."""
    from quizlab.cli.faults import CommandError

    if not several:
        return answer
    try:
        return json.loads(answer)
    except json.JSONDecodeError as error:
        raise CommandError(
            f"--answer: several parts are asked, so an object is needed, such as "
            f"'{{\"update\": 0.1}}'; got {answer!r} ({error})"
        ) from error
