"""Bodies of cards as trees: what is asked, what is shown, what is kept from the terminal."""

import pytest

from quizlab import decks
from quizlab.domain.cards import (
    AnswerField,
    BlankText,
    Card,
    CardText,
    Kind,
    Level,
    Option,
    OrderField,
    Source,
)
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


def text_of(body: str, **more: object) -> CardText:
    text = f"## Q {{#q}}\n\n{body}"
    return CardText("p/q", "p/a", "A", "topic/a.md", 5, 0, text, **more)  # type: ignore[arg-type]


def card(body: str, **more: object) -> Card:
    read, faults = decks.read_card(text_of(body, **more))
    assert read is not None, faults
    return read


def inlines(markdown: str) -> tuple[object, ...]:
    (paragraph,) = decks.read_markdown(markdown)
    assert isinstance(paragraph, Paragraph)
    return paragraph.children


@pytest.mark.parametrize(
    ("markdown", "tree"),
    [
        ("a *b* **c** ~~d~~", (Text("a "), Styled("em", (Text("b"),)), Text(" "), Styled("strong", (Text("c"),)), Text(" "), Styled("strike", (Text("d"),)))),
        ("`a < b`", (Code("a < b"),)),
        ("costs \\$5 & $x$", (Text("costs $5 & "), Math("x"))),
        ("a  \nb", (Text("a"), Break(), Text("b"))),
        ("a\nb", (Text("a b"),)),
        ("中\n文", (Text("中文"),)),
        ("[a *b*](https://c.d)", (Link("https://c.d", (Text("a "), Styled("em", (Text("b"),)))),)),
        ("<https://c.d>", (Link("https://c.d", (Text("https://c.d"),)),)),
        ("a <!-- hidden --> b", (Text("a  b"),)),
        ("if a<b and c>d", (Text("if a<b and c>d"),)),
        ("{fact}`adam.step steps=1 part=update as=percent`", (Fact("adam.step", (("steps", "1"),), "update", "percent"),)),
        ("&lt;b&gt; \\<b>", (Text("<b> <b>"),)),
    ],
)  # fmt: skip
def test_a_line_is_a_tree(markdown: str, tree: tuple[object, ...]) -> None:
    assert inlines(markdown) == tree


def test_blocks_are_a_tree() -> None:
    blocks = decks.read_markdown(
        "### H\n\n> a\n\n1. b\n2. c\n\n```py\nd\n```\n\n    e\n\n$$\nf\n$$\n\n"
        "| g | h |\n|---|--:|\n| i | `j\\|k` |\n"
    )
    assert blocks == (
        Heading(3, (Text("H"),)),
        Quote((Paragraph((Text("a"),)),)),
        ListBlock((ListItem((Paragraph((Text("b"),)),)), ListItem((Paragraph((Text("c"),)),))), 1),
        CodeBlock("d", "py"),
        CodeBlock("e"),
        MathBlock("f"),
        Table(
            ((Text("g"),), (Text("h"),)),
            (((Text("i"),), (Code("j|k"),)),),
            ("", "right"),
        ),
    )


@pytest.mark.parametrize(
    "markdown",
    [
        "&#27;[2J",
        "&#x9b;31m",
        "&#x202e;abc",
        "`\x1b]52;c;x\x07`",
        "```\n\x1b[31m\n```",
        "&#x2028;x",
    ],
)
def test_nothing_that_drives_a_terminal_reaches_the_tree(markdown: str) -> None:
    shown = repr(decks.read_markdown(markdown))
    for control in ("\\x1b", "\\x9b", "\\u202e", "\\x07", "\\u2028"):
        assert control not in shown


def test_yaml_escapes_do_not_reach_a_field() -> None:
    field = card('```{order}\n- "a\\e[31m"\n- b\n```\n').field
    assert field == OrderField(("a[31m", "b"))


def test_blanks_are_numbered_over_text_code_and_maths_in_reading_order() -> None:
    read = card("a ==b== and ==`c == d`==\n\n- $\\boxed{e}+\\boxed{f}$\n\n$$\n\\boxed{g}\n$$\n")
    assert read.kind is Kind.CLOZE
    assert read.blanks == (
        BlankText(1, "b"),
        BlankText(2, "c == d", code=True),
        BlankText(3, "e", maths=True),
        BlankText(4, "f", maths=True),
        BlankText(5, "g", maths=True),
    )
    assert read.prompt[0] == Paragraph(
        (Text("a "), Blank(1, "b"), Text(" and "), Blank(2, "c == d", code=True))
    )
    assert read.prompt[2] == MathBlock("\\boxed{g}", first_blank=5)


def test_only_the_outer_of_two_nested_boxes_is_a_blank() -> None:
    assert card("$\\boxed{a\\boxed{b}}$").blanks == (BlankText(1, "a\\boxed{b}", maths=True),)


def test_a_box_in_an_answer_is_decoration() -> None:
    read = card("a\n\n---\n\n$\\boxed{b}$\n")
    assert read.kind is Kind.RECALL
    assert read.answer == (Paragraph((Math("\\boxed{b}"),)),)


def test_without_a_reveal_line_the_body_is_the_answer() -> None:
    read = card("a\n")
    assert (read.prompt, read.answer) == ((), (Paragraph((Text("a"),)),))


