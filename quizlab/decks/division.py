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
        self.path = path = faults.path
        self.pack = pack
        self.deck = deck
        self.position = first_position
        self.faults = faults
        self.translation = bool(language_of(path))
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
        first = marks[0].at if marks else len(text)
        if text[start:first].strip():
            line = text.count("\n", 0, start + 1)
            self.lessons.append(Lesson(self.deck, "", text[start + 1 : first].rstrip(), line))
        for number, mark in enumerate(marks):
            end = marks[number + 1].at if number + 1 < len(marks) else len(text)
            if mark.level == 1:
                self._lesson(mark, end)
            else:
                self._card(mark, end)
        return SplitFile(
            tuple(self.cards),
            tuple(self.lessons),
            self.faults.sorted() if self.faults.found else (),
            self.faults.structural,
            self.front.deck or self.deck,
            tuple(self.withheld),
        )

    def _heading(self, mark: Mark, end: int) -> tuple[str, int, HeadingLine]:
        """Read the heading at `mark`; return its line, where that ends, and what it says."""
        text = self.text
        line_end = text.find("\n", mark.at, end)
        line_end = end if line_end < 0 else line_end
        line = text[mark.at : line_end]
        above = text[mark.at - 2 : mark.at] if mark.at > self.front.end + 1 else "\n\n"
        below = text[line_end + 1 : line_end + 2]
        if above != "\n\n" and text[text.rfind("\n", 0, mark.at - 1) : mark.at].strip():
            message = "A heading touches the line above it: put a blank line between."
            self.faults.add("heading-crowded", mark.line + 1, 1, message)
        elif below not in {"\n", ""} and text[line_end : text.find("\n", line_end + 1)].strip():
            message = "A heading touches the line below it: put a blank line between."
            self.faults.add("heading-crowded", mark.line + 1, 1, message)
        return line, line_end, read_heading(line)

    def _lesson(self, mark: Mark, end: int) -> None:
        """Take a lesson."""
        _, line_end, heading = self._heading(mark, end)
        if heading.attributes:
            message = "A lesson (`#`) takes no attributes: only cards (`##`) have ids and classes."
            column = heading.title_column + len(heading.title) + 1
            self.faults.add("lesson-attributes", mark.line + 1, column, message)
        if not heading.title:
            message = "A lesson's heading is empty: name what it is about."
            self.faults.add("heading-empty", mark.line + 1, 1, message)
        body = self.text[line_end:end]
        shift = len(body) - len(body.lstrip("\n"))
        body = body.strip("\n").rstrip()
        self.lessons.append(Lesson(self.deck, heading.title, body, mark.line + 1 + shift))

    def _card(self, mark: Mark, end: int) -> None:
        """Take a card."""
        line, _, heading = self._heading(mark, end)
        found = Faults(self.path)
        for column, code, message in heading.faults:
            found.add(code, mark.line + 1, column, message)
        if not heading.title:
            found.add(
                "heading-empty", mark.line + 1, 1, "A card's heading is empty: write what is asked."
            )
        if not heading.id and not any(code in _ID_FAULTS for _, code, _ in heading.faults):
            proposal = slug(heading.title) or "some-name"
            message = (
                "A card without an id is not studied: add one, "
                f"`## … {{#{proposal}}}`, or let `quizlab fmt` do it."
            )
            if not self.translation:
                found.add("id-missing", mark.line + 1, len(line) + 1, message)
        if heading.id in self.lines_of:
            message = (
                f"The id `{heading.id}` is taken: also at {self.path}:{self.lines_of[heading.id]}."
            )
            found.add("id-duplicate", mark.line + 1, _id_column(line), message)
        elif heading.id:
            self.lines_of[heading.id] = mark.line + 1
        card = CardText(
            key=f"{self.pack}/{heading.id}" if heading.id else "",
            deck=self.deck,
            deck_name=self.front.deck or self.deck,
            path=self.path,
            line=mark.line + 1,
            position=self.position,
            text=self.text[mark.at : end].rstrip(),
            tags=tuple(dict.fromkeys(self.front.tags + heading.tags)),
            level=heading.level or Level.BASIC,
            reversed=heading.reversed,
            was=heading.was,
        )
        self.position += 1
        if heading.id and not found.withhold:
            self.cards.append(card)
        else:
            self.withheld.append(card)
        self.faults.found += found.found


_ID_FAULTS = frozenset({"attributes", "id-form"})


def _id_column(line: str) -> int:
    """Return the 1-based column of the id of a heading line."""
    return line.rfind("{#") + 2 if "{#" in line else line.rfind("#") + 1
