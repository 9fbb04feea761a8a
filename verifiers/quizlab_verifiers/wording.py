"""Small pieces of English, and of Markdown, that several questions share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def listed(items: Sequence[str]) -> str:
    """Join items as a sentence does: ``a``, ``a and b``, ``a, b and c``."""
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


def sides(shape: Iterable[int]) -> str:
    """Return the sides of a tensor or an image as plain text: ``3×224×224``."""
    return "×".join(map(str, shape))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, counts: int = 0) -> str:
    """Return a Markdown table whose last columns, so many of them, hold counts."""
    rule = ["---"] * (len(head) - counts) + ["--:"] * counts
    lines = [f"| {' | '.join(cells)} |" for cells in (head, *rows)]
    return "\n".join([lines[0], f"|{'|'.join(rule)}|", *lines[1:]])


def article(number: int) -> str:
    """Return ``an`` before eight, eleven and eighteen and what starts with them, else ``a``."""
    text = f"{number:,}"
    vowel = text.startswith("8") or text.split(",", maxsplit=1)[0] in ("11", "18")
    return "an" if vowel else "a"


def layer_settings(stride: int, padding: int, dilation: int) -> str:
    """Name a layer's settings; what a plain layer does not have is left out or denied."""
    settings = [f"stride ${stride}$", f"padding ${padding}$" if padding else "no padding"]
    if dilation > 1:
        settings.append(f"dilation ${dilation}$")
    return listed(settings)


def layer_letters(thing: str, dilation: int) -> str:
    """Introduce the letters of the formulas; `thing` is ``kernel`` or ``window``."""
    letters = [
        "input side $i$",
        f"{thing} side $k$",
        "stride $s$",
        "padding $p$ at each end",
    ]
    if dilation > 1:
        letters.append("dilation $d$")
    return listed(letters)


def travel(thing: str, size: int, kernel: int, padding: int, dilation: int) -> str:
    """Work how far a kernel or window can travel on the padded input."""
    span, padded = dilation * (kernel - 1) + 1, size + 2 * padding
    cells = (
        f"Padding makes the input $i + 2p = {size} + 2 \\cdot {padding} = {padded}$ cells long."
        if padding
        else f"Without padding the input is $i = {size}$ cells long."
    )
    spread = (
        f"With its holes the {thing} spans "
        f"$d(k - 1) + 1 = {dilation} \\cdot {kernel - 1} + 1 = {span}$ cells"
        if dilation > 1
        else f"The {thing} spans $k = {span}$ cells"
    )
    return f"{cells} {spread}, so it can travel\n\n$${padded} - {span} = {padded - span}$$"


def travel_formula(dilation: int) -> str:
    """Return how far a kernel or window can travel, in letters."""
    return "i + 2p - k" if dilation == 1 else "i + 2p - d(k - 1) - 1"
