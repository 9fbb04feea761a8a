"""`quizlab config`: what can be set, and setting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizlab.cli.context import Context


@click.command("config")
@click.argument("changes", metavar="[NAME=VALUE]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(context: Context, *, changes: tuple[str, ...], as_json: bool) -> None:
    """Show all settings, or change some.

    Retention, steps, the longest interval and the hour at which a day ends belong to memory: they
    are kept in the log and hold for every review from now on.
    """
    from quizlab.cli.faults import CommandError
    from quizlab.cli.output import say, say_json
    from quizlab.sessions.configuring import configure, configured

    wanted: dict[str, str] = {}
    for change in changes:
        name, equals, value = change.partition("=")
        if not equals:
            raise CommandError(f"{change!r}: write it as name=value, such as minutes=30")
        wanted[name.strip()] = value.strip()
    space = context.workspace
    if wanted:
        context.sync()
        configure(space, wanted)
    found = configured(space)
    if as_json:
        say_json(found)
        return
    for name, value in found.items():
        shown = ",".join(map(str, value)) if isinstance(value, tuple) else value
        say(f"{name} = {'' if shown is None else shown}")
