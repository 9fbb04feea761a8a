"""Bytes of a file -> its lessons and cards, as text. The bodies are read later, card by card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab.decks.codes import Faults
from quizlab.decks.frontmatter import read_front_matter
from quizlab.decks.headings import HeadingLine, read_heading
from quizlab.decks.identity import language_of, slug
from quizlab.decks.scanner import Scanner
from quizlab.domain.cards import CardText, Lesson, Level
from quizlab.domain.untrusted import clean

if TYPE_CHECKING:
    from quizlab.decks.scanner import Mark
    from quizlab.domain.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class SplitFile:
    """A file, divided.

    Attributes:
        cards: The cards that can be studied, as far as the division shows.
        lessons: What stands before and between them.
        diagnostics: The faults of the division, by place.
        structural: Whether the division cannot be trusted; then missing cards are not retired.
        deck_name: What people see of the deck.
        withheld: Cards without a usable id or with a fault in the heading: their bodies are
            checked, they are not studied. Their key may be "".
    """

    cards: tuple[CardText, ...]
    lessons: tuple[Lesson, ...]
    diagnostics: tuple[Diagnostic, ...]
    structural: bool
    deck_name: str
    withheld: tuple[CardText, ...] = ()


def decode(raw: bytes) -> str:
    """Return the text of a file: UTF-8, a BOM dropped, line ends as LF, controls removed.

    Raises:
        UnicodeDecodeError: Where it is not UTF-8.
    """
    text = with_line_feeds(raw.decode())
    # What is printable holds no control; that is tested faster than each control is looked for.
    return text if text.replace("\n", "").isprintable() else clean(text)


def with_line_feeds(text: str) -> str:
    """Return `text` without a BOM and with LF as the only line end."""
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def split(raw: bytes, *, path: str, pack: str, deck: str, first_position: int = 0) -> SplitFile:
    """Divide a file into lessons and cards.

    Args:
        raw: The file's bytes.
        path: The file as the user knows it; names the language of a translation.
        pack: Name of the pack, the first part of each key.
        deck: Identity of the deck, see `deck_identity`.
        first_position: Position of the first card.

    Returns:
        The cards with their texts, and every fault of the division; nothing is raised.
    """
    faults = Faults(path)
    try:
        text = decode(raw)
    except UnicodeDecodeError as error:
        before = with_line_feeds(raw[: error.start].decode())
        message = f"Byte {raw[error.start]:#04x} is not UTF-8: save the file as UTF-8."
        column = len(before) - before.rfind("\n")
        faults.add("not-utf8", before.count("\n") + 1, column, message)
        return SplitFile((), (), faults.sorted(), structural=True, deck_name=deck)
    return _Division(text, pack, deck, first_position, faults).divide()


class _Division:
    """The division of one text."""

    def __init__(
        self, text: str, pack: str, deck: str, first_position: int, faults: Faults
    ) -> None:
        self.path = faults.path
        self.pack = pack
        self.deck = deck
        self.position = first_position
        self.faults = faults
        self.translation = bool(language_of(self.path))
        self.text = "\n" + text
        self.front = read_front_matter(text, faults, wanted=not self.translation)
        self.lines_of: dict[str, int] = {}
        self.cards: list[CardText] = []
        self.withheld: list[CardText] = []
        self.lessons: list[Lesson] = []

    def divide(self) -> SplitFile:
        """Cut the text at its headings."""
        if self.translation and self.front.present:
            message = "A translation has no front matter: the original's holds for it."
            self.faults.add("translation-front-matter", 1, 1, message)
        text = self.text
        start = self.front.end
        marks = Scanner(text, self.faults).marks(start)
        end = len(text)
        ends = [mark.at for mark in marks]
        ends.append(end)
        preamble = text[start : ends[0]].rstrip()
        if preamble:
            line = text.count("\n", 0, start + 1)
            self.lessons.append(Lesson(self.deck, "", preamble[1:], line))
        for number, mark in enumerate(marks, start=1):
            if mark.level == 1:
                self._lesson(mark, ends[number])
            else:
                self._card(mark, ends[number])
        found = self.faults.found
        return SplitFile(
            tuple(self.cards),
            tuple(self.lessons),
            self.faults.sorted() if found else (),
            self.faults.structural if found else False,
            self.front.deck or self.deck,
            tuple(self.withheld),
        )

    def _heading(self, mark: Mark, end: int) -> tuple[str, HeadingLine]:
        """Return the heading's line, and what it says."""
        text, at = self.text, mark.at
        line_end = text.find("\n", at, end)
        if line_end < 0:
            line_end = end
        crowded = ""
        if not text.startswith("\n\n", at - 2) and at > self.front.end + 1:
            above = text[text.rfind("\n", 0, at - 1) : at]
            crowded = "above" if above.strip() else ""
        if not crowded and not text.startswith("\n\n", line_end):
            below = text[line_end : end if (stop := text.find("\n", line_end + 1)) < 0 else stop]
            crowded = "below" if below.strip() else ""
        if crowded:
            message = f"A heading touches the line {crowded} it: put a blank line between."
            self.faults.add("heading-crowded", mark.line + 1, 1, message)
        line = text[at:line_end]
        return line, read_heading(line)

    def _lesson(self, mark: Mark, end: int) -> None:
        """Take a lesson."""
        line, heading = self._heading(mark, end)
        if heading.braces:
            message = "A lesson (`#`) takes no attributes: only cards (`##`) have ids and classes."
            self.faults.add("lesson-attributes", mark.line + 1, heading.braces - 1, message)
        if not heading.title:
            message = "A lesson's heading is empty: name what it is about."
            self.faults.add("heading-empty", mark.line + 1, 1, message)
        body = self.text[mark.at + len(line) : end]
        shift = len(body) - len(body.lstrip("\n"))
        body = body.strip("\n").rstrip()
        self.lessons.append(Lesson(self.deck, heading.title, body, mark.line + 1 + shift))

    def _card(self, mark: Mark, end: int) -> None:
        """Take a card."""
        line, heading = self._heading(mark, end)
        name, attributes = heading.id, heading.attributes
        good = bool(name and heading.title) and not attributes.faults and name not in self.lines_of
        if not good:
            good = self._look_at_heading(mark.line + 1, line, heading)
        if name:
            self.lines_of.setdefault(name, mark.line + 1)
        front = self.front
        tags = front.tags
        if attributes.tags:
            tags = tuple(dict.fromkeys(tags + attributes.tags))
        card = CardText(
            f"{self.pack}/{name}" if name else "",
            self.deck,
            front.deck or self.deck,
            self.path,
            mark.line + 1,
            self.position,
            self.text[mark.at : end].rstrip(),
            tags,
            attributes.level or Level.BASIC,
            attributes.reversed,
            attributes.was,
        )
        self.position += 1
        (self.cards if good else self.withheld).append(card)

    def _look_at_heading(self, number: int, line: str, heading: HeadingLine) -> bool:
        """Collect the faults of a card's heading; return whether the card can be studied."""
        first = self.lines_of.get(heading.id)
        key = f"{self.pack}/{heading.id}" if heading.id and first is None else ""
        found = Faults(self.path, key)
        for at, code, message in heading.attributes.faults:
            found.add(code, number, heading.braces + at, message)
        if not heading.title:
            message = "A card's heading is empty: write what is asked."
            found.add("heading-empty", number, 1, message)
        if first is not None:
            message = f"The id `{heading.id}` is taken: also at {self.path}:{first}."
            found.add("id-duplicate", number, line.rfind("{") + 2, message)
        elif not heading.id and not found.withhold and not self.translation:
            proposal = slug(heading.title) or "some-name"
            message = (
                "A card without an id is not studied: add one, "
                f"`## … {{#{proposal}}}`, or let `quizlab fmt` do it."
            )
            found.add("id-missing", number, len(line) + 1, message)
        self.faults.found += found.found
        return bool(heading.id) and not found.withhold
