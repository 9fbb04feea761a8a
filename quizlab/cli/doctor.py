"""`quizlab doctor`: look for damage, and make derived tables again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizlab.cli.context import Context


@click.command("doctor")
@click.option("--rebuild", "again", is_flag=True, help="Make all derived tables from the log.")
@click.pass_obj
def command(context: Context, *, again: bool) -> None:
    """Check the database and the packages; exits 1 when something is wrong."""
    from quizlab.cli.faults import FOUND
    from quizlab.cli.output import say
    from quizlab.sessions.deriving import rebuild

    report = context.sync()
    space = context.workspace
    damage = space.store.integrity()
    for line in damage:
        say(f"database: {line}")
    if not damage:
        say(f"database: sound ({space.home.database})")
    verifiers = context.verifiers
    say(f"verifiers: {len(verifiers.ids())}")
    for fault in verifiers.faults:
        say(f"package: {fault}")
    if again and not damage:
        rebuild(space.store)
        say("memories, counts and statistics: made again from the log")
    if damage or report.faults or verifiers.faults:
        raise click.exceptions.Exit(FOUND)
