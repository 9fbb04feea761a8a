"""What a new card looks like in its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.decks.identity import slug
from quizlab.domain.cards import Kind
from quizlab.domain.untrusted import clean_line

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

_BODIES: Mapping[Kind, str] = {
    Kind.RECALL: "What is asked, beyond the heading.\n\n---\n\nThe answer.\n\n- [ ] what a good answer names",
    Kind.REVERSED: "What the heading's term means, so that the term can be found from it.",
    Kind.CLOZE: "The decay rate of the first average is usually ==0.9==.",
    Kind.CHOICE: "- [x] what is right\n  - Why it is right.\n- [ ] what is wrong\n  - Why it is wrong.",
    Kind.COMPUTE: "```{compute} conv2d.output-side\nkernel: [3, 5, 7]\n```",
    Kind.ANSWER: "```{answer}\nvalue: 42\n```\n\nWhy it is that number.",
    Kind.ORDER: "```{order}\n- first\n- second\n- third\n```",
    Kind.RUN: "```{run} python\nprint([[0]] * 2)\n```\n\n```{output}\n[[0], [0]]\n```\n\nWhy it prints that.",
}


def new_card(title: str, kind: Kind = Kind.RECALL, *, taken: Container[str] = ()) -> str:
    """Return the Markdown of a new card, ready to be edited; it has no faults.

    Args:
        title: The heading.
        kind: What the card asks for.
        taken: Ids that are in use.
    """
    text = clean_line(title).replace("{", "(").replace("}", ")") or "New card"
    name = free_id(slug(text) or "card", taken)
    classes = " .reversed" if kind is Kind.REVERSED else ""
    return f"## {text} {{#{name}{classes}}}\n\n{_BODIES[kind]}\n"


def free_id(name: str, taken: Container[str]) -> str:
    """Return `name`, with a number behind it where it is taken."""
    if name not in taken:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"
