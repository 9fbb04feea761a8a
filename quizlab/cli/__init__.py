"""The command line: parses, calls a session, prints. Each command is loaded when it is used."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

# name -> (module below quizlab.cli, one line for the list of commands)
COMMANDS = {
    "study": ("study", "Study what is due."),
    "decks": ("decks", "List the decks with what is due."),
    "due": ("due", "Say how much is due today."),
    "check": ("check", "Find every fault in card files."),
    "fmt": ("fmt", "Put card files into their usual form."),
    "trust": ("trust", "Allow the programs of a folder to be run by fmt and check."),
    "new": ("new", "Add a card to a deck of your own."),
    "preview": ("preview", "Show the cards of a file as they will be asked."),
    "flag": ("flag", "Say that a card is wrong, or list what was said."),
    "unsuspend": ("unsuspend", "Bring a suspended card back, or list them."),
    "verifiers": ("verifiers", "List the verifiers, or tell all about one."),
    "generate": ("generate", "Make computed questions with fresh numbers."),
    "solve": ("solve", "Compute an answer, with worked steps."),
    "grade": ("grade", "Judge an answer to a computed question."),
    "audit": ("audit", "Prove verifiers by their references."),
    "model": ("model", "List the networks, or show the layers of one."),
    "config": ("config", "Show the settings, or change some."),
    "backup": ("backup", "Write a copy of the database."),
    "restore": ("restore", "Put a backup in the place of the database."),
    "doctor": ("doctor", "Look for damage; make derived tables again."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only to run it or to show its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """The names in the order in which they are used."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """Import and return a command, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"quizlab.cli.{COMMANDS[cmd_name][0]}")
        command = module.command
        assert isinstance(command, click.Command)  # noqa: S101  # every module ends in its command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; Click itself would end with code 1 when its reader goes away."""
        from quizlab.cli.faults import ReaderGoneError

        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderGoneError from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command where there is none of that name."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            if near:
                raise click.UsageError(f"{error.message} Did you mean {near[0]!r}?", ctx) from error
            raise


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--home", metavar="DIR", help="Folder of the database and your own cards.")
@click.option("--learner", metavar="NAME", help="Whose progress is kept.")
@click.version_option(package_name="quizlab", message="quizlab %(version)s")
@click.pass_context
def group(ctx: click.Context, home: str | None, learner: str | None) -> None:
    """Practise deep-learning interviews: without a command, open the app."""
    from quizlab.cli.context import Context

    ctx.obj = Context(home, learner)
    if ctx.invoked_subcommand is None:
        from quizlab.cli.app import run_app

        run_app(ctx.obj.workspace)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; faults of the user end in one sentence, never in a traceback.

    Args:
        arguments: What stands behind ``quizlab``; None for what the process was started with.
    """
    from quizlab.cli.faults import forgiving_streams, reported

    forgiving_streams()
    with reported():
        # Without its standalone mode click returns the exit code.
        sys.exit(group.main(arguments, prog_name="quizlab", standalone_mode=False))


__all__ = ["main"]
