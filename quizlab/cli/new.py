"""`quizlab new`: a card to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quizlab.domain.cards import Kind

if TYPE_CHECKING:
    from quizlab.cli.context import Context


@click.command("new")
@click.argument("title")
@click.option("--deck", required=True, metavar="D", help="Such as Foundations/Adam.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    default=Kind.RECALL.value,
    show_default=True,
    help="What the card asks for.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(context: Context, *, title: str, deck: str, kind: str, as_json: bool) -> None:
    """Append a card called TITLE to a deck of your own; prints path:line, for your editor."""
    from quizlab.cli.faults import CommandError
    from quizlab.cli.output import say, say_json, warn
    from quizlab.sessions.authoring import CannotAdd, add_card
    from quizlab.sessions.packs import OWN, Pack

    folder = context.home.cards
    try:
        card = add_card(Pack(OWN, folder), folder, title, deck, Kind(kind))
    except CannotAdd as error:
        raise CommandError(str(error)) from error
    if as_json:
        say_json({"path": str(card.path), "line": card.line, "card": card.key})
    else:
        say(f"{card.path}:{card.line}")
    for fault in card.faults:
        warn(str(fault))
