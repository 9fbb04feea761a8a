"""docs/cards.md names every fault as it is, and its examples are cards without faults."""

import re
from pathlib import Path

import pytest

from quizlab import decks
from quizlab.decks import SEVERITIES, STRUCTURAL
from quizlab.domain.cards import Kind
from quizlab.sessions.verifiers import Verifiers

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "cards.md").read_text(encoding="utf-8")
EXAMPLES = [
    text for _, text in re.findall(r"^(`{4,})markdown\n(.*?)^\1$", GUIDE, re.MULTILINE | re.DOTALL)
]
ROWS = re.findall(r"^\| `([a-z0-9-]+)` \| (\w+)( †)? \| .+ \|$", GUIDE, re.MULTILINE)


def as_file(example):
    text = example if example.startswith("---\n") else f"---\ndeck: Guide\n---\n\n{example}"
    return text.encode()


def test_every_code_stands_in_the_table_once_with_its_severity():
    assert {code: severity for code, severity, _ in ROWS} == {
        code: severity.value for code, severity in SEVERITIES.items()
    }
    assert len(ROWS) == len(SEVERITIES)
    assert {code for code, _, mark in ROWS if mark} == STRUCTURAL


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split("\n")[0])
def test_an_example_has_no_fault(example):
    found = decks.check_file(
        as_file(example), path="a.md", pack="p", deck="p/a", verifiers=Verifiers().get
    )
    assert found == ()


def test_there_is_an_example_of_every_kind_but_reversed_which_is_a_class():
    kinds = set()
    for example in EXAMPLES:
        for text in decks.split(as_file(example), path="a.md", pack="p", deck="p/a").cards:
            card, _ = decks.read_card(text)
            kinds.add(card.kind)
    assert kinds == set(Kind) - {Kind.REVERSED}


def test_the_examples_are_in_their_usual_form():
    for example in EXAMPLES:
        raw = as_file(example)
        assert decks.format_file(raw, path="a.md").text == raw


def test_the_readme_leads_to_the_guide():
    assert "(docs/cards.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
