"""What people get wrong about names and objects: readers with one rule put differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths.object_model import List, Value
from quizlab_verifiers.maths.python_reader import Reader
from quizlab_verifiers.programming.python_programs import (
    APPEND,
    AUGMENT,
    ITEM,
    SHALLOW,
    AliasingParameters,
    program,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


class _AssignmentCopies(Reader):
    def assigned(self, old: Value) -> Value:
        return self.deep(old, {})


class _ShallowIsView(Reader):
    def shallow(self, old: List) -> List:
        return old


class _ShallowIsDeep(Reader):
    def shallow(self, old: List) -> List:
        return List([self.deep(cell, {}) for cell in old.cells])


class _DeepIsShallow(Reader):
    def deep(self, old: Value, memo: dict[int, List]) -> Value:
        del memo
        return List(old.cells) if isinstance(old, List) else old


class _DeepWithoutMemo(Reader):
    def deep(self, old: Value, memo: dict[int, List]) -> Value:
        return super().deep(old, {}) if isinstance(old, List) else super().deep(old, memo)


class _RepeatCopies(Reader):
    def repeated(self, old: List, times: int) -> List:
        return List([self.deep(cell, {}) for _ in range(times) for cell in old.cells])


class _ComprehensionOnce(Reader):
    def comprehended(self, make: Callable[[], Value], times: int) -> List:
        return List([make()] * times)


class _DefaultAtCall(Reader):
    def default(self, kept: Value, make: Callable[[], Value]) -> Value:
        del kept
        return make()


class _AugmentedIsNew(Reader):
    def augmented(self, old: Value, more: Value) -> Value:
        return self.added(old, more)


class _PlusInPlace(Reader):
    def added(self, left: Value, right: Value) -> Value:
        return self.augmented(left, right)


class _TupleInPlace(Reader):
    def augmented(self, old: Value, more: Value) -> Value:
        new = super().augmented(old, more)
        for name, value in self.names.items():
            if value is old:
                self.names[name] = new
        return new


class _ArgumentsCopied(Reader):
    def argument(self, old: Value) -> Value:
        return self.deep(old, {})


class _RebindingReaches(Reader):
    def afterwards(self, old: Value, inside: Value) -> Value:
        del old
        return inside


def _by(
    reader: type[Reader],
    patterns: Collection[str],
    changes: Collection[str] = (APPEND, AUGMENT, ITEM),
) -> Callable[[AliasingParameters], str | None]:
    """Return what a wrong reader prints where its rule matters, None elsewhere."""

    def wrong(v: AliasingParameters) -> str | None:
        if v.pattern not in patterns or v.change not in changes:
            return None
        source = program(v)
        printed = reader().run(source)
        return printed if printed != Reader().run(source) else None

    return wrong


MISTAKES: tuple[Misconception[AliasingParameters], ...] = (
    Misconception(
        "assignment-copies",
        "You let the assignment copy. It copies nothing: both names are tied to one list, so both "
        "see a change of it.",
        _by(_AssignmentCopies, {"name", "element"}, (APPEND, ITEM)),
    ),
    Misconception(
        "copy-is-view",
        "You let the copy be the same list. A slice of a list (unlike one of a NumPy array), list() "
        "and copy.copy make a new outer list.",
        _by(_ShallowIsView, {"slice", *SHALLOW}),
    ),
    Misconception(
        "copy-is-deep",
        "You copied the inner lists too. A slice, list() and copy.copy make only a new outer list; "
        "its cells lead to the same inner lists as before.",
        _by(_ShallowIsDeep, SHALLOW),
    ),
    Misconception(
        "deepcopy-shares",
        "You let deepcopy share the inner lists. It copies them as well, all the way down; sharing "
        "them is what copy.copy does.",
        _by(_DeepIsShallow, {"deepcopy", "deepcopy-shared"}),
    ),
    Misconception(
        "deepcopy-unshares",
        "You gave the copy several inner lists. deepcopy remembers what it has copied: what was "
        "one list in several places is one new list in the same places.",
        _by(_DeepWithoutMemo, {"deepcopy-shared"}),
    ),
    Misconception(
        "repeat-copies",
        "You let * make independent rows. It repeats the arrow: all rows are one and the same list "
        "until a cell of the outer list is given another.",
        _by(_RepeatCopies, {"repeat", "repeat-replaced"}),
    ),
    Misconception(
        "comprehension-shares",
        "You let all rows be one list. A comprehension evaluates its expression each time anew and "
        "makes a new row each time; it is * that repeats one row.",
        _by(_ComprehensionOnce, {"comprehension"}),
    ),
    Misconception(
        "default-at-call",
        "You made a fresh default at each call. Defaults are evaluated once, when def runs; all "
        "calls that leave the argument out share that one list.",
        _by(_DefaultAtCall, {"default", "default-mixed"}),
    ),
    Misconception(
        "augmented-makes-new",
        "You let += make a new list. Of a list += changes the object itself, like extend, so every "
        "name that is tied to it sees the change.",
        _by(_AugmentedIsNew, {"name", "element", "argument"}, (AUGMENT,)),
    ),
    Misconception(
        "plus-in-place",
        "You let b = b + [x] change the list. The + makes a new list, and only b is tied to it.",
        _by(_PlusInPlace, {"plus"}),
    ),
    Misconception(
        "tuple-in-place",
        "You let += change the tuple. Tuples cannot be changed: a new one is made, and only the "
        "name on the left is tied to it.",
        _by(_TupleInPlace, {"tuple"}),
    ),
    Misconception(
        "arguments-copied",
        "You let the call copy its argument. The parameter is tied to the caller's own list, so a "
        "change inside is seen outside.",
        _by(_ArgumentsCopied, {"argument"}, (APPEND, ITEM)),
    ),
    Misconception(
        "rebinding-reaches-caller",
        "You let the assignment inside the function reach the caller. It ties only the function's "
        "own name anew; the caller's name still leads to the old list.",
        _by(_RebindingReaches, {"argument", "argument-rebound"}),
    ),
)
"""Most typical first."""
