"""Scheduling: from the log to memories, and from memories to the next card.

Pure functions: the clock and the dice are arguments. Importing this package does not import the
FSRS library; the first review does.
"""

from typing import TYPE_CHECKING

from quizlab.domain.lazily import exports

if TYPE_CHECKING:
    from quizlab.scheduling.days import day_start, learner_day
    from quizlab.scheduling.history import Folded, changed_counts, effective, fold
    from quizlab.scheduling.leech import is_leech, leech_to_mention
    from quizlab.scheduling.memory import start, step
    from quizlab.scheduling.previews import interval_text, preview, preview_texts
    from quizlab.scheduling.queue import Counts, Limits, Remaining, Waiting, choose, remaining
    from quizlab.scheduling.recall import retrievability
    from quizlab.scheduling.settings import MemorySettingsError, checked
    from quizlab.scheduling.timeline import Timeline

__getattr__ = exports(
    __name__,
    {
        "days": "day_start learner_day",
        "history": "Folded changed_counts effective fold",
        "leech": "is_leech leech_to_mention",
        "memory": "start step",
        "previews": "interval_text preview preview_texts",
        "queue": "Counts Limits Remaining Waiting choose remaining",
        "recall": "retrievability",
        "settings": "MemorySettingsError checked",
        "timeline": "Timeline",
    },
)

__all__ = [
    "Counts",
    "Folded",
    "Limits",
    "MemorySettingsError",
    "Remaining",
    "Timeline",
    "Waiting",
    "changed_counts",
    "checked",
    "choose",
    "day_start",
    "effective",
    "fold",
    "interval_text",
    "is_leech",
    "learner_day",
    "leech_to_mention",
    "preview",
    "preview_texts",
    "remaining",
    "retrievability",
    "start",
    "step",
]
