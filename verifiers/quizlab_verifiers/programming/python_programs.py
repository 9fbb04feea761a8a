"""The programs that are asked about: patterns with numbers put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeAlias

from quizlab.verify import OneOf, Whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Lines: TypeAlias = "Callable[[AliasingParameters], Sequence[str]]"

APPEND, AUGMENT, ITEM = "append", "augment", "item"

FLAT = ("name", "slice", "plus")
"""Patterns on a list of numbers."""

SHALLOW = ("nested-slice", "nested-list", "nested-copy")
"""Patterns that copy the outer list of a list of lists."""

PATTERNS = (
    *FLAT,
    "tuple",
    "element",
    *SHALLOW,
    "deepcopy",
    "deepcopy-shared",
    "repeat",
    "repeat-replaced",
    "comprehension",
    "default",
    "default-mixed",
    "argument",
    "argument-rebound",
)


@dataclass(frozen=True, slots=True)
class AliasingParameters:
    """A small program.

    Attributes:
        pattern: What the program is about.
        change: How it changes a list: by ``a[0] = x``, ``a.append(x)`` or ``a += [x]``.
        length: How many items, rows or calls there are.
        index: Which item, row or call is concerned, counted from 0.
        start: The first number of what there is at the start.
        value: The number that comes in.
    """

    pattern: Annotated[
        str, OneOf(*PATTERNS, draws=(*PATTERNS, "name", "tuple", "tuple", "element", "argument"))
    ]
    change: Annotated[str, OneOf(APPEND, AUGMENT, ITEM)] = APPEND
    length: Annotated[int, Whole(2, 4, draws=(2, 2, 3, 3, 4))] = 3
    index: Annotated[int, Whole(0, 3, draws=(0, 1, 2))] = 0
    start: Annotated[int, Whole(0, 900, draws=range(10))] = 1
    value: Annotated[int, Whole(0, 999, draws=range(20, 100))] = 99


def clash(v: AliasingParameters) -> str | None:
    """Return which parameters make no program and what is possible, None where all do."""
    if v.index >= v.length:
        return (
            f"index {v.index} is out of reach with length {v.length}; take 0 to {v.length - 1}, or "
            "a larger length"
        )
    if v.pattern == "tuple" and v.change != AUGMENT:
        return f"a tuple has no {v.change}; with pattern tuple take change {AUGMENT}"
    if v.pattern.startswith("default") and v.change == ITEM:
        return (
            f"the default list of pattern {v.pattern} is empty and has no {ITEM} to replace; take "
            f"change {APPEND} or {AUGMENT}"
        )
    return None


def program(v: AliasingParameters) -> str:
    """Return the program of legal parameters: at most 12 lines of at most 70 columns."""
    return "\n".join(_LINES[v.pattern](v))


def _changed(target: str, v: AliasingParameters, place: int = 0) -> str:
    """Return the line that changes the list which `target` names."""
    if v.change == APPEND:
        return f"{target}.append({v.value})"
    if v.change == AUGMENT:
        return f"{target} += [{v.value}]"
    return f"{target}[{place}] = {v.value}"


def _flat(v: AliasingParameters) -> list[int]:
    return list(range(v.start, v.start + v.length))


def _rows(v: AliasingParameters) -> list[list[int]]:
    return [[first, first + 1] for first in range(v.start, v.start + 2 * v.length, 2)]


def _row(v: AliasingParameters) -> list[int]:
    return [v.start, v.start + 1]


def _replaced(name: str, v: AliasingParameters, place: int) -> str:
    """Return the line that puts another list into a cell of the outer list."""
    return f"{name}[{place}] = [{v.value + 1}]"


def _flat_copied(*copying: str) -> Lines:
    def lines(v: AliasingParameters) -> Sequence[str]:
        copied = [line.format(value=v.value + 1) for line in copying]
        return f"a = {_flat(v)}", *copied, _changed("b", v, v.index), "print(a, b)"

    return lines


def _nested_copied(copying: str) -> Lines:
    def lines(v: AliasingParameters) -> Sequence[str]:
        imported = ["import copy"] if copying.startswith("copy.") else []
        change = _changed(f"b[{v.index}]", v)
        replaced = _replaced("b", v, (v.index + 1) % v.length)
        return *imported, f"a = {_rows(v)}", f"b = {copying}", change, replaced, "print(a, b)"

    return lines


def _tuple(v: AliasingParameters) -> Sequence[str]:
    return f"a = {tuple(_flat(v))}", "b = a", f"b += ({v.value},)", "print(a, b)"


def _element(v: AliasingParameters) -> Sequence[str]:
    return f"a = {_rows(v)}", f"row = a[{v.index}]", _changed("row", v), "print(a, row)"


def _deepcopy_shared(v: AliasingParameters) -> Sequence[str]:
    shared = f"a = [{', '.join(['row'] * v.length)}]"
    change = _changed(f"b[{v.index}]", v)
    return "import copy", f"row = {_row(v)}", shared, "b = copy.deepcopy(a)", change, "print(a, b)"


def _repeat(v: AliasingParameters) -> Sequence[str]:
    return f"grid = [{_row(v)}] * {v.length}", _changed(f"grid[{v.index}]", v), "print(grid)"


def _repeat_replaced(v: AliasingParameters) -> Sequence[str]:
    first, change, last = _repeat(v)
    return first, _replaced("grid", v, (v.index + 1) % v.length), change, last


def _comprehension(v: AliasingParameters) -> Sequence[str]:
    change = _changed(f"grid[{v.index}]", v)
    return f"grid = [{_row(v)} for _ in range({v.length})]", change, "print(grid)"


def _default(v: AliasingParameters) -> Sequence[str]:
    """Return a function with a list as default, and calls of it."""
    change = "box.append(x)" if v.change == APPEND else "box += [x]"
    names = "abcd"[: v.length]
    calls = []
    for place, name in enumerate(names):
        own = ", []" if v.pattern == "default-mixed" and place == v.index else ""
        number = v.value if place == v.length - 1 else v.start + place
        calls.append(f"{name} = add({number}{own})")
    head = ("def add(x, box=[]):", f"    {change}", "    return box", "")
    return *head, *calls, f"print({', '.join(names)})"


def _argument(v: AliasingParameters) -> Sequence[str]:
    """Return a function that changes its parameter's list and ties the parameter anew."""
    rebound = f"    box = [{v.value + 1}]"
    if v.pattern == "argument":
        body = [f"    {_changed('box', v, v.index)}", rebound]
    else:
        body = [rebound, f"    {_changed('box', v)}"]
    return "def change(box):", *body, "", f"a = {_flat(v)}", "change(a)", "print(a)"


_LINES: dict[str, Lines] = {
    "name": _flat_copied("b = a"),
    "slice": _flat_copied("b = a[:]"),
    "plus": _flat_copied("b = a", "b = b + [{value}]"),
    "tuple": _tuple,
    "element": _element,
    "nested-slice": _nested_copied("a[:]"),
    "nested-list": _nested_copied("list(a)"),
    "nested-copy": _nested_copied("copy.copy(a)"),
    "deepcopy": _nested_copied("copy.deepcopy(a)"),
    "deepcopy-shared": _deepcopy_shared,
    "repeat": _repeat,
    "repeat-replaced": _repeat_replaced,
    "comprehension": _comprehension,
    "default": _default,
    "default-mixed": _default,
    "argument": _argument,
    "argument-rebound": _argument,
}
