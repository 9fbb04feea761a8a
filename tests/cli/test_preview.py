"""`quizlab preview`: the cards as they will be asked."""

HEAD = "---\ndeck: Test/Basics\n---\n\n"
ALL = (
    HEAD
    + """## Recall {#recall}

Think of $\\beta_1$.

---

The answer.

- [ ] names the step

source: A book, section 3, https://example.org/book

## Choice {#choice}

- [x] right one
  - Because.
- [ ] wrong one

## Cloze {#cloze}

Adam has ==0.9== and $\\boxed{m}$.

## Typed {#typed}

```{answer}
value: 1e-3
tolerance: 1%
unit: per weight
```

## Order {#order}

```{order}
- first
- second
```

## Program {#program}

```{run} python
print(6 * 7)
```

```{output}
42
```

## Term {#term .reversed}

Its meaning.

## Side {#side}

```{compute} conv2d.output-side
size: 32
kernel: 3
stride: 2
padding: 1
dilation: 1
```
"""
)


def cards_of(out):
    """Question and answer by the name of the card."""
    found = {}
    for text in ("\n" + out).split("\n== ")[1:]:
        question, _, answer = text.partition("\n-- answer\n")
        found[question.split(" |")[0]] = (question, answer)
    return found


def test_each_kind_shows_its_question_and_then_its_answer(quizlab, write):
    file = write(ALL)
    ran = quizlab("preview", file)
    assert (ran.code, ran.err) == (0, "")
    cards = cards_of(ran.out)
    assert list(cards) == [
        "recall", "choice", "cloze", "typed", "order", "program", "term", "term#2", "side",
    ]  # fmt: skip
    for name, asked, answered in [
        ("recall", "Think of β₁.", "The answer."),
        ("recall", "Test/Basics", "[ ] names the step"),
        ("recall", "recall", "Source: A book, section 3 <https://example.org/book>"),
        ("choice", "right one", "[x] right one"),
        ("cloze", "[1]", "Adam has 0.9"),
        ("typed", "(a number", "Right: 1e-3 per weight"),
        ("order", "second", "1. first"),
        ("program", "print(6 * 7)", "42"),
        ("term", "Term", "Its meaning."),
        ("term#2", "Its meaning.", "Term"),
        ("side", "32 × 32", "16"),
    ]:
        question, answer = cards[name]
        assert asked in question, name
        assert answered in answer, name
    assert "0.9" not in cards["cloze"][0]
    assert "Because." not in cards["choice"][0]
    assert "$" not in ran.out


def test_a_seed_draws_the_same_again(quizlab, write):
    file = write(HEAD + "## Side {#side}\n\n```{compute} conv2d.output-side\n```\n")
    assert quizlab("preview", file, "--seed", "7").out == quizlab("preview", file, "--seed", 7).out
    different = {quizlab("preview", file, "--seed", seed).out for seed in range(5)}
    assert len(different) > 1


def test_a_withheld_card_is_told_of_and_the_rest_is_shown(quizlab, write):
    file = write(ALL + "\n## Broken {#broken}\n\n==a ==\n\n## Nameless\n\nb\n")
    ran = quizlab("preview", file)
    assert ran.code == 1
    assert "term#2" in cards_of(ran.out)
    assert f"{file}:{(ALL + '##').count(chr(10)) + 4}:1: error [blank-form]" in ran.err
    assert "[id-missing]" in ran.err


def test_a_number_that_cannot_be_computed_is_told_of(quizlab, write):
    file = write(HEAD + "## Fact {#fact}\n\n{fact}`conv2d.output-side size=2 kernel=9`\n")
    ran = quizlab("preview", file)
    assert (ran.code, ran.out) == (1, "")
    assert f"{file}:5:1: " in ran.err


def test_a_translation_is_shown_in_its_language(quizlab, write):
    write(HEAD + "## Stride {#stride}\n\nA step.\n\n## Other {#other}\n\nb\n")
    file = write("## 步幅 {#stride}\n\n一步。\n", "basics.zh.md")
    ran = quizlab("preview", file)
    assert ran.code == 0
    assert list(cards_of(ran.out)) == ["stride"]
    assert "步幅" in ran.out


def test_nothing_is_recorded_and_no_database_is_made(quizlab, write, home):
    quizlab("preview", write(ALL))
    assert [path.name for path in home.root.iterdir()] == ["cards"]


def test_escape_sequences_of_a_card_do_not_reach_the_terminal(quizlab, write):
    file = write(HEAD + "## E\x1b[31m {#e}\n\n\x1b]8;;http://x\x07link\x1b[2J \u202eabc\n")
    out = quizlab("preview", file).out
    assert not [c for c in out if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160)]
    assert "\u202e" not in out


def test_a_file_that_is_not_there_is_wrong_usage(quizlab, tmp_path):
    assert quizlab("preview", tmp_path / "none.md").code == 2
