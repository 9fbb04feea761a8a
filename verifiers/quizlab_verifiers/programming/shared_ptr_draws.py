"""Programs with shared_ptr, made by dice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    Operation = tuple[str, str, str]

# Most programs have but a few kinds of lines, so that they stay easy to follow.
_WEIGHTED = (
    ("copy",) * 3
    + ("move",) * 3
    + ("reset",) * 3
    + ("open",) * 4
    + ("watch",) * 4
    + ("alias",) * 3
    + ("raw",) * 2
    + ("store",) * 3
    + ("assign",) * 6
)
_PLAIN = ("copy", "copy", "copy", "move", "move", "reset", "reset")
_LETTERS = "abcdef"
_NAMED = {"watch": "w", "alias": "r", "raw": "p", "store": "v"}


class _Program:
    """A program that grows by legal lines."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.lines: list[Operation] = [("make", "a", "-")]
        self.pointers = [["a"]]
        self.taken = {"a"}
        self.letters = list(_LETTERS[1:])
        self.empty: set[str] = set()
        self.watched = False

    def pick(self) -> str:
        """Return a pointer: early ones more often, empty ones seldom."""
        random = self.dice.random
        visible = [name for scope in self.pointers for name in scope]
        full = [name for name in visible if name not in self.empty]
        names = full if full and random() < 0.9 else visible
        return names[int(random() ** 1.5 * len(names))]

    def add(self, verb: str) -> None:
        """Add a line, or none where it is not possible."""
        if verb == "open":
            if len(self.pointers) == 1 and self.letters:
                self.lines.append(("open", "-", "-"))
                self.pointers.append([])
                self.add("copy")
        elif verb == "reset":
            name = self.pick()
            self.lines.append(("reset", name, "-"))
            self.empty.add(name)
        elif verb == "assign":
            self.assign()
        elif verb in _NAMED:
            self.named(verb, _NAMED[verb])
        elif self.letters:
            other = self.pick()
            self.declare(verb, other)

    def declare(self, verb: str, other: str) -> None:
        """Add a line that makes a pointer."""
        name = self.letters.pop(0)
        self.lines.append((verb, name, other))
        self.pointers[-1].append(name)
        if other in self.empty:
            self.empty.add(name)
        if verb == "move":
            self.empty.add(other)

    def assign(self) -> None:
        """Make another object in the outer scope and let a pointer take part in it."""
        if len(self.letters) < 2 or len(self.pointers) > 1:
            return
        self.declare("make", "-")
        other = self.pointers[-1][-1]
        target = self.pick()
        pair = (target, other) if self.dice.random() < 0.6 else (other, target)
        if target != other:
            self.lines.append(("assign", *pair))

    def named(self, verb: str, name: str) -> None:
        """Add a line that makes something of another kind, at most once each."""
        if name in self.taken:
            if verb == "watch" and self.watched and self.letters:
                self.declare("lock", "w")
            return
        self.taken.add(name)
        self.lines.append((verb, name, self.pick()))
        # Behind the brace it is gone.
        self.watched |= verb == "watch" and len(self.pointers) == 1

    def close(self) -> None:
        """Close the open scope."""
        if len(self.pointers) > 1:
            self.lines.append(("close", "-", "-"))
            self.pointers.pop()


def operations(dice: Random) -> tuple[Operation, ...]:
    """Make a program of about four to nine lines."""
    made = _Program(dice)
    random = dice.random
    verbs = _PLAIN if random() < 0.2 else _WEIGHTED
    made.add("copy")
    for _ in range(2 + int(random() * 4)):
        made.add(verbs[int(random() * len(verbs))])
        if len(made.pointers) > 1 and random() < 0.4:
            made.close()
    made.close()
    if made.watched and random() < 0.5:
        made.named("watch", "w")
    return tuple(made.lines)
