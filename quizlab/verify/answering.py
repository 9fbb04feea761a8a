"""Answers of a verifier by part, and which wrong formulas a variant tells apart."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizlab.verify.answer_type import Value
    from quizlab.verify.verifier import Verifier
    from quizlab.verify.verifier_parts import Answered, AnswerPart

P = TypeVar("P")


def by_part(verifier: Verifier[P], answered: Answered) -> dict[str, Value]:
    """Return an answer by part name.

    Raises:
        TypeError: A verifier of several parts gave one value, or a part that it has not.
    """
    parts = verifier.parts
    # On the hot path of draws: the usual dictionary of known parts is taken as it is.
    if type(answered) is dict and len(parts) > 1:
        known = [part.name for part in parts if part.name in answered]
        if len(known) == len(answered):
            return answered
    if not isinstance(answered, Mapping):
        if len(parts) != 1:
            raise TypeError(f"{verifier.id} gave one value for the parts {_names(verifier)}")
        return {parts[0].name: answered}
    values = {part.name: answered[part.name] for part in parts if part.name in answered}
    if len(values) != len(answered):
        unknown = next(name for name in answered if name not in values)
        raise TypeError(f"{verifier.id} gave the part {unknown!r}; it has {_names(verifier)}")
    return values


def answers(verifier: Verifier[P], v: P) -> dict[str, Value]:
    """Return the computed answer by part name.

    Raises:
        TypeError: `compute` left a part out, or gave one that does not exist.
    """
    values = by_part(verifier, verifier.compute(v))
    if len(values) != len(verifier.parts):
        missing = [part.name for part in verifier.parts if part.name not in values]
        raise TypeError(f"{verifier.id} computed nothing for {', '.join(missing)}")
    return values


def misconception_answers(verifier: Verifier[P], v: P) -> dict[str, dict[str, Value]]:
    """Return the wrong answers, by misconception and part name, where they are defined."""
    found: dict[str, dict[str, Value]] = {}
    for misconception in verifier.misconceptions:
        wrong = misconception.wrong(v)
        if wrong is not None:
            found[misconception.id] = by_part(verifier, wrong)
    return found


def told_apart(verifier: Verifier[P], v: P) -> tuple[str, ...]:
    """Return the misconceptions whose answer would not be graded as right for `v`."""
    right = answers(verifier, v)
    return tuple(
        id_
        for id_, wrong in misconception_answers(verifier, v).items()
        if differs(verifier, right, wrong)
    )


def differs(verifier: Verifier[P], right: Mapping[str, Value], wrong: Mapping[str, Value]) -> bool:
    """Whether `wrong` would not be graded as right in at least one part."""
    return any(
        part.name in wrong and not part.answer.confusable(right[part.name], wrong[part.name])
        for part in verifier.parts
        if part.name in right
    )


def followed(
    verifier: Verifier[P], v: P, part: AnswerPart, earlier: Mapping[str, Value]
) -> Value | None:
    """Return what `part` is where the parts that it builds on are as in `earlier`.

    Args:
        verifier: Whose question.
        v: Its parameters.
        part: A part with `builds_on`.
        earlier: Values by part, typed ones too; each part that it builds on must be there.

    Returns:
        A value that `part` can be graded by, or None where nothing follows.
    """
    right = answers(verifier, v)
    given: dict[str, Value] = {}
    for name in part.builds_on:
        value = _like(right[name], earlier[name])
        if value is None:
            return None  # A list of another length leads nowhere.
        given[name] = value
    try:
        value = verifier.follow(v, part.name, given)
    except (ArithmeticError, ValueError):
        # A wrong value may lead to a division by zero, to the root of a negative number, or past
        # the largest float.
        return None
    return None if value is None or part.answer.fault_of(value) else value


def _like(truth: Value, value: Value) -> Value | None:
    """Return a typed value in the form in which a program would have computed it.

    A matrix that was typed row by row is nested as `truth` is. None where the numbers are too few
    or too many.
    """
    if not isinstance(truth, tuple):
        return None if isinstance(value, tuple) else _plain(value)
    numbers = _flat(value)
    if len(numbers) != len(_flat(truth)):
        return None
    return _nested(truth, iter(map(_plain, numbers)))


def _nested(truth: Value, numbers: Iterator[Value]) -> Value:
    """Return the numbers nested as `truth` is."""
    if isinstance(truth, tuple):
        return tuple(_nested(item, numbers) for item in truth)
    return next(numbers)


def _flat(value: Value) -> list[Value]:
    """Return the items of a value, row by row."""
    if not isinstance(value, tuple):
        return [value]
    return [number for item in value for number in _flat(item)]


def _plain(value: Value) -> Value:
    """Return a typed number as an int or a float."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return value


def _names(verifier: Verifier[P]) -> str:
    return ", ".join(part.name for part in verifier.parts)
