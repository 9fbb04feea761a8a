"""`quizlab new`: a card to start from, in a file of one's own."""

import json
import stat
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab.decks import check_file, format_file, split
from quizlab.domain.cards import Kind
from quizlab.domain.diagnostics import Severity
from quizlab.domain.untrusted import clean_line
from quizlab.sessions.authoring import CannotAdd, add_card
from quizlab.sessions.packs import Pack
from quizlab.sessions.verifiers import Verifiers


def place(ran):
    """The file and the line that `new` prints."""
    assert (ran.code, ran.err) == (0, "")
    path, _, line = ran.out.rstrip("\n").rpartition(":")
    return path, int(line)


def line_of(path, number):
    return Path(path).read_text(encoding="utf-8").split("\n")[number - 1]


def test_a_new_deck_gets_a_file_that_names_it(quizlab, home):
    path, line = place(quizlab("new", "What is stride?", "--deck", "Foundations/Adam"))
    assert path == str(home.cards / "foundations" / "adam.md")
    assert line_of(path, line) == "## What is stride? {#what-is-stride}"
    assert line_of(path, 2) == "deck: Foundations/Adam"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_card_is_without_errors_and_is_that_kind(kind, quizlab, filled):
    quizlab("new", "Momentum", "--deck", "Own", "--kind", kind.value)
    assert quizlab("check").code == 0
    filled.library.sync()
    card = filled.library.card("own/momentum-2")
    assert card.kind is kind


def test_cards_of_a_deck_go_into_its_file_whatever_the_case(quizlab, home, write):
    file = write("---\ndeck: Test/Basics\n---\n\n## A {#a}\n\nb", "sub/01-mine.md")
    path, line = place(quizlab("new", "C", "--deck", "test/BASICS"))
    assert (path, line) == (str(file), 9)
    assert file.read_text().startswith(
        "---\ndeck: Test/Basics\n---\n\n## A {#a}\n\nb\n\n## C {#c}\n"
    )
    assert sorted(p.name for p in home.cards.rglob("*.md")) == ["01-mine.md"]


def test_an_id_is_never_given_twice(quizlab, write):
    write("---\ndeck: Other\n---\n\n## Stride {#stride}\n\nx\n")
    path, line = place(quizlab("new", "Stride", "--deck", "New"))
    assert line_of(path, line).endswith("{#stride-2}")
    path, line = place(quizlab("new", "Stride", "--deck", "New"))
    assert line_of(path, line).endswith("{#stride-3}")
    assert quizlab("check").code == 0


def test_line_ends_and_mode_of_the_file_stay(quizlab, write):
    file = write("")
    file.write_bytes(b"---\r\ndeck: Test\r\n---\r\n\r\n## A {#a}\r\n\r\nb\r\n")
    file.chmod(0o640)
    quizlab("new", "C", "--deck", "Test")
    raw = file.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") > 7
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [p.name for p in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize(
    "deck", ["C++", "Yes", "A: b", "#1", "优化/一阶", "'quoted'", "1.0", "A/null"]
)
def test_a_deck_may_be_called_what_yaml_would_misread(deck, quizlab):
    path, _ = place(quizlab("new", "A", "--deck", deck))
    assert quizlab("check", path).code == 0
    again, _ = place(quizlab("new", "B", "--deck", deck))
    assert again == path


@pytest.mark.parametrize("deck", ["", " ", "a/b/c", "/", "a/"])
def test_a_deck_that_cannot_be_is_wrong_usage(deck, quizlab, home):
    ran = quizlab("new", "A", "--deck", deck)
    assert (ran.code, ran.out) == (2, "")
    assert "Topic/Part" in ran.err
    assert not list(home.cards.rglob("*.md"))


def test_two_decks_with_like_names_get_files_of_their_own(quizlab):
    first, _ = place(quizlab("new", "A", "--deck", "C"))
    second, _ = place(quizlab("new", "B", "--deck", "C++"))
    assert first != second
    assert quizlab("check").code == 0


def test_an_unknown_kind_is_told_the_kinds(quizlab):
    ran = quizlab("new", "A", "--deck", "B", "--kind", "essay")
    assert (ran.code, ran.out) == (2, "")
    assert all(kind.value in ran.err for kind in Kind)


def test_a_title_cannot_break_the_file(quizlab):
    for title in ("a\n## b", "x {#y .z}", "\x1b[2J", "#" * 10, "`code` {", "x" * 500):
        quizlab("new", title, "--deck", "Test")
    assert quizlab("check").out == ""


def test_a_title_that_withholds_the_card_is_told_of_at_once(quizlab):
    ran = quizlab("new", "What is vector<b>?", "--deck", "Test")
    path, line = ran.out.rstrip("\n").rsplit(":", 1)
    assert (ran.code, line) == (0, "5")
    assert ran.err.startswith(f"{path}:5:")
    assert "[html]" in ran.err


def test_a_title_that_would_break_the_file_is_refused(quizlab, home):
    ran = quizlab("new", "Why <!-- so", "--deck", "Test")
    assert (ran.code, ran.out) == (2, "")
    assert "take another title; line 5: " in ran.err
    assert not list(home.cards.rglob("*.md"))


def test_an_empty_title_is_wrong_usage(quizlab):
    assert quizlab("new", " \n", "--deck", "Test").code == 2


def test_a_broken_file_is_left_alone(quizlab, write):
    file = write("---\ndeck: Test\n---\n\n## A {#a}\n\n```python\nnever closed\n")
    before = file.read_bytes()
    ran = quizlab("new", "B", "--deck", "Test")
    assert (ran.code, ran.out) == (2, "")
    assert f"mend {file} first; line 7: " in ran.err
    assert file.read_bytes() == before


def test_json_names_the_card(quizlab, home):
    found = json.loads(quizlab("new", "A", "--deck", "B", "--json").out)
    assert found == {"path": str(home.cards / "b.md"), "line": 5, "card": "own/a"}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(("A", "B/c", "b/C"))), max_size=8))
def test_whatever_titles_are_added_files_stay_whole_and_ids_differ(additions):
    with TemporaryDirectory() as name:
        folder = Path(name)
        own = Pack("own", folder)
        keys, told = set(), set()
        for number, (title, deck) in enumerate(additions):
            if not clean_line(title):
                continue
            before = {file: file.read_bytes() for file in folder.rglob("*.md")}
            try:
                card = add_card(own, folder, title, deck, list(Kind)[number % len(Kind)])
            except CannotAdd:
                assert {file: file.read_bytes() for file in folder.rglob("*.md")} == before
                continue
            told |= {(fault.path, fault.line, fault.code) for fault in card.faults}
            assert card.key not in keys
            keys.add(card.key)
            for file, raw in before.items():
                assert file.read_bytes().startswith(raw.rstrip())
        for file in own.files():
            raw = file.read()
            found = check_file(
                raw, path=file.path, pack="own", deck="own/x", verifiers=Verifiers().get
            )
            errors = [fault for fault in found if fault.severity is Severity.ERROR]
            assert {(file.shown, fault.line, fault.code) for fault in errors} <= told
            assert format_file(raw, path=file.path).text == raw
            keys -= {text.key for text in split(raw, path="a", pack="own", deck="d").cards}
        assert not keys
