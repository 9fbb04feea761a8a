"""Proving: two roads to the same number."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from quizlab.verify.answering import answers, by_part
from quizlab.verify.faults import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify.answer_type import Value
    from quizlab.verify.verifier import Verifier

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of running the reference beside compute.

    Attributes:
        agrees: Whether both came to the same answer.
        message: How they differ, "" where they agree.
    """

    agrees: bool
    message: str = ""


def prove(verifier: Verifier[P], v: P) -> Proof:
    """Run compute and reference on legal parameters and compare them.

    Raises:
        ImportError: What the reference needs is missing. It may raise anything else too.
    """
    return compare(verifier, answers(verifier, v), by_part(verifier, verifier.reference(v)))


def missing_programs(verifier: Verifier[P]) -> str:
    """Say which programs that the reference runs are missing here, "" where none is."""
    missing = [program for program in verifier.needs if shutil.which(program) is None]
    return f"not installed: {', '.join(missing)}" if missing else ""


def compare(
    verifier: Verifier[P], computed: Mapping[str, Value], proved: Mapping[str, Value]
) -> Proof:
    """Compare two answers by part within the verifier's agreement."""
    apart = [
        f"{name}: compute {shown(value)}, reference {shown(proved.get(name))}"
        for name, value in computed.items()
        if name not in proved or not verifier.agreement.agrees(value, proved[name])
    ]
    return Proof(not apart, "; ".join(apart))
