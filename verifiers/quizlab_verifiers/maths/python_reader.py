"""Follows small Python programs by the rules of `object_model`, without running them.

A program is read into statements and expressions by Python's own grammar; what these do to names
and objects is decided by the methods of `Objects` alone.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from quizlab_verifiers.maths.object_model import List, Objects, Value, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Function:
    """What `def` makes: parameters, body, and the defaults, which are objects made once."""

    def __init__(self, made: ast.FunctionDef, defaults: Sequence[Value]) -> None:
        self.parameters = [argument.arg for argument in made.args.args]
        self.body = made.body
        optional = self.parameters[len(self.parameters) - len(defaults) :]
        self.written = dict(zip(optional, made.args.defaults, strict=True))
        self.defaults = dict(zip(optional, defaults, strict=True))


class Reader(Objects):
    """Follows a program over numbers, lists and tuples, line by line.

    Attributes:
        names: Where each name leads.
        functions: What `def` has made.
        printed: The lines that were printed.
    """

    def __init__(self) -> None:
        self.names: dict[str, Value] = {}
        self.functions: dict[str, Function] = {}
        self.printed: list[str] = []

    def run(self, source: str) -> str:
        """Follow the program to its end and return what it prints, lines joined by newlines.

        Raises:
            ValueError: The program holds something that `Objects` has no rule for.
            IndexError: A cell is asked for that a list does not have.
        """
        for line in ast.parse(source).body:
            self.follow(line)
        return "\n".join(self.printed)

    def follow(self, line: ast.stmt) -> Value | None:
        """Follow one statement; of a `return` give back the value."""
        match line:
            case ast.Import():
                pass
            case ast.FunctionDef(name=name):
                self.functions[name] = Function(line, [self.value(d) for d in line.args.defaults])
            case ast.Assign(targets=[target], value=ast.Name() | ast.Subscript() as value):
                self.tie(target, self.assigned(self.value(value)))
            case ast.Assign(targets=[target], value=value):
                self.tie(target, self.value(value))
            case ast.AugAssign(target=target, op=ast.Add(), value=more):
                self.tie(target, self.augmented(self.value(target), self.value(more)))
            case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=shown)):
                self.printed.append(" ".join(text(self.value(item)) for item in shown))
            case ast.Expr(value=ast.Call() as call):
                self.called(call)
            case ast.Return(value=ast.expr() as value):
                return self.value(value)
            case _:
                raise ValueError(f"line {line.lineno}: there is no rule for {ast.unparse(line)!r}")
        return None

    def tie(self, target: ast.expr, value: Value) -> None:
        """Point a name, or the cell of a list, to `value`."""
        match target:
            case ast.Name(id=name):
                self.names[name] = value
            case ast.Subscript(value=whole, slice=place):
                self.list(whole).cells[self.number(place)] = value
            case _:
                raise ValueError(f"there is no rule for tying {ast.unparse(target)!r}")

    def value(self, said: ast.expr) -> Value:  # noqa: PLR0911 - one for each kind of expression
        """Return the object that an expression leads to, made anew where it makes one."""
        match said:
            case ast.Constant(value=int(number)):
                return number
            case ast.Name(id=name) if name in self.names:
                return self.names[name]
            case ast.List(elts=items):
                return List([self.value(item) for item in items])
            case ast.Tuple(elts=items):
                return tuple([self.value(item) for item in items])
            case ast.Subscript(value=whole, slice=ast.Slice(lower=None, upper=None, step=None)):
                return self.shallow(self.list(whole))
            case ast.Subscript(value=whole, slice=place):
                return self.list(whole).cells[self.number(place)]
            case ast.BinOp(left=left, op=ast.Mult(), right=times):
                return self.repeated(self.list(left), self.number(times))
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self.added(self.value(left), self.value(right))
            case ast.ListComp(elt=item, generators=[ast.comprehension(iter=ast.Call(args=[n]))]):
                return self.comprehended(self.again(item), self.number(n))
            case ast.Call():
                result = self.called(said)
                if result is not None:
                    return result
        raise ValueError(f"there is no rule for {ast.unparse(said)!r}")

    def called(self, call: ast.Call) -> Value | None:
        """Return what a call gives back."""
        match call:
            case ast.Call(func=ast.Attribute(value=whole, attr="append"), args=[item]):
                self.list(whole).cells.append(self.value(item))
                return None
            case (
                ast.Call(func=ast.Attribute(value=ast.Name(id="copy"), attr="copy"), args=[old])
                | ast.Call(func=ast.Attribute(value=old, attr="copy"), args=[])
                | ast.Call(func=ast.Name(id="list"), args=[old])
            ):
                return self.shallow(self.list(old))
            case ast.Call(func=ast.Attribute(attr="deepcopy"), args=[old]):
                return self.deep(self.value(old), {})
            case ast.Call(func=ast.Name(id=name), args=given) if name in self.functions:
                return self.inside(self.functions[name], given)
        raise ValueError(f"there is no rule for {ast.unparse(call)!r}")

    def inside(self, function: Function, given: Sequence[ast.expr]) -> Value | None:
        """Follow a function's body with names of its own."""
        local = {}
        for place, name in enumerate(function.parameters):
            if place < len(given):
                local[name] = self.argument(self.value(given[place]))
            else:
                make = self.again(function.written[name])
                local[name] = self.default(function.defaults[name], make)
        outside, self.names = self.names, local
        result = None
        for line in function.body:
            result = self.follow(line)
        self.names = outside
        for name, said in zip(function.parameters, given, strict=False):
            if isinstance(said, ast.Name):
                self.names[said.id] = self.afterwards(outside[said.id], local[name])
        return result

    def again(self, said: ast.expr) -> Callable[[], Value]:
        """Return what evaluates an expression once more."""
        return lambda: self.value(said)

    def list(self, said: ast.expr) -> List:
        """Return the list that an expression leads to."""
        value = self.value(said)
        if not isinstance(value, List):
            raise ValueError(f"{ast.unparse(said)!r} is no list")  # noqa: TRY004 - the program's fault
        return value

    def number(self, said: ast.expr) -> int:
        """Return the number that an expression leads to."""
        value = self.value(said)
        if not isinstance(value, int):
            raise ValueError(f"{ast.unparse(said)!r} is no number")  # noqa: TRY004 - the program's fault
        return value
