"""Prompt and worked steps about the receptive field of a layer of a network."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from quizlab_verifiers.networks import inside, known, naming
from quizlab_verifiers.networks.receptive_field_mistakes import way
from quizlab_verifiers.networks.receptive_field_way import Window, field
from quizlab_verifiers.notation import aligned
from quizlab_verifiers.wording import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quizlab_verifiers.networks.receptive_field_parameters import (
        ReceptiveFieldParameters as Parameters,
    )

METHOD = (
    "Start at the image with field $r = 1$ and jump $j = 1$ and go from window to window. Each "
    "widens the field by the gaps between its taps, and then its stride multiplies the jump; "
    "where ways meet, the widest one counts:\n\n"
    "$$r' = r + (k - 1) \\, d \\, j \\qquad j' = s \\, j$$"
)

_ON_A_LINE = 4


def group_of(v: Parameters, module: str) -> str:
    """Return under which name a module is told: its stage, or in the layer's stage its like."""
    stage = v.layer.partition(".")[0]
    names = module.split(".")
    depth = v.layer.count(".") + 1 if names[0] == stage else 1
    return ".".join(names[:depth])


def told(v: Parameters) -> str:
    """List the windows of the stages on all ways to the layer."""
    steps = known.steps(v.network)
    groups: dict[str, list[int]] = {}
    for place in inside.leading_to(v.network, inside.modules(v.network)[v.layer].last):
        groups.setdefault(group_of(v, steps[place].module), []).append(place)
    texts = [(name, naming.windows(v.network, places)) for name, places in groups.items()]
    alike = groupby([(name, text) for name, text in texts if text], lambda one: one[1])
    return "\n".join(f"- {_names([name for name, _ in like])}: {text}" for text, like in alike)


def splits(v: Parameters) -> bool:
    """Say whether several ways lead to the layer."""
    steps = known.steps(v.network)
    places = inside.leading_to(v.network, inside.modules(v.network)[v.layer].last)
    return any(len(inside.carried(steps[place])) > 1 for place in places)


def steps_of(v: Parameters) -> tuple[str, ...]:
    """Return the steps behind the method: the way, what the last stage adds, the field."""
    windows = way(v)
    groups = [
        (name, list(group)) for name, group in groupby(windows, lambda one: group_of(v, one.module))
    ]
    own = next((group for name, group in groups[-1:] if name == v.layer), [])
    before = windows[: len(windows) - len(own)]
    rows = _rows(groups[:-1] if own else groups)
    passed = (
        "The widest way there along the height, without kernels of a single cell:\n\n"
        + table(("stage", "windows", "$r$", "$j$"), rows)
        if rows
        else f"`{v.layer}` comes first: $r = 1$ and $j = 1$."
    )
    return passed, _last(v, own, before)


def _rows(groups: Sequence[tuple[str, Sequence[Window]]]) -> list[tuple[str, ...]]:
    """Return the rows of the table, one for groups in a row that look through like windows."""
    rows: list[tuple[list[str], str, tuple[str, str]]] = []
    so_far = list[Window]()
    for name, group in groups:
        so_far += group
        counted = naming.in_order(naming.bracketed(one.kind) for one in group if _matters(one))
        reached = str(field(so_far)), str(_jump(so_far))
        if rows and counted == rows[-1][1]:
            rows[-1] = ([*rows[-1][0], name], counted, reached)
        elif counted:
            rows.append(([name], counted, reached))
    return [(_names(names), counted, *reached) for names, counted, reached in rows]


def _last(v: Parameters, own: Sequence[Window], before: Sequence[Window]) -> str:
    """Work what the layer itself adds, and state the field."""
    seen = field([*before, *own])
    size = min(known.usual_size(v.network))
    beyond = (
        f" That is more than the usual image of {size} pixels has: near the border it sees padding."
        if seen > size
        else ""
    )
    start, jump = field(before), _jump(before)
    terms = []
    for (span, at), count in _counted(own, jump):
        times = f"{count} \\cdot " if count > 1 else ""
        terms.append(f"{times}{span} \\cdot {at}")
    if not terms:
        return (
            f"`{v.layer}` has no window wider than a cell on this way, so a unit of it sees "
            f"${seen}$ pixels along each side.{beyond}"
        )
    lines = [" + ".join(terms[at : at + _ON_A_LINE]) for at in range(0, len(terms), _ON_A_LINE)]
    looks = naming.in_order(naming.bracketed(one.kind) for one in own if _matters(one))
    sums = [(f"r' = {start}" if not at else "", f"+ {line}") for at, line in enumerate(lines)]
    sums[-1] = (sums[-1][0], f"{sums[-1][1]} = {seen}")
    formula = f"$${sums[0][0]} {sums[0][1]}$$" if len(sums) == 1 else aligned(sums)
    return (
        f"`{v.layer}` itself looks through {looks}. It starts from field ${start}$ and "
        f"jump ${jump}$; each window adds $(k - 1) \\, d$ gaps, a jump wide:\n\n{formula}\n\n"
        f"So a unit sees ${seen}$ pixels along each side.{beyond}"
    )


def _counted(own: Iterable[Window], jump: int) -> list[tuple[tuple[int, int], int]]:
    """Return gaps and jump of the layer's windows, like ones in a row together, with their number."""
    found = []
    for window in own:
        if window.span:
            found.append((window.span, jump))
        jump *= window.stride
    return [(one, len(list(group))) for one, group in groupby(found)]


def _matters(window: Window) -> bool:
    return window.kernel > 1 or window.stride > 1


def _jump(windows: Iterable[Window]) -> int:
    jump = 1
    for window in windows:
        jump *= window.stride
    return jump


def _names(groups: Sequence[str]) -> str:
    """Return one name, or the first and the last of several that look through like windows."""
    first, last = (f"`{name}`" if name else "between them" for name in (groups[0], groups[-1]))
    if len(groups) == 1:
        return first
    return f"{first} {'to' if len(groups) > 2 else 'and'} {last}, each"
