"""How likely a card is remembered on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizlab.domain.events import SettingsPayload
    from quizlab.domain.memory import Memory


def retrievability(memory: Memory, day: int, settings: SettingsPayload) -> float:
    """Return the probability that a memory is recalled on a learner-day.

    Args:
        memory: The memory.
        day: Learner-day; a day before the last review counts as that one.
        settings: The settings in force.

    Returns:
        A probability; 0 for a memory without a review.
    """
    if memory.stability is None or memory.last_day is None:
        return 0.0
    from quizlab.scheduling import model  # noqa: PLC0415 - a first question costs no fsrs

    return model.recall(memory.stability, max(0, day - memory.last_day), settings)
