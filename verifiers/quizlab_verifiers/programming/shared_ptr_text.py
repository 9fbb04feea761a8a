"""Programs with shared_ptr as C++, and how their owners are counted, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab_verifiers.maths.ownership import Owners
from quizlab_verifiers.programming.shared_ptr_parameters import DIRECT, VALUE

if TYPE_CHECKING:
    from quizlab_verifiers.programming.shared_ptr_parameters import SharedPtrParameters

METHOD = (
    "Keep one counter for each object. A **copy** of a shared_ptr counts one more. An owner that "
    "is **destroyed** (at the brace that closes its scope), **reset** or **given another object** "
    "counts one less. A **move** hands ownership over: the counter stays, the source is empty. A "
    "weak_ptr, a reference and a raw pointer own nothing."
)

_LINES = {
    "make": "auto {name} = std::make_shared<int>(7);",
    "copy": "auto {name} = {other};",
    "move": "auto {name} = std::move({other});",
    "assign": "{name} = {other};",
    "reset": "{name}.reset();",
    "watch": "std::weak_ptr<int> {name} = {other};",
    "lock": "auto {name} = {other}.lock();",
    "alias": "auto& {name} = {other};",
    "raw": "int* {name} = {other}.get();",
    "store": "std::vector<std::shared_ptr<int>> {name}{{{other}, {other}}};",
    "open": "{{",
    "close": "}}",
}


def lines(v: SharedPtrParameters) -> list[str]:
    """Return one line of C++ for each operation."""
    return [_LINES[verb].format(name=name, other=other) for verb, name, other in v.operations]


def program(v: SharedPtrParameters) -> str:
    """Return the program, without the headers that it needs."""
    depth, body = 1, []
    for line in lines(v):
        depth -= line == "}"
        body.append(f"{'    ' * depth}{line}")
        depth += line == "{"
    printed = f"{v.ask}.use_count()" if v.call == DIRECT else f"owners({v.ask})"
    head = []
    if v.call != DIRECT:
        taken = "std::shared_ptr<int> p" if v.call == VALUE else "const std::shared_ptr<int>& p"
        head = [f"long owners({taken}) {{", "    return p.use_count();", "}", ""]
    return "\n".join(
        [
            *head,
            "int main() {",
            *body,
            f"    std::cout << {printed} << '\\n';",
            "    return 0;",
            "}",
        ]
    )


def prompt(v: SharedPtrParameters) -> str:
    """Return the question."""
    return (
        "What does this program print? The headers that it includes are left out.\n\n"
        f"```cpp\n{program(v)}\n```"
    )


def explain(v: SharedPtrParameters, count: int) -> tuple[str, ...]:
    """Return the worked steps: method, the counters after each line, result."""
    owners, told = Owners(), []
    several = sum(operation[0] == "make" for operation in v.operations) > 1
    for operation, line in zip(v.operations, lines(v), strict=True):
        owners.follow([operation])
        told.append(f"- `{line}` → {_state(owners, several=several)}")
    return (
        METHOD,
        "After each line, the counter and who owns:\n\n" + "\n".join(told),
        _result(v, owners, count),
    )


def _state(owners: Owners, *, several: bool) -> str:
    """Say the counter and the owners of each object."""
    said = []
    for number, counter in enumerate(owners.counters):
        names = [name for name, owned in owners.shared.items() if owned == number]
        for name, items in owners.vectors.items():
            names += [f"{name}[{place}]" for place, item in enumerate(items) if item == number]
        which = f"object {number + 1}: " if several else "counter "
        said.append(f"{which}{counter} ({', '.join(names) or 'destroyed'})")
    return "; ".join(said)


def _result(v: SharedPtrParameters, owners: Owners, count: int) -> str:
    if v.ask in owners.weak:
        watched = "A weak_ptr shows the counter of the object that it watches."
        return f"{watched} So the program prints **{count}**."
    if owners.owned(v.ask) is None:
        empty = f"`{v.ask}` is empty at the end, and an empty pointer has no owners to count."
        return f"{empty} So the program prints **{count}**."
    if v.call == DIRECT:
        return (
            f"At the end `{v.ask}.use_count()` shows the counter: the program prints **{count}**."
        )
    if v.call == VALUE:
        how = "The parameter is a copy, one owner more as long as the function runs"
        return f"{how}: ${count - 1} + 1 = {count}$. The program prints **{count}**."
    how = "The parameter is a reference, so nothing is copied and the counter stays"
    return f"{how}. The program prints **{count}**."
