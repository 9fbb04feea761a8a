"""`quizlab unsuspend`: bring a card back that was set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizlab.cli.context import Context


@click.command("unsuspend")
@click.argument("card", required=False)
@click.pass_obj
def command(context: Context, *, card: str | None) -> None:
    """Bring CARD (pack/id) back; without CARD, list what is suspended."""
    from quizlab.cli.faults import CommandError
    from quizlab.cli.output import say

    context.sync()
    space = context.workspace
    suspended = {memory.card for memory in space.store.active_memories() if memory.suspended}
    if card is None:
        for key in sorted(suspended):
            say(key)
        return
    if card not in suspended:
        raise CommandError(f"{card!r} is not suspended; `quizlab unsuspend` lists what is")
    space.progress.unsuspend(card)
