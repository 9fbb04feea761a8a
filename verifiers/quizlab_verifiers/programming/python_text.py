"""What is asked about a Python program and how it is followed, as Markdown."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from quizlab_verifiers.maths.object_model import List, Value, text
from quizlab_verifiers.maths.python_reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

METHOD = (
    "Draw names and objects apart, with an arrow from each name to its object, and from each cell "
    "of a list to what it holds. Then ask of every line: does it **make** an object, **tie** a "
    "name to one, or **change** an object? A change is seen through every arrow that leads there. "
    "Tying a name moves that one arrow and nothing else."
)

_COPY = (
    "only the outer list is new. Its cells lead to the same inner lists, so a changed row is seen "
    "through both names, a replaced one through one."
)

_RULES = {
    "name": "`b = a` copies nothing: it ties a second name to the same list.",
    "slice": "`a[:]` makes a new list. With numbers inside there is nothing left to share.",
    "plus": "`b + [...]` makes a new list, and the assignment ties `b` to it; `a` keeps the old one.",
    "tuple": "A tuple cannot be changed, so `+=` makes a new one and ties `b` to it.",
    "element": "`a[...]` leads to the row itself, and the assignment gives it a second name.",
    "nested-slice": f"`a[:]` is a shallow copy: {_COPY}",
    "nested-list": f"`list(a)` is a shallow copy: {_COPY}",
    "nested-copy": f"`copy.copy(a)` is a shallow copy: {_COPY}",
    "deepcopy": "`copy.deepcopy(a)` copies the inner lists too: the two share nothing.",
    "deepcopy-shared": (
        "`copy.deepcopy(a)` shares nothing with `a`, but it copies each object only once: rows "
        "that are one list in `a` are one new list in `b`."
    ),
    "repeat": "`*` repeats arrows, not objects: all rows are one list.",
    "repeat-replaced": (
        "`*` repeats arrows, not objects: all rows are one list. Replacing a row moves one arrow; "
        "changing a row is seen in all that are still this list."
    ),
    "comprehension": "A comprehension evaluates its expression anew each time: every row is its own.",
    "default": "A default is made once, when `def` runs, and is shared by all calls that need it.",
    "default-mixed": (
        "A default is made once, when `def` runs, and is shared by all calls that need it. The "
        "call that brings its own list leaves it alone."
    ),
    "argument": (
        "A call ties the parameter to the caller's list. Changing it is seen outside; tying the "
        "parameter to another list is not."
    ),
    "argument-rebound": (
        "A call ties the parameter to the caller's list. Here it is tied to another list first, so "
        "what follows happens to that one."
    ),
}


def prompt(source: str) -> str:
    """Return the question."""
    return f"What does this program print?\n\n```python\n{source}\n```"


def explain(pattern: str, source: str, printed: str) -> tuple[str, ...]:
    """Return the worked steps: method, rule, the objects after each line, result."""
    followed = "\n".join(f"- `{line}`: {state}" for line, state in states(source))
    return (
        METHOD,
        _RULES[pattern],
        f"Line by line, with the lists numbered L1, L2, ... as they appear:\n\n{followed}",
        f"Follow the arrows of what is printed:\n\n```text\n{printed}\n```",
    )


def states(source: str) -> Iterator[tuple[str, str]]:
    """Yield each line but imports and the print, and what it made, tied or changed."""
    reader = Reader()
    seen: dict[str, str] = {}
    labels: dict[int, str] = {}
    kept: list[List] = []
    for line in ast.parse(source).body:
        reader.follow(line)
        if reader.printed or isinstance(line, ast.Import):
            continue
        said = []
        for name, value in _named(reader):
            for item in _lists(value):
                if id(item) not in labels:
                    labels[id(item)] = f"L{len(labels) + 1}"
                    kept.append(item)
            tied = _label(value, labels)
            if seen.get(name) != tied:
                said.append(f"{name} → {tied}")
                seen[name] = tied
        for item in kept:
            label, cells = labels[id(item)], _cells(item, labels)
            if seen.get(label) != cells:
                said.append(f"{label} = {cells}")
                seen[label] = cells
        first, *_ = ast.unparse(line).split("\n")
        nothing = "no name or object outside is changed"
        if isinstance(line, ast.FunctionDef):
            nothing = "the function is made; its lines wait for the call"
        yield first.removesuffix(":"), ", ".join(said) or nothing


def _named(reader: Reader) -> Iterator[tuple[str, Value]]:
    """Yield defaults, as ``f.x``, and names, with where they lead."""
    for function_name, function in reader.functions.items():
        for parameter, value in function.defaults.items():
            yield f"{function_name}.{parameter}", value
    yield from reader.names.items()


def _lists(value: Value) -> Iterator[List]:
    """Yield a list and the lists in it."""
    if isinstance(value, List):
        yield value
        for cell in value.cells:
            yield from _lists(cell)


def _label(value: Value, labels: dict[int, str]) -> str:
    return labels[id(value)] if isinstance(value, List) else text(value)


def _cells(item: List, labels: dict[int, str]) -> str:
    return f"[{', '.join(_label(cell, labels) for cell in item.cells)}]"
