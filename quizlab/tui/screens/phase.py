"""How far the card on the study screen has come."""

from enum import Enum, auto


class Phase(Enum):
    """The states of the study screen.

    Attributes:
        ASKING: A question waits for its answer.
        GRADING: The answer is in sight; the learner grades herself.
        ANSWERED: The answer is judged and stored; the grade may be overruled.
        OVER: Nothing is due, or not yet.
        TROUBLE: The next card could not be read.
    """

    ASKING = auto()
    GRADING = auto()
    ANSWERED = auto()
    OVER = auto()
    TROUBLE = auto()
