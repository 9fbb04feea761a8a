"""`quizlab decks`: the decks with what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizlab.cli.context import Context


@click.command("decks")
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
@click.pass_obj
def command(context: Context, *, as_json: bool) -> None:
    """List the decks with their cards and what today holds of each."""
    from dataclasses import asdict

    from quizlab.cli.output import say_json, say_table
    from quizlab.domain.query import Query
    from quizlab.sessions.overview import overview

    context.sync()
    space = context.workspace
    decks = overview(space.store, space.progress, space.settings, Query())
    if as_json:
        for deck in decks:
            say_json(asdict(deck))
        return
    head = ("deck", "  cards", "    new", "learning", "review")
    say_table(
        [
            head,
            *(
                (d.deck_name, f"{d.cards:7}", f"{d.new:7}", f"{d.learning:8}", f"{d.review:6}")
                for d in decks
            ),
        ]
    )
