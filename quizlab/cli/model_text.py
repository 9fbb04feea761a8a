"""Networks as text and as JSON."""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict
from math import inf
from typing import TYPE_CHECKING, Any

from quizlab.cli.output import say, say_hanging, say_json
from quizlab.verify import rounded, thousands

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quizlab.verify import LayerRow, LayerTable, NetworkSummary, PublishedFigure

_NAMES = {"parameters": "parameters", "macs": "MACs", "flops": "FLOPs"}
_SCALES = ((10**12, "T"), (10**9, "G"), (10**6, "M"), (10**3, "k"))


def magnitude(number: int) -> str:
    """Return a count at three figures: ``25.6 M``, ``4.09 G``, ``980``."""
    for scale, letter in _SCALES:
        # What rounds up to the next scale belongs to it: 999,950 is 1.00 M.
        if number >= scale * 0.9995:
            return f"{rounded(number / scale, 3)} {letter}"
    return str(number)


def shape_text(shape: Sequence[int]) -> str:
    """``64×56×56``."""
    return "×".join(map(str, shape))


def say_list(summaries: Iterable[NetworkSummary], *, as_json: bool) -> None:
    """Write a line for each network."""
    if as_json:
        for one in summaries:
            say_json(asdict(one))
        return
    head = ("network", "parameters", "MACs", "input", "year", "paper")
    rows = [
        (
            one.name,
            magnitude(one.parameters),
            magnitude(one.macs),
            shape_text(one.input),
            str(one.year),
            one.paper,
        )
        for one in summaries
    ]
    _say_columns([head, *rows], right={1, 2})


def say_network(table: LayerTable, depth: int | None) -> None:
    """Write what is known of a network, then its layers."""
    summary = table.summary
    say(f"{summary.title}  ({summary.name}, {summary.year})")
    say_hanging("", summary.paper)
    say()
    outputs = ", ".join(map(shape_text, table.outputs))
    facts = [
        ("input", shape_text(summary.input)),
        ("output", outputs),
        ("parameters", f"{thousands(summary.parameters)} ({magnitude(summary.parameters)})"),
        ("MACs", f"{thousands(summary.macs)} ({magnitude(summary.macs)})"),
    ]
    if table.options:
        facts.append(
            ("options", "; ".join(f"{one}: {what}" for one, what in table.options.items()))
        )
    for what, value in facts:
        say_hanging(what.ljust(12), value)
    say()
    rows = table.rows if depth is None else table.at_depth(depth)
    head = ("module", "output", "parameters", "MACs", "field", "stride", "what it does")
    lines = [_line(row) for row in rows if not row.minor]
    _say_columns([head, *lines], right={2, 3, 4, 5})
    _say_published(table)


def _say_published(table: LayerTable) -> None:
    """Write the figures of others, below the table where they are seen last."""
    if table.published:
        say()
    for one in table.published:
        what = _NAMES[one.what]
        whose = "by hand" if one.by_hand else "published"
        remarks = [
            one.conditions,
            f"ours is {thousands(one.ours)}" if _is_other(table, one) else "",
        ]
        noted = ", ".join(remark for remark in remarks if remark)
        source = one.source.removeprefix("by hand: ").replace(table.summary.paper, "the paper")
        because = f". {one.difference}" if one.difference else ""
        say_hanging(
            whose.ljust(12),
            f"{one.figure} {what}{f' ({noted})' if noted else ''}: {source}{because}",
        )


def _is_other(table: LayerTable, figure: PublishedFigure) -> bool:
    """Whether a figure is of another count than the table's: another input, another option."""
    summary = table.summary
    own = {
        "parameters": summary.parameters,
        "macs": summary.macs,
        "flops": 2 * summary.macs,
    }
    return bool(figure.ours != own[figure.what])


def _line(row: LayerRow) -> tuple[str, ...]:
    return (
        row.module or "·",
        shape_text(row.output),
        thousands(row.parameters) if row.parameters else "",
        magnitude(row.macs) if row.macs else "",
        _field(row.receptive_field),
        _field(row.stride),
        row.kind,
    )


