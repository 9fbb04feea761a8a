"""`quizlab solve`: compute an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quizlab.cli.settings_given import parsed, set_option

if TYPE_CHECKING:
    from quizlab.cli.context import Context


@click.command("solve")
@click.argument("name", metavar="ID", required=False)
@set_option
@click.option("--steps", is_flag=True, help="Explain step by step.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--batch", metavar="FILE|-", help="JSON lines of id and params.")
@click.pass_obj
def command(
    context: Context,
    *,
    name: str | None,
    given: tuple[str, ...],
    steps: bool,
    as_json: bool,
    batch: str | None,
) -> None:
    """Compute the answer of the verifier ID for the parameters given."""
    from quizlab import verify
    from quizlab.cli.batch import check_usage, run_batch
    from quizlab.cli.output import say, say_json, say_markdown
    from quizlab.sessions.computed import shown_answer, solved
    from quizlab.sessions.verifiers import blamed

    check_usage(name, batch, given)
    verifiers = context.verifiers
    if batch is not None:
        raise click.exceptions.Exit(run_batch(verifiers, batch, grade=False))
    verifier = verifiers.get(str(name))
    values = parsed(given)
    if as_json:
        say_json(solved(verifier, values))
        return
    with blamed(verifier.id):
        v = verify.bind(verifier, values)
        worked = verifier.explain(v) if steps else ()
        answer = shown_answer(verifier, verify.answers(verifier, v))
    for step in worked:
        say_markdown(step)
        say()
    say(answer)
