"""``--set k=v``, repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quizlab.cli.faults import CommandError

if TYPE_CHECKING:
    from collections.abc import Sequence

set_option = click.option(
    "--set", "given", multiple=True, metavar="K=V", help="A parameter; may be repeated."
)


def parsed(given: Sequence[str]) -> dict[str, str]:
    """Return what ``--set`` gave, by parameter.

    Raises:
        CommandError: When one is not ``k=v``, or a parameter is given twice.
    """
    values: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise CommandError(f"--set {text!r}: write it as name=value, such as --set kernel=3")
        if name in values:
            raise CommandError(f"--set {name}: given twice, as {values[name]!r} and {value!r}")
        values[name] = value
    return values
