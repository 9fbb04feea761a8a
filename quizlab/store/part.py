"""What every part of the store shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizlab.store.database import Database


class Part:
    """An open database and the learner that it is open for."""

    def __init__(self, database: Database, learner: str, device: str) -> None:
        self._database = database
        self._device = device
        self.learner = learner
