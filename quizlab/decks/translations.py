"""Translations: ``name.zh.md`` beside ``name.md`` says the same cards in another language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quizlab.decks.division import split
from quizlab.decks.reading import read_card
from quizlab.domain.cards import AnswerField, CardText, Level, OrderField, RunField

if TYPE_CHECKING:
    from quizlab.decks.codes import Faults
    from quizlab.decks.division import SplitFile
    from quizlab.domain.cards import Card, Field


def read_translation(card: Card, raw: bytes, *, path: str) -> Card | None:
    """Return a card as a translated file has it, None where that has no card that fits.

    Args:
        card: The card of the original.
        raw: Bytes of the translated file.
        path: Path of the translated file.
    """
    pack = card.text.key.partition("/")[0]
    divided = split(raw, path=path, pack=pack, deck=card.text.deck)
    text = next((text for text in divided.cards if text.key == card.text.key), None)
    if text is None:
        return None
    translated, _ = read_card(_in_place_of(card.text, text))
    if translated is None or difference(card, translated):
        return None
    return replace(
        translated,
        text=card.text,
        field=_united(card.field, translated.field),
        sources=translated.sources or card.sources,
        follow_ups=translated.follow_ups or card.follow_ups,
    )


def compare(original: SplitFile, translation: SplitFile, faults: Faults) -> None:
    """Report how a translated file differs from its original.

    Args:
        original: The original, divided.
        translation: The translation, divided.
        faults: Where faults are collected.
    """
    texts = {text.key: text for text in original.cards}
    seen: set[str] = set()
    for text in translation.cards + tuple(text for text in translation.withheld if text.key):
        seen.add(text.key)
        faults.card = text.key
        of = texts.get(text.key)
        if of is None:
            name = text.key.partition("/")[2]
            message = f"No card of the original has the id `{name}`: remove it, or mend the id."
            faults.add("translation-orphan", text.line, 1, message)
            continue
        if text.tags or text.was or text.reversed or text.level is not Level.BASIC:
            message = "Classes stand in the original only: write `## text {#id}`."
            faults.add("translation-differs", text.line, 1, message)
        card, _ = read_card(of)
        translated, _ = read_card(_in_place_of(of, text))
        told = difference(card, translated) if card and translated else ""
        if told:
            message = f"{told} It must be as in {of.path}:{of.line}."
            faults.add("translation-differs", text.line, 1, message)
    for text in translation.withheld:
        if not text.key:
            message = "A translated card needs the id of its original: `## text {#id}`."
            faults.card = ""
            faults.add("translation-orphan", text.line, 1, message)
    faults.card = ""
    missing = [key.partition("/")[2] for key in texts if key not in seen]
    if missing:
        names = ", ".join(f"`{name}`" for name in missing[:5])
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        message = f"Not translated yet: {names}{more}; they are shown in the original's language."
        faults.add("translation-missing", 1, 1, message)


def difference(card: Card, translated: Card) -> str:
    """Say in what a translation differs that must be the same, or return ""."""
    if card.kind is not translated.kind:
        return f"This is a {translated.kind} card, the original a {card.kind} card."
    ticks = [option.right for option in card.options]
    if ticks != [option.right for option in translated.options]:
        return "Number or ticks of the options differ."
    if len(card.blanks) != len(translated.blanks) or any(
        a.maths is not b.maths or ((a.code or a.maths or _is_number(a.text)) and a.text != b.text)
        for a, b in zip(card.blanks, translated.blanks, strict=True)
    ):
        return "Number or kinds of the blanks differ, or what belongs into one of them."
    if len(card.points) != len(translated.points):
        return f"There are {len(translated.points)} points, in the original {len(card.points)}."
    if not _same(card.field, translated.field):
        return "The values of the field differ."
    return ""


def _in_place_of(original: CardText, translation: CardText) -> CardText:
    """Return a translated text with what only the original says."""
    return replace(translation, tags=original.tags, level=Level.BASIC, reversed=original.reversed)


def _same(field: Field | None, other: Field | None) -> bool:
    """Whether two fields ask the same."""
    if isinstance(field, AnswerField) and isinstance(other, AnswerField):
        plain = replace(field, accept=(), unit=""), replace(other, accept=(), unit="")
        return plain[0] == plain[1] and bool(field.accept) == bool(other.accept)
    if isinstance(field, OrderField) and isinstance(other, OrderField):
        return len(field.items) == len(other.items)
    if isinstance(field, RunField) and isinstance(other, RunField):
        return field == other
    return field == other


def _united(field: Field | None, other: Field | None) -> Field | None:
    """Return the translated field, with the texts of both languages accepted."""
    if isinstance(field, AnswerField) and isinstance(other, AnswerField) and field.accept:
        return replace(other, accept=tuple(dict.fromkeys(other.accept + field.accept)))
    return other


def _is_number(text: str) -> bool:
    """Whether a blank holds a number, which is the same in every language."""
    try:
        float(text)
    except ValueError:
        return False
    return True
