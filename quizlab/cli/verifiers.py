"""`quizlab verifiers`: what can be computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from quizlab.cli.context import Context


@click.command("verifiers")
@click.argument("name", metavar="[ID]", required=False)
@click.option("--json", "as_json", is_flag=True, help="JSON lines; one object with an ID.")
@click.pass_obj
def command(context: Context, *, name: str | None, as_json: bool) -> None:
    """List the verifiers, or tell parameters, convention, mistakes, code and source of one.

    Exits 1 when one of them cannot be loaded; the others are listed all the same.
    """
    from quizlab.cli.faults import FOUND
    from quizlab.cli.output import say_json, say_table, warn
    from quizlab.sessions.computed import described
    from quizlab.verify import Fault

    if name is not None:
        found = described(context.verifiers.get(name))
        if as_json:
            say_json(found)
        else:
            _tell(found)
        return
    listed = []
    broken = []
    for each in context.verifiers.ids():
        try:
            listed.append(context.verifiers.get(each))
        except Fault as fault:
            broken.append(fault.message)
    for said in (*context.verifiers.faults, *broken):
        warn(f"warning: {said}")
    if as_json:
        for verifier in listed:
            say_json(described(verifier))
    else:
        say_table((verifier.id, verifier.title) for verifier in listed)
    if broken:
        raise click.exceptions.Exit(FOUND)


def _tell(found: dict[str, Any]) -> None:
    from quizlab.cli.output import say, say_hanging, say_markdown

    say(f"{found['id']}  version {found['version']}")
    say(found["title"])
    say("\nParameters")
    room = max(map(len, (*found["parameters"], *found["parts"]))) + 4
    for name, spec in found["parameters"].items():
        default = f"; default {_written(spec['default'])}" if "default" in spec else ""
        say_hanging(f"  {name}".ljust(room), f"{spec['allowed']}{default}")
    say("\nAnswer")
    for name, expects in found["parts"].items():
        say_hanging(f"  {name}".ljust(room), expects)
    say("\nConvention")
    say_markdown(found["convention"])
    say("\nMistakes that are recognised")
    for name, sentence in found["misconceptions"].items():
        say_hanging("• ", f"{name}: {sentence}")
    say("\nCode")
    say(found["code"].rstrip())
    say()
    say_hanging("Source: ", found["citation"])


def _written(value: object) -> str:
    """Return a default as ``--set`` takes it."""
    from quizlab.cli.output import json_line

    return value if isinstance(value, str) else json_line(value)
