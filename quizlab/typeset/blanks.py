r"""The blanks of a cloze card: each ``\boxed{…}`` of a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.typeset.tokens import END, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator


_BOXED = r"\boxed"


def boxed_contents(source: str) -> tuple[str, ...]:
    r"""Return the LaTeX inside each ``\boxed{…}``, in order; boxes inside boxes do not count.

    A box that is never closed reaches to the end of the source.
    """
    return tuple(source[start:end] for _, start, end, _ in _boxes(source))


def with_gaps(source: str, template: str, first_blank: int) -> str:
    r"""Return `source` with each ``\boxed{…}`` replaced by a gap.

    Nothing of what was boxed remains, not even in a formula that cannot be parsed.

    Args:
        source: The LaTeX.
        template: What stands for a gap, with ``%s`` for its label.
        first_blank: The number of the first gap.
    """
    parts: list[str] = []
    done = 0
    for number, (before, _, _, after) in enumerate(_boxes(source), start=first_blank):
        parts.append(source[done:before] + template % f"[{number}]")
        done = after
    return "".join(parts) + source[done:]


def _boxes(source: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield where each outermost box begins, its content begins and ends, and it ends."""
    texts, positions = tokenize(source)
    index = 0
    while texts[index] != END:
        if texts[index] != _BOXED:
            index += 1
            continue
        before = positions[index]
        index += 1
        if texts[index] != "{":  # not a box that can be drawn; hide all that it might have held
            yield before, positions[index], len(source), len(source)
            return
        start = positions[index] + 1
        open_braces = 0
        while texts[index] != END:
            open_braces += (texts[index] == "{") - (texts[index] == "}")
            if not open_braces:
                break
            index += 1
        closed = texts[index] != END
        yield before, start, positions[index], positions[index] + closed
        index += closed
