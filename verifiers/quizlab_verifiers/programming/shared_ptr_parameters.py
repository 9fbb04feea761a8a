"""What a question about shared_ptr varies: a program, and what it prints at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeAlias

from quizlab.verify import Fields, Generated, ListOf, OneOf, Place
from quizlab_verifiers.programming.shared_ptr_draws import operations

if TYPE_CHECKING:
    from collections.abc import Sequence

    Operation: TypeAlias = tuple[str, str, str]

NONE = "-"
NAMES = tuple("abcdefpqrsvwxy")

DIRECT, VALUE, REFERENCE = "direct", "value", "reference"

# What each verb makes, and the kinds that its name (where it is no new one) and the variable on
# the right may have.
_MAKES = {
    "make": "shared",
    "copy": "shared",
    "move": "shared",
    "watch": "weak",
    "lock": "shared",
    "alias": "shared",
    "raw": "raw",
    "store": "vector",
}
_TAKES = {"copy", "move", "assign", "watch", "alias", "raw", "store", "lock"}

VERBS = ("make", "copy", "move", "assign", "reset", "watch", "lock", "alias", "raw", "store")
SCOPES = ("open", "close")


@dataclass(frozen=True, slots=True)
class SharedPtrParameters:
    """A program of one function.

    Attributes:
        operations: Its lines, each a verb, the variable that it makes or changes, and the one on
            the right: ``[copy, b, a]`` is ``auto b = a;``.
        ask: The variable whose ``use_count()`` is printed at the end.
        call: Whether it is printed directly, or in a function that takes the pointer by value or
            by reference.
    """

    operations: Annotated[
        tuple[tuple[str, str, str], ...],
        ListOf(
            Fields(
                Place("verb", OneOf(*VERBS, *SCOPES)),
                Place("name", OneOf(NONE, *NAMES), NONE),
                Place("other", OneOf(NONE, *NAMES), NONE),
            ),
            1,
            16,
            draws=Generated(operations),
        ),
    ]
    ask: Annotated[str, OneOf(*NAMES, draws=("a", "a", "a", "b", "b", "c", "w"))] = "a"
    call: Annotated[
        str,
        OneOf(DIRECT, VALUE, REFERENCE, draws=(*[DIRECT] * 6, *[VALUE] * 2, *[REFERENCE] * 3)),
    ] = DIRECT


def clash(v: SharedPtrParameters) -> str | None:
    """Return which line makes no sense and what is possible, None where all do."""
    scopes: list[dict[str, str]] = [{}]
    for place, operation in enumerate(v.operations, start=1):
        wrong = _follow(scopes, operation)
        if wrong:
            said = " ".join(word for word in operation if word != NONE)
            return f"operations, line {place} ({said}): {wrong}"
    if len(scopes) > 1:
        return "operations open a scope and do not close it; add [close]"
    kind = scopes[0].get(v.ask, "")
    if kind not in {"shared", "weak"}:
        return f"ask {v.ask} is no shared_ptr or weak_ptr at the end; {_known(scopes, 'shared')}"
    if kind == "weak" and v.call != DIRECT:
        return f"ask {v.ask} is a weak_ptr, which no function here takes; take call {DIRECT}"
    return None


def _follow(scopes: list[dict[str, str]], operation: Operation) -> str:
    """Note what an operation declares; say what is wrong with it, "" where nothing is."""
    verb, name, other = operation
    if verb in SCOPES:
        if (name, other) != (NONE, NONE):
            return "a brace has no variables"
        if verb == "open":
            scopes.append({})
        elif len(scopes) == 1:
            return "there is no open scope"
        else:
            scopes.pop()
        return ""
    kinds = {known: kind for scope in scopes for known, kind in scope.items()}
    wrong = _wrong_variables(scopes, kinds, operation)
    if not wrong and verb in _MAKES:
        scopes[-1][name] = _MAKES[verb]
    return wrong


def _wrong_variables(
    scopes: Sequence[dict[str, str]], kinds: dict[str, str], operation: Operation
) -> str:
    verb, name, other = operation
    if name == NONE:
        return f"{verb} needs the name of a variable"
    if verb in _MAKES and name in kinds:
        return f"{name} is already taken; choose another name"
    if verb not in _MAKES and kinds.get(name) != "shared":
        return f"{name} is no shared_ptr here; {_known(scopes, 'shared')}"
    if verb not in _TAKES:
        return "" if other == NONE else f"{verb} has no variable on the right"
    if other == NONE:
        return f"{verb} needs a variable on the right"
    wanted = "weak" if verb == "lock" else "shared"
    if kinds.get(other) != wanted:
        return f"{other} is no {wanted}_ptr here; {_known(scopes, wanted)}"
    return ""


def _known(scopes: Sequence[dict[str, str]], wanted: str) -> str:
    names = [name for scope in scopes for name, kind in scope.items() if kind == wanted]
    return f"take {' or '.join(names)}" if names else "there is none"
