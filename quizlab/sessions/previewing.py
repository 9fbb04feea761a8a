"""The cards of a file as they will be asked, without a store and without a schedule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from quizlab import decks
from quizlab.domain.cards import AnswerField
from quizlab.domain.diagnostics import Diagnostic, Severity
from quizlab.sessions.asking import Examiner
from quizlab.sessions.facts import Facts
from quizlab.verify import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from quizlab.domain.cards import Card, CardText
    from quizlab.domain.questions import Question
    from quizlab.sessions.card_files import FileGroup
    from quizlab.sessions.packs import PackFile
    from quizlab.sessions.verifiers import Verifiers


class Previewed(NamedTuple):
    """A card as it will be asked.

    Attributes:
        questions: One for each side; none where the card cannot be asked.
        accepted: What is right for an ``{answer}``, which its explanation need not say.
        faults: Why it cannot be asked, as sentences with their places.
    """

    questions: tuple[Question, ...] = ()
    accepted: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def preview(group: FileGroup, verifiers: Verifiers, dice: Random) -> Iterator[Previewed]:
    """Yield the cards of the files that are meant; of a translation, those that it translates.

    Raises:
        OSError: When a file cannot be read.
    """
    for file in group.meant():
        if file.language:
            yield from _translated(group, file, verifiers, dice)
        else:
            yield from _original(file, verifiers, dice)


def _original(file: PackFile, verifiers: Verifiers, dice: Random) -> Iterator[Previewed]:
    examiner = Examiner(verifiers, Facts(verifiers), dice)
    divided = _divided(file)
    wrong = [fault for fault in divided.diagnostics if fault.severity is Severity.ERROR]
    if wrong:
        yield Previewed(faults=_said(wrong))
    for text in divided.cards:
        card, faults = decks.read_card(text)
        if card is None:
            errors = [fault for fault in faults if fault.severity is Severity.ERROR]
            yield Previewed(faults=_said(errors))
        else:
            yield _asked(examiner, card, text)


def _translated(
    group: FileGroup, file: PackFile, verifiers: Verifiers, dice: Random
) -> Iterator[Previewed]:
    examiner = Examiner(verifiers, Facts(verifiers), dice, file.language)
    original = group.files.get(decks.original_path(file.path))
    if original is None:
        missing = decks.original_path(file.path)
        yield Previewed(faults=(f"{file.shown}:1:1: there is no {missing} that it translates",))
        return
    raw = file.read()
    for text in _divided(original).cards:
        card, _ = decks.read_card(text)
        translated = decks.read_translation(card, raw, path=file.path) if card else None
        if translated is not None:
            yield _asked(examiner, translated, text)


def _divided(file: PackFile) -> decks.SplitFile:
    deck = decks.deck_identity(file.pack, file.path)
    divided = decks.split(file.read(), path=file.path, pack=file.pack, deck=deck)
    shown = [replace(text, path=file.shown) for text in divided.cards]
    faults = [replace(fault, path=file.shown) for fault in divided.diagnostics]
    return replace(divided, cards=tuple(shown), diagnostics=tuple(faults))


def _asked(examiner: Examiner, card: Card, text: CardText) -> Previewed:
    accepted: tuple[str, ...] = ()
    if isinstance(card.field, AnswerField):
        field = card.field
        value = (" ".join(filter(None, (field.value, field.unit))),)
        accepted = value if field.value is not None else field.accept
    try:
        questions = tuple(examiner.ask(card, side).question for side in text.sides)
        return Previewed(questions, accepted)
    except Fault as fault:
        return Previewed(faults=(f"{text.path}:{text.line}:1: {fault.message}",))


def _said(faults: list[Diagnostic]) -> tuple[str, ...]:
    return tuple(map(str, faults))
