"""Grades and verdicts: what an answer was worth."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Grade(IntEnum):
    """FSRS ratings; the keys 1 to 4."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Outcome(StrEnum):
    """What became of a typed answer. Invalid and coarse are asked again, recorded nowhere."""

    RIGHT = "right"
    WRONG = "wrong"
    COARSE = "coarse"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one part of an answer.

    Attributes:
        outcome: Right, wrong, coarse or invalid.
        feedback: One or two sentences for the learner.
        misconception: Id of the wrong formula that gives this answer, or None.
        given: The answer as understood, formatted; "" when invalid.
        truth: The right answer, formatted.
        carried: Whether it is right only as what follows from the learner's own earlier parts.
    """

    outcome: Outcome
    feedback: str = ""
    misconception: str | None = None
    given: str = ""
    truth: str = ""
    carried: bool = False

    @property
    def details(self) -> str:
        """The feedback without a leading word for the outcome, which screens draw as a sign."""
        return self.feedback.removeprefix(f"{self.outcome.capitalize()}: ")
