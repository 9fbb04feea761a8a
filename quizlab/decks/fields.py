"""The fences that ask: ``{compute}``, ``{answer}``, ``{order}``, ``{run}`` with its ``{output}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.decks.answers import AnswerReader
from quizlab.decks.codes import quoted
from quizlab.decks.facts import VERIFIER_ID
from quizlab.decks.fences import FieldReading
from quizlab.domain.cards import ComputeField, OrderField, RunField
from quizlab.domain.untrusted import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.decks.codes import Faults
    from quizlab.decks.fences import Fence
    from quizlab.decks.structures import Node
    from quizlab.domain.cards import Kind, Raw

MOST_BYTES = 65536
"""Longest content of a fence."""

RUN_LANGUAGES = ("python", "cpp")
"""What ``{run}`` can run."""


def read_field(
    fence: Fence, output: Fence | None, kind: Kind, faults: Faults, *, code: bool
) -> FieldReading:
    """Read the field of a card.

    Args:
        fence: The fence that asks.
        output: The ``{output}`` fence of a ``{run}``.
        kind: The card's kind.
        faults: Where faults are collected.
        code: Whether the gap is in a block of code.
    """
    reading = FieldReading(kind, places={"": (fence.line, 1)})
    if len(fence.content.encode()) > MOST_BYTES:
        message = f"{len(fence.content.encode())} bytes: a fence holds {MOST_BYTES} at most."
        faults.add("field-form", fence.line, 1, message)
        return reading
    if fence.name == "run":
        reading.field = _read_run(fence, output, faults)
        return reading
    if fence.name != "compute" and fence.argument:
        message = f"{quoted(fence.argument)} behind `{{{fence.name}}}`: nothing belongs there."
        faults.add("field-form", fence.line, 1, message)
    # YAML is imported for cards that hold some: the first question may come without.
    from quizlab.decks.structures import StructureFault, read_structure  # noqa: PLC0415

    try:
        root = read_structure(fence.content)
    except StructureFault as fault:
        faults.add(fault.code, fence.line + 1 + fault.line, fault.column + 1, fault.message)
        return reading
    if fence.name == "order":
        reading.field = _read_order(root, fence, faults)
        return reading
    if root is not None and not isinstance(root.value, dict):
        message = f"`{{{fence.name}}}` holds lines of `key: value`, not {quoted(root.text)}."
        faults.add("field-form", fence.line + 1 + root.line, root.column + 1, message)
        return reading
    nodes = root.value if root is not None and isinstance(root.value, dict) else {}
    reading.places |= {
        key: (fence.line + 1 + node.key_line, node.key_column + 1) for key, node in nodes.items()
    }
    if fence.name == "compute":
        reading.field = _read_compute(fence, nodes, reading.places, faults)
    else:
        reading.field = AnswerReader(fence, nodes, reading, faults).read(code=code)
    return reading


def _read_run(fence: Fence, output: Fence | None, faults: Faults) -> RunField | None:
    """Read a program and its output."""
    language = fence.argument
    good = language in RUN_LANGUAGES
    if not good:
        got = quoted(language) if language else "no language"
        message = f"`{{run}}` with {got}: it can be {' or '.join(RUN_LANGUAGES)}."
        faults.add("run-language", fence.line, 1, message)
    if output is None:
        message = (
            "A program without its output: put an `{output}` fence directly below it, "
            "or let `quizlab fmt --run` write it."
        )
        faults.add("output-missing", fence.line, 1, message)
        return None
    if output.argument:
        message = f"{quoted(output.argument)} behind `{{output}}`: nothing belongs there."
        faults.add("field-form", output.line, 1, message)
    return RunField(language, fence.content, output.content) if good else None


def _read_order(root: Node | None, fence: Fence, faults: Faults) -> OrderField | None:
    """Read the items of an order."""
    items = root.value if root is not None else None
    if not isinstance(items, list) or len(items) < 2:
        message = (
            "`{order}` holds the items in their right order, one a line: `- forward`; two or more."
        )
        faults.add("order-form", fence.line, 1, message)
        return None
    texts: list[str] = []
    for node in items:
        place = (fence.line + 1 + node.line, node.column + 1)
        text = " ".join(node.value.split()) if isinstance(node.value, str) else ""
        if not text:
            message = f"{quoted(node.text)} is no item: write text, in quotes where it holds `: `."
            faults.add("order-form", *place, message)
        elif text in texts:
            message = f"{quoted(text)} stands twice: two places would be right; make them differ."
            faults.add("order-duplicate", *place, message)
        texts.append(text)
    return OrderField(tuple(texts))


def _read_compute(
    fence: Fence, nodes: Mapping[str, Node], places: Mapping[str, tuple[int, int]], faults: Faults
) -> ComputeField | None:
    """Read a verifier's id and what is fixed of its parameters."""
    if VERIFIER_ID.fullmatch(fence.argument) is None:
        got = quoted(fence.argument) if fence.argument else "nothing"
        message = f"Got {got}: `{{compute}}` names a verifier, ```{{compute}} conv2d.output-side`."
        faults.add("field-form", fence.line, 1, message.replace("```{", "`{"))
        return None
    overrides: dict[str, Raw] = {}
    for key, node in nodes.items():
        raw = node.raw()
        if raw is None:
            message = f"{quoted(key)} holds keys of its own: a parameter is text or a list."
            faults.add("field-form", *places[key], message)
        else:
            overrides[key] = raw
    return ComputeField(fence.argument, overrides)


def fence_content(content: str) -> str:
    """Return what a fence holds, cleaned, without the last line feed."""
    return clean(content).removesuffix("\n")
