"""How instructive a variant is: which wrong formulas it tells apart. On the hot path of draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from quizlab.verify.answering import answers, by_part

if TYPE_CHECKING:
    from quizlab.verify.answer_type import Value
    from quizlab.verify.verifier import Verifier

P = TypeVar("P")


@dataclass(slots=True)
class Assessment:
    """What a variant tells apart.

    Attributes:
        apart: Misconceptions whose answer would not be graded as right.
        confused: How many others can be made and would.
        clashes: Pairs of those told apart that could not be told from each other.
    """

    apart: list[str]
    confused: int
    clashes: int

    @property
    def clear(self) -> bool:
        """Whether every mistake that can be made shows, and shows as itself."""
        return not self.confused and not self.clashes


def assess(verifier: Verifier[P], v: P) -> Assessment:
    """Compute the answer and all wrong ones, and compare them."""
    right = verifier.compute(v)
    if len(verifier.parts) > 1 or isinstance(right, Mapping):
        return _assess_parts(verifier, v)
    # One part, the usual case: no dictionaries.
    answer = verifier.parts[0].answer
    confusable = answer.confusable
    apart: list[str] = []
    values: list[Value] = []
    confused = 0
    for misconception in verifier.misconceptions:
        wrong = misconception.wrong(v)
        if wrong is None:
            continue
        if isinstance(wrong, Mapping):
            return _assess_parts(verifier, v)
        if confusable(right, wrong):
            confused += 1
        else:
            apart.append(misconception.id)
            values.append(wrong)
    return Assessment(apart, confused, len(answer.clashing(values)))


def _assess_parts(verifier: Verifier[P], v: P) -> Assessment:
    """Assess answers of several parts; a mistake shows where one part shows it."""
    right = answers(verifier, v)
    apart: list[str] = []
    wrong_answers: list[dict[str, Value]] = []
    confused = 0
    compared = [(part.name, right[part.name], part.answer.confusable) for part in verifier.parts]
    for misconception in verifier.misconceptions:
        answered = misconception.wrong(v)
        if answered is None:
            continue
        wrong = by_part(verifier, answered)
        for name, truth, confusable in compared:
            if name in wrong and not confusable(truth, wrong[name]):
                apart.append(misconception.id)
                wrong_answers.append(wrong)
                break
        else:
            confused += 1
    return Assessment(apart, confused, _clashes(verifier, right, wrong_answers))


def _clashes(
    verifier: Verifier[P], right: Mapping[str, Value], wrong: list[dict[str, Value]]
) -> int:
    """Count wrong answers that equal another in all parts; an untouched part is right."""
    pairs: list[tuple[int, int]] | None = None
    # From the last part on, which most mistakes reach: pairs that differ there need no further look.
    for part in reversed(verifier.parts):
        values = [answer.get(part.name, right[part.name]) for answer in wrong]
        if pairs is None:
            pairs = part.answer.clashing(values)
        else:
            confusable = part.answer.confusable
            pairs = [pair for pair in pairs if confusable(values[pair[0]], values[pair[1]])]
        if not pairs:
            return 0
    return len(pairs or ())
