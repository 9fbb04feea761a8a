"""Options to pick and to order, and points to tick."""

import pytest

CHOICE = """## Which halve the side? {#halve}

- [x] stride 2
  - Every second window is kept.
- [ ] padding 1
- [x] pooling 2×2
- [ ] a long one that goes on and on until it has to be broken into lines since it is so very long
"""
ONE = "## Which? {#which}\n\n- [x] right\n- [ ] wrong\n"
ORDER = "## Order {#order}\n\n```{order}\n- forward\n- backward\n- update\n```\n"
RECALL = """## Why? {#why}

Think.

---

Because.

- [ ] names one
- [ ] names two
- [ ] names three
- [ ] names four
"""


def letters(person, *texts):
    """The letters under which options are shown."""
    found = []
    for text in texts:
        row = next(row for row in person.rows if row.endswith(text))
        found.append(row.split(text)[0].split()[-1])
    return found


def row_of(person, text):
    return next(row for row in person.rows if text in row)


def test_after_answering_each_option_shows_what_was_right_and_picked(study, reviews):
    async def act(person):
        picked = letters(person, "stride 2", "padding 1")
        await person.press(*picked, "enter")
        assert row_of(person, "stride 2").split()[:2] == ["✓", "[x]"]
        assert row_of(person, "padding 1").split()[:2] == ["✗", "[x]"]
        assert row_of(person, "pooling 2×2").split()[:3] == ["✓", "[", "]"]
        assert "Every second window is kept." in person.text
        assert sum("stride 2" in row for row in person.rows) == 1

    study(CHOICE, act)
    assert reviews("halve") == [1]


def test_explanations_are_hidden_until_the_answer(study):
    async def act(person):
        assert "Every second window" not in person.text

    study(CHOICE, act)


def test_the_cursor_and_space_pick_too(study, reviews):
    async def act(person):
        await person.press("down", "up", "space")
        assert person.screen.page.form.values()["answer"] == "a"
        await person.press("space")
        assert person.screen.page.form.values()["answer"] == ""
        [right] = letters(person, "right")
        await person.press(right, "enter", "enter")

    study(ONE, act)
    assert reviews("which") == [3]


def test_a_click_picks_an_option(study):
    async def act(person):
        row = person.rows.index(row_of(person, "right"))
        await person.pilot.click(offset=(10, row))
        await person.settle()
        assert person.screen.page.form.values()["answer"] == letters(person, "right")[0]

    study(ONE, act)


def test_nothing_picked_reveals_and_suggests_again(study, reviews):
    async def act(person):
        await person.press("enter")
        assert row_of(person, "right").split()[:2] == ["✓", "["]
        await person.press("a")
        assert "[x]" not in person.text
        assert "enter again" in person.foot
        await person.press("3")

    study(ONE, act)
    assert reviews("which") == [3]


def test_an_order_is_built_by_picking_and_backspace_takes_back(study, reviews):
    async def act(person):
        forward, backward, update = letters(person, "forward", "backward", "update")
        await person.press(backward, "backspace", forward, update, backward)
        assert row_of(person, "update").split()[-3] == "2."
        await person.press("enter")
        assert [row.split()[:2] for row in person.rows if row.startswith(("  ✓", "  ✗"))][:3] == [
            ["✓", "1."],
            ["✗", "2."],
            ["✗", "3."],
        ]
        assert "(yours: 3)" in row_of(person, "backward")

    study(ORDER, act)
    assert reviews("order") == [1]


@pytest.mark.parametrize(
    ("ticks", "grade", "stored"),
    [
        pytest.param([0, 1, 2, 3], "good", 3, id="all points suggest good"),
        pytest.param([0, 1], "hard", 2, id="half of them suggest hard"),
        pytest.param([3], "again", 1, id="fewer suggest again"),
    ],
)
def test_ticked_points_suggest_a_grade_that_enter_takes(study, reviews, ticks, grade, stored):
    async def act(person):
        await person.press("enter")
        assert "enter good" in person.foot
        for place in range(4):
            if place in ticks:
                await person.press("space")
            if place < 3:
                await person.press("down")
        assert f"enter {grade}" in person.foot
        assert reviews("why") == []
        await person.press("enter")

    study(RECALL, act)
    assert reviews("why") == [stored]


def test_digits_grade_whatever_is_ticked(study, reviews):
    async def act(person):
        await person.press("enter", "space", "4")

    study(RECALL, act)
    assert reviews("why") == [4]


def test_t_goes_to_the_points_from_a_long_answer(study):
    long = "\n\n".join(f"Paragraph {number}." for number in range(20))

    async def act(person):
        await person.press("enter")
        assert "names one" not in person.text
        await person.press("j", "down")
        await person.press("t")
        assert "› [ ] names one" in person.text
        await person.press("t")
        assert "› [x] names one" in person.text

    study(RECALL.replace("Because.", long), act)


def test_points_are_gone_with_the_next_card(study):
    async def act(person):
        await person.press("enter", "space", "3")
        assert person.card == "which"
        assert "names one" not in person.text

    study(RECALL + "\n" + ONE, act)


def test_a_click_ticks_a_point(study):
    async def act(person):
        await person.press("enter")
        row = person.rows.index(row_of(person, "names three"))
        await person.pilot.click(offset=(10, row))
        await person.settle()
        assert "[x] names three" in person.text

    study(RECALL, act)