def _field(sides: Sequence[float]) -> str:
    """``427``, ``7×1`` where the sides differ, ``whole`` for the whole image."""
    texts = ["whole" if side == inf else f"{side:g}" for side in sides]
    return texts[0] if len(set(texts)) == 1 else "×".join(texts)


def say_side_by_side(one: LayerTable, other: LayerTable, depth: int) -> None:
    """Write two networks in two columns, with how many times the first the second is."""
    a, b = one.summary, other.summary
    head = ("", a.name, b.name, f"{b.name} / {a.name}")
    facts = [
        head,
        ("title", a.title, b.title, ""),
        ("year", str(a.year), str(b.year), ""),
        ("input", shape_text(a.input), shape_text(b.input), ""),
        (
            "parameters",
            thousands(a.parameters),
            thousands(b.parameters),
            _times(a.parameters, b.parameters),
        ),
        ("MACs", magnitude(a.macs), magnitude(b.macs), _times(a.macs, b.macs)),
        ("layers with weights", str(_weighted(one)), str(_weighted(other)), ""),
    ]
    _say_columns(facts, right={1, 2, 3})
    say()
    titles = [(table.summary.name, "output", "parameters", "MACs") for table in (one, other)]
    columns = [
        [title, *_stages(table, depth)] for title, table in zip(titles, (one, other), strict=True)
    ]
    right = {2, 3}
    longest = max(map(len, columns))
    padded = [[*column, *[("",) * 4] * (longest - len(column))] for column in columns]
    beside = _columns(
        [(*left, "│", *right_) for left, right_ in zip(*padded, strict=True)], {2, 3, 7, 8}
    )
    room = _room()
    if room is None or max(map(len, beside)) <= room:
        for line in beside:
            say(line)
        return
    # Too wide for this terminal: one below the other, so that no figure is cut.
    _say_columns(columns[0], right)
    say()
    _say_columns(columns[1], right)


def _stages(table: LayerTable, depth: int) -> list[tuple[str, ...]]:
    return [_line(row)[:4] for row in table.at_depth(depth) if not row.minor]


def _times(one: int, other: int) -> str:
    return f"{rounded(other / one, 3)}×" if one else ""


def _weighted(table: LayerTable) -> int:
    """Count the layers that multiply: convolutions and matrix products."""
    return sum(1 for row in table.rows if row.macs)


def plain_table(table: LayerTable, depth: int | None) -> dict[str, Any]:
    """Return a table as JSON holds it."""
    summary = table.summary
    outputs = [list(shape) for shape in table.outputs]
    rows = table.rows if depth is None else table.at_depth(depth)
    return {
        "name": summary.name,
        "title": summary.title,
        "year": summary.year,
        "paper": summary.paper,
        "input": list(summary.input),
        "output": outputs[0] if len(outputs) == 1 else outputs,
        "parameters": summary.parameters,
        "macs": summary.macs,
        "options": dict(table.options),
        "published": [asdict(one) for one in table.published],
        "layers": [_plain_row(row) for row in rows],
    }


def _plain_row(row: LayerRow) -> dict[str, Any]:
    whole = bool(row.receptive_field) and row.receptive_field[0] == inf
    return {
        "module": row.module,
        "kind": row.kind,
        "output": list(row.output),
        "parameters": row.parameters,
        "macs": row.macs,
        "receptive_field": "whole image" if whole else list(row.receptive_field) or None,
        "stride": list(row.stride) or None,
    }


def _say_columns(rows: Sequence[tuple[str, ...]], right: set[int]) -> None:
    """Write rows in columns, some to the right; a terminal cuts the last one at its edge."""
    room = _room()
    for line in _columns(rows, right):
        say(line if room is None or len(line) <= room else f"{line[: room - 1]}…")


def _columns(rows: Sequence[tuple[str, ...]], right: set[int]) -> list[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join(
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _room() -> int | None:
    """Return how wide the terminal is, None where the result goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
