"""Names and objects: what happens to lists that several names share, in Python.

A name is no box that holds a value. It is a label, tied by an arrow to an object; and the cells
of a list are such arrows too. Three things can happen on a line:

    a new object is made      [1, 2]    a[:]    a + b    copy.copy(a)    f's defaults, at `def`
    a name is tied            a = ...   a parameter, at a call
    an object is changed      a[0] = 9  a.append(9)      a += [9], where a is a list

A change is seen by every name whose arrows lead to the changed object; tying a name anew is seen
by no other. `python_reader` follows whole programs by these rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Value: TypeAlias = "int | tuple[Value, ...] | List"


class List:
    """A list object: a row of arrows. Two lists are the same only if they are one object."""

    __slots__ = ("cells",)

    def __init__(self, cells: Sequence[Value]) -> None:
        self.cells: list[Value] = [*cells]


class Objects:
    """What each construct means for names and objects; a misunderstanding changes one of them.

    Formula:
        a = b               ties a to b's object; nothing is copied
        a = a + b           makes a new list and ties a to it
        a += b              changes a list itself; a tuple or number is made anew and a tied to it
        a[:], list(a), a.copy(), copy.copy(a)
                            a new outer list, whose cells lead to the old inner objects
        copy.deepcopy(a)    new lists all the way down; what was shared inside stays shared
        [x] * n             one list with n arrows to one and the same x
        [x for _ in range(n)]
                            x is evaluated n times: n objects
        def f(x, y=[])      the default is made once, at `def`, and kept
        f(a)                ties the parameter to a's object, as an assignment does; tying the
                            parameter anew inside leaves a where it is

    Args:
        old: The object that there is already.
        inside: The object that a parameter is tied to at the end of a call.
        kept: The default that `def` made.
        times: How often a list is repeated, or an expression evaluated.
        make: Evaluates an expression once more.

    Returns:
        Each method gives back the object that the construct leads to.

    Raises:
        ValueError: Objects are added that are not of one kind.

    Source:
        Python Language Reference, "Objects, values and types",
        https://docs.python.org/3/reference/datamodel.html; "Function definitions",
        https://docs.python.org/3/reference/compound_stmts.html#function-definitions; the copy
        module, https://docs.python.org/3/library/copy.html
    """

    def assigned(self, old: Value) -> Value:
        """Return what a name is tied to by ``a = b``: b's own object."""
        return old

    def argument(self, old: Value) -> Value:
        """Return what a parameter is tied to: the caller's own object."""
        return old

    def afterwards(self, old: Value, inside: Value) -> Value:
        """Return what the caller's name is tied to after a call, wherever the parameter ended."""
        del inside
        return old

    def default(self, kept: Value, make: Callable[[], Value]) -> Value:
        """Return what stands in for an argument: the object that `def` made and kept."""
        del make
        return kept

    def shallow(self, old: List) -> List:
        """Return a new list whose cells lead where the old ones do."""
        return List(old.cells)

    def deep(self, old: Value, memo: dict[int, List]) -> Value:
        """Return a new list of new lists; each old one is copied once, as the memo remembers."""
        if not isinstance(old, List):
            return old
        if id(old) not in memo:
            # Remembered before its cells are copied, since one of them may lead back here.
            new = memo[id(old)] = List([])
            new.cells.extend([self.deep(cell, memo) for cell in old.cells])
        return memo[id(old)]

    def repeated(self, old: List, times: int) -> List:
        """Return a list with all arrows of the old one, `times` over."""
        return List(old.cells * times)

    def comprehended(self, make: Callable[[], Value], times: int) -> List:
        """Return a list of what an expression gives each time that it is evaluated."""
        return List([make() for _ in range(times)])

    def added(self, left: Value, right: Value) -> Value:
        """Return a new object that holds both: the meaning of ``+``."""
        if isinstance(left, List) and isinstance(right, List):
            return List(left.cells + right.cells)
        if isinstance(left, tuple) and isinstance(right, tuple):
            return left + right
        if isinstance(left, int) and isinstance(right, int):
            return left + right
        raise ValueError(f"got {text(left)} + {text(right)}; both must be of one kind")

    def augmented(self, old: Value, more: Value) -> Value:
        """Return what ``+=`` leaves: the same list, longer; of other kinds a new object."""
        if isinstance(old, List) and isinstance(more, List):
            old.cells.extend(more.cells)
            return old
        return self.added(old, more)


def text(value: Value) -> str:
    """Return an object as `print` shows it, whatever is shared inside."""
    if isinstance(value, List):
        return f"[{', '.join(map(text, value.cells))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(text, value))}{',' if len(value) == 1 else ''})"
    return str(value)
