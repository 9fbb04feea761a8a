"""What `fmt` writes: ids, the order of attributes, blank lines, the reveal line, ticks, outputs."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import decks
from quizlab.decks import Formatted, RunResult, format_file
from quizlab.domain.cards import Card, RunField

HEAD = "---\ndeck: A/B\n---\n\n"


def formatted(text: str, path: str = "a.md", **more: object) -> str:
    return format_file(text.encode(), path=path, **more).text.decode()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## What is Adam?\n\na\n", "## What is Adam? {#what-is-adam}\n\na\n"),
        ("## Q {.core .x}\n\na\n", "## Q {#q .core .x}\n\na\n"),
        ("## Q {#q}\n\na\n\n## Q\n\nb\n", "## Q {#q}\n\na\n\n## Q {#q-2}\n\nb\n"),
        ("## Q {.x .was-p #q .deep .reversed}\n\na\n", "## Q {#q .deep .reversed .x .was-p}\n\na\n"),
        ("## Q {#q}\na\n# L\nb\n", "## Q {#q}\n\na\n\n# L\n\nb\n"),
        ("## Q {#q}\n\na\n***\nb\n", "## Q {#q}\n\na\n\n---\n\nb\n"),
        ("## Q {#q}\n\na\n\n  - - -  \n\nb\n", "## Q {#q}\n\na\n\n---\n\nb\n"),
        ("## Q {#q}\n\na\nsource: b\n", "## Q {#q}\n\na\n\nsource: b\n"),
        ("## Q {#q}\n\na\n\n- b\nsource: c\n", "## Q {#q}\n\na\n\n- b\n\nsource: c\n"),
        ("## Q {#q}\n\na\nsource: b\n[follow-up](#q)\n", "## Q {#q}\n\na\n\nsource: b\n\n[follow-up](#q)\n"),
        ("## Q {#q}\n\n- [X] a\n- [ ] b\n", "## Q {#q}\n\n- [x] a\n- [ ] b\n"),
        ("## Q {#q}\r\n\r\na\r\n", "## Q {#q}\n\na\n"),
        ("## Q {#q}\n\na", "## Q {#q}\n\na\n"),
    ],
)  # fmt: skip
def test_it_mends(before: str, after: str) -> None:
    assert formatted(HEAD + before) == HEAD + after


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "## Q {#Bad}\n\na\n",  # an id is never changed
        HEAD + "## Q {#q}\n\n```\n- [X] a\n***\nsource: b\n```\n",
        HEAD + "## Q {#q}\n\n$$\n- [X] a\n$$\n",
        HEAD + "## Q {#q}\n\na   long line that is not wrapped " + "x" * 200 + "\n",
        HEAD + "## Q {#q}\n\na\n\n<!--\n- [X] b\n-->\n",
        HEAD + "## Q {#q}\n\n[X] a link-like thing\n",
        "",
    ],
)
def test_it_leaves_alone(text: str) -> None:
    assert format_file(text.encode(), path="a.md") == Formatted(text.encode())


def test_a_translation_gets_no_id() -> None:
    assert formatted("## 问\n\n答\n", "a.zh.md") == "## 问\n\n答\n"


def test_a_file_with_a_structural_fault_is_left_alone() -> None:
    raw = (HEAD + "## Q\n\n```\nx\n").encode()
    done = format_file(raw, path="a.md")
    assert done.text == raw
    assert not done.changes
    assert "fence-open" in done.refused


def test_a_heading_without_ascii_gets_the_files_name_and_a_hash() -> None:
    text = formatted(HEAD + "## 为什么？\n\n答\n", "topic/03-adam.md")
    assert re.search(r"## 为什么？ \{#adam-[0-9a-f]{6}\}\n", text)
    assert text == formatted(HEAD + "## 为什么？\n\n答\n", "topic/03-adam.md")


def test_each_change_is_said_with_its_line() -> None:
    done = format_file(
        (HEAD + "## What is it?\na\n").encode(), path="a.md", used_ids={"what-is-it"}
    )
    assert done.changes == (
        "line 5: added the id `what-is-it-2`",
        "line 5: blank lines around the heading",
    )


def test_outputs_are_written_where_a_runner_is_given() -> None:
    def run(field: RunField) -> RunResult:
        return RunResult(output={"print(1)": "1", "print('```')": "```"}[field.program])

    card = HEAD + "## Q {#q}\n\n```{run} python\nprint(1)\n```\n"
    right = card + "\n```{output}\n1\n```\n"
    assert formatted(card) == card
    assert formatted(card, runner=run) == right
    assert formatted(right, runner=run) == right
    assert formatted(right.replace("\n1\n", "\n2\n3\n"), runner=run) == right
    fenced = card.replace("print(1)", "print('```')")
    written = formatted(fenced, runner=run)
    assert written == fenced + "\n````{output}\n```\n````\n"
    (text,) = decks.split(written.encode(), path="a.md", pack="p", deck="d").cards
    read, faults = decks.read_card(text)
    assert not faults
    assert read is not None
    assert read.field == RunField("python", "print('```')", "```")


BODIES = st.lists(
    st.sampled_from([
        "", "", "a", "b ==c==", "- [x] d", "- [X] e", "- [ ] f", "  - g", "---", "***", "- - -",
        "source: h, http://i.j", "[follow-up](#k)", "```", "~~~", "$$", "x $$", "<!-- l", "-->", "> m",
        "### n", "| o | p |", "|---|---|", "## Q", "## R {.x #r .core}", "# S", "    ***", "  ---",
        "## T {#t} ", "## 问", "```{run} python", "```{output}", "- a\r", "\u202e", "##", "1. [X] q",
    ]),
    max_size=16,
).map("\n".join)  # fmt: skip


@settings(max_examples=8000, deadline=None)
@given(body=BODIES)
def test_formatting_twice_is_formatting_once(body: str) -> None:
    once = format_file((HEAD + body).encode(), path="a.md")
    twice = format_file(once.text, path="a.md")
    assert twice.text == once.text
    assert not twice.changes


def what_it_means(text: bytes) -> list[Card]:
    """The cards that need no mending, without their places."""
    divided = decks.split(text, path="a.md", pack="p", deck="d")
    read = [decks.read_card(card) for card in divided.cards]
    return [
        replace(card, text=replace(card.text, line=0, text="", position=0, tags=()))
        for card, _ in read
        if card is not None
    ]


@settings(max_examples=8000, deadline=None)
@given(body=BODIES)
def test_formatting_keeps_the_meaning_of_every_card(body: str) -> None:
    raw = (HEAD + body).encode()
    after = what_it_means(format_file(raw, path="a.md").text)
    for card in what_it_means(raw):
        assert card in after
