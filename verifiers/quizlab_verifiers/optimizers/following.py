"""Carrying a learner's own answers on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Value


def number_in(earlier: Mapping[str, Value], part: str) -> float:
    """Return the learner's own answer to a part that is a number.

    Raises:
        TypeError: It is none; a part that is a Real never is.
    """
    value = earlier[part]
    if isinstance(value, (int, float)):
        return float(value)
    raise TypeError(f"{part} is no number: {value!r}")
