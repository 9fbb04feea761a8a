"""`quizlab model`: the networks, and what their layers make, hold, cost and see."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizlab.sessions.networks import InstalledNetworks
    from quizlab.verify import LayerTable

_LARGEST = 10_000


def _size(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> tuple[int, int] | None:
    """Read a side in pixels, or height and width: ``300`` or ``360x480``."""
    if text is None:
        return None
    sides = text.strip().lower().replace("×", "x").split("x")
    if len(sides) > 2 or not all(side.isascii() and side.isdigit() for side in sides):
        raise click.BadParameter(f"a size is a side such as 300, or 360x480; got {text[:40]!r}")
    height, width = int(sides[0][:9]), int(sides[-1][:9])
    if not 1 <= min(height, width) <= max(height, width) <= _LARGEST:
        raise click.BadParameter(f"sides are 1 to {_LARGEST} pixels; got {text[:40]!r}")
    return height, width


@click.command("model")
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--size", callback=_size, metavar="N", help="Side of the image, or 360x480.")
@click.option(
    "--depth",
    type=click.IntRange(1, 20),
    metavar="D",
    help="Sum up modules at this depth: 1 shows the stages.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON lines; one object with a NAME.")
@click.option("--source", is_flag=True, help="Print the file in which it is written.")
@click.option("--compare", nargs=2, metavar="A B", help="Two networks side by side.")
def command(
    *,
    name: str | None,
    size: tuple[int, int] | None,
    depth: int | None,
    as_json: bool,
    source: bool,
    compare: tuple[str, str] | None,
) -> None:
    """List the networks, or print the layers of one: shape, parameters, multiply-adds, view.

    MACs are multiply-adds of convolutions and matrix products, for one image.
    """
    from quizlab.cli import model_text
    from quizlab.cli.output import say_json, warn
    from quizlab.sessions.networks import InstalledNetworks

    if compare and (name or source):
        raise click.UsageError("--compare takes its two networks itself, without NAME or --source")
    if source and (size or depth or as_json):
        raise click.UsageError("--source prints a file; it goes with no other option")
    if name is None and not compare and (size or depth or source):
        raise click.UsageError("say which network: quizlab model NAME; without NAME it lists them")
    networks = InstalledNetworks()
    for fault in networks.faults:
        warn(f"warning: {fault}")
    if compare:
        tables = [_table(networks, one, size) for one in compare]
        if as_json:
            for table in tables:
                say_json(model_text.plain_table(table, depth))
        else:
            model_text.say_side_by_side(tables[0], tables[1], depth or 1)
    elif name is None:
        model_text.say_list(networks.summaries(), as_json=as_json)
    elif source:
        click.echo(networks.source(name), nl=False)
    else:
        table = _table(networks, name, size)
        if as_json:
            say_json(model_text.plain_table(table, depth))
        else:
            model_text.say_network(table, depth)


def _table(networks: InstalledNetworks, name: str, size: tuple[int, int] | None) -> LayerTable:
    """Return a table; say on a terminal that it is still being computed."""

    def busy(seconds: float) -> None:
        if sys.stderr.isatty():
            click.echo(f"\rcomputing {name}… {seconds:.0f} s", nl=False, err=True)
        elif not shown:
            click.echo(f"computing {name}…", err=True)
        shown.append(seconds)

    shown: list[float] = []
    try:
        return networks.table(name, size, busy)
    finally:
        if shown and sys.stderr.isatty():
            click.echo("\r\x1b[K", nl=False, err=True)
