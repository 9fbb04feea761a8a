"""Faults that only all files of a pack together show: ids, links, translations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.decks.codes import Faults, in_order, quoted
from quizlab.decks.division import split
from quizlab.decks.identity import deck_identity, language_of, nearest, original_path
from quizlab.decks.places import on_original
from quizlab.decks.reading import read_body, read_lesson
from quizlab.decks.translations import compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from quizlab.decks.division import SplitFile
    from quizlab.domain.cards import CardText
    from quizlab.domain.diagnostics import Diagnostic


def check_pack(files: Mapping[str, bytes], *, pack: str) -> tuple[Diagnostic, ...]:
    """Return the faults between the files of a pack: `check_file` finds those within each.

    Args:
        files: The bytes of every Markdown file, by its path in the pack.
        pack: Name of the pack.
    """
    check = _Pack(files, pack)
    found = [*check.duplicates(), *check.links(), *check.translations()]
    faults: list[Diagnostic] = []
    for path in sorted({fault.path for fault in found}):
        faults += on_original(files[path], [fault for fault in found if fault.path == path])
    return in_order(faults)


class _Pack:
    """All files of a pack, divided."""

    def __init__(self, files: Mapping[str, bytes], pack: str) -> None:
        self.pack = pack
        self.divided = {
            path: split(files[path], path=path, pack=pack, deck=deck_identity(pack, path))
            for path in sorted(files)
        }
        self.originals = {
            path: divided for path, divided in self.divided.items() if not language_of(path)
        }
        self.home: dict[str, CardText] = {}

    def duplicates(self) -> Iterable[Diagnostic]:
        """Find ids that two files use; also where each id stands."""
        for path, divided in self.originals.items():
            faults = Faults(path)
            for card in divided.cards:
                first = self.home.setdefault(card.key, card)
                if first is not card:
                    heading = card.text.partition("\n")[0]
                    name = card.key.partition("/")[2]
                    message = f"The id `{name}` is taken: also at {first.path}:{first.line}."
                    faults.add("id-duplicate", card.line, heading.rfind("{#") + 2, message)
            yield from faults.found

    def links(self) -> Iterable[Diagnostic]:
        """Find links to cards that do not exist."""
        known = {card.key.partition("/")[2] for card in self.home.values()}
        for path, divided in self.divided.items():
            faults = Faults(path)
            for line, column, name, key in _links_of(divided, path):
                if name not in known:
                    near = nearest(name, known)
                    advice = (
                        f"did you mean `#{near}`?" if near else "mend the id, or remove the link."
                    )
                    faults.card = key
                    message = f"No card of this pack has the id {quoted(name)}: {advice}"
                    faults.add("link-unknown", line, column, message)
            yield from faults.found

    def translations(self) -> Iterable[Diagnostic]:
        """Compare every translation with its original."""
        for path, divided in self.divided.items():
            if not language_of(path):
                continue
            original = self.originals.get(original_path(path))
            faults = Faults(path)
            if original is None:
                message = f"There is no {quoted(original_path(path))} that this file translates."
                faults.add("translation-orphan", 1, 1, message)
            else:
                compare(original, divided, faults)
            yield from faults.found


def _links_of(divided: SplitFile, path: str) -> Iterable[tuple[int, int, str, str]]:
    """Yield line, column, id and card of every link between cards."""
    for lesson in divided.lessons:
        if "](#" in lesson.text:
            for name, line, column in read_lesson(lesson, path).findings.links:
                yield line, column, name, ""
    for card in divided.cards:
        if "](#" in card.text:
            for name, line, column in read_body(card).findings.links:
                yield line, column, name, card.key
