"""Computed questions without cards: generate, solve, grade, and what a verifier is.

Everything comes back as plain JSON values in the forms that the command line promises.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quizlab import verify
from quizlab.domain.grades import Outcome, Verdict
from quizlab.sessions.verifiers import blamed
from quizlab.verify import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quizlab.sessions.verifiers import Verifiers
    from quizlab.verify import Value, Verifier

Json = dict[str, Any]


def described(verifier: Verifier[Any]) -> Json:
    """Return what there is to know of a verifier."""
    return {
        "id": verifier.id,
        "version": verifier.version,
        "title": verifier.title,
        "parameters": {
            name: {
                "allowed": spec.type.describe(),
                **({} if spec.required else {"default": spec.type.plain(spec.default)}),
            }
            for name, spec in verify.parameters_of(verifier).items()
        },
        "parts": {part.name: part.answer.expects for part in verifier.parts},
        "convention": verifier.convention,
        "misconceptions": {m.id: m.said() for m in verifier.misconceptions},
        "code": verifier.source(),
        "citation": verifier.citation,
    }


def generated(
    verifier: Verifier[Any], settings: Mapping[str, Any], count: int, seed: int
) -> Iterator[Json]:
    """Yield up to `count` distinct questions with their answers, steps and wrong answers.

    `settings` narrows the draws as a card's ``{compute}`` does.

    Raises:
        Fault: When a setting does not fit, or nothing legal can be drawn.
    """
    with blamed(verifier.id):
        overrides = verify.bind_overrides(verifier, settings)
        for variant in verify.draw_distinct(verifier, seed, count, overrides):
            v = variant.params
            yield {
                "id": verifier.id,
                "version": verifier.version,
                "seed": variant.seed,
                "params": verify.plain(verifier, v),
                "prompt": verifier.prompt(v),
                "answer": verify.plain_answers(verifier, verify.answers(verifier, v)),
                "steps": list(verifier.explain(v)),
                "misconceptions": {
                    name: verify.plain_answers(verifier, values)
                    for name, values in verify.misconception_answers(verifier, v).items()
                },
            }


def solved(verifier: Verifier[Any], params: Mapping[str, Any]) -> Json:
    """Return the answer for `params`, with worked steps.

    Raises:
        Fault: When the parameters are not legal; it names the parameter.
    """
    with blamed(verifier.id):
        v = verify.bind(verifier, params)
        return {
            "id": verifier.id,
            "params": verify.plain(verifier, v),
            "answer": verify.plain_answers(verifier, verify.answers(verifier, v)),
            "steps": list(verifier.explain(v)),
        }


@dataclass(frozen=True, slots=True)
class Worked:
    """A question worked for a learner.

    Attributes:
        prompt: The question, as Markdown.
        convention: The convention that the numbers follow.
        steps: The worked steps, as Markdown.
        mistakes: What wrong formulas lead to here, and what puts each right; an answer that would
            be graded as right is no mistake that shows.
    """

    prompt: str
    convention: str
    steps: tuple[str, ...]
    mistakes: tuple[tuple[str, str], ...]


def worked(verifier: Verifier[Any], v: Any) -> Worked:  # noqa: ANN401  # the verifier's own parameters
    """Work a question with legal parameters."""
    shown = set(verify.told_apart(verifier, v))
    sentences = {m.id: m.said() for m in verifier.misconceptions}
    return Worked(
        verifier.prompt(v),
        verifier.convention,
        verifier.explain(v),
        tuple(
            (_on_one_line(verifier, values), sentences[name])
            for name, values in verify.misconception_answers(verifier, v).items()
            if name in shown
        ),
    )


def graded(verifier: Verifier[Any], params: Mapping[str, Any], answer: object) -> Json:
    """Return the verdict on `answer`: typed text, a JSON value, or an object by part.

    Raises:
        Fault: When the parameters are not legal, or a part is unknown.
    """
    from quizlab.grading import judge_parts, misconception_of, outcome_of
    from quizlab.sessions.asked import keys_of

    with blamed(verifier.id):
        v = verify.bind(verifier, params)
        verdicts = judge_parts(keys_of(verifier, v), _by_part(verifier, answer))
    judged = tuple(verdicts.values())
    outcome = outcome_of(judged)
    return {
        "id": verifier.id,
        "params": verify.plain(verifier, v),
        "verdict": outcome.value,
        "misconception": misconception_of(judged) if outcome is Outcome.WRONG else None,
        "feedback": _feedback(verdicts),
    }


def answered_line(verifiers: Verifiers, request: object, *, grade: bool) -> Json:
    """Return the answer to one line of a batch; a fault becomes ``{"error": …}``."""
    try:
        request = _checked(request, grade=grade)
        verifier = verifiers.get(request["id"])
        if grade:
            return graded(verifier, request["params"], request["answer"])
        return solved(verifier, request["params"])
    except Fault as fault:
        return error_of(fault)


def error_of(fault: Fault) -> Json:
    """Return a fault as a batch answers it."""
    return {"error": {"code": fault.code, "parameter": fault.parameter, "message": fault.message}}


def _checked(request: object, *, grade: bool) -> Json:
    if not isinstance(request, dict):
        raise Fault("type", "", f"got {verify.shown(request)}; a line is an object")
    wanted: dict[str, type] = {"id": str, "params": dict}
    for name, kind in wanted.items():
        if name not in request:
            raise Fault("missing", name, f"the line has no {name!r}")
        if not isinstance(request[name], kind):
            what = "an object" if kind is dict else "a string"
            raise Fault(
                "type", name, f"{name}: got {verify.shown(request[name])}; {what} is needed"
            )
    if grade and "answer" not in request:
        raise Fault("missing", "answer", "the line has no 'answer'")
    return request


def _by_part(verifier: Verifier[Any], answer: object) -> dict[str, object]:
    if isinstance(answer, dict):
        return answer
    if len(verifier.parts) == 1:
        return {verifier.parts[0].name: answer}
    names = ", ".join(part.name for part in verifier.parts)
    raise Fault(
        "answer",
        "",
        f"{verifier.id} has several parts; give an object with one or more of {names}",
    )


def _feedback(verdicts: Mapping[str, Verdict]) -> str:
    if len(verdicts) == 1:
        return next(iter(verdicts.values())).feedback
    return "\n".join(f"{name}: {verdict.feedback}" for name, verdict in verdicts.items())


def _on_one_line(verifier: Verifier[Any], values: Mapping[str, Value]) -> str:
    """An answer, or some parts of one, within a sentence."""
    named = len(verifier.parts) > 1
    return ", ".join(
        f"{part.label or part.name} {part.answer.format(values[part.name])}"
        if named
        else part.answer.format(values[part.name])
        for part in verifier.parts
        if part.name in values
    )


def shown_answer(verifier: Verifier[Any], values: Mapping[str, Value]) -> str:
    """The answer as a person reads it."""
    if len(values) == 1:
        return "".join(part.answer.format(values[part.name]) for part in verifier.parts)
    return "\n".join(
        f"{part.name}: {part.answer.format(values[part.name])}" for part in verifier.parts
    )
