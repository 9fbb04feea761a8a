"""FSRS-6 through the `fsrs` library: the only file that imports it.

The rest of the room imports this file inside functions, so that a first question costs no model.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import fsrs
from fsrs.scheduler import (
    DEFAULT_PARAMETERS,
    LOWER_BOUNDS_PARAMETERS,
    UPPER_BOUNDS_PARAMETERS,
)

from quizlab.domain.memory import Phase

if TYPE_CHECKING:
    from quizlab.domain.events import SettingsPayload
    from quizlab.domain.grades import Grade
    from quizlab.domain.memory import Memory

BOUNDS: tuple[tuple[float, float], ...] = tuple(
    zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
)
"""Lowest and highest legal value of each of the 21 parameters."""

STABILITY_MAX = 36_500.0
"""Days. The reference implementation stops here too; the Python library does not, and legal
parameters with many easy reviews on one day would take it to infinity."""

_LAST_REVIEW = datetime(1970, 1, 1, tzinfo=UTC)
"""Only the days between two reviews matter, so every last review is put on this one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one review makes of a memory.

    Attributes:
        phase: FSRS state after the review.
        step: Learning step after it, None in the review phase.
        stability: Days until recall falls to 90 %.
        difficulty: 1 to 10.
        milliseconds: Length of a learning step; 0 in the review phase.
        days: Interval in the review phase, without fuzz; 0 in a learning step.
    """

    phase: Phase
    step: int | None
    stability: float
    difficulty: float
    milliseconds: int
    days: int


def review(
    memory: Memory, grade: Grade, elapsed: int, settings: SettingsPayload, deck: str = ""
) -> Outcome:
    """Ask FSRS what a review does.

    Args:
        memory: The memory before the review; only its model state is read.
        grade: How well the learner remembered.
        elapsed: Learner-days since the last review, at least 0; 0 while new.
        settings: The settings in force.
        deck: Deck identity, for a retention of its own.

    Returns:
        The new model state and the interval.

    Raises:
        ValueError: If the settings' parameters are not legal; see `quizlab.scheduling.settings`.
    """
    scheduler = _scheduler_for(settings, settings.deck_retention.get(deck, settings.retention))
    known = memory.phase is not Phase.NEW
    # Whole days between the two times: the library floors to them anyway, and an exact time would
    # make "yesterday evening" less than a day ago. An id and a due date are given because the
    # library sleeps or reads the clock without them.
    card = fsrs.Card(
        card_id=0,
        state=fsrs.State(int(memory.phase)) if known else fsrs.State.Learning,
        step=memory.step if known else 0,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_LAST_REVIEW,
        last_review=_LAST_REVIEW if known else None,
    )
    now = _LAST_REVIEW + timedelta(days=elapsed)
    after, _ = scheduler.review_card(card, fsrs.Rating(int(grade)), now)
    if after.stability is None or after.difficulty is None:  # pragma: no cover - for the types
        raise AssertionError("FSRS reviewed a card and left it without a state")
    interval = after.due - now
    reviewing = after.state == fsrs.State.Review
    return Outcome(
        phase=Phase(int(after.state)),
        step=after.step,
        stability=min(after.stability, STABILITY_MAX),
        difficulty=after.difficulty,
        milliseconds=0 if reviewing else interval // timedelta(milliseconds=1),
        days=interval.days if reviewing else 0,
    )


def recall(stability: float, elapsed: int, settings: SettingsPayload) -> float:
    """Return the probability of recall so many days after a review.

    Args:
        stability: Days until recall falls to 90 %.
        elapsed: Learner-days since the last review, at least 0.
        settings: The settings in force: the curve's decay is one of the parameters.

    Returns:
        A probability.
    """
    scheduler = _scheduler_for(settings, settings.retention)
    card = fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        stability=stability,
        due=_LAST_REVIEW,
        last_review=_LAST_REVIEW,
    )
    return scheduler.get_card_retrievability(card, _LAST_REVIEW + timedelta(days=elapsed))


def _scheduler_for(settings: SettingsPayload, retention: float) -> fsrs.Scheduler:
    return _scheduler(
        tuple(settings.parameters),
        retention,
        tuple(settings.learning_steps),
        tuple(settings.relearning_steps),
        settings.maximum_interval,
    )


@lru_cache(maxsize=64)
def _scheduler(
    parameters: tuple[float, ...],
    retention: float,
    learning_steps: tuple[float, ...],
    relearning_steps: tuple[float, ...],
    maximum_interval: int,
) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        parameters=parameters or DEFAULT_PARAMETERS,
        desired_retention=retention,
        learning_steps=[timedelta(minutes=minutes) for minutes in learning_steps],
        relearning_steps=[timedelta(minutes=minutes) for minutes in relearning_steps],
        maximum_interval=maximum_interval,
        enable_fuzzing=False,  # the library's dice are global; ours are seeded by the review
    )
