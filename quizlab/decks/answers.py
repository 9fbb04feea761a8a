"""The ``{answer}`` fence: a number with its tolerance, or texts that are right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quizlab.decks.codes import quoted
from quizlab.decks.facts import FactForm, read_fact
from quizlab.domain.cards import AnswerField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.decks.codes import Faults
    from quizlab.decks.fences import Fence, FieldReading
    from quizlab.decks.structures import Node

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_ANSWER_KEYS = ("value", "accept", "tolerance", "floor", "unit", "magnitudes", "verify")
_VALUE_ONLY = ("tolerance", "floor", "unit", "magnitudes", "verify")
_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class AnswerReader:
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
