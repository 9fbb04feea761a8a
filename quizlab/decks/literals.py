"""Markup that stayed text: dollars, stars, footnotes, references, facts without backticks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quizlab.decks.parser import offset_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_REFERENCE = re.compile(r"\]\[[^\[\]]*\]")
_RUNS = {"*": re.compile(r"\*+"), "_": re.compile("_+")}


def literal_faults(tokens: Sequence[Token]) -> Iterator[tuple[int, str, str]]:
    """Yield offset, code and message of what was meant as markup and stayed text.

    Escaped characters are tokens of their own, so what is found was written without a backslash.
    """
    start = 0
    parts: list[str] = []
    for token in tokens:
        if token.type == "text":
            start = start if parts else offset_of(token)
            parts.append(token.content)
        elif parts:
            yield from _in_run(start, "".join(parts))
            parts = []
    if parts:
        yield from _in_run(start, "".join(parts))


def _in_run(start: int, text: str) -> Iterator[tuple[int, str, str]]:
    """Look at literal characters that stand together; `start` is the offset of the first."""
    if "$" in text:
        message = "This dollar is no formula: write `\\$` for a dollar, `$x$` without inner spaces."
        yield start + text.index("$"), "literal-dollar", message
    for sign, runs in _RUNS.items():
        at = _emphasis(text, sign, runs) if sign in text else -1
        if at >= 0:
            message = (
                f"`{sign}` stays as it is here: put a space or punctuation outside the emphasis, "
                "or backticks around it."
            )
            yield start + at, "literal-emphasis", message
    if "{fact}" in text:
        message = "`{fact}` needs backticks: {fact}`verifier-id key=value`; a literal one too."
        yield start + text.index("{fact}"), "fact-form", message
    if "]" in text:
        at = _reference(text)
        if at >= 0:
            message = (
                "Footnotes and reference links do not work in a card: write `[text](address)`."
            )
            yield start + at, "reference-link", message


def _reference(text: str) -> int:
    """Return where a footnote or a link by reference is, or -1; ``x[0][1]`` is none."""
    footnote = _FOOTNOTE.search(text)
    if footnote is not None:
        return footnote.start()
    for reference in _REFERENCE.finditer(text):
        opening = text.rfind("[", 0, reference.start())
        before = text[opening - 1 : opening] if opening > 0 else ""
        if opening < 0 or not (before.isalnum() or before in {"]", ")", "_"}):
            return max(opening, 0)
    return -1


def _emphasis(text: str, sign: str, runs: re.Pattern[str]) -> int:
    """Return where `sign` was meant as emphasis and stayed text, or -1."""
    for run in runs.finditer(text):
        before, after = text[: run.start()][-1:], text[run.end() :][:1]
        open_left = not before or before.isspace()
        open_right = not after or after.isspace()
        doubled = len(run[0]) == 2
        if open_left and open_right:
            continue
        if doubled and (sign == "*" or open_left or open_right):
            return run.start()
        if sign == "*" and len(run[0]) == 1 and open_left != open_right:
            return run.start()
    return -1
