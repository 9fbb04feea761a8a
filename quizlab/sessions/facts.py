"""Facts in a text: each ``{fact}`` becomes the number that its verifier computes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quizlab.domain.document import Fact, Text
from quizlab.domain.tree import map_blocks, map_inlines
from quizlab.verify import answers, bind, in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizlab.domain.document import Block, Inline
    from quizlab.sessions.verifiers import Verifiers
    from quizlab.verify import Verifier


def fact_text(fact: Fact, verifier: Verifier[Any]) -> str:
    """Return the number that `fact` names, written as it asks.

    Raises:
        Fault: When the parameters or the part do not fit the verifier.
    """
    values = answers(verifier, bind(verifier, dict(fact.settings)))
    part = fact.part or verifier.parts[-1].name
    answer = next(part_ for part_ in verifier.parts if part_.name == part).answer
    if fact.style:
        return in_words(values[part], fact.style)
    return answer.format(values[part])


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
            self._known[child] = fact_text(child, self._verifiers.get(child.verifier))
        return Text(self._known[child])
