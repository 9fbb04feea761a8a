"""Facts in a text: each ``{fact}`` becomes the number that its verifier computes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.domain.document import Fact, Text
from quizlab.domain.tree import map_blocks, map_inlines
from quizlab.sessions.verifiers import blamed
from quizlab.verify import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizlab.domain.cards import Lesson
    from quizlab.domain.document import Block, Inline
    from quizlab.sessions.verifiers import Verifiers


def lesson_blocks(lesson: Lesson, verifiers: Verifiers) -> tuple[Block, ...]:
    """Return a lesson to read; where a fact cannot be computed, all are left as they are named.

    A card with a broken fact is withheld; a lesson is still worth reading.
    """
    from quizlab import decks

    blocks = decks.read_markdown(lesson.text)
    try:
        return Facts(verifiers).blocks(blocks)
    except Fault:
        return blocks


class Facts:
    """Replaces facts by their numbers; each is computed once a session."""

    def __init__(self, verifiers: Verifiers) -> None:
        self._verifiers = verifiers
        self._known: dict[Fact, str] = {}

    def blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Return `blocks` without facts.

        Raises:
            Fault: When one cannot be computed.
        """
        return map_blocks(blocks, self._replaced)

    def inlines(self, inlines: Iterable[Inline]) -> tuple[Inline, ...]:
        """Return `inlines` without facts; raises as `blocks`."""
        return map_inlines(inlines, self._replaced)

    def _replaced(self, child: Inline) -> Inline:
        if not isinstance(child, Fact):
            return child
        if child not in self._known:
            from quizlab import decks

            with blamed(child.verifier):
                self._known[child] = decks.fact_text(child, self._verifiers.get)
        return Text(self._known[child])
