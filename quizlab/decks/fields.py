"""The fences that ask: ``{compute}``, ``{answer}``, ``{order}``, ``{run}`` with its ``{output}``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab.decks.codes import quoted
from quizlab.decks.facts import VERIFIER_ID, FactForm, read_fact
from quizlab.domain.cards import AnswerField, ComputeField, OrderField, RunField
from quizlab.domain.untrusted import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.decks.codes import Faults
    from quizlab.decks.structures import Node
    from quizlab.domain.cards import Field, Kind, Raw
    from quizlab.domain.document import Fact

MOST_BYTES = 65536
"""Longest content of a fence."""

RUN_LANGUAGES = ("python", "cpp")
"""What ``{run}`` can run."""

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_ANSWER_KEYS = ("value", "accept", "tolerance", "floor", "unit", "magnitudes", "verify")
_VALUE_ONLY = ("tolerance", "floor", "unit", "magnitudes", "verify")
_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass(slots=True)
class Fence:
    """A directive at the left margin of a card.

    Attributes:
        name: Such as ``compute``.
        argument: What stands behind it.
        content: What stands within.
        line: 1-based line of the opening in the file.
    """

    name: str
    argument: str
    content: str
    line: int


@dataclass(slots=True)
class FieldReading:
    """A field, and the places that later checks point at.

    Attributes:
        kind: The kind of the card.
        places: 1-based line and column by key; ``""`` is the opening of the fence.
        field: The field, None where a fault prevents it.
        verify: The fact of ``verify:``.
    """

    kind: Kind
    places: dict[str, tuple[int, int]]
    field: Field | None = None
    verify: Fact | None = None


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
        reading.field = _AnswerReader(fence, nodes, reading, faults).read(code=code)
    return reading


def _read_run(fence: Fence, output: Fence | None, faults: Faults) -> RunField | None:
    """Read a program and its output."""
    language = fence.argument
    good = language in RUN_LANGUAGES
    if not good:
        got = quoted(language) if language else "no language"
        message = f"`{{run}}` with {got}: it can be {' or '.join(RUN_LANGUAGES)}."
        faults.add("run-language", fence.line, 1, message)
    if len(fence.content.encode()) > MOST_BYTES:
        faults.add("field-form", fence.line, 1, "More than 64 KiB: a fence holds less than that.")
        good = False
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


class _AnswerReader:
    """Reads the keys of an ``{answer}``."""

    def __init__(
        self, fence: Fence, nodes: Mapping[str, Node], reading: FieldReading, faults: Faults
    ) -> None:
        self.fence = fence
        self.nodes = nodes
        self.reading = reading
        self.faults = faults

    def fault(self, code: str, key: str, message: str) -> None:
        """Collect a fault at a value, or at the fence where the key is missing."""
        node = self.nodes.get(key)
        line, column = (self.fence.line, 1)
        if node is not None:
            line, column = self.fence.line + 1 + node.line, node.column + 1
        self.faults.add(code, line, column, message)

    def text(self, key: str) -> str:
        """Return the text of a key, "" where it is missing or a list."""
        node = self.nodes.get(key)
        if node is None:
            return ""
        if not isinstance(node.value, str):
            self.fault("field-value", key, f"`{key}` is {quoted(node.text)}: write one value.")
            return ""
        return node.value

    def read(self, *, code: bool) -> AnswerField | None:
        """Read the whole field."""
        for key in self.nodes:
            if key not in _ANSWER_KEYS:
                message = (
                    f"Unknown key {quoted(key)}: `{{answer}}` takes {', '.join(_ANSWER_KEYS)}."
                )
                self.faults.add("field-key", *self.reading.places[key], message)
            elif key in _VALUE_ONLY and "accept" in self.nodes and "value" not in self.nodes:
                message = f"`{key}` goes with `value`, not with `accept`: remove it."
                self.faults.add("field-key", *self.reading.places[key], message)
        if ("value" in self.nodes) == ("accept" in self.nodes):
            got = "both" if "value" in self.nodes else "neither"
            message = f"`{{answer}}` has {got} of `value: 42` and `accept: [text]`: give one."
            self.fault("answer-form", "accept", message)
            return None
        if "accept" in self.nodes:
            return self._accept(code=code)
        return self._value()

    def _accept(self, *, code: bool) -> AnswerField | None:
        """Read the texts that are right."""
        node = self.nodes["accept"]
        items = node.value if isinstance(node.value, list) else []
        texts = [" ".join(item.value.split()) for item in items if isinstance(item.value, str)]
        if not texts or len(texts) != len(items) or not all(texts):
            message = (
                f"`accept` is {quoted(node.text)}: write a list of texts, `accept: [one, two]`."
            )
            self.fault("answer-form", "accept", message)
            return None
        return AnswerField(accept=tuple(texts), code=code)

    def _value(self) -> AnswerField | None:
        """Read a number and how it is graded."""
        value = self.text("value")
        if not value or _NUMBER.fullmatch(value) is None:
            message = (
                f"`value` is {quoted(value)}: write a number such as `42`, `0.5` or `1e-3`; "
                "a text goes into `accept: [text]`."
            )
            self.fault("answer-form", "value", message)
            return None
        tolerance = self._share("tolerance")
        floor = self._floor()
        counted = tolerance is None and _INTEGER.fullmatch(value) is not None
        if float(value) == 0 and not floor and not counted:
            key = "tolerance" if "tolerance" in self.nodes else "value"
            message = (
                "A relative tolerance of 0 is no tolerance: give a `floor`, such as `floor: 1e-6`."
            )
            self.fault("tolerance", key, message)
        return AnswerField(
            value=value,
            tolerance=tolerance,
            floor=floor,
            unit=" ".join(self.text("unit").split()),
            magnitudes=self._magnitudes(),
            verify=self._verify(),
        )

    def _share(self, key: str) -> float | None:
        """Read ``1%`` or ``0.01``."""
        if key not in self.nodes:
            return None
        text = self.text(key).replace(" ", "")
        number = text.removesuffix("%")
        share = (
            float(number) / (100 if text.endswith("%") else 1) if _NUMBER.fullmatch(number) else -1
        )
        if not 0 < share < 1:
            message = f"`{key}` is {quoted(text)}: write a share between 0 and 1, `1%` or `0.01`."
            self.fault("field-value", key, message)
            return None
        return share

    def _floor(self) -> float:
        """Read the absolute tolerance."""
        if "floor" not in self.nodes:
            return 0.0
        text = self.text("floor")
        floor = float(text) if _NUMBER.fullmatch(text) else -1.0
        if not 0 <= floor < float("inf"):
            message = f"`floor` is {quoted(text)}: write a number from 0 on, `1e-6`."
            self.fault("field-value", "floor", message)
            return 0.0
        return floor

    def _magnitudes(self) -> bool:
        """Read whether ``25.6M`` may be typed."""
        if "magnitudes" not in self.nodes:
            return False
        text = self.text("magnitudes")
        if text.lower() not in _WORDS:
            message = f"`magnitudes` is {quoted(text)}: write `true` or `false`."
            self.fault("field-value", "magnitudes", message)
        return _WORDS.get(text.lower(), False)

    def _verify(self) -> tuple[str, tuple[tuple[str, str], ...], str] | None:
        """Read the fact that the value must equal."""
        if "verify" not in self.nodes:
            return None
        node = self.nodes["verify"]
        try:
            fact = read_fact(self.text("verify"), styled=False)
        except FactForm as form:
            place = (self.fence.line + 1 + node.line, node.column + 1 + form.offset)
            self.faults.add("fact-form", *place, form.message)
            return None
        self.reading.verify = fact
        return fact.verifier, fact.settings, fact.part


def fence_content(content: str) -> str:
    """Return what a fence holds, cleaned, without the last line feed."""
    return clean(content).removesuffix("\n")
