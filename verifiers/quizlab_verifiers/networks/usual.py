"""A number that a network usually has, unless another one is given."""

from __future__ import annotations

from dataclasses import dataclass

from quizlab.verify import Whole


@dataclass(frozen=True, slots=True)
class OrUsual(Whole):
    """A whole number; 0 stands for what is usual.

    Attributes:
        usual: What that is: ``the usual image``.
    """

    usual: str = "the usual"

    def describe(self) -> str:
        """Name the range, and what 0 means."""
        return f"a whole number, 1 to {self.high}, or 0 for {self.usual}"
