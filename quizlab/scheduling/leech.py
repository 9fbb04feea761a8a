"""Leeches: cards that are forgotten again and again. They are marked, never suspended."""

from quizlab.domain.memory import Memory

LEECH_LAPSES = 8
"""Lapses that make a leech."""

_AGAIN_EACH = 4


def is_leech(memory: Memory) -> bool:
    """Tell whether a memory was forgotten so often that its card wants rewriting.

    Args:
        memory: The memory.

    Returns:
        Whether it has 8 lapses or more.
    """
    return memory.lapses >= LEECH_LAPSES


def leech_to_mention(before: Memory, after: Memory) -> bool:
    """Tell whether a review is the moment to say that a card is a leech.

    Args:
        before: The memory before the review.
        after: The same memory after it.

    Returns:
        Whether the review brought lapse 8, or every fourth one after it (12, 16, …).
    """
    lapses = after.lapses
    return (
        lapses > before.lapses
        and lapses >= LEECH_LAPSES
        and (lapses - LEECH_LAPSES) % _AGAIN_EACH == 0
    )
