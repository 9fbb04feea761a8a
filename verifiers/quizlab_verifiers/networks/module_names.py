"""The name of a module of a network as a parameter: ``conv3_x.0.conv2``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab.verify import ParameterType

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME = re.compile(r"[A-Za-z_]\w*(\.\w+)*", re.ASCII)
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class ModuleName(ParameterType[str]):
    """A module's name; whether a network has it, the verifier's `where` says.

    Attributes:
        draws: Names to draw from; they are drawn together with their network.
    """

    draws: Sequence[str]

    def parse(self, raw: object) -> str:
        """Read a name."""
        if isinstance(raw, str) and self._is_name(raw.strip()):
            return raw.strip()
        raise self.refuse(raw)

    def check(self, value: object) -> None:
        """Refuse what is no name."""
        if not (isinstance(value, str) and self._is_name(value)):
            raise self.refuse(value)

    def text(self, value: str) -> str:
        """Return the name."""
        return value

    def plain(self, value: str) -> str:
        """Return the name."""
        return value

    def describe(self) -> str:
        """Say where names come from."""
        return "the name of a module, as `quizlab model NETWORK` lists them"

    @staticmethod
    def _is_name(text: str) -> bool:
        return len(text) <= _LONGEST and _NAME.fullmatch(text) is not None
