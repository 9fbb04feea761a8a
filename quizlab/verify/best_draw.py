"""Which of several legal parameters makes the best question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from quizlab.verify.assessing import assess

if TYPE_CHECKING:
    from collections.abc import Collection

    from quizlab.verify.verifier import Verifier

P = TypeVar("P")


class BestDraw(Generic[P]):
    """Keeps the best of the legal parameters that it is offered.

    Attributes:
        found: Whether anything was offered.
        content: Whether the best is comfortable, fresh and tells apart all that is preferred.
    """

    __slots__ = (
        "_avoid",
        "_best",
        "_goal",
        "_hard",
        "_prefer",
        "_score",
        "_verifier",
        "content",
        "found",
    )

    def __init__(
        self, verifier: Verifier[P], prefer: Collection[str], avoid: Collection[P]
    ) -> None:
        self.found = False
        self.content = False
        self._verifier = verifier
        # A misconception that the verifier no longer has hinders nothing.
        self._prefer = [one.id for one in verifier.misconceptions if one.id in prefer]
        self._avoid = avoid
        self._goal = (len(self._prefer), 1, 0, 0)
        self._best: list[P] = []
        self._score: tuple[int, ...] = ()
        self._hard: list[P] = []

    def offer(self, v: P) -> bool:
        """Look at `v` and return whether nothing can be better."""
        self.found = True
        if not self._verifier.comfortable(v):
            # Looked at only where nothing is comfortable.
            self._hard.append(v)
            return False
        score = self._rate(v)
        if not self._best or score > self._score:
            self._best, self._score = [v], score
            self.content = score[:2] >= self._goal[:2]
        return score >= self._goal

    def result(self) -> P:
        """Return the best of all that was offered."""
        return self._best[0] if self._best else max(self._hard, key=self._rate)

    def _rate(self, v: P) -> tuple[int, ...]:
        """Return how good `v` is: preferred told apart, fresh, -confused, -clashes."""
        fresh = int(v not in self._avoid) if self._avoid else 1
        if not self._verifier.misconceptions:
            return (0, fresh, 0, 0)
        found = assess(self._verifier, v)
        wanted = sum(name in found.apart for name in self._prefer)
        return (wanted, fresh, -found.confused, -found.clashes)
