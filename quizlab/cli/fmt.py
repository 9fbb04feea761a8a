"""`quizlab fmt`: card files in their usual form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quizlab.cli.chosen import paths_argument

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quizlab.cli.context import Context
    from quizlab.sessions.formatting import FileForm


@click.command("fmt")
@paths_argument
@click.option("--diff", is_flag=True, help="Show what would change; write nothing.")
@click.option("--run", is_flag=True, help="Run trusted programs and write their output.")
@click.pass_obj
def command(context: Context, *, paths: tuple[Path, ...], diff: bool, run: bool) -> None:
    """Tidy the files or folders named PATH, or your own cards: ids, blank lines, reveal lines.

    Text is never wrapped, code and formulas are never touched, an id is never changed. A file
    whose division into cards is unclear is left alone. Exits 1 when a file was left alone or a
    program gave no output; with --diff also when something would change.
    """
    from quizlab.cli.chosen import chosen_files
    from quizlab.cli.faults import FOUND
    from quizlab.cli.output import counted, say, warn
    from quizlab.sessions.formatting import installed_folders, usual_forms
    from quizlab.sessions.packs import discover
    from quizlab.sessions.writing import replace_file

    runner = None
    if run:
        from quizlab.sessions.programs import trusted_runner

        runner = trusted_runner(context.workspace.store)
    if not paths and context.home.cards.is_dir():
        paths = (context.home.cards,)  # packs of others are written only where they are named
    groups = chosen_files(context, paths).groups if paths else ()
    files = changed = 0
    fine = True
    for form in usual_forms(groups, installed_folders(discover(context.home)[0]), runner):
        files += 1
        for trouble in form.troubles:
            fine = False
            warn(trouble)
        if form.text == form.was:
            continue
        changed += 1
        for line in _diff(form) if diff else _told(form):
            say(line)
        if not diff:
            assert form.file.file is not None  # noqa: S101  # what is no file is left alone
            replace_file(form.file.file, form.text, was=form.was)
    would = "would be changed" if diff else "changed"
    warn(f"{counted(files, 'file')}, {changed} {would}")
    if not fine or (diff and changed):
        raise click.exceptions.Exit(FOUND)


def _told(form: FileForm) -> Iterator[str]:
    for change in form.changes:
        yield f"{form.file.shown}: {change}"


def _diff(form: FileForm) -> Iterator[str]:
    from difflib import unified_diff

    before, after = (text.decode().split("\n") for text in (form.was, form.text))
    yield from unified_diff(before, after, form.file.shown, form.file.shown, lineterm="")
