"""How a card ends: its sources, and the interviewer's next question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizlab.decks.codes import quoted
from quizlab.domain.cards import Source
from quizlab.domain.untrusted import clean

if TYPE_CHECKING:
    from quizlab.decks.blocks import Body, Segment

_SOURCE = re.compile(r"source:[ \t]*(.*)")
_FOLLOW_UP = re.compile(r"\[follow-up\]\(#([^()\s]*)\)")
_ADDRESS = re.compile(r"(?:\A|[,，])[ \t]*<?(([A-Za-z][A-Za-z0-9+.-]*)://[^\s<>]+)>?\Z")


@dataclass(frozen=True, slots=True)
class Endings:
    """The ending of a card.

    Attributes:
        rest: The blocks that are neither.
        sources: Where the answer comes from.
        follow_ups: Id and place of each follow-up.
    """

    rest: list[Segment]
    sources: tuple[Source, ...]
    follow_ups: tuple[tuple[str, int, int], ...]


def read_endings(body: Body, segments: list[Segment]) -> Endings:
    """Take sources and follow-ups out of the blocks of a card."""
    rest: list[Segment] = []
    sources: list[Source] = []
    follow_ups: list[tuple[str, int, int]] = []
    last = next((segment for segment in reversed(segments) if not _follow_up(body, segment)), None)
    for segment in segments:
        name = _follow_up(body, segment)
        if name:
            follow_ups.append((name, *body.place(segment.line, body.indent(segment.line))))
        elif segment.kind != "paragraph":
            rest.append(segment)
        elif segment is last and _SOURCE.match(_content(body, segment)):
            sources += _read_sources(body, segment)
        else:
            _look_for_source(body, segment)
            rest.append(segment)
    return Endings(rest, tuple(sources), tuple(follow_ups))


def _content(body: Body, segment: Segment) -> str:
    """Return the text of a paragraph."""
    return body.tokens[segment.first + 1].content


def _follow_up(body: Body, segment: Segment) -> str:
    """Return the id of a paragraph that is only a follow-up, or ""."""
    if segment.kind != "paragraph":
        return ""
    found = _FOLLOW_UP.fullmatch(_content(body, segment).strip())
    return found[1] if found else ""


def _look_for_source(body: Body, segment: Segment) -> None:
    """Report a source that is not in the last paragraph."""
    for number, line in enumerate(_content(body, segment).split("\n")):
        if _SOURCE.match(line.strip()):
            message = (
                "A source in the middle: sources are the last paragraph of a card, "
                "nothing else in it, each line `source: title, section, link`."
            )
            at = segment.line + number
            body.findings.faults.add("source-place", *body.place(at, body.indent(at)), message)
            return


def _read_sources(body: Body, segment: Segment) -> list[Source]:
    """Read the lines of the last paragraph."""
    sources: list[Source] = []
    for number, line in enumerate(_content(body, segment).split("\n")):
        at = segment.line + number
        place = body.place(at, body.indent(at))
        found = _SOURCE.fullmatch(line.strip())
        if found is None or not found[1].strip():
            message = (
                f"{quoted(line)} among the sources: each line is `source: title, section, link`."
            )
            body.findings.faults.add("source-place", *place, message)
            continue
        said = found[1].strip()
        address = _ADDRESS.search(said)
        if address is None:
            sources.append(Source(clean(said)))
            continue
        link = clean(address[1])
        if address[2].lower() not in {"http", "https"}:
            message = f"The link {quoted(link)}: only http and https are allowed."
            body.findings.faults.add("link-scheme", *place, message)
        sources.append(Source(clean(said[: address.start()].strip()) or link, link))
    return sources
