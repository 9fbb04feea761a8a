"""The tree of a parsed formula: every kind of node, so the file is long and flat.

Every node has a `kind`, TeX's class of atom, from which the space around it follows:

====== ======================================= ==========================
ord    a letter, number or group               no space
op     a named operator such as log            space unless a bracket follows
big    a big operator such as a sum            space
bin    a binary operator                       space around, none when unary
rel    a relation                              space around
open   an opening bracket                      none inside
close  a closing bracket                       none inside
bar    ``|``, which opens, closes or divides   as its partner decides
punct  a comma or semicolon                    space after
inner  a fraction                              space towards factors, in two dimensions
fence  a bracketed whole                       open on its left, close on its right
space  a space or a switch                     not an atom
====== ======================================= ==========================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

Kind = Literal[
    "ord", "op", "big", "bin", "rel", "open", "close", "bar", "punct", "inner", "fence", "space"
]


@dataclass(frozen=True, slots=True)
class Symbol:
    """Characters drawn as they stand: a letter, a number, an operator, an upright word."""

    text: str
    kind: Kind = "ord"


@dataclass(frozen=True, slots=True)
class Text:
    r"""Words of prose: ``\text{…}``; spaces count."""

    text: str
    kind: ClassVar[Kind] = "ord"


@dataclass(frozen=True, slots=True)
class Space:
    """An explicit space of so many cells."""

    cells: int
    kind: ClassVar[Kind] = "space"


@dataclass(frozen=True, slots=True)
class StyleSwitch:
    r"""``\displaystyle`` or ``\textstyle``: holds for the rest of its row."""

    display: bool
    kind: ClassVar[Kind] = "space"


@dataclass(frozen=True, slots=True)
class Row:
    """Nodes side by side; inside another row it is a group."""

    children: tuple[Node, ...]
    kind: ClassVar[Kind] = "ord"


@dataclass(frozen=True, slots=True)
class Classed:
    r"""A body that takes the space of another kind: ``\mathrel{…}``."""

    body: Node
    kind: Kind


@dataclass(frozen=True, slots=True)
class Operator:
    """A named operator; with `limits`, its scripts go above and below in display style."""

    body: Node
    limits: bool = False
    kind: ClassVar[Kind] = "op"


@dataclass(frozen=True, slots=True)
class BigOperator:
    """A sum, product, integral or union."""

    symbol: str
    limits: bool = True
    kind: ClassVar[Kind] = "big"


@dataclass(frozen=True, slots=True)
class Scripts:
    r"""A base with a subscript, a superscript or both.

    Attributes:
        base: What carries the scripts.
        sub: The subscript.
        sup: The superscript; primes are part of it.
        limits: True after ``\limits``, False after ``\nolimits``, None where the base decides.
    """

    base: Node
    sub: Node | None
    sup: Node | None
    limits: bool | None = None

    @property
    def kind(self) -> Kind:
        """The kind of the base; an operator with limits is spaced like a sum."""
        if isinstance(self.base, Operator) and self.base.limits:
            return "big"
        return self.base.kind


@dataclass(frozen=True, slots=True)
class Fraction:
    """A numerator over a denominator, with a bar."""

    numerator: Node
    denominator: Node
    kind: ClassVar[Kind] = "inner"


@dataclass(frozen=True, slots=True)
class Binomial:
    """``n`` choose ``k``."""

    upper: Node
    lower: Node
    kind: ClassVar[Kind] = "fence"


@dataclass(frozen=True, slots=True)
class Root:
    """A square root, or the root of an index."""

    radicand: Node
    index: Node | None = None
    kind: ClassVar[Kind] = "ord"


@dataclass(frozen=True, slots=True)
class Accent:
    """A base with an accent, named as in `accents.ACCENTS`."""

    base: Node
    name: str
    kind: ClassVar[Kind] = "ord"


@dataclass(frozen=True, slots=True)
class Fenced:
    r"""``\left… \right…``; a delimiter may be "" (LaTeX's dot)."""

    left: str
    body: Node
    right: str
    kind: ClassVar[Kind] = "fence"


@dataclass(frozen=True, slots=True)
class Elastic:
    r"""A delimiter that grows with its row: ``\big(``, ``\middle|``."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells.

    Attributes:
        rows: The cells, row by row; rows may differ in length.
        style: ``matrix``, ``cases``, ``aligned`` or ``stack`` (centred, no columns).
        columns: One of l, c, r for each column; the last repeats; "" lets the style decide.
        bars: Columns that have a vertical rule to their left.
        rules: Rows that have a horizontal rule above them.
    """

    rows: tuple[tuple[Row, ...], ...]
    style: Literal["matrix", "cases", "aligned", "stack"]
    columns: str = ""
    bars: tuple[int, ...] = ()
    rules: tuple[int, ...] = ()
    kind: ClassVar[Kind] = "ord"


@dataclass(frozen=True, slots=True)
class Brace:
    """A horizontal brace over or under a body; its label is a script on it."""

    body: Node
    over: bool
    limits: ClassVar[bool] = True
    kind: ClassVar[Kind] = "ord"


@dataclass(frozen=True, slots=True)
class Stack:
    r"""Something above or below a base: ``\overset``, ``\underset``, ``\stackrel``."""

    base: Node
    over: Node | None
    under: Node | None

    @property
    def kind(self) -> Kind:
        """The kind of the base."""
        return self.base.kind


@dataclass(frozen=True, slots=True)
class Arrow:
    r"""An arrow as long as its labels: ``\xrightarrow[under]{over}``; `head` is ← or →."""

    head: str
    over: Node
    under: Node | None = None
    kind: ClassVar[Kind] = "rel"


@dataclass(frozen=True, slots=True)
class Boxed:
    r"""``\boxed{…}``: the blank of a cloze."""

    body: Node
    kind: ClassVar[Kind] = "ord"


@dataclass(frozen=True, slots=True)
class Phantom:
    """Empty space of the size of its body."""

    body: Node
    kind: ClassVar[Kind] = "ord"


Node = (
    Symbol
    | Text
    | Space
    | StyleSwitch
    | Row
    | Classed
    | Operator
    | BigOperator
    | Scripts
    | Fraction
    | Binomial
    | Root
    | Accent
    | Fenced
    | Elastic
    | Grid
    | Brace
    | Stack
    | Arrow
    | Boxed
    | Phantom
)

EMPTY = Row(())


def ungrouped(node: Node) -> Node:
    """Return the one atom of a group, unless the braces took its spacing away on purpose."""
    if isinstance(node, Row) and len(node.children) == 1:
        child = node.children[0]
        return child if child.kind in {"ord", "inner", "fence"} else node
    return node


def children_of(node: Node) -> tuple[Node, ...]:
    """Return the children of a row; any other node is alone."""
    return node.children if isinstance(node, Row) else (node,)
