"""Everything is in reach at 80×24, and smaller and larger."""

import pytest

from quizlab.tui.widgets.said import Said

LONG = "\n\n".join(f"Paragraph {number} of a long question." for number in range(1, 21))
LONG_TYPED = (
    f"## Long {{#long}}\n\n{LONG}\n\n```{{answer}}\nvalue: 42\nunit: foxes\n```\n\nBecause.\n"
)
ADAM = "## A step {#adam}\n\n```{compute} adam.step\n```\n"
WIDE = """## Compare {#wide}

Think.

---

| optimiser | state | rule | when |
|---|--:|---|---|
| SGD | 0 | subtract the gradient times the rate | vision, with time to tune a schedule |
| Adam | 2 | divide by the root of the second moment | transformers, and little time |

$$
L = -\\frac{1}{N}\\sum_{i=1}^{N} y_i \\log p_i + \\lambda \\sum_j \\theta_j^2 + \\gamma \\lVert f \\rVert + \\beta D(q, p)
$$
"""
SIZES = [(80, 24), (60, 18), (120, 40)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}×{size[1]}")
def test_the_verdict_is_in_sight_at_once_however_long_the_question(study, size):
    async def act(person):
        await person.type("41")
        assert "41" in person.text
        await person.press("enter")
        assert "✗ Wrong" in person.text
        assert "41" in person.text

    study(LONG_TYPED, act, size)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}×{size[1]}")
def test_four_parts_their_fields_and_verdicts_fit(study, size):
    async def act(person):
        for value in "1234":
            await person.type(value)
            await person.press("enter")
        assert sum("✗ Wrong" in row for row in person.rows) == 4
        assert all(len(row) <= size[0] for row in person.rows)

    study(ADAM, act, size)


def test_what_a_field_expects_is_never_cut(study):
    async def act(person):
        form = person.screen.page.form
        wide = [row for row in person.rows if "within" in row]
        assert len(wide) == 4
        await person.pilot.resize_terminal(50, 30)
        await person.settle()
        await person.press("f3")
        assert form.is_typing

    study(ADAM, act)


def test_a_long_question_says_that_there_is_more_and_scrolls_under_the_field(study):
    async def act(person):
        assert "Paragraph 1 of" in person.text
        assert "↓ more below" in person.rows[0]
        assert person.screen.page.form.is_typing
        await person.press("pagedown")
        assert "Paragraph 1 of" not in person.text
        await person.press("up", "down", "pageup")
        assert "Paragraph 1 of" in person.text
        await person.press("escape", "j")
        assert person.screen.page.scroll_offset.y == 1
        await person.press("k", "end")
        assert "foxes" in person.text
        assert "↓ more below" not in person.rows[0]

    study(LONG_TYPED, act)


def test_a_short_card_after_a_long_one_says_nothing_of_more(study):
    async def act(person):
        await person.press("enter")
        assert "↓ more below" in person.rows[0]
        await person.press("3")
        assert person.card == "short"
        assert "↓ more below" not in person.rows[0]

    study(f"## First {{#first}}\n\nA.\n\n---\n\n{LONG}\n\n## Short {{#short}}\n\nB.\n", act)


def test_a_long_question_starts_at_its_top_however_quickly_it_comes(study):
    async def act(person):
        for key in ("enter", "3"):
            person.send(key)
        await person.settle()
        assert person.card == "long"
        assert person.screen.page.scroll_offset.y == 0
        assert "Paragraph 1 of" in person.text

    study(f"## First {{#first}}\n\n{LONG}\n\n---\n\n{LONG}\n\n" + LONG_TYPED, act)


@pytest.mark.parametrize("size", [(80, 24), (60, 18)], ids=["80×24", "60×18"])
def test_tables_and_formulas_keep_inside_the_page(study, size):
    async def act(person):
        await person.press("enter")
        rows = list(person.rows)
        await person.press("pagedown")
        rows += person.rows
        table = [row for row in rows if "│" in row]
        assert table
        assert all(len(row) <= size[0] - 2 for row in table)

    study(WIDE, act, size)


def test_a_resize_lays_the_page_out_anew_and_keeps_what_was_typed(study):
    async def act(person):
        await person.type("4")
        await person.pilot.resize_terminal(50, 15)
        await person.settle()
        await person.type("2")
        assert person.screen.page.form.values() == {"answer": "42"}
        await person.press("enter")
        assert "✓ Right" in person.text
        await person.pilot.resize_terminal(100, 30)
        await person.settle()
        assert "✓ Right" in person.text
        assert "Because." in person.text

    study(LONG_TYPED, act)


def test_the_foot_drops_keys_that_do_not_fit_but_never_help(study):
    async def act(person):
        assert "F1 help" in person.foot
        assert "all commands" not in person.foot

    study(LONG_TYPED, act, size=(40, 15))


def test_the_grades_fit_into_forty_columns(study):
    async def act(person):
        await person.press("enter")
        assert "1 again" in person.foot
        assert "4 easy" in person.foot

    study("## A {#a}\n\nB.\n", act, size=(48, 12))


def test_chinese_fills_lines_by_cells(study):
    async def act(person):
        assert all(sum(1 + (ord(c) > 0x2E80) for c in row) <= 80 for row in person.rows)
        assert person.text.count("长") == 60

    study("## 什么？ {#what}\n\n" + "很长" * 60 + "\n\n---\n\n好。\n", act)


def test_messages_do_not_cover_the_question(study):
    async def act(person):
        await person.press("h")
        assert "no hints" in person.rows[-2]
        said = person.screen.query_one(Said)
        assert not person.screen.page.region.overlaps(said.region)
        assert not person.screen.query_one("#keys").region.overlaps(said.region)

    study("## A {#a}\n\n" + LONG[:800] + "\n\n---\n\nB.\n", act)


TALL = """## {word} {{#{word}}}

{lines}

```{{compute}} adam.step
steps: 2
```
"""


def test_a_question_that_is_longer_than_the_screen_starts_at_its_top_after_another_too(study):
    text = "\n".join(
        TALL.format(word=word, lines="\n\n".join(f"{word} line {n}" for n in range(9)))
        for word in ("one", "two")
    )

    async def act(person):
        for word in ("one", "two"):
            assert f"  {word}" in person.rows
            await person.type("1")
            # Who types sees the field, however long the question is.
            assert any(row.strip().startswith("first moment") for row in person.rows)
            # To the next field, to be judged, to the next question.
            await person.press("enter", "enter", "enter")

    study(text, act)


def test_an_error_carried_forward_is_told_with_the_names_on_screen(study):
    card = """## Two steps {#two}

```{compute} adam.two-steps
gradients: [2, 2]
lr: 0.1
beta1: 0.5
beta2: 0.5
eps: 0
```
"""

    async def act(person):
        for typed in ("2", "2", "0.2", "2", "3", "0.1333"):
            await person.type(typed)
            await person.press("tab")
        await person.type("0.6667")
        await person.press("enter")
        said = " ".join(person.text.split())
        assert "✓ Right: 0.1333 follows from your own first moment, step 2" in said

    study(card, act, size=(80, 50))
