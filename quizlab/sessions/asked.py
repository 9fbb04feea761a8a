"""A question and what only the examiner knows of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from quizlab.domain.cards import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from quizlab.domain.document import Block
    from quizlab.domain.questions import Question
    from quizlab.grading import Candidate, Carry
    from quizlab.verify import AnswerPart, AnswerType, Value, Verifier


@dataclass(frozen=True, slots=True)
class PartKey:
    """What a part is judged by."""

    name: str
    answer: AnswerType
    truth: Value
    candidates: tuple[Candidate, ...] = ()
    carry: Carry | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """The variant behind a computed question, as the review records it."""

    verifier: str
    version: int
    seed: int
    params: dict[str, Any]
    told_apart: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what only the examiner knows."""

    question: Question
    keys: tuple[PartKey, ...] = ()
    drawn: Drawn | None = None

    def key(self, name: str) -> PartKey | None:
        """The key of a part, None where the learner grades herself."""
        return next((key for key in self.keys if key.name == name), None)

    @property
    def truths(self) -> dict[str, str]:
        """The right answers by part, as a person reads them."""
        return {key.name: key.answer.format(key.truth) for key in self.keys}

    @property
    def explanation(self) -> tuple[Block, ...]:
        """The answer without the blocks that only repeat options, for screens that mark those."""
        choices = [part.choices for part in self.question.parts if part.choices]
        repeated = 0
        if choices:
            repeated = len(choices[0]) if self.question.kind is Kind.ORDER else 1
        return self.question.answer[repeated:]


@dataclass(frozen=True, slots=True)
class Variety:
    """How the next variant should differ.

    Attributes:
        prefer: Misconceptions of the learner's that should show.
        avoid: Parameters, as plain values, that were asked lately.
    """

    prefer: Collection[str] = ()
    avoid: Collection[Any] = ()


def still_legal(verifier: Verifier[Any], past: Collection[Any]) -> list[Any]:
    """Return past parameters as the verifier reads them now, less those of versions unlike it."""
    from quizlab import verify

    found = []
    for params in past:
        with suppress(verify.Fault):  # an earlier version had another parameter, or a wider range
            found.append(verify.bind(verifier, params))
    return found


def keys_of(verifier: Verifier[Any], v: Any, language: str = "en") -> tuple[PartKey, ...]:  # noqa: ANN401  # the verifier's own parameters
    """Return what the parts of a computed question are judged by."""
    from quizlab import verify
    from quizlab.grading import Candidate, Carry

    truth = verify.answers(verifier, v)
    wrong = verify.misconception_answers(verifier, v)
    sentences = {m.id: m.said(language) for m in verifier.misconceptions}
    return tuple(
        PartKey(
            part.name,
            part.answer,
            truth[part.name],
            tuple(
                Candidate(name, values[part.name], sentences[name])
                for name, values in wrong.items()
                if part.name in values
            ),
            Carry(
                {name: verifier.part(name).label or name for name in part.builds_on},
                partial(_followed, verifier, v, part),
            )
            if part.builds_on
            else None,
        )
        for part in verifier.parts
    )


def _followed(
    verifier: Verifier[Any],
    v: Any,  # noqa: ANN401  # the verifier's own parameters
    part: AnswerPart,
    earlier: Mapping[str, Value],
) -> Value | None:
    """Return what follows from a learner's earlier parts; nothing where the verifier fails.

    It is anybody's code, run on whatever she typed: a fault in it must not cost her the answer.
    """
    from quizlab import verify

    try:
        return verify.followed(verifier, v, part, earlier)
    except Exception:  # noqa: BLE001  # see above
        return None
