"""Looking at single variants of a verifier and noting what it breaks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Generic, TypeVar

from quizlab.domain.untrusted import is_clean
from quizlab.verify.answering import answers, by_part, followed, misconception_answers
from quizlab.verify.audit_report import Problem
from quizlab.verify.binding import bind, check, plain
from quizlab.verify.faults import Fault, InvalidAnswer, shown
from quizlab.verify.proving import compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizlab.verify.answer_type import Value
    from quizlab.verify.verifier import Verifier
    from quizlab.verify.verifier_parts import Answered, AnswerPart

P = TypeVar("P")

_MOST_PROBLEMS = 20


class Findings(Generic[P]):
    """Collects problems: all are counted, the first of each kind kept."""

    def __init__(self, verifier: Verifier[P]) -> None:
        self.verifier = verifier
        self.problems: list[Problem] = []
        self.count: Counter[str] = Counter()

    def add(self, kind: str, message: str, v: P | None = None) -> None:
        """Note a problem."""
        self.count[kind] += 1
        if self.count[kind] <= _MOST_PROBLEMS:
            params = {} if v is None else plain(self.verifier, v)
            self.problems.append(Problem(kind, message, params))

    def inspect(self, v: P) -> dict[str, Value] | None:
        """Check one variant without its reference and return its answer, None where it has none."""
        self._check_parameters(v)
        try:
            values = answers(self.verifier, v)
        except Exception as error:  # noqa: BLE001 - a verifier's own failure is a finding
            self.add("compute", f"compute failed: {said(error)}", v)
            return None
        for part in self.verifier.parts:
            value = values[part.name]
            fault = part.answer.fault_of(value)
            if fault:
                self.add("answer", f"{part.name}: {fault}", v)
                return None
            self._check_formatted(part.name, value, v)
            if part.builds_on:
                self._check_followed(part, values, v)
        self._check_texts(v)
        self._check_misconceptions(values, v)
        return values

    def _check_parameters(self, v: P) -> None:
        """Check that the variant is legal and survives JSON."""
        try:
            check(self.verifier, v)
            again = bind(self.verifier, plain(self.verifier, v))
        except Fault as fault:
            self.add("where" if fault.code == "where" else "parameters", fault.message, v)
            return
        if again != v:
            self.add("parameters", "the parameters differ after a way through JSON", v)

    def _check_formatted(self, name: str, value: Value, v: P) -> None:
        """Check that the answer, typed as it is shown, is graded as right."""
        kind = self.verifier.part(name).answer
        text = kind.format(value)
        try:
            accepted = kind.accepts(value, kind.parse(text))
            accepted_json = kind.accepts(value, kind.read(kind.plain(value)))
        except InvalidAnswer as error:
            self.add("formatted", f"{name}: {shown(text)} is refused: {error.message}", v)
            return
        if not (accepted and accepted_json):
            self.add("formatted", f"{name}: {shown(text)} is not graded as right", v)

    def _check_followed(self, part: AnswerPart, values: dict[str, Value], v: P) -> None:
        """Check that the right earlier parts lead to the right answer."""
        try:
            value = followed(self.verifier, v, part, values)
        except Exception as error:  # noqa: BLE001 - a verifier's own failure is a finding
            self.add("follow", f"{part.name}: follow failed: {said(error)}", v)
            return
        if value is None or not self.verifier.agreement.agrees(values[part.name], value):
            self.add(
                "follow",
                f"{part.name}: compute {shown(values[part.name])}, from the right earlier parts "
                f"follows {shown(value)}",
                v,
            )

    def _check_texts(self, v: P) -> None:
        """Check that the prompt and the steps say something and are harmless."""
        try:
            prompt = self.verifier.prompt(v)
            steps = self.verifier.explain(v)
        except Exception as error:  # noqa: BLE001 - a verifier's own failure is a finding
            self.add("prompt", f"prompt or explain failed: {said(error)}", v)
            return
        if not prompt.strip() or not is_clean(prompt):
            self.add("prompt", "the prompt is empty or holds control characters", v)
        if not steps or not all(step.strip() and is_clean(step) for step in steps):
            self.add("explain", "there is no step, or one is empty or holds control characters", v)

    def _check_misconceptions(self, right: dict[str, Value], v: P) -> None:
        """Check that wrong formulas work and give answers of the right type."""
        try:
            wrong = misconception_answers(self.verifier, v)
        except Exception as error:  # noqa: BLE001 - a verifier's own failure is a finding
            self.add("misconception", f"a wrong formula failed: {said(error)}", v)
            return
        for name, values in wrong.items():
            for part_name, value in values.items():
                fault = self.verifier.part(part_name).answer.fault_of(value)
                if fault:
                    self.add("misconception", f"{name}: {fault}", v)
            self._check_followed_from({**right, **values}, v)

    def _check_followed_from(self, given: dict[str, Value], v: P) -> None:
        """Check that `follow` does not fail on what a wrong formula leads to.

        A session passes such a failure over, so that no answer is lost; its author sees it here.
        """
        for part in self.verifier.parts:
            if not part.builds_on:
                continue
            try:
                followed(self.verifier, v, part, given)
            except Exception as error:  # noqa: BLE001 - a verifier's own failure is a finding
                self.add("follow", f"{part.name}: follow failed: {said(error)}", v)

    def prove(self, computed: Sequence[tuple[P, dict[str, Value]]]) -> int:
        """Run the reference on a batch and return on how many variants it agrees.

        Raises:
            ImportError: What the reference needs is missing.
        """
        agreed = 0
        references = self._references([v for v, _ in computed])
        for (v, values), proved in zip(computed, references, strict=True):
            if proved is None:
                continue
            proof = compare(self.verifier, values, proved)
            if proof.agrees:
                agreed += 1
            else:
                self.add("disagreement", proof.message, v)
        return agreed

    def _references(self, vs: list[P]) -> Iterator[dict[str, Value] | None]:
        """Yield the reference of each; one by one where the batch fails, to find the culprit."""
        batch: Sequence[Answered] | None
        try:
            batch = self.verifier.reference_many(vs)
        except ImportError:
            raise
        except Exception:  # noqa: BLE001 - each is tried alone below and its failure reported
            batch = None
        if batch is not None and len(batch) != len(vs):
            message = f"reference_many gave {len(batch)} answers for {len(vs)} variants"
            self.add("reference", message)
            batch = None
        for index, v in enumerate(vs):
            try:
                answered = self.verifier.reference(v) if batch is None else batch[index]
                proved = by_part(self.verifier, answered)
            except ImportError:
                raise
            except Exception as error:  # noqa: BLE001 - a verifier's own failure is a finding
                self.add("reference", f"reference failed: {said(error)}", v)
                yield None
            else:
                yield proved


def said(error: Exception) -> str:
    """Return an exception as a message."""
    return f"{type(error).__name__}: {error}"
