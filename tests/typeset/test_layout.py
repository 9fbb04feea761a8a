"""Documents as lines: wrapped, indented, never wider than asked."""

from hypothesis import given
from hypothesis import strategies as st

from quizlab.domain.document import (
    Blank,
    Break,
    Code,
    CodeBlock,
    Fact,
    Heading,
    Image,
    Link,
    ListBlock,
    ListItem,
    Math,
    MathBlock,
    Paragraph,
    Quote,
    Styled,
    Table,
    Text,
)
from quizlab.typeset.flow import fill, line_width
from quizlab.typeset.layout import Span, lay_out, lay_out_line, text_of


def drawn(*blocks, width=40, **how):
    return text_of(lay_out(blocks, width, **how))


def test_words_wrap_at_the_width_and_a_style_may_change_within_a_word():
    shown = lay_out([Paragraph((Text("one two thr"), Styled("strong", (Text("ee four"),))))], 9)
    assert text_of(shown) == "one two\nthree\nfour"
    assert shown[1] == (Span("thr"), Span("ee", "strong"))


def test_a_word_longer_than_the_line_is_cut():
    assert drawn(Paragraph((Text("a " + "x" * 9),)), width=4) == "a\nxxxx\nxxxx\nx"


def test_wide_characters_count_two_cells():
    assert drawn(Paragraph((Text("卷积 神经"),)), width=5) == "卷积\n神经"


def test_a_break_that_the_author_asked_for_is_kept():
    assert drawn(Paragraph((Text("a"), Break(), Text("b")))) == "a\nb"


def test_a_formula_within_a_line_is_one_line_of_unicode():
    assert drawn(Paragraph((Text("so "), Math(r"\frac{a}{b}")))) == "so a/b"


def test_the_source_of_formulas_can_be_shown():
    assert drawn(Paragraph((Math("x^2"),)), MathBlock("y"), source=True) == "$x^2$\n\n    y"


def test_a_blank_is_a_numbered_gap_until_it_is_revealed():
    paragraph = Paragraph((Text("at "), Blank(1, "0.9"), Text(".")))
    assert drawn(paragraph, reveal=False) == "at [1]."
    assert drawn(paragraph) == "at 0.9."


def test_lists_hang_under_their_marks():
    items = (
        ListItem((Paragraph((Text("one two three"),)),)),
        ListItem((Paragraph((Text("b"),)), ListBlock((ListItem((Paragraph((Text("c"),)),)),)))),
    )
    assert drawn(ListBlock(items), width=9) == "• one two\n  three\n• b\n  • c"
    assert drawn(ListBlock(items[:1], start=9), width=20) == "9. one two three"


def test_ticks_are_signs_and_not_colours():
    items = (
        ListItem((Paragraph((Text("yes"),)),), ticked=True),
        ListItem((Paragraph((Text("no"),)),), ticked=False),
    )
    assert drawn(ListBlock(items)) == "[x] yes\n[ ] no"


def test_code_is_indented_cut_and_never_wrapped_at_words():
    assert drawn(CodeBlock("if x:\n\ty = 1", "python")) == "  if x:\n      y = 1"
    assert drawn(CodeBlock("abcdef"), width=5) == "  abc\n  def"


def test_a_table_aligns_its_columns_and_shrinks_into_the_width():
    table = Table(
        ((Text("net"),), (Text("side"),)),
        (((Text("a long name"),), (Text("7"),)), ((Text("b"),), (Text("112"),))),
        ("", "right"),
    )
    assert drawn(table) == (
        "net         │ side\n────────────┼─────\na long name │    7\nb           │  112"
    )
    assert all(line_width(line) <= 14 for line in lay_out([table], 14))


def test_a_quotation_has_a_bar_and_a_heading_a_style():
    assert drawn(Quote((Paragraph((Text("said"),)),))) == "│ said"
    assert lay_out([Heading(3, (Text("h"),))], 9) == ((Span("h", "heading"),),)


def test_a_link_shows_its_address_but_not_a_link_between_cards():
    out = Link("https://arxiv.org/abs/1", (Text("paper"),))
    assert drawn(Paragraph((out,)), width=60) == "paper (https://arxiv.org/abs/1)"
    assert drawn(Paragraph((Link("#other", (Text("next"),)),))) == "next"


def test_an_image_is_named_by_its_description():
    assert drawn(Paragraph((Image("a.png", "a net"),))) == "[image: a net]"


def test_a_fact_that_nobody_computed_shows_its_verifier_rather_than_a_number():
    assert drawn(Paragraph((Fact("conv2d.output-side", ()),))) == "{conv2d.output-side}"


def test_one_line_keeps_code_and_text_apart_by_style():
    assert lay_out_line((Text("a "), Code("b"))) == (Span("a "), Span("b", "code"))


@given(st.lists(st.text(" ab卷\u0301é", max_size=12), max_size=6), st.integers(2, 12))
def test_no_line_is_wider_than_asked_and_no_character_is_lost(texts, width):
    spans = tuple(Span(text, str(place)) for place, text in enumerate(texts))
    lines = list(fill(spans, width))
    assert all(line_width(line) <= width for line in lines)
    kept = "".join(span.text for line in lines for span in line).replace(" ", "")
    assert kept == "".join(texts).replace(" ", "")


def test_without_room_characters_stand_one_below_the_other():
    for width in (1, 0, -7):
        assert drawn(Paragraph((Text("no room"),)), width=width) == "n\no\nr\no\no\nm"
