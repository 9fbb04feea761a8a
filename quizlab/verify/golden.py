"""Golden hashes: equal parameters give equal answers until the version is bumped."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

from quizlab.verify.answering import answers
from quizlab.verify.binding import plain
from quizlab.verify.drawing import sample

if TYPE_CHECKING:
    from quizlab.verify.answer_type import Value
    from quizlab.verify.verifier import Verifier

P = TypeVar("P")

_FIGURES = 10


def golden_hash(verifier: Verifier[P], count: int = 48, seed: int = 20_240_229) -> str:
    """Return a hash of what the verifier answers to a fixed set of parameters.

    It changes with an answer, an answer type, the convention or the parameters that are drawn, and
    not with the version, so a test may hold it by (id, version). Floats count to ten significant
    figures, so that mathematical libraries may differ in the last bits.

    Raises:
        Fault: ``no-draws`` when nothing legal is found.
    """
    dice = Random(seed)  # noqa: S311 - questions, not secrets
    digest = hashlib.sha256()
    _add(digest, [verifier.convention, [[part.name, repr(part.answer)] for part in verifier.parts]])
    for _ in range(count):
        v = sample(verifier, dice)
        values = answers(verifier, v)
        _add(digest, [plain(verifier, v), {name: _stable(value) for name, value in values.items()}])
    return digest.hexdigest()[:32]


def _add(digest: Any, record: object) -> None:  # noqa: ANN401 - hashlib names no type
    digest.update(json.dumps(record, sort_keys=True, ensure_ascii=True).encode())
    digest.update(b"\n")


def _stable(value: Value) -> object:
    """Return `value` as JSON that is equal on every machine."""
    if isinstance(value, tuple):
        return [_stable(item) for item in value]
    if isinstance(value, float):
        return f"{value:.{_FIGURES}g}"
    return str(value) if isinstance(value, Fraction) else value
