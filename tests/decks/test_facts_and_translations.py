"""Facts are computed and said; a card reads in another language with one history."""

from collections.abc import Callable
from typing import Any

import pytest

from quizlab import decks
from quizlab.decks.checking import agrees
from quizlab.decks.facts import FactForm, read_fact
from quizlab.domain.cards import AnswerField, Card
from quizlab.domain.document import Fact, Paragraph, Text
from quizlab.verify import Fault

HEAD = "---\ndeck: A\n---\n\n"


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("conv2d.output-side size=224 kernel=7 stride=2 padding=3", "112"),  # (224+6-7)//2+1
        ("conv2d.output-side size=4096 kernel=1", "4,096"),
        ("conv2d.output-side size=4096 kernel=1 as=thousands", "4.10 thousand"),
        ("receptive-field.stack layers=[[3,1,1],[3,2,1]]", "5"),
        ("adam.step steps=2 part=moment", "0.19"),  # 1 - 0.81
        ("adam.step steps=2 part=moment as=percent", "19%"),
        ("image.shape", "3x224x224"),
    ],
)
def test_a_fact_is_computed_and_said(
    written: str, drawn: str, lookup: Callable[[str], Any]
) -> None:
    assert (
        decks.fact_text(read_fact(written), lookup).replace("×", "x").replace(" x ", "x") == drawn
    )


def test_the_last_part_is_meant_where_none_is_named(lookup: Callable[[str], Any]) -> None:
    assert decks.fact_value(Fact("adam.step", (("steps", "1"),)), lookup)[0] == "update"


@pytest.mark.parametrize(
    ("written", "offset"),
    [
        ("", 0),
        ("Adam", 0),
        ("a.b x", 4),
        ("a.b x=[1, 2]", 10),
        ("a.b x=1 x=2", 8),
        ("a.b as=bold", 4),
        ("a.b x=", 4),
    ],
)
def test_a_fact_that_is_none_says_where(written: str, offset: int) -> None:
    with pytest.raises(FactForm) as caught:
        read_fact(written)
    assert caught.value.offset == offset


def test_an_unknown_part_names_those_there_are(lookup: Callable[[str], Any]) -> None:
    with pytest.raises(Fault, match="moment, update"):
        decks.fact_value(read_fact("adam.step steps=1 part=velocity"), lookup)


@pytest.mark.parametrize(
    ("field", "computed", "same"),
    [
        (AnswerField("112"), 112, True),
        (AnswerField("112"), 113, False),
        (AnswerField("112"), 112.0000001, False),
        (AnswerField("0.27", tolerance=0.01), 0.271, True),
        (AnswerField("0.28", tolerance=0.5), 0.271, False),  # not its rounding
        (AnswerField("0.3", tolerance=0.01), 0.271, False),  # its rounding, but graded as wrong
        (AnswerField("1e-3", tolerance=0.01), 0.00099999999, True),
        (AnswerField("25.6e6", tolerance=0.01), 25_557_032, True),
        (AnswerField("-0.5"), -0.5, True),
        (AnswerField("0.0", floor=0.01), 0.004, True),
        (AnswerField("1"), float("nan"), False),
        (AnswerField("1"), (1, 2), False),
    ],
)
def test_a_written_value_is_held_to_its_digits(
    field: AnswerField, computed: Any, same: object
) -> None:
    assert agrees(field, computed) is same


def original(body: str, classes: str = "") -> tuple[Card, bytes]:
    raw = (HEAD + f"## Q {{#q{classes}}}\n\n{body}").encode()
    (text,) = decks.split(raw, path="a.md", pack="p", deck="p/a").cards
    card, _ = decks.read_card(text)
    assert card is not None
    return card, raw


def test_a_translation_is_shown_under_the_key_and_level_of_the_original() -> None:
    card, _ = original("a\n\nsource: b\n", " .core .tag")
    other = decks.read_translation(card, "## 问 {#q}\n\n答\n".encode(), path="a.zh.md")
    assert other is not None
    assert (other.text, other.heading) == (card.text, (Text("问"),))
    assert other.answer == (Paragraph((Text("答"),)),)
    assert other.sources == card.sources


def test_what_is_accepted_is_united() -> None:
    card, _ = original("```{answer}\naccept: [mean]\n```\n")
    raw = "## 问 {#q}\n\n```{answer}\naccept: [均值]\n```\n".encode()
    other = decks.read_translation(card, raw, path="a.zh.md")
    assert other is not None
    assert other.field == AnswerField(accept=("均值", "mean"))


@pytest.mark.parametrize(
    ("body", "translated"),
    [
        ("- [x] a\n- [ ] b\n", "- [ ] 甲\n- [x] 乙\n"),
        ("- [x] a\n- [ ] b\n", "- [x] 甲\n- [ ] 乙\n- [ ] 丙\n"),
        ("==0.9==\n", "==0.8==\n"),
        ("==a== ==b==\n", "==甲==\n"),
        ("$\\boxed{x}$\n", "$\\boxed{y}$\n"),
        ("```{answer}\nvalue: 1\n```\n", "```{answer}\nvalue: 2\n```\n"),
        ("```{order}\n- a\n- b\n```\n", "```{order}\n- 甲\n- 乙\n- 丙\n```\n"),
        ("a\n\n---\n\nb\n\n- [ ] c\n", "甲\n\n---\n\n乙\n"),
    ],
)
def test_a_translation_that_asks_something_else_falls_back(body: str, translated: str) -> None:
    card, raw = original(body)
    other = f"## 问 {{#q}}\n\n{translated}".encode()
    assert decks.read_translation(card, other, path="a.zh.md") is None
    (fault,) = decks.check_pack({"a.md": raw, "a.zh.md": other}, pack="p")
    assert (fault.code, fault.path, fault.line) == ("translation-differs", "a.zh.md", 1)


def test_a_card_that_is_not_translated_falls_back() -> None:
    card, _ = original("a\n")
    assert decks.read_translation(card, "## 问 {#r}\n\n答\n".encode(), path="a.zh.md") is None
