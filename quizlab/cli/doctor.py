"""`quizlab doctor`: look for damage, and make derived tables again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizlab.cli.context import Context
    from quizlab.sessions.verifiers import Verifiers


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
    unloadable = [why for name in verifiers.ids() if (why := _why_not(verifiers, name))]
    for fault in (*verifiers.faults, *unloadable):
        say(f"package: {fault}")
    if again and not damage:
        rebuild(space.store)
        say("memories, counts and statistics: made again from the log")
    if damage or report.faults or verifiers.faults or unloadable:
        raise click.exceptions.Exit(FOUND)


def _why_not(verifiers: Verifiers, name: str) -> str:
    """Say why a verifier cannot be loaded, "" where it can."""
    from quizlab.verify import Fault

    try:
        verifiers.get(name)
    except Fault as fault:
        return fault.message
    return ""
