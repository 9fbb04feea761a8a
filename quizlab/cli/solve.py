"""`quizlab solve`: compute an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quizlab.cli.settings_given import parsed, set_option

if TYPE_CHECKING:
    from quizlab.cli.context import Context
    from quizlab.sessions.computed import Worked


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
    from quizlab.cli.output import say, say_json
    from quizlab.sessions.computed import shown_answer, solved, worked
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
        lesson = worked(verifier, v) if steps else None
        answer = shown_answer(verifier, verify.answers(verifier, v))
    if lesson is not None:
        _teach(lesson)
    say(answer)


def _teach(lesson: Worked) -> None:
    """Show the question, the steps one by one, and where people go wrong with these numbers."""
    from quizlab.cli.output import say, say_hanging, say_markdown

    say_markdown(lesson.prompt)
    say()
    say_hanging("Convention: ", lesson.convention)
    for number, step in enumerate(lesson.steps, start=1):
        say(f"\nStep {number} of {len(lesson.steps)}")
        say_markdown(step)
    if lesson.mistakes:
        say("\nWhere people go wrong")
        for answer, sentence in lesson.mistakes:
            say_hanging("• ", f"{answer}: {sentence}")
    say()
