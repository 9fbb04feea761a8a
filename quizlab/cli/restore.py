"""`quizlab restore`: a backup in the place of the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizlab.cli.context import Context


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def command(context: Context, *, file: Path) -> None:
    """Put the backup FILE in the place of the database; what was there is kept beside it.

    From then on this machine counts as another one, so that answers given since the backup can be
    merged with those to come.
    """
    from quizlab.cli.clock import WallClock
    from quizlab.cli.output import say
    from quizlab.store import Store

    database = context.home.database
    aside = Store.restore(database, file, now=WallClock().now())
    say(f"{database} holds {file} now")
    if aside is not None:
        say(f"the database before is kept as {aside}")