def test_any_thematic_break_reveals() -> None:
    for rule in ("---", "***", "_ _ _", "  ---"):
        read = card(f"a\n\n{rule}\n\nb\n")
        assert (read.prompt, read.answer) == (
            (Paragraph((Text("a"),)),),
            (Paragraph((Text("b"),)),),
        )


def test_the_first_kind_that_matches_counts() -> None:
    field = "```{answer}\nvalue: 1\n```\n"
    assert card("- [x] a\n- [ ] b\n").kind is Kind.CHOICE
    assert card("a\n\n---\n\n- [ ] a\n").kind is Kind.RECALL
    assert card(f"a\n\n{field}\n- [ ] a\n").kind is Kind.ANSWER
    assert card("==a==\n\n---\n\n- [ ] b\n").kind is Kind.CLOZE
    assert card("a\n", reversed=True).kind is Kind.REVERSED


def test_options_have_letters_and_what_shows_after_answering() -> None:
    read = card("pick\n\n- [X] a `b`\n  - because\n- [ ] c\n\nmore\n")
    assert read.options == (
        Option(
            "a",
            (Text("a "), Code("b")),
            right=True,
            explanation=(ListBlock((ListItem((Paragraph((Text("because"),)),)),)),),
        ),
        Option("b", (Text("c"),), right=False),
    )
    assert read.prompt == (Paragraph((Text("pick"),)),)
    assert read.answer == (Paragraph((Text("more"),)),)


def test_sources_and_follow_ups_end_a_card_and_are_not_shown_in_it() -> None:
    read = card("a\n\nsource: b, section 2, https://c.d/e_f_g\nsource: a book\n\n[follow-up](#r)\n")
    assert read.sources == (Source("b, section 2", "https://c.d/e_f_g"), Source("a book"))
    assert read.follow_ups == ("p/r",)
    assert read.answer == (Paragraph((Text("a"),)),)


def test_an_image_is_named_by_its_path_in_the_pack() -> None:
    read = card("![a *b*](../img/x%20y.png)\n")
    assert read.answer == (Paragraph((Image("img/x y.png", "a b"),)),)


def test_a_gap_in_code_makes_the_answer_code() -> None:
    field = "```{answer}\naccept: [a]\n```\n"
    assert card(f"```cpp\nx = ____;\n```\n\n{field}").field == AnswerField(accept=("a",), code=True)
    assert card(f"x ____\n\n{field}").field == AnswerField(accept=("a",))


def test_yaml_words_stay_what_they_say() -> None:
    field = card("```{compute} a.b\na: 1e-3\nb: 010\nc: on\nd: 1:30\ne: [no, ~]\n```\n").field
    assert field is not None
    assert field.overrides == {  # type: ignore[union-attr]
        "a": "1e-3", "b": "010", "c": "on", "d": "1:30", "e": ["no", "~"],
    }  # fmt: skip


def test_an_error_withholds_the_card_and_a_warning_does_not() -> None:
    assert decks.read_card(text_of("a == b\n"))[0] is None
    read, (fault,) = decks.read_card(text_of("a\n", level=Level.CORE))
    assert read is not None
    assert (fault.code, fault.card) == ("source-missing", "p/q")


def test_all_faults_of_a_card_are_collected() -> None:
    _, faults = decks.read_card(text_of("a<br> $5 {x}`y`\n\n[b](ftp://c)\n"))
    assert [fault.code for fault in faults] == [
        "html",
        "literal-dollar",
        "role-unknown",
        "link-scheme",
    ]


def test_places_are_those_of_the_file_behind_comments_and_in_lists() -> None:
    body = "<!--\nhidden\n-->\n\n- a\n\n  > - b $5\n\n| c | d |\n|---|---|\n| $6 | e $7 |\n"
    _, faults = decks.read_card(text_of(body))
    assert [(fault.line, fault.column) for fault in faults] == [(13, 9), (17, 3), (17, 10)]


def test_a_field_is_quoted_where_its_fault_is() -> None:
    _, (fault,) = decks.read_card(text_of("```{answer}\nvalue: 1\ntolerance:   5\n```\n"))
    assert (fault.code, fault.line, fault.column) == ("field-value", 9, 14)
    assert "`5`" in fault.message


def test_a_fence_holds_64_kib_at_most() -> None:
    for length, codes in [(65536 - 3, []), (65536, ["field-form"])]:
        body = f"```{{run}} python\n{'#' * length}\n1\n```\n\n```{{output}}\n```\n"
        _, faults = decks.read_card(text_of(body))
        assert [fault.code for fault in faults] == codes


def test_a_source_in_chinese_names_its_link_too() -> None:
    read = card("a\n\nsource: 论文，第 3 节，https://c.d/e,f\nsource: https://g.h\n")
    assert read.sources == (
        Source("论文，第 3 节", "https://c.d/e,f"),
        Source("https://g.h", "https://g.h"),
    )


def test_a_deeply_nested_body_is_read() -> None:
    decks.read_markdown("> " * 500 + "a\n\n" + "- " * 500 + "b\n\n" + "*a **b " * 500)
    decks.read_card(text_of("```{compute} a.b\nx: " + "[" * 5000 + "\n```\n"))
