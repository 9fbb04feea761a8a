"""What stands within a line, as spans: formulas typeset, blanks as gaps, links with address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab import typeset
from quizlab.domain.document import (
    Blank,
    Break,
    Code,
    Fact,
    Image,
    Link,
    Math,
    Styled,
    Text,
)
from quizlab.typeset.flow import Line, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quizlab.domain.document import Inline, MathBlock


@dataclass(frozen=True, slots=True)
class Drawing:
    """How blanks and formulas are drawn; see `quizlab.typeset.layout.lay_out`."""

    reveal: bool = True
    source: bool = False

    def rows(self, children: Sequence[Inline]) -> Iterator[Line]:
        """Yield the spans between the line breaks that the author asked for."""
        row: list[Inline] = []
        for child in children:
            if isinstance(child, Break):
                yield spans_of(row, self)
                row = []
            else:
                row.append(child)
        yield spans_of(row, self)

    def formula(self, formula: Math) -> str:
        """Return a formula as one line."""
        if self.source:
            return f"${formula.source}$"
        blanks = "show" if self.reveal else "hide"
        return typeset.inline(formula.source, blanks=blanks, first_blank=formula.first_blank or 1)

    def box(self, formula: MathBlock, width: int) -> tuple[str, ...]:
        """Return a display formula as lines."""
        if self.source:
            return tuple(formula.source.split("\n"))
        blanks = "show" if self.reveal else "hide"
        return typeset.block(
            formula.source, width, blanks=blanks, first_blank=formula.first_blank or 1
        )


def spans_of(children: Sequence[Inline], drawing: Drawing, style: str = "") -> Line:
    """Return `children` as spans of one line."""
    return tuple(_spans(children, drawing, style))


def _spans(children: Sequence[Inline], drawing: Drawing, style: str) -> Iterator[Span]:
    for child in children:
        match child:
            case Text(text):
                yield Span(text.replace("\n", " "), style)
            case Code(text):
                yield Span(text, _with(style, "code"))
            case Math():
                yield Span(drawing.formula(child), _with(style, "math"))
            case Styled(name, inner):
                yield from _spans(inner, drawing, _with(style, name))
            case Link(target, inner):
                yield from _spans(inner, drawing, _with(style, "link"))
                if not target.startswith("#"):
                    yield Span(f" ({target})", _with(style, "dim"))
            case Image(_, alt):
                yield Span(f"[image: {alt}]", _with(style, "dim"))
            case Blank(number, text):
                shown = text if drawing.reveal else f"[{number}]"
                yield Span(shown, _with(style, "blank"))
            case Fact(verifier):
                yield Span(f"{{{verifier}}}", _with(style, "dim"))
            case Break():
                yield Span(" ", style)


def _with(style: str, name: str) -> str:
    return f"{style} {name}".strip()
