"""The first question must not wait for the model."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from quizlab import scheduling
from quizlab.domain.events import SettingsPayload
from quizlab.domain.memory import DayCount
memory = scheduling.start("ada", "core/adam-bias", 1, 0)
card = scheduling.choose(
    10**12, scheduling.learner_day(10**12, 0, 4), learning=None, review=None, new=memory,
    remaining=scheduling.remaining(scheduling.Limits(), DayCount(0)),
    counts=scheduling.Counts(),
)
assert card == memory
scheduling.checked(SettingsPayload())
scheduling.Timeline()
print(sorted({name.partition(".")[0] for name in sys.modules} & {
    "fsrs", "numpy", "torch", "typing_extensions", "asyncio", "sqlalchemy", "textual"}))
"""


def test_choosing_the_first_question_imports_no_model() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
