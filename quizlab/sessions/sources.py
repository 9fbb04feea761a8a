"""The code behind a computed answer, for a learner to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from quizlab.verify import Verifier


class Implementation(NamedTuple):
    """What computes an answer, and where its formula comes from."""

    code: str
    citation: str
    version: int


def implementation_of(verifier: Verifier[Any]) -> Implementation:
    """Return the source text of the function that a verifier computes with."""
    return Implementation(verifier.source(), verifier.citation, verifier.version)
