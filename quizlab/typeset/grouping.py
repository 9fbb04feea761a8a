"""Where a formula on one line needs parentheses that LaTeX's layout made unnecessary."""

from __future__ import annotations

from quizlab.typeset.nodes import (
    Accent,
    Binomial,
    Boxed,
    Elastic,
    Fenced,
    Fraction,
    Node,
    Operator,
    Root,
    Row,
    Scripts,
    StyleSwitch,
    Symbol,
    Text,
    children_of,
)
from quizlab.typeset.spacing import Placed, place

_FACTORIAL = Symbol("!", "close")
# Prefixes that make a derivative or a difference when both sides of a fraction begin with one.
_DIFFERENTIALS = frozenset("d∂δΔ∇D")
# A fraction beside one of these reads right without parentheses.
_WEAK_OPERATORS = frozenset("+−±∓·×")
_OPENING_ENDS = frozenset({None, "bin", "prefix", "rel", "open", "punct", "big"})
_CLOSING_ENDS = frozenset({None, "bin", "rel", "close", "punct"})


def is_bare_numerator(node: Node) -> bool:
    """Whether ``node/…`` reads as all of `node` over what follows."""
    parts = _outline(node)
    if not parts:
        return False
    return _is_call(parts) or all(map(_is_bound, parts))


def is_bare_denominator(node: Node, numerator: Node) -> bool:
    """Whether ``…/node`` reads as all of `node` below: one factor, a call or a differential."""
    parts = _outline(node)
    if not parts or not all(map(_is_bound, parts)):
        return False
    if len(parts) == 1:
        return True
    if len(parts) > 2:
        return False
    is_factorial = parts[1] == _FACTORIAL
    return is_factorial or _is_call(parts) or _is_differential(parts[0], numerator)


def is_bare_base(node: Node) -> bool:
    """Whether a script right after `node` reads as a script on all of it."""
    if isinstance(node, Row):
        return not node.children or (len(node.children) == 1 and is_bare_base(node.children[0]))
    if isinstance(node, Text):
        return " " not in node.text or _is_blank(node)
    return not isinstance(node, Fraction | Scripts | Root)


def is_bare_radicand(node: Node) -> bool:
    """Whether ``√node`` reads as the root of all of `node`."""
    children = children_of(node)
    if len(children) != 1:
        return False
    child = children[0]
    if isinstance(child, Scripts):
        return child.sup is None and is_bare_radicand(child.base)
    return isinstance(child, Boxed) or (_is_bound(child) and isinstance(child, Symbol | Accent))


def is_bare_fraction(placed: list[Placed], index: int) -> bool:
    """Whether a fraction among its neighbours in a row reads right as ``a/b``."""
    previous = next((item for item in placed[:index][::-1] if item.left != "space"), None)
    following = next((item for item in placed[index + 1 :] if item.left != "space"), None)
    if (
        previous is not None
        and not placed[index].apart
        and (previous.right not in _OPENING_ENDS or _is_strong(previous))
    ):
        return False
    if following is not None and not following.apart:
        is_factorial = following.node == _FACTORIAL
        return following.left in _CLOSING_ENDS and not (is_factorial or _is_strong(following))
    return True


def _is_strong(placed: Placed) -> bool:
    node = placed.node
    return placed.left == "bin" and not (isinstance(node, Symbol) and node.text in _WEAK_OPERATORS)


def _outline(node: Node) -> list[Node] | None:
    """The atoms of `node`, with each bracketed run as one `Fenced`; None if unbalanced."""
    outline: list[Node] = []
    opened: list[int] = []
    placed, _ = place(children_of(node))
    for item in placed:
        atom = item.node
        if isinstance(atom, StyleSwitch):
            continue
        if item.left == "open" and atom.kind != "fence":
            opened.append(len(outline))
        elif item.left == "close" and _delimiter(atom) not in "!?":
            if not opened:
                return None
            start = opened.pop()
            inside = Row(tuple(outline[start + 1 :]))
            outline[start:] = [Fenced(_delimiter(outline[start]), inside, _delimiter(atom))]
            continue
        outline.append(atom)
    return None if opened else outline


def _delimiter(node: Node) -> str:
    base = node.base if isinstance(node, Scripts) else node
    return base.text if isinstance(base, Symbol | Elastic) else ""


def _is_bound(node: Node) -> bool:
    """Whether nothing beside `node` could be read into it."""
    if isinstance(node, Scripts):
        return node.kind in {"ord", "fence", "close", "bar", "op"} and is_bare_base(node.base)
    if isinstance(node, Symbol):
        return node.kind in {"ord", "close"} and node.text != "/"
    if isinstance(node, Text):
        return _is_blank(node) or all(letter.isalnum() or letter == "." for letter in node.text)
    if isinstance(node, Row):
        return len(node.children) == 1 and _is_bound(node.children[0])
    if isinstance(node, Fenced):
        return bool(node.left and node.right)
    return isinstance(node, Accent | Binomial | Root | Boxed | Operator)


def _is_blank(node: Text) -> bool:
    return node.text.startswith("[") and node.text.endswith("]")


def _is_wordy(node: Node) -> bool:
    """Whether `node` is a word or a named operator, which takes a space beside other letters."""
    if isinstance(node, Scripts):
        return _is_wordy(node.base)
    return isinstance(node, Text | Operator) or (
        isinstance(node, Symbol) and len(node.text) > 1 and node.text.isalpha()
    )


def _is_call(parts: list[Node]) -> bool:
    """Whether the parts are a function and its bracketed argument: ``exp(x)``, ``p(x | z)``.

    A single letter before a bracketed sum, as in ``a(b + c)``, is a product.
    """
    if len(parts) != 2:
        return False
    function, argument = parts
    if not isinstance(argument, Fenced) or not (argument.left and argument.right):
        return False
    if _is_wordy(function):
        return True
    return (
        argument.left == "("
        and isinstance(function, Symbol | Scripts | Accent)
        and _is_bound(function)
        and not any(child.kind == "bin" for child in children_of(argument.body))
        and not (isinstance(function, Symbol) and function.text[0].isdecimal())
    )


def _is_differential(head: Node, numerator: Node) -> bool:
    """Whether both sides of a fraction begin with the same sign of a derivative."""
    above = children_of(numerator)
    return (
        isinstance(head, Symbol)
        and head.text in _DIFFERENTIALS
        and bool(above)
        and (above[0].base if isinstance(above[0], Scripts) else above[0]) == head
    )
