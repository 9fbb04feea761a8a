"""`quizlab study`: straight to the first question, in the app or line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizlab.cli.context import Context


@click.command("study")
@click.argument("deck", nargs=-1)
@click.option("--tag", "tags", multiple=True, help="Only cards with this tag; may be repeated.")
@click.option("--new", type=click.IntRange(0), metavar="N", help="New cards today.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Reviews in this session.")
@click.option("--cram", is_flag=True, help="Ask everything; leave the memory alone.")
@click.option("--lang", "language", metavar="L", help="Language of the cards, such as zh.")
@click.option("--plain", is_flag=True, help="Line by line: for screen readers and pipes.")
@click.pass_obj
def command(
    context: Context,
    *,
    deck: tuple[str, ...],
    tags: tuple[str, ...],
    new: int | None,
    limit: int | None,
    language: str | None,
    cram: bool,
    plain: bool,
) -> None:
    """Study what is due, from all decks or those named DECK."""
    from quizlab.domain.query import Query

    workspace = context.workspace
    if plain or deck or not workspace.store.deck_list():
        # The app reads changed files after its first paint, unless it has nothing to paint.
        context.sync()
    query = Query(
        decks=context.decks_named(deck),
        tags=tags,
        new_limit=new,
        limit=limit,
        cram=cram,
        language=language or workspace.settings.language,
    )
    if plain:
        from quizlab.cli.plain import run_plain

        run_plain(workspace, query)
    else:
        from quizlab.cli.app import run_app

        run_app(workspace, query)
