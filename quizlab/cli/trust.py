"""`quizlab trust`: allow the programs of card files to be run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizlab.cli.context import Context


@click.command("trust")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
@click.pass_obj
def command(context: Context, *, path: Path, as_json: bool) -> None:
    """Let `check --run` and `fmt --run` run the programs that the files below PATH hold now.

    Read them first: limits on time, memory and output hold mistakes, not malice. Each program is
    trusted as it stands; one that is changed later has to be trusted again. Studying runs nothing.
    """
    from quizlab.cli.chosen import chosen_files
    from quizlab.cli.output import counted, say, say_json, warn
    from quizlab.sessions.programs import programs_in, trust

    found = list(programs_in(chosen_files(context, (path,)).groups))
    fresh = 0
    for program, is_fresh in trust(context.workspace.store, found) if found else ():
        fresh += is_fresh
        if as_json:
            say_json(
                {
                    "path": program.path,
                    "line": program.line,
                    "language": program.language,
                    "digest": program.digest,
                    "new": is_fresh,
                }
            )
        else:
            word = "trusted from now on" if is_fresh else "trusted before"
            lines = counted(program.text.count("\n") + 1, "line")
            place = f"{program.path}:{program.line}"
            say(f"{place}: {program.language}, {lines}, {program.digest[:12]}: {word}")
    warn(f"{counted(len(found), 'program')}, {fresh} newly trusted")
