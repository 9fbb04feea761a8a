"""`quizlab check`: every fault of card files, each at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quizlab.cli.chosen import paths_argument

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quizlab.cli.context import Context
    from quizlab.sessions.card_files import FileGroup
    from quizlab.sessions.checking import CheckReport


@click.command("check")
@paths_argument
@click.option("--run", is_flag=True, help="Run trusted programs and compare what they print.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
@click.pass_obj
def command(context: Context, *, paths: tuple[Path, ...], run: bool, as_json: bool) -> None:
    """Find every fault in the files or folders named PATH, or in every pack of cards.

    Every number is really computed. Exits 1 when there are errors; warnings alone exit 0. A card
    that looks like one you have studied under an id that is gone is said on stderr.
    """
    from quizlab.cli.chosen import chosen_files
    from quizlab.cli.faults import FOUND
    from quizlab.cli.output import say, say_json, warn
    from quizlab.sessions.checking import check

    chosen = chosen_files(context, paths)
    runner = None
    if run:
        from quizlab.sessions.programs import trusted_runner

        runner = trusted_runner(context.workspace.store)
    report = check(chosen.groups, context.verifiers, runner)
    for fault in context.verifiers.faults:
        warn(f"warning: {fault}")
    for sentence in report.unread:
        warn(sentence)
    for found in report.diagnostics:
        if as_json:
            say_json(
                {
                    "path": found.path,
                    "line": found.line,
                    "column": found.column,
                    "severity": found.severity.value,
                    "code": found.code,
                    "message": found.message,
                }
            )
        else:
            say(str(found))
    if context.home.database.exists():
        _suggest_renamings(context, chosen.groups)
    warn(_summary(report))
    if not report.ok or not (paths or chosen.complete):
        raise click.exceptions.Exit(FOUND)


def _suggest_renamings(context: Context, groups: Sequence[FileGroup]) -> None:
    """Say which cards look renamed; a database that cannot be read stops no check of files."""
    from quizlab.cli.output import warn
    from quizlab.sessions.renaming import renamings
    from quizlab.store import StoreError

    try:
        for group in groups:
            for suggestion in renamings(context.workspace.store, group):
                warn(suggestion)
    except (StoreError, OSError) as error:
        warn(f"warning: renamed cards were not looked for: {error}")


def _summary(report: CheckReport) -> str:
    from quizlab.cli.output import counted
    from quizlab.domain.diagnostics import Severity

    return ", ".join(
        (
            counted(report.files, "file"),
            counted(report.cards, "card"),
            f"{report.computed} computed",
            counted(report.count(Severity.ERROR), "error"),
            counted(report.count(Severity.WARNING), "warning"),
            f"{report.count(Severity.INFORMATION)} information",
        )
    )
