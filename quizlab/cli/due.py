"""`quizlab due`: how much today holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizlab.cli.context import Context


@click.command("due")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(context: Context, *, as_json: bool) -> None:
    """Say how many cards are due today, over all decks that are studied."""
    from quizlab.cli.output import say, say_json
    from quizlab.domain.query import Query
    from quizlab.sessions.overview import total_of

    context.sync()
    space = context.workspace
    total = total_of(space.store, space.progress, space.settings, space.with_topics(Query()))
    if as_json:
        say_json({"new": total.new, "learning": total.learning, "review": total.review})
    else:
        say(
            f"{total.due} due today: {total.new} new, {total.learning} learning, "
            f"{total.review} to review"
        )
