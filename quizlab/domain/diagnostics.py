"""Faults in content are data: collected, placed and explained, never raised."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a fault is; an error withholds the card it stands in."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One fault at a place of the original file.

    Attributes:
        path: The file as the user named it.
        line: 1-based line of the original file.
        column: 1-based column, in characters.
        code: A code of cards.md, such as ``fence-open``.
        severity: Error, warning or information.
        message: What was got, what is possible, what to do.
        structural: The file's division into cards cannot be trusted; it retires nothing.
        card: Key of the card that the fault withholds, or "" when it concerns the file.
    """

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    structural: bool = False
    card: str = ""

    def __str__(self) -> str:
        return (
            f"{self.path}:{self.line}:{self.column}: {self.severity} [{self.code}] {self.message}"
        )
