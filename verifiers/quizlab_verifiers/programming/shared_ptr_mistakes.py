"""What people get wrong about shared_ptr: counters with one rule put differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths.ownership import Owners
from quizlab_verifiers.programming.shared_ptr_parameters import (
    DIRECT,
    REFERENCE,
    VALUE,
    SharedPtrParameters,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def counted(v: SharedPtrParameters, owners: Owners) -> int:
    """Follow the program with these counters and return what it prints."""
    owners.follow(v.operations)
    if v.call == DIRECT:
        return owners.use_count(v.ask)
    return owners.passed(v.ask, by_value=v.call == VALUE)


class _MoveCopies(Owners):
    def move(self, name: str, other: str) -> None:
        self.copy(name, other)


class _MovedFromKeeps(Owners):
    """Moving counts as it should, but the source is believed to lead where it did."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, int | None] = {}

    def move(self, name: str, other: str) -> None:
        self.kept[self.real(other)] = self.owned(other)
        super().move(name, other)

    def reset(self, name: str) -> None:
        self.kept.pop(self.real(name), None)
        super().reset(name)

    def assign(self, name: str, other: str) -> None:
        self.kept.pop(self.real(name), None)
        super().assign(name, other)

    def use_count(self, name: str) -> int:
        kept = self.kept.get(self.real(name))
        return super().use_count(name) if kept is None else self.counters[kept]


class _WeakOwns(Owners):
    def watch(self, name: str, other: str) -> None:
        super().watch(name, other)
        self.gain(self.owned(other))

    def leave(self, name: str) -> None:
        self.release(self.weak.get(name))
        super().leave(name)


class _ScopeKeeps(Owners):
    def close(self) -> None:
        self.scopes.pop()


class _AliasOwns(Owners):
    def alias(self, name: str, other: str) -> None:
        super().alias(name, other)
        self.gain(self.owned(other))

    def leave(self, name: str) -> None:
        if name in self.aliases:
            self.release(self.owned(name))
        super().leave(name)


class _RawOwns(Owners):
    def raw(self, name: str, other: str) -> None:
        super().raw(name, other)
        self.gain(self.owned(other))


class _ResetEmptiesAll(Owners):
    def reset(self, name: str) -> None:
        gone = self.owned(name)
        for holder, owned in self.shared.items():
            if owned == gone:
                self.shared[holder] = None
        for items in self.vectors.values():
            items[:] = [None if item == gone else item for item in items]
        if gone is not None:
            self.counters[gone] = 0


class _ResetCounterStays(Owners):
    def reset(self, name: str) -> None:
        self.shared[self.real(name)] = None


class _AssignKeepsOld(Owners):
    def release(self, owned: int | None) -> None:
        if not self.assigning:
            super().release(owned)

    assigning = False

    def assign(self, name: str, other: str) -> None:
        self.assigning = True
        super().assign(name, other)
        self.assigning = False


class _LockWatches(Owners):
    def lock(self, name: str, other: str) -> None:
        del other
        self.own(name, None)


class _VectorOnce(Owners):
    def store(self, name: str, other: str) -> None:
        super().store(name, other)
        self.release(self.vectors[name].pop())


class _ValueShares(Owners):
    def passed(self, name: str, *, by_value: bool) -> int:
        del by_value
        return self.use_count(name)


class _ReferenceOwns(Owners):
    def passed(self, name: str, *, by_value: bool) -> int:
        del by_value
        return super().passed(name, by_value=True)


def _by(
    owners: type[Owners], verb: str = "", call: str = ""
) -> Callable[[SharedPtrParameters], int | None]:
    """Return what wrong counters give where their rule matters, None elsewhere."""

    def wrong(v: SharedPtrParameters) -> int | None:
        if verb and not any(operation[0] == verb for operation in v.operations):
            return None
        if call and v.call != call:
            return None
        count = counted(v, owners())
        return count if count != counted(v, Owners()) and count >= 0 else None

    return wrong


MISTAKES: tuple[Misconception[SharedPtrParameters], ...] = (
    Misconception(
        "move-copies",
        "You let the move copy. It hands ownership over: the counter stays, and the pointer that "
        "was moved from is empty.",
        _by(_MoveCopies, "move"),
    ),
    Misconception(
        "moved-from-keeps",
        "You let the pointer keep its object after it was moved from. It is empty then, and the "
        "use_count of an empty pointer is 0.",
        _by(_MovedFromKeeps, "move", DIRECT),
    ),
    Misconception(
        "weak-owns",
        "You counted a weak_ptr as an owner. It only watches: it neither counts nor keeps the "
        "object alive.",
        _by(_WeakOwns, "watch"),
    ),
    Misconception(
        "scope-keeps",
        "You forgot the closing brace. Owners that were declared in the scope are destroyed there, "
        "and each counts one less.",
        _by(_ScopeKeeps, "close"),
    ),
    Misconception(
        "reference-owns",
        "You counted a reference as an owner. auto& makes another name for the same pointer, and "
        "nothing is copied.",
        _by(_AliasOwns, "alias"),
    ),
    Misconception(
        "raw-owns",
        "You counted a raw pointer as an owner. get() hands out the address, and the counter does "
        "not know of it.",
        _by(_RawOwns, "raw"),
    ),
    Misconception(
        "reset-empties-all",
        "You let reset take the object from all. It empties this one pointer and counts one less; "
        "other owners keep theirs.",
        _by(_ResetEmptiesAll, "reset"),
    ),
    Misconception(
        "reset-not-counted",
        "You let reset leave the counter alone. The pointer gives up its ownership, so the counter "
        "falls by one.",
        _by(_ResetCounterStays, "reset"),
    ),
    Misconception(
        "assignment-keeps-old",
        "You forgot that an assignment lets go of the old object: the counter of what the pointer "
        "had before falls by one.",
        _by(_AssignKeepsOld, "assign"),
    ),
    Misconception(
        "lock-watches",
        "You did not count what lock() returned. It is a shared_ptr, a full owner as long as it "
        "lives.",
        _by(_LockWatches, "lock"),
    ),
    Misconception(
        "vector-once",
        "You counted the vector as one owner. Each of its two elements is a shared_ptr of its own.",
        _by(_VectorOnce, "store"),
    ),
    Misconception(
        "value-shares",
        "You forgot the parameter. Passed by value it is a copy, an owner more as long as the "
        "function runs.",
        _by(_ValueShares, call=VALUE),
    ),
    Misconception(
        "reference-parameter-owns",
        "You counted the parameter. Passed by reference nothing is copied, so there is no owner "
        "more.",
        _by(_ReferenceOwns, call=REFERENCE),
    ),
)
"""Most typical first."""
