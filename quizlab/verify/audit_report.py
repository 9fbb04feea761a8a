"""What an audit finds, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a verifier breaks.

    Attributes:
        kind: ``disagreement``, ``reference``, ``compute``, ``answer``, ``formatted``, ``where``,
            ``parameters``, ``prompt``, ``explain``, ``follow``, ``misconception`` or ``rate``.
        message: What was found and what is expected.
        params: The parameters as JSON values; empty where it is not about one variant.
    """

    kind: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        settings = " ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.kind}: {self.message}{f' ({settings})' if settings else ''}"


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What an audit found.

    Attributes:
        verifier: Its id.
        version: Its version.
        variants: Distinct variants that were looked at.
        exhaustive: Whether these are all that can be drawn.
        proved: Variants on which compute and reference agreed.
        unproved: Why the reference did not run at all, "" where it did.
        rates: Share of draws that tell each misconception apart, of the draws in which it can be
            made; 0 where it never can.
        reach: Share of all draws in which each misconception can be made.
        problems: What it breaks, the first twenty of each kind.
        count: Number of problems by kind, all of them.
    """

    verifier: str
    version: int
    variants: int
    exhaustive: bool
    proved: int
    unproved: str
    rates: Mapping[str, float]
    reach: Mapping[str, float]
    problems: tuple[Problem, ...]
    count: Mapping[str, int]

    @property
    def ok(self) -> bool:
        """Whether nothing was found; a reference that could not run is said by `unproved`."""
        return not self.problems
