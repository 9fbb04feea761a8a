"""Task lists: the options of a choice card, and the points that a good answer makes."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING

from quizlab.domain.cards import Option
from quizlab.domain.document import ListBlock, Paragraph

if TYPE_CHECKING:
    from quizlab.decks.blocks import Body, Segment
    from quizlab.domain.document import Block, Inline, ListItem

_LISTS = {"bullet_list", "ordered_list"}
_FORM = "each item is `- [ ] text` or `- [x] text`"


@dataclass(frozen=True, slots=True)
class Points:
    """The checklist of a card, and the blocks that are none."""

    points: tuple[tuple[Inline, ...], ...]
    rest: list[Segment]


def task_lists(body: Body, segments: list[Segment]) -> list[Segment]:
    """Return the lists of which at least one item has a box; report boxes that are none."""
    found: list[Segment] = []
    for segment in segments:
        if segment.kind not in _LISTS:
            continue
        items = body.items(segment.first, segment.stop)
        boxes = [body.ticked(first) is not None for first, _ in items]
        nearly = [body.nearly_ticked(first) for first, _ in items]
        if any(boxes):
            found.append(segment)
        if any(boxes) or any(nearly):
            for (first, _), box in zip(items, boxes, strict=True):
                if not box:
                    _fault(body, first, f"An item without a proper box among options: {_FORM}.")
                    break
    return found


def read_options(body: Body, lists: list[Segment]) -> tuple[Option, ...]:
    """Read the options of a choice card from the first of its task lists."""
    for second in lists[1:]:
        _fault(body, second.first + 1, "A second task list: the options of a card are one list.")
    items = body.items(lists[0].first, lists[0].stop)
    options: list[Option] = []
    for number, (first, stop) in enumerate(items):
        item = body.item(first, stop)
        children, explanation = _divide(body, first, item)
        key = ascii_lowercase[number % len(ascii_lowercase)]
        options.append(Option(key, children, right=bool(item.ticked), explanation=explanation))
    if not 2 <= len(options) <= len(ascii_lowercase):
        message = f"{len(options)} options: a choice has 2 to {len(ascii_lowercase)}."
        _fault(body, lists[0].first + 1, message)
    if not any(option.right for option in options):
        line = body.tokens[lists[0].first].map or [0]
        message = "No option is ticked: mark what is right, `- [x] text`; points go below a `---`."
        body.fault("choice-none", line[0], message)
    return tuple(options)


def read_points(body: Body, segments: list[Segment]) -> Points:
    """Read the checklists below the reveal line."""
    lists = task_lists(body, segments)
    points: list[tuple[Inline, ...]] = []
    for segment in lists:
        for first, stop in body.items(segment.first, segment.stop):
            item = body.item(first, stop)
            if item.ticked:
                line = body.tokens[first].map or [0]
                message = (
                    "A ticked point: the learner ticks it when scoring herself; write `- [ ]`."
                )
                body.fault("points-ticked", line[0], message, body.indent(line[0]))
            children, more = _divide(body, first, item)
            if more:
                _fault(body, first, "A point is one line: write what is below it into the answer.")
            points.append(children)
    return Points(tuple(points), [segment for segment in segments if segment not in lists])


def _divide(body: Body, first: int, item: ListItem) -> tuple[tuple[Inline, ...], tuple[Block, ...]]:
    """Divide an item into its line and what is nested below."""
    blocks = item.blocks
    head = blocks[0] if blocks and isinstance(blocks[0], Paragraph) else None
    nested = blocks[1:] if head is not None else blocks
    if head is None or not head.children:
        _fault(body, first, f"An empty item: {_FORM}.")
    if any(not isinstance(block, ListBlock) for block in nested):
        message = (
            "An option is one paragraph; what shows after answering is a list nested below it."
        )
        _fault(body, first, message)
    elif any(
        inner.ticked is not None
        for block in nested
        if isinstance(block, ListBlock)
        for inner in block.items
    ):
        _fault(body, first, "A task list within an option: the nested list has no boxes.")
    return (head.children if head is not None else ()), nested


def _fault(body: Body, first: int, message: str) -> None:
    """Report an item that is not written as an option or point."""
    line = (body.tokens[first].map or [0])[0]
    body.fault("task-form", line, message, body.indent(line))
