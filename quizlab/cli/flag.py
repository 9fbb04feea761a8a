"""`quizlab flag`: say that a card is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizlab.cli.context import Context


@click.command("flag")
@click.argument("card", required=False)
@click.option("--note", help="What is wrong with it.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
@click.pass_obj
def command(context: Context, *, card: str | None, note: str | None, as_json: bool) -> None:
    """Flag CARD (pack/id) with a note; without CARD, list what was flagged."""
    from quizlab.cli.faults import CommandError
    from quizlab.cli.output import say, say_json
    from quizlab.domain.events import FlagPayload

    store = context.workspace.store
    if card is not None:
        context.sync()
        if store.card_text(card) is None:
            raise CommandError(f"there is no card {card!r}; write it as pack/id")
        if not note:
            raise CommandError("say what is wrong: --note 'the padding is counted twice'")
        context.workspace.progress.flag(card, note)
        return
    for event in store.flags():
        assert isinstance(event.payload, FlagPayload)  # noqa: S101  # flags carry nothing else
        if as_json:
            say_json({"card": event.card, "note": event.payload.note, "at": event.at})
        else:
            day = datetime.fromtimestamp(event.at / 1000, UTC).astimezone().date()
            say(f"{day}  {event.card}  {event.payload.note}")
