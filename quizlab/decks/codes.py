"""Every code that a fault in a file can have, with its severity, and the collector of faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.domain.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

_STRUCTURAL = """
not-utf8 front-matter fence-open comment-open math-open heading-hidden heading-space attributes
"""

_ERRORS = """
front-matter-key deck-name html reference-link colon-fence directive-unknown role-unknown table-cells
id-missing id-form id-duplicate level heading-empty lesson-attributes
answer-missing rule-second two-fields field-nested rule-with-field blank-with-field blank-place
blank-form literal-equals task-form choice-none points-ticked reversed-kind order-form
order-duplicate source-place link-unknown
yaml-syntax yaml-feature yaml-duplicate field-form field-key field-value verifier-unknown no-draws
answer-form tolerance fact-form fact-failed fact-mismatch output-missing output-differs run-language
run-failed image-missing image-outside link-scheme
translation-orphan translation-front-matter translation-differs
"""

_WARNINGS = """
heading-crowded rule-crowded html-inline literal-emphasis literal-dollar tag-near blank-in-code
blanks-many reversed-question source-missing image-alt
"""

_INFORMATION = "card-commented math-crowded run-untrusted translation-missing"

STRUCTURAL = frozenset(_STRUCTURAL.split())
"""Codes after which the division into cards cannot be trusted."""

SEVERITIES = (
    dict.fromkeys(STRUCTURAL, Severity.ERROR)
    | dict.fromkeys(_ERRORS.split(), Severity.ERROR)
    | dict.fromkeys(_WARNINGS.split(), Severity.WARNING)
    | dict.fromkeys(_INFORMATION.split(), Severity.INFORMATION)
)
"""Code to severity, for every code there is."""


class Faults:
    """The faults of one file or one card, collected as they are found."""

    def __init__(self, path: str, card: str = "") -> None:
        self.path = path
        self.card = card
        self.found: list[Diagnostic] = []

    def add(self, code: str, line: int, column: int, message: str, *, lesser: bool = False) -> None:
        """Collect one fault.

        Args:
            code: A key of `SEVERITIES`.
            line: 1-based line of the original file.
            column: 1-based column in characters.
            message: What was got, what is possible, what to do.
            lesser: The harmless form of a structural code: a warning, not structural.
        """
        severity = Severity.WARNING if lesser else SEVERITIES[code]
        structural = code in STRUCTURAL and not lesser
        self.found.append(
            Diagnostic(self.path, line, column, code, severity, message, structural, self.card)
        )

    @property
    def withhold(self) -> bool:
        """Whether one of the faults is an error."""
        return any(fault.severity is Severity.ERROR for fault in self.found)

    @property
    def structural(self) -> bool:
        """Whether one of the faults is structural."""
        return any(fault.structural for fault in self.found)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Return the faults by place, each once."""
        return in_order(self.found)


def in_order(faults: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return `faults` by place; of those that say the same of one place, the first."""
    seen: dict[tuple[str, int, int, str], Diagnostic] = {}
    for fault in faults:
        seen.setdefault((fault.path, fault.line, fault.column, fault.code), fault)
    return tuple(sorted(seen.values()))


def quoted(text: str, most: int = 60) -> str:
    """Return `text` on one line, cut to `most` characters, for a message."""
    line = " ".join(text.split())
    return f"`{line[:most]}…`" if len(line) > most else f"`{line}`"
