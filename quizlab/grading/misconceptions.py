"""Which mistakes of a learner are still open: shown once, and not yet cured."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizlab.domain.events import ReviewPayload

CURED_AFTER = 2
"""Right answers in a row, on variants that tell the misconception apart, that cure it."""


def open_misconceptions(history: Iterable[ReviewPayload], verifier: str) -> tuple[str, ...]:
    """Return the learner's open misconceptions about one verifier.

    A misconception opens when an answer shows it. Only variants that tell it apart say whether it
    is gone: a right answer there counts towards the cure, any wrong one starts the count again.
    Right answers on other variants prove nothing, since the mistake would not have shown.

    Args:
        history: Reviews of this learner, oldest first, without retracted ones; those of other
            verifiers are passed over.
        verifier: Id of the verifier.

    Returns:
        Ids of the misconceptions, the one shown last at the end.
    """
    # A dict keeps the order of opening; each value counts right answers in a row.
    rights: dict[str, int] = {}
    for review in history:
        if review.verifier != verifier:
            continue
        shown = review.misconception
        for name in review.told_apart:
            if name in rights and name != shown:
                rights[name] = rights[name] + 1 if review.verdict == "right" else 0
                if rights[name] == CURED_AFTER:
                    del rights[name]
        if shown is not None:
            rights.pop(shown, None)
            rights[shown] = 0
    return tuple(rights)
