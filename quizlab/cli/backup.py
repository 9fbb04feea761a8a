"""`quizlab backup`: a copy of the database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizlab.cli.context import Context


@click.command("backup")
@click.option("-o", "file", type=click.Path(dir_okay=False, path_type=Path), help="Where to.")
@click.pass_obj
def command(context: Context, *, file: Path | None) -> None:
    """Write a whole, sound copy of the database, while it may be in use."""
    from quizlab.cli.faults import CommandError
    from quizlab.cli.output import say

    space = context.workspace
    if file is None:
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        file = space.home.root / "backups" / f"quizlab-{stamp}.db"
    if file.exists():
        raise CommandError(f"{file} is there already; name another file")
    file.parent.mkdir(parents=True, exist_ok=True)
    space.store.backup(file)
    say(str(file))
