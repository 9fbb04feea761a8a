"""The formatter: what it may change it changes, and nothing else.

It works on the lines of the file: every change is a line that is replaced or a blank line that is
put in, at a place that the parser named. Text is never wrapped, code and maths are never touched.

Longer than most files, since the changes share one set of edits.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quizlab.decks.blocks import Body, directive_of
from quizlab.decks.codes import Faults
from quizlab.decks.division import decode, split, with_line_feeds
from quizlab.decks.fields import RUN_LANGUAGES, fence_content
from quizlab.decks.findings import Findings
from quizlab.decks.frontmatter import read_front_matter
from quizlab.decks.headings import read_heading
from quizlab.decks.identity import MOST_ID_CHARACTERS, language_of, original_path, slug
from quizlab.decks.scanner import Scanner
from quizlab.decks.templates import free_id
from quizlab.domain.cards import CardText, Level, RunField
from quizlab.domain.untrusted import clean

if TYPE_CHECKING:
    from collections.abc import Collection

    from quizlab.decks.blocks import Segment
    from quizlab.decks.checking import Runner
    from quizlab.decks.division import SplitFile
    from quizlab.decks.scanner import Mark

_BRACES = re.compile(r"[ \t]*\{[^{}]*\}[ \t]*\Z")
_WORD = re.compile(r"\S+")
_TICK = re.compile(r"([ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)+)\[X\]")
_NUMBER = re.compile(r"\A\d+-")
_FENCE = re.compile(r"`{3,}")
_FOLLOW_UP = re.compile(r"\[follow-up\]\(#[^()\s]*\)\s*\Z")
_LEVELS = frozenset({f".{level}" for level in Level})
_UNTOUCHED = frozenset({"fence", "code_block", "math_block", "comment_block"})
_HASH_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Formatted:
    """A formatted file.

    Attributes:
        text: The bytes to write; those that were read where nothing is to be changed.
        changes: What was changed, in sentences that name the line of the original.
        refused: Why the file was left alone, or "".
    """

    text: bytes
    changes: tuple[str, ...] = ()
    refused: str = ""


def format_file(
    raw: bytes, *, path: str, used_ids: Collection[str] = (), runner: Runner | None = None
) -> Formatted:
    """Return a file as it should be written; formatting that again changes nothing.

    Args:
        raw: The file's bytes.
        path: The file; a translation gets no ids.
        used_ids: Ids of the other files of the pack, without the pack.
        runner: Runs ``{run}`` fences, whose outputs are then written; None leaves them.
    """
    divided = split(raw, path=path, pack="", deck="")
    if divided.structural:
        fault = next(fault for fault in divided.diagnostics if fault.structural)
        return Formatted(raw, refused=f"left alone until this is mended: {fault}")
    text = raw.decode()
    edits = _Edits(with_line_feeds(text).split("\n"))
    _add_ids(divided, path, used_ids, edits)
    for mark in _marks(raw, path):
        edits.blank_lines_around(mark.line, "heading")
    for card in divided.cards + divided.withheld:
        _Card(card, edits, runner).format()
    written = ("\ufeff" if text.startswith("\ufeff") else "") + edits.result()
    if with_line_feeds(text) != text.removeprefix("\ufeff"):
        edits.changes.append((0, "line ends are LF now"))
    if text and not written.endswith("\n"):
        written += "\n"
        edits.changes.append((len(edits.lines), "the last line is ended"))
    changes = tuple(
        f"line {line}: {what}" if line else what for line, what in sorted(edits.changes)
    )
    return Formatted(written.encode(), changes)


@dataclass(slots=True)
class _Edits:
    """Changes to the lines of a file, by 0-based line, applied all at once."""

    lines: list[str]
    replaced: dict[int, list[str]] = field(default_factory=dict)
    blank_before: set[int] = field(default_factory=set)
    changes: list[tuple[int, str]] = field(default_factory=list)

    def replace(self, line: int, new: str, what: str) -> None:
        """Write another text in a line."""
        if self.lines[line] != new:
            self.replaced[line] = [new]
            self.changes.append((line + 1, what))

    def blank_lines_around(self, line: int, what: str, last: int | None = None) -> None:
        """Put blank lines around the lines from `line` to `last` where there are none."""
        after = (line if last is None else last) + 1
        wanted = [line] if line and self.lines[line - 1].strip() else []
        if after < len(self.lines) and self.lines[after].strip():
            wanted.append(after)
        new = [place for place in wanted if place not in self.blank_before]
        self.blank_before.update(new)
        if new:
            self.changes.append((line + 1, f"blank lines around the {what}"))

    def result(self) -> str:
        """Return the text with all changes."""
        out: list[str] = []
        for number, line in enumerate(self.lines):
            if number in self.blank_before:
                out.append("")
            out += self.replaced.get(number, [line])
        return "\n".join(out)


def _add_ids(divided: SplitFile, path: str, used: Collection[str], edits: _Edits) -> None:
    """Give an id to each card that has none, and order the attributes of the others."""
    taken = {*used, *(card.key.removeprefix("/") for card in divided.cards + divided.withheld)}
    for card in sorted(divided.cards + divided.withheld, key=lambda card: card.line):
        line = edits.lines[card.line - 1]
        heading = read_heading(clean(line))
        faulty = any(code != "tag-near" for _, code, _ in heading.attributes.faults)
        if faulty or not heading.title or clean(line) != line or "<!--" in line:
            continue
        if heading.id or language_of(path):
            edits.replace(card.line - 1, _ordered(line, heading.id), "attributes in order")
            continue
        name = _new_id(heading.title, path, taken)
        taken.add(name)
        edits.replace(card.line - 1, _ordered(line, name), f"added the id `{name}`")


def _new_id(title: str, path: str, taken: Collection[str]) -> str:
    """Return an id for a heading: its words, or the file's name and a hash of them."""
    name = slug(title)
    if not name:
        stem = original_path(path.replace("\\", "/")).rpartition("/")[2].removesuffix(".md")
        digest = hashlib.sha256(title.encode()).hexdigest()[:_HASH_DIGITS]
        name = f"{slug(_NUMBER.sub('', stem)) or 'card'}-{digest}"
    # Room for the number behind an id that is taken.
    return free_id(name[: MOST_ID_CHARACTERS - 5].rstrip("-") if name in taken else name, taken)


