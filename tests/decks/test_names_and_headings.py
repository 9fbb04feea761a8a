"""Names of decks and cards, headings, front matter: each by two roads where there are two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab import decks
from quizlab.decks import headings
from quizlab.decks.codes import Faults
from quizlab.decks.frontmatter import FrontMatter, read_front_matter
from quizlab.decks.identity import nearest, slug
from quizlab.domain.cards import Kind, Level


@pytest.mark.parametrize(
    ("path", "deck"),
    [
        ("adam.md", "core/adam"),
        ("01-adam.md", "core/adam"),
        ("optimisation/02-adam.zh.md", "core/optimisation/adam"),
        ("03-cnn/01-pooling.zh-Hant.md", "core/cnn/pooling"),
        ("2012-nets.md", "core/nets"),
        ("7.md", "core/7"),
        ("notes.v2.md", "core/notes.v2"),
        ("./a\\b.md", "core/a/b"),
    ],
)
def test_a_deck_is_known_without_number_language_and_extension(path: str, deck: str) -> None:
    assert decks.deck_identity("core", path) == deck


def test_a_translation_is_known_by_its_name() -> None:
    assert decks.language_of("a/b.zh.md") == "zh"
    assert decks.language_of("a.b/c.md") == ""
    assert decks.original_path("a/b.zh.md") == "a/b.md"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What's Adam's β₁?", "whats-adams-1"),
        ("Élan vital", "elan-vital"),
        ("为什么", ""),
        ("a " * 60, "-".join("a" * 32)),
    ],
)
def test_a_slug_is_an_id(text: str, name: str) -> None:
    assert slug(text) == name
    assert not name or decks.is_card_id(name)


@given(st.text())
def test_every_slug_is_an_id_or_nothing(text: str) -> None:
    assert not slug(text) or decks.is_card_id(slug(text))


def test_the_nearest_word_is_at_most_two_mistakes_away() -> None:
    known = ("core", "basic", "deep", "reversed")
    found = {
        word: nearest(word, known) for word in ("cor", "Core", "reverse", "dee", "tuning", "score")
    }
    assert found == {
        "cor": "core", "Core": "core", "reverse": "reversed", "dee": "deep", "tuning": "", "score": "core",
    }  # fmt: skip


HEADINGS = st.builds(
    "## {} {{{}}}".format,
    st.text(alphabet="ab c#`β", min_size=1, max_size=8),
    st.lists(
        st.sampled_from(["#q", "#r-2", ".core", ".deep", ".reversed", ".was-p", ".x", "#Q", "y"]),
        max_size=4,
    ).map(" ".join),
)


@given(HEADINGS)
def test_the_short_road_through_a_heading_is_the_long_one(line: str) -> None:
    assert headings.read_heading(line) == headings._read_with_care(line)


def test_a_heading_says_all_its_attributes() -> None:
    raw = b"---\ndeck: A\ntags: [x]\n---\n\n## T {#new .was-old .deep .reversed .y .x}\n\na\n"
    (card,) = decks.split(raw, path="a.md", pack="p", deck="p/a", first_position=7).cards
    assert (card.key, card.tags, card.level, card.was) == (
        "p/new", ("x", "y"), Level.DEEP, ("old",),
    )  # fmt: skip
    assert (card.sides, card.position, card.deck, card.deck_name) == ((1, 2), 7, "p/a", "A")


def by_yaml(text: str) -> FrontMatter:
    """The front matter, kept from the short road by a comment."""
    inner = text.removeprefix("---\n")
    return read_front_matter("---\n# not the short road\n" + inner, Faults("a.md"))


@pytest.mark.parametrize(
    "text",
    [
        "---\ndeck: A\n---\n",
        "---\ndeck: Foundations/Adam and co\ntags: [x, y,z]\n---\n\n# L\n",
        "---\ndeck: Ω-b/c_d\ntags: [a, a]\n---\n",
        "---\ndeck: true story\n---\n",
    ],
)
def test_the_short_road_through_front_matter_is_that_of_yaml(text: str) -> None:
    short = read_front_matter(text, Faults("a.md"))
    long = by_yaml(text)
    assert (short.deck, short.tags) == (long.deck, long.tags)
    assert text[: short.end].endswith("---\n")


def test_a_bom_and_crlf_are_accepted() -> None:
    text = "---\ndeck: A\n---\n\n## Q {#q}\n\na\n"
    plain = decks.split(text.encode(), path="a.md", pack="p", deck="p/a")
    other = decks.split(
        b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), path="a.md", pack="p", deck="p/a"
    )
    assert plain == other
    assert not plain.diagnostics


def test_columns_are_counted_with_the_characters_that_were_removed(lookup: object) -> None:
    raw = "---\ndeck: A\n---\n\n## Q {#q}\n\na\u202eb\x1b $5\n".encode()
    (fault,) = decks.check_file(raw, path="a.md", pack="p", deck="d", verifiers=lookup)  # type: ignore[arg-type]
    assert (fault.code, fault.line, fault.column) == ("literal-dollar", 7, 6)


def test_withheld_cards_are_not_studied_but_keep_their_text() -> None:
    raw = b"---\ndeck: A\n---\n\n## Q\n\na\n\n## R {#r .core .deep}\n\nb\n\n## S {#s}\n\nc\n"
    divided = decks.split(raw, path="a.md", pack="p", deck="p/a")
    assert [card.key for card in divided.cards] == ["p/s"]
    assert [card.key for card in divided.withheld] == ["", "p/r"]
    assert not divided.structural


def test_lessons_stand_before_and_between_cards() -> None:
    raw = b"---\ndeck: A\n---\nfirst\n\n# One\n\n\ntwo\n\n## Q {#q}\n\na\n\n# Three\n\nfour\n"
    lessons = decks.split(raw, path="a.md", pack="p", deck="p/a").lessons
    assert [(lesson.title, lesson.text, lesson.line) for lesson in lessons] == [
        ("", "first", 4),
        ("One", "two", 9),
        ("Three", "four", 17),
    ]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_new_card_has_its_kind_and_no_fault(kind: Kind, lookup: object) -> None:
    markdown = decks.new_card("What is it, {really}? ", kind, taken={"what-is-it-really"})
    raw = ("---\ndeck: A\n---\n\n" + markdown).encode()
    found = decks.check_file(raw, path="a.md", pack="p", deck="d", verifiers=lookup)  # type: ignore[arg-type]
    (text,) = decks.split(raw, path="a.md", pack="p", deck="d").cards
    card, _ = decks.read_card(text)
    assert card is not None
    assert (card.kind, text.key) == (kind, "p/what-is-it-really-2")
    assert {fault.code for fault in found} <= {"reversed-question"}
