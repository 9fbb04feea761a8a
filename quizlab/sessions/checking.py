"""Checking card files: every fault with its place, every number really computed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from quizlab import decks
from quizlab.domain.cards import Kind
from quizlab.domain.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizlab.decks import Runner
    from quizlab.domain.diagnostics import Diagnostic
    from quizlab.sessions.card_files import FileGroup
    from quizlab.sessions.packs import PackFile
    from quizlab.sessions.verifiers import Verifiers


@dataclass(slots=True)
class CheckReport:
    """What a check found.

    Attributes:
        files: Files that were read.
        cards: Cards in them, translations not counted.
        computed: Cards whose numbers are drawn anew at each review.
        diagnostics: The faults, by file and place.
        unread: A sentence for each file that could not be read.
    """

    files: int = 0
    cards: int = 0
    computed: int = 0
    diagnostics: list[Diagnostic] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def count(self, severity: Severity) -> int:
        """How many faults are of this severity."""
        return sum(fault.severity is severity for fault in self.diagnostics)

    @property
    def ok(self) -> bool:
        """Whether all was read and nothing is an error."""
        return not self.unread and not self.count(Severity.ERROR)


def check(
    groups: Iterable[FileGroup], verifiers: Verifiers, runner: Runner | None = None
) -> CheckReport:
    """Check the files that are meant, each on its own and among the files of its pack.

    Args:
        groups: The files.
        verifiers: What computes.
        runner: Runs programs; None leaves them alone.
    """
    report = CheckReport()
    for group in groups:
        _Check(group, verifiers, runner, report).run()
    report.diagnostics.sort()
    return report


class _Check:
    """The check of one group of files."""

    def __init__(
        self, group: FileGroup, verifiers: Verifiers, runner: Runner | None, report: CheckReport
    ) -> None:
        self._group = group
        self._verifiers = verifiers
        self._runner = runner
        self._report = report

    def run(self) -> None:
        """Check the files that are meant."""
        if not self._group.chosen:
            return
        texts: dict[str, bytes] = {}
        for path, file in self._group.files.items():
            try:
                texts[path] = file.read()
            except OSError as error:
                if path in self._group.chosen:
                    why = error.strerror or str(error)
                    self._report.unread.append(f"{file.shown}: cannot be read ({why})")
        for path in sorted(self._group.chosen & texts.keys()):
            self._file(self._group.files[path], texts[path])
        between = decks.check_pack(texts, pack=self._group.pack)
        self._add(fault for fault in between if fault.path in self._group.chosen)

    def _file(self, file: PackFile, raw: bytes) -> None:
        self._report.files += 1
        if not file.language:
            self._count(file, raw)
        faults = self._faults(file, raw, 0)
        for number in range(1, len(self._group.roots)):
            if not any(fault.code == "image-missing" for fault in faults):
                break
            # An edited copy in the overlay shows the images of the original.
            elsewhere = set(self._faults(file, raw, number))
            faults = [f for f in faults if f.code != "image-missing" or f in elsewhere]
        self._add(faults)

    def _faults(self, file: PackFile, raw: bytes, root: int) -> list[Diagnostic]:
        return list(
            decks.check_file(
                raw,
                path=file.path,
                pack=file.pack,
                deck=decks.deck_identity(file.pack, file.path),
                verifiers=self._verifiers.get,
                root=self._group.roots[root],
                runner=None if root else self._runner,
            )
        )

    def _count(self, file: PackFile, raw: bytes) -> None:
        deck = decks.deck_identity(file.pack, file.path)
        divided = decks.split(raw, path=file.path, pack=file.pack, deck=deck)
        for text in divided.cards + divided.withheld:
            self._report.cards += 1
            if "{compute}" in text.text:
                card, _ = decks.read_card(text)
                self._report.computed += card is not None and card.kind is Kind.COMPUTE

    def _add(self, faults: Iterable[Diagnostic]) -> None:
        """Collect faults under the paths that a person can open."""
        self._report.diagnostics.extend(
            replace(fault, path=self._group.files[fault.path].shown) for fault in faults
        )