def _ordered(line: str, name: str) -> str:
    """Return a heading line with its attributes in order: id, level, ``reversed``, tags, ``was-``."""
    braces = _BRACES.search(line) if read_heading(line).braces else None
    if braces is None:
        if not name or read_heading(line).braces:
            return line
        return f"{line.rstrip()} {{#{name}}}"
    words = [word for word in _WORD.findall(braces[0].strip()[1:-1]) if not word.startswith("#")]
    words.sort(key=_rank)
    inner = " ".join([f"#{name}", *words] if name else words)
    return f"{line[: braces.start()]} {{{inner}}}"


def _rank(word: str) -> int:
    """Return the place of a class among the attributes."""
    if word in _LEVELS:
        return 0
    if word == ".reversed":
        return 1
    return 3 if word.startswith(".was-") else 2


def _marks(raw: bytes, path: str) -> list[Mark]:
    """Return the headings that divide the file."""
    text, faults = decode(raw), Faults(path)
    front = read_front_matter(text, faults, wanted=False)
    return Scanner("\n" + text, faults).marks(front.end)


class _Card:
    """The formatting of one card."""

    def __init__(self, card: CardText, edits: _Edits, runner: Runner | None) -> None:
        self.first = card.line - 1
        self.edits = edits
        self.runner = runner
        body = card.text.partition("\n")[2]
        self.body = Body(body, card.line + 1, Findings(Faults(card.path), card.path))
        self.count = body.count("\n") + 1 if body else 0

    def format(self) -> None:
        """Collect the changes."""
        segments = self.body.segments()
        rule = next((segment for segment in segments if segment.kind == "hr"), None)
        if rule is not None:
            line = self.first + 1 + rule.line
            self.edits.replace(line, "---", "the reveal line is `---`")
            self.edits.blank_lines_around(line, "reveal line")
        self._sources()
        for token in self.body.tokens:
            if token.type == "list_item_open" and token.map is not None:
                self._tick(self.first + 1 + token.map[0])
        if self.runner is not None:
            for segment, after in zip(segments, [*segments[1:], None], strict=True):
                self._output(segment, after, self.runner)

    def _tick(self, line: int) -> None:
        """Write ``[X]`` as ``[x]``."""
        text = self.edits.lines[line]
        found = _TICK.match(text)
        if found is not None and text[found.end() : found.end() + 1] in {" ", "\t", ""}:
            new = f"{found[1]}[x]{text[found.end() :]}"
            self.edits.replace(line, new, "the tick is `[x]`")

    def _sources(self) -> None:
        """Put blank lines around the sources that end the card."""
        lines = self.edits.lines
        first, end = self.first + 1, self.first + 1 + self.count
        while end > first and (not lines[end - 1].strip() or _FOLLOW_UP.match(lines[end - 1])):
            end -= 1
        start = end
        while start > first and lines[start - 1].startswith("source:"):
            start -= 1
        if start == end:
            return
        for token in self.body.tokens:
            if token.type in _UNTOUCHED and token.map is not None:
                above, below = (self.first + 1 + place for place in token.map)
                if above < end and start < below:
                    return
        self.edits.blank_lines_around(start, "source", last=end - 1)

    def _output(self, segment: Segment, after: Segment | None, runner: Runner) -> None:
        """Run a program and write what it prints."""
        tokens = self.body.tokens
        directive = directive_of(tokens[segment.first])
        if directive is None or directive[0] != "run" or directive[1] not in RUN_LANGUAGES:
            return
        if self.body.indent(segment.line):
            return
        output = directive_of(tokens[after.first]) if after is not None else None
        written = after if output is not None and output[0] == "output" else None
        old = fence_content(tokens[written.first].content) if written is not None else ""
        program = fence_content(tokens[segment.first].content)
        result = runner(RunField(directive[1], program, old))
        if result is None or result.trouble:
            return
        new = clean(result.output).rstrip()
        if written is not None and old.rstrip() == new:
            return
        longest = max((len(sign) for sign in _FENCE.findall(new)), default=2)
        sign = "`" * max(3, longest + 1)
        fence = [f"{sign}{{output}}", *(new.split("\n") if new else []), sign]
        if written is None:
            last = self.first + segment.end_line
            self.edits.replaced[last] = [self.edits.lines[last], "", *fence]
            self.edits.changes.append((last + 1, "the output is written"))
            return
        top, stop = self.first + 1 + written.line, self.first + 1 + written.end_line
        self.edits.replaced[top] = fence
        for line in range(top + 1, stop):
            self.edits.replaced[line] = []
        self.edits.changes.append((top + 1, "the output is what the program prints"))
