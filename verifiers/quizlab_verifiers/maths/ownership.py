"""Who owns an object: how std::shared_ptr counts its owners in C++.

All shared_ptrs to one object share a counter beside it. The object lives as long as the counter
is above 0, and `use_count()` shows the counter:

    +1  a shared_ptr is copied: into a variable, a parameter by value, a vector
    -1  an owner is destroyed at the end of its scope, reset, or given another object
     0  nothing happens to the counter when a pointer is moved (it changes hands), or when a
        weak_ptr, a reference or a raw pointer is made (they watch, but do not own)

`Owners` keeps these counters; each method is one kind of line in a program.
"""

from collections.abc import Iterable

Object = int | None
"""The number of an object, counted from 0 in the order of making; None of an empty pointer."""


class Owners:
    """The counters of a program's objects, and which variable leads to which.

    Formula:
        use_count = number of shared_ptrs that own the object; 0 of an empty pointer

        auto b = a;                    counter + 1
        auto b = std::move(a);         counter + 0, and a is empty
        b = a;                         + 1 for a's object, - 1 for the one that b had
        a.reset();                     counter - 1, and a is empty; other owners keep theirs
        std::weak_ptr<int> w = a;      counter + 0
        auto b = w.lock();             counter + 1 if the object still lives, else b is empty
        auto& r = a;                   counter + 0: r is another word for a
        int* p = a.get();              counter + 0
        std::vector<...> v{a, a};      counter + 2
        }                              counter - 1 for each owner declared in the scope

    Args:
        name: The variable that is made or changed.
        other: The variable on the right.

    Returns:
        `use_count` gives the counter; the other methods change what is kept.

    Raises:
        KeyError: A variable is unknown or of another kind.

    Source:
        std::shared_ptr, https://en.cppreference.com/w/cpp/memory/shared_ptr; C++ draft,
        [util.smartptr.shared.obs] and [util.smartptr.weak.obs],
        https://eel.is/c++draft/util.smartptr.shared.obs
    """

    def __init__(self) -> None:
        self.counters: list[int] = []
        self.shared: dict[str, Object] = {}
        self.weak: dict[str, Object] = {}
        self.vectors: dict[str, list[Object]] = {}
        self.aliases: dict[str, str] = {}
        self.scopes: list[list[str]] = [[]]

    def gain(self, owned: Object) -> None:
        """Count one owner more."""
        if owned is not None:
            self.counters[owned] += 1

    def release(self, owned: Object) -> None:
        """Count one owner less; at 0 the object is destroyed."""
        if owned is not None:
            self.counters[owned] -= 1

    def real(self, name: str) -> str:
        """Return the variable that a name means: a reference means what it was tied to."""
        return self.aliases.get(name, name)

    def owned(self, name: str) -> Object:
        """Return what a shared_ptr leads to."""
        return self.shared[self.real(name)]

    def declare(self, name: str) -> None:
        """Note a variable in the innermost scope."""
        self.scopes[-1].append(name)

    def make(self, name: str) -> None:
        """Follow ``auto name = std::make_shared<int>(7);``."""
        self.counters.append(0)
        self.own(name, len(self.counters) - 1)

    def own(self, name: str, owned: Object) -> None:
        """Make a new shared_ptr to an object, which gains an owner."""
        self.declare(name)
        self.shared[name] = owned
        self.gain(owned)

    def copy(self, name: str, other: str) -> None:
        """Follow ``auto name = other;``."""
        self.own(name, self.owned(other))

    def move(self, name: str, other: str) -> None:
        """Follow ``auto name = std::move(other);``."""
        self.declare(name)
        self.shared[name] = self.owned(other)
        self.shared[self.real(other)] = None

    def assign(self, name: str, other: str) -> None:
        """Follow ``name = other;``."""
        old = self.owned(name)
        self.shared[self.real(name)] = self.owned(other)
        self.gain(self.owned(other))
        self.release(old)

    def reset(self, name: str) -> None:
        """Follow ``name.reset();``."""
        self.release(self.owned(name))
        self.shared[self.real(name)] = None

    def watch(self, name: str, other: str) -> None:
        """Follow ``std::weak_ptr<int> name = other;``."""
        self.declare(name)
        self.weak[name] = self.owned(other)

    def lock(self, name: str, other: str) -> None:
        """Follow ``auto name = other.lock();``."""
        watched = self.weak[other]
        alive = watched is not None and self.counters[watched] > 0
        self.own(name, watched if alive else None)

    def alias(self, name: str, other: str) -> None:
        """Follow ``auto& name = other;``."""
        self.declare(name)
        self.aliases[name] = self.real(other)

    def raw(self, name: str, other: str) -> None:
        """Follow ``int* name = other.get();``."""
        del other
        self.declare(name)

    def store(self, name: str, other: str) -> None:
        """Follow ``std::vector<std::shared_ptr<int>> name{other, other};``."""
        self.declare(name)
        self.vectors[name] = [self.owned(other)] * 2
        self.gain(self.owned(other))
        self.gain(self.owned(other))

    def open(self) -> None:
        """Follow ``{``."""
        self.scopes.append([])

    def close(self) -> None:
        """Follow ``}``: what was declared since the opening brace is destroyed, last first."""
        for name in reversed(self.scopes.pop()):
            self.leave(name)

    def leave(self, name: str) -> None:
        """Destroy a variable at the end of its scope."""
        if name in self.shared:
            self.release(self.shared.pop(name))
        for owned in self.vectors.pop(name, ()):
            self.release(owned)
        self.weak.pop(name, None)
        self.aliases.pop(name, None)

    def use_count(self, name: str) -> int:
        """Return ``name.use_count()``, of a shared_ptr or a weak_ptr."""
        owned = self.weak[name] if name in self.weak else self.owned(name)
        return 0 if owned is None else self.counters[owned]

    def passed(self, name: str, *, by_value: bool) -> int:
        """Return ``use_count()`` inside a function: a parameter by value is an owner more."""
        parameter = self.owned(name)
        if by_value:
            self.gain(parameter)
        inside = 0 if parameter is None else self.counters[parameter]
        if by_value:
            self.release(parameter)
        return inside

    def follow(self, operations: Iterable[tuple[str, str, str]]) -> None:
        """Follow a program: each operation is the name of a method and its variables, or "-"."""
        for verb, *variables in operations:
            getattr(self, verb)(*[name for name in variables if name != "-"])
