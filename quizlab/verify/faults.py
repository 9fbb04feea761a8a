"""What is wrong with a parameter or an answer, said so that a person can put it right."""

from __future__ import annotations

from typing import Literal

from quizlab.domain.untrusted import clean_line

Code = Literal[
    "missing",
    "unknown-parameter",
    "type",
    "range",
    "where",
    "no-draws",
    "answer",
    "unknown-verifier",
    "unknown-network",
]

_MOST_BITS_SHOWN = 128
_DEEPEST_SHOWN = 4
"""So deep a set of matrices of pairs is nested; what JSON nests deeper is no value of anything."""


class Fault(ValueError):  # noqa: N818 - the word that cards and the command line use
    """Parameters that a verifier refuses.

    Attributes:
        code: ``missing``, ``unknown-parameter``, ``type``, ``range``, ``where``, ``no-draws``,
            ``answer``, ``unknown-verifier`` or ``unknown-network``: the codes of the command line.
        parameter: The parameter at fault, "" where it is none of them alone.
        message: What was got, what is allowed, what to do.
    """

    def __init__(self, code: Code, parameter: str, message: str) -> None:
        # All three go to args, so that a fault survives the way back from a worker process.
        super().__init__(code, parameter, message)
        self.code: Code = code
        self.parameter = parameter
        self.message = message

    def __str__(self) -> str:
        return self.message

    def about(self, parameter: str) -> Fault:
        """Return this fault with the parameter's name, which a type does not know."""
        return Fault(self.code, parameter, f"{parameter}: {self.message}")


class InvalidAnswer(ValueError):  # noqa: N818 - asked again and recorded nowhere: no failure
    """A typed answer that says nothing yet: it is asked again and recorded nowhere.

    Attributes:
        message: A sentence for the learner.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def shown(raw: object, most: int = 40, *, level: int = 0) -> str:
    """Return `raw` as a message may quote it: harmless on a terminal, on one line, short.

    Args:
        raw: Anything that was given where a value was asked for.
        most: Most characters of a text.
        level: How deep in lists `raw` lies.
    """
    if isinstance(raw, str):
        text = clean_line(raw[: 2 * most])
        return f"'{text[:most]}…'" if len(text) > most else f"'{text}'"
    if raw is None or isinstance(raw, bool):
        return {None: "null", True: "true", False: "false"}[raw]
    if isinstance(raw, int) and raw.bit_length() > _MOST_BITS_SHOWN:
        return "a number with very many digits"
    if isinstance(raw, (int, float)):
        return str(raw)
    if isinstance(raw, (list, tuple)):
        if level == _DEEPEST_SHOWN:
            return "[…]"
        items = ", ".join(shown(item, 12, level=level + 1) for item in raw[:4])
        return f"[{items}{', …' if len(raw) > 4 else ''}]"
    return "an object" if isinstance(raw, dict) else f"a {type(raw).__name__}"
