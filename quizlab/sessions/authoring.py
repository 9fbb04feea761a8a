"""Adding a card to a deck of one's own."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from quizlab import decks
from quizlab.domain.diagnostics import Diagnostic, Severity
from quizlab.domain.untrusted import clean_line
from quizlab.sessions.packs import OWN
from quizlab.sessions.writing import create_file, replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quizlab.decks import SplitFile
    from quizlab.domain.cards import CardText, Kind
    from quizlab.sessions.packs import Pack, PackFile


class CannotAdd(ValueError):  # noqa: N818  # says what is wrong
    """A card that cannot be added; the message says why, and what to do."""


class NewCard(NamedTuple):
    """Where a new card stands.

    Attributes:
        path: The file.
        line: 1-based line of the heading.
        key: ``own/id``.
        faults: Errors that the title brings along, such as HTML; they withhold the card.
    """

    path: Path
    line: int
    key: str
    faults: tuple[Diagnostic, ...]


class _OwnFile(NamedTuple):
    """A file of the person's own, divided."""

    file: PackFile
    raw: bytes
    divided: SplitFile


def add_card(own: Pack, folder: Path, title: str, deck: str, kind: Kind) -> NewCard:
    """Append a card to the file of `deck`, which is made where there is none.

    Args:
        own: The person's own pack.
        folder: Its folder.
        title: The heading.
        deck: What people see of the deck, such as ``Foundations/Adam``; case is ignored.
        kind: What the card asks for.

    Raises:
        CannotAdd: When the deck or the card cannot be called so, or the file is broken.
        OSError: When a file cannot be read or written.
    """
    if not clean_line(title):
        raise CannotAdd("the title is empty; write what the card asks")
    deck = clean_line(deck)
    files = tuple(_own_files(own))
    taken = {card.key.partition("/")[2] for each in files for card in _cards(each.divided)}
    markdown = decks.new_card(title, kind, taken=taken)
    home = next((f for f in files if f.divided.deck_name.casefold() == deck.casefold()), None)
    if home is None:
        path = folder / _free_path(deck, own, {each.file.path for each in files})
        text = (_front_matter(deck) + markdown).encode()
    else:
        path = folder / home.file.path
        _refuse_structural(home.divided, f"mend {path} first")
        text = _joined(home.raw, markdown)
    divided = _divided(own.name, path.relative_to(folder).as_posix(), text)
    _refuse_structural(divided, "take another title")
    if home is None:
        create_file(path, text)
    else:
        replace_file(path, text, was=home.raw)
    card = _cards(divided)[-1]
    _, faults = decks.read_card(card)
    found = [fault for fault in (*divided.diagnostics, *faults) if fault.line >= card.line]
    errors = [replace(f, path=str(path)) for f in found if f.severity is Severity.ERROR]
    return NewCard(path, card.line, card.key, tuple(errors))


def _refuse_structural(divided: SplitFile, advice: str) -> None:
    """Refuse a file whose division into cards is unclear.

    Raises:
        CannotAdd: With the first fault.
    """
    for fault in divided.diagnostics:
        if fault.structural:
            raise CannotAdd(f"{advice}; line {fault.line}: {fault.message}")


def _own_files(own: Pack) -> Iterator[_OwnFile]:
    for file in own.files():
        if not file.language:
            raw = file.read()
            yield _OwnFile(file, raw, _divided(own.name, file.path, raw))


def _divided(pack: str, path: str, raw: bytes) -> SplitFile:
    return decks.split(raw, path=path, pack=pack, deck=decks.deck_identity(pack, path))


def _cards(divided: SplitFile) -> list[CardText]:
    return sorted(divided.cards + divided.withheld, key=lambda card: card.line)


def _joined(raw: bytes, markdown: str) -> bytes:
    """The file with a card behind it, its line ends kept."""
    text = raw.decode()
    end = "\r\n" if "\r\n" in text else "\n"
    body = text.rstrip()
    joined = body + (end + end if body else "") + markdown.replace("\n", end)
    return joined.encode()


def _front_matter(deck: str) -> str:
    """Front matter that names the deck, in quotes where YAML needs them."""
    quoted = "'" + deck.replace("'", "''") + "'"
    for written in (deck, quoted):
        front = f"---\ndeck: {written}\n---\n\n"
        divided = _divided(OWN, "new.md", front.encode())
        if divided.deck_name == deck and not divided.diagnostics:
            return front
    raise CannotAdd(f"a deck cannot be called {deck!r}; write Topic or Topic/Part")


def _free_path(deck: str, own: Pack, taken: set[str]) -> str:
    """A path for the file of a new deck, by which no other deck is known."""
    names = [decks.slug(part) or _hashed(part) for part in deck.split("/")]
    stem, number = "/".join(names), 1
    known = {decks.deck_identity(own.name, path) for path in taken}
    while True:
        path = f"{stem}.md" if number == 1 else f"{stem}-{number}.md"
        if decks.deck_identity(own.name, path) not in known:
            return path
        number += 1


def _hashed(part: str) -> str:
    """A name for what has no ASCII letters."""
    return f"deck-{hashlib.blake2b(part.encode(), digest_size=4).hexdigest()}"
