"""Writing results: JSON lines, Markdown for a terminal, always cleaned."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from quizlab.domain.untrusted import clean, is_clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quizlab.domain.document import Inline

WIDTH = 78


def say(text: str = "") -> None:
    """Write a line of the result."""
    click.echo(clean(text))


def say_json(value: Any) -> None:  # noqa: ANN401  # JSON
    """Write one JSON value on one line."""
    click.echo(json_line(value))


def json_line(value: Any) -> str:  # noqa: ANN401  # JSON
    """Return `value` as JSON on one line; what could act on a terminal is escaped, not lost."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if is_clean(text):
        return text
    return "".join(sign if is_clean(sign) else f"\\u{ord(sign):04x}" for sign in text)


def say_markdown(text: str) -> None:
    """Write Markdown as a terminal shows it."""
    from quizlab import decks
    from quizlab.typeset.layout import lay_out, text_of

    say(text_of(lay_out(decks.read_markdown(text), WIDTH)))


def say_hanging(mark: str, text: str) -> None:
    """Write plain text as a paragraph that hangs under its mark."""
    from quizlab.domain.document import Text

    say(hanging(mark, (Text(text),)))


def hanging(mark: str, children: Sequence[Inline]) -> str:
    """Return a paragraph that hangs under its mark."""
    from quizlab.domain.document import Paragraph
    from quizlab.typeset import cell_width
    from quizlab.typeset.layout import lay_out, text_of

    indent = cell_width(mark)
    # A name of somebody's parameter may be longer than a line.
    room = max(WIDTH - indent, WIDTH // 4)
    lines = text_of(lay_out([Paragraph(tuple(children))], room)).split("\n")
    return mark + ("\n" + " " * indent).join(lines)


def say_table(rows: Iterable[tuple[str, ...]]) -> None:
    """Write rows in columns; numbers stay where the caller aligned them."""
    from quizlab.typeset import cell_width

    listed = [tuple(map(clean, row)) for row in rows]
    widths = [max(map(cell_width, column)) for column in zip(*listed, strict=True)]
    for row in listed:
        cells = (cell + " " * (w - cell_width(cell)) for cell, w in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def counted(number: int, thing: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def warn(text: str) -> None:
    """Write a line of diagnosis."""
    click.echo(clean(text), err=True)


def input_lines(file: str) -> Iterator[bytes]:
    """Yield the lines of a file, or of stdin for ``-``, as they come.

    Raises:
        OSError: When it cannot be read.
    """
    with click.open_file(file, "rb") as lines:
        yield from lines
