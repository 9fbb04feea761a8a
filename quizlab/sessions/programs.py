"""The programs in card files: found, trusted by their hash, run when they are trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab import decks
from quizlab.decks.blocks import Body, directive_of
from quizlab.decks.codes import Faults
from quizlab.decks.fields import fence_content
from quizlab.decks.findings import Findings
from quizlab.sessions.running import fence_digest, run_program

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quizlab.decks import Runner
    from quizlab.domain.cards import CardText, RunField
    from quizlab.sessions.card_files import FileGroup
    from quizlab.store import Store


@dataclass(frozen=True, slots=True)
class Program:
    """A program of a card.

    Attributes:
        path: The file, as a person can open it.
        line: 1-based line of its fence.
        language: What it is written in.
        text: The program.
        digest: The hash by which it is trusted.
    """

    path: str
    line: int
    language: str
    text: str
    digest: str


def programs_in(groups: Iterable[FileGroup]) -> Iterator[Program]:
    """Yield every program of the files that are meant, with or without an output below it.

    Raises:
        OSError: When a file cannot be read.
    """
    for group in groups:
        for file in group.meant():
            deck = decks.deck_identity(file.pack, file.path)
            divided = decks.split(file.read(), path=file.shown, pack=file.pack, deck=deck)
            for card in sorted(divided.cards + divided.withheld, key=lambda card: card.line):
                if "{run}" in card.text:
                    yield from _programs_of(card)


def _programs_of(card: CardText) -> Iterator[Program]:
    markdown = card.text.partition("\n")[2]
    body = Body(markdown, card.line + 1, Findings(Faults(card.path), card.path))
    for segment in body.segments():
        token = body.tokens[segment.first]
        name, language = directive_of(token) or ("", "")
        if name == "run" and language in decks.RUN_LANGUAGES and not body.indent(segment.line):
            text = fence_content(token.content)
            line, _ = body.place(segment.line)
            yield Program(card.path, line, language, text, fence_digest(language, text))


def trust(store: Store, programs: Iterable[Program]) -> Iterator[tuple[Program, bool]]:
    """Trust `programs`; yield each with whether it is trusted from now on, or was before."""
    for program in programs:
        fresh = not store.is_trusted(program.digest)
        if fresh:
            store.trust(program.digest)
        yield program, fresh


def trusted_runner(store: Store) -> Runner:
    """Return what runs a program where it is trusted, and leaves it alone elsewhere."""

    def run(field: RunField) -> decks.RunResult | None:
        if not store.is_trusted(fence_digest(field.language, field.program)):
            return None
        ran = run_program(field.language, field.program)
        return decks.RunResult(ran.output.removesuffix("\n"), ran.failure)

    return run
