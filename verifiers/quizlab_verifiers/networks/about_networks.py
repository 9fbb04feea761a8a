"""What all questions about whole networks share: how their references are worked in a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from quizlab.verify import Verifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.verify import Answered

P = TypeVar("P")


class AboutNetworks(Verifier[P], abstract=True):
    """A verifier whose reference builds the network that its first parameter names."""

    def reference_many(self, vs: Sequence[P]) -> list[Answered]:
        """Work the variants network by network, so that each is built once, not once a variant."""
        found = {place: self.reference(vs[place]) for place in self._network_by_network(vs)}
        return [found[place] for place in range(len(vs))]

    def _network_by_network(self, vs: Sequence[P]) -> list[int]:
        """Return the places of the variants in the order of all their parameters."""

        def parameters(place: int) -> list[Any]:
            return [getattr(vs[place], name) for name in self.specs]

        return sorted(range(len(vs)), key=parameters)
