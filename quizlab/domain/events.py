"""The event log: the truth about progress. Payloads are plain records, stored as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class EventKind(StrEnum):
    """What happened."""

    REVIEW = "review"
    REGRADE = "regrade"
    RETRACT = "retract"
    PROOF = "proof"
    SUSPEND = "suspend"
    UNSUSPEND = "unsuspend"
    BURY = "bury"
    FORGET = "forget"
    FLAG = "flag"
    SETTINGS = "settings-of-memory"
    INTERVIEW = "interview"


@dataclass(frozen=True, slots=True)
class ReviewPayload:
    """A committed answer.

    Attributes:
        deck: The card's deck when it was asked.
        grade: 1 to 4, as far as known at submit.
        duration: Milliseconds from question to submit.
        typed: What was typed or chosen, by part; kept raw.
        verdict: ``right``, ``wrong`` or "" where the learner grades herself.
        misconception: Id of the recognised wrong formula, or None.
        told_apart: Misconceptions that this variant could tell apart.
        hints: Hints shown before the answer.
        verifier: Id of the verifier, "" for a card without one.
        version: The verifier's version.
        seed: What the variant was drawn with.
        params: The drawn parameters as plain JSON values.
    """

    deck: str
    grade: int
    duration: int = 0
    typed: dict[str, str] = field(default_factory=dict)
    verdict: str = ""
    misconception: str | None = None
    told_apart: tuple[str, ...] = ()
    hints: int = 0
    verifier: str = ""
    version: int = 0
    seed: int = 0
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RegradePayload:
    """A new grade for the review (device, seq)."""

    device: str
    seq: int
    grade: int


@dataclass(frozen=True, slots=True)
class RetractPayload:
    """The event (device, seq) counts no more; `by` is ``learner`` or ``system``."""

    device: str
    seq: int
    by: str = "learner"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProofPayload:
    """The reference agreed with compute for the review (device, seq)."""

    device: str
    seq: int
    verifier: str
    version: int


@dataclass(frozen=True, slots=True)
class FlagPayload:
    """The learner says that a card is wrong."""

    note: str


@dataclass(frozen=True, slots=True)
class SettingsPayload:
    """What memory depends on, from this event on; see `quizlab.scheduling.settings`.

    Attributes:
        parameters: The FSRS-6 parameters, 21 numbers, or () for the library's defaults.
        retention: Desired retention without a deck of its own.
        deck_retention: Desired retention by deck identity.
        learning_steps: Minutes.
        relearning_steps: Minutes.
        maximum_interval: Days.
        rollover: Local hour at which a learner-day ends.
    """

    parameters: tuple[float, ...] = ()
    retention: float = 0.9
    deck_retention: dict[str, float] = field(default_factory=dict)
    learning_steps: tuple[float, ...] = (1.0, 10.0)
    relearning_steps: tuple[float, ...] = (10.0,)
    maximum_interval: int = 36500
    rollover: int = 4


@dataclass(frozen=True, slots=True)
class EmptyPayload:
    """For events that say all by their kind: suspend, unsuspend, bury, forget."""


@dataclass(frozen=True, slots=True)
class InterviewPayload:
    """A mock interview that was held."""

    summary: dict[str, Any] = field(default_factory=dict)


Payload = (
    ReviewPayload
    | RegradePayload
    | RetractPayload
    | ProofPayload
    | FlagPayload
    | SettingsPayload
    | EmptyPayload
    | InterviewPayload
)

PAYLOADS: dict[EventKind, type[Payload]] = {
    EventKind.REVIEW: ReviewPayload,
    EventKind.REGRADE: RegradePayload,
    EventKind.RETRACT: RetractPayload,
    EventKind.PROOF: ProofPayload,
    EventKind.SUSPEND: EmptyPayload,
    EventKind.UNSUSPEND: EmptyPayload,
    EventKind.BURY: EmptyPayload,
    EventKind.FORGET: EmptyPayload,
    EventKind.FLAG: FlagPayload,
    EventKind.SETTINGS: SettingsPayload,
    EventKind.INTERVIEW: InterviewPayload,
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log; (device, seq) is its key, (at, device, seq) its place in replay.

    Attributes:
        device: The machine that wrote it.
        seq: Counts from 1 on that machine.
        learner: Whose progress.
        at: Milliseconds since 1970 UTC.
        offset: Local offset from UTC in minutes at that moment.
        day: Learner-day: days since 1970-01-01 in local time less the rollover.
        kind: What happened.
        card: ``pack/id``, or "" for events about the learner.
        side: The side of the card, 0 where the whole card is meant.
        payload: The rest, by kind.
    """

    device: str
    seq: int
    learner: str
    at: int
    offset: int
    day: int
    kind: EventKind
    card: str
    side: int
    payload: Payload

    @property
    def order(self) -> tuple[int, str, int]:
        """The place in replay."""
        return (self.at, self.device, self.seq)
