"""`quizlab preview`: the cards of a file as they will be asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizlab.cli.context import Context
    from quizlab.domain.questions import Part, Question


@click.command("preview")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--seed", type=click.IntRange(0), metavar="S", help="Draws the same variants again.")
@click.pass_obj
def command(context: Context, *, file: Path, seed: int | None) -> None:
    """Show the cards of FILE: each question, then its answer. Nothing is recorded.

    Exits 1 when a card cannot be asked; `quizlab check` says all that is wrong with it.
    """
    from random import Random, SystemRandom

    from quizlab.cli.chosen import chosen_files
    from quizlab.cli.faults import FOUND
    from quizlab.cli.output import warn
    from quizlab.sessions.previewing import preview

    if seed is None:
        seed = SystemRandom().getrandbits(32)
    failed = False
    for group in chosen_files(context, (file,)).groups:
        for card in preview(group, context.verifiers, Random(seed)):  # noqa: S311  # dice
            for fault in card.faults:
                failed = True
                warn(fault)
            for question in card.questions:
                _show(question, card.accepted)
    if failed:
        raise click.exceptions.Exit(FOUND)


def _show(question: Question, accepted: tuple[str, ...]) -> None:
    from quizlab.cli.output import WIDTH, say
    from quizlab.domain.cards import Kind
    from quizlab.domain.document import Paragraph
    from quizlab.typeset.layout import lay_out, text_of

    name = question.card.partition("/")[2] + ("" if question.side == 1 else f"#{question.side}")
    say(f"== {name} | {question.deck_name} | {question.kind}")
    say(text_of(lay_out([Paragraph(question.heading)], WIDTH, reveal=False)))
    if question.prompt:
        say()
        say(text_of(lay_out(question.prompt, WIDTH, reveal=False)))
    if question.convention:
        say(f"Convention: {question.convention}")
    for part in question.parts:
        _show_part(part)
    say()
    say("-- answer")
    # What belongs into a blank is shown where it belongs.
    cloze = question.kind is Kind.CLOZE
    revealed = (*question.prompt, *question.answer) if cloze else question.answer
    for text in accepted:
        say(f"Right: {text}")
    if revealed:
        say(text_of(lay_out(revealed, WIDTH)))
    for point in question.points:
        say(f"  [ ] {text_of(lay_out([Paragraph(point)], WIDTH - 6))}")
    for source in question.sources:
        say(f"Source: {source.text}{f' <{source.link}>' if source.link else ''}")
    say()


def _show_part(part: Part) -> None:
    from quizlab.cli.output import say
    from quizlab.sessions.choices import label
    from quizlab.typeset.layout import lay_out_line, text_of

    for place, choice in enumerate(part.choices):
        say(f"  {label(place)}) {text_of((lay_out_line(choice.children),))}")
    details = ", ".join(filter(None, (part.expects, part.unit)))
    asked = " ".join(filter(None, (part.label, f"({details})" if details else "")))
    if asked:
        say(f"> {asked}")
