"""``[PATH]...``: the card files that a command means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.cli.context import Context
    from quizlab.sessions.card_files import FileGroup

paths_argument = click.argument(
    "paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path)
)


class Chosen(NamedTuple):
    """The files that are meant.

    Attributes:
        groups: The files, with those of the same pack.
        complete: Whether every installed package of cards could be used.
    """

    groups: tuple[FileGroup, ...]
    complete: bool


def chosen_files(context: Context, paths: Sequence[Path]) -> Chosen:
    """Return the files below `paths`, or those of every pack; broken packages are told of.

    Raises:
        CommandError: When a path is neither a file nor a folder.
    """
    from quizlab.cli.faults import CommandError
    from quizlab.cli.output import warn
    from quizlab.sessions.card_files import NoCardFile, choose
    from quizlab.sessions.packs import discover

    packs, faults = discover(context.home)
    for fault in faults:
        warn(f"warning: {fault}")
    try:
        return Chosen(choose(packs, paths), not faults)
    except NoCardFile as error:
        raise CommandError(str(error)) from error
