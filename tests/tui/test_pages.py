"""Help, lessons and the code behind an answer."""

LESSON = """# Convolutions

A kernel takes 224 to {fact}`conv2d.output-side size=224 kernel=7 stride=2 padding=3`: $\\frac{a}{b}$.

```python
def side(size):
    return size // 2  # halves
```

## Side {#side}

```{compute} conv2d.output-side
size: 32
kernel: 3
stride: 2
padding: 1
dilation: 1
```
"""
RECALL = "## What is stride? {#stride}\n\nThe step.\n"
CODE = """## What does it print? {#code}

```python
def f(x):
    return "a" + str(x)
```

---

Something.
"""


def colours_of(person, text):
    strips = person.screen._compositor.render_strips()
    return {
        segment.style.color.name
        for strip in strips
        if text in strip.text
        for segment in strip
        if segment.style and segment.style.color and segment.text.strip()
    }


def test_the_lesson_of_a_deck_has_its_facts_computed(study):
    async def act(person):
        await person.press("f4")
        assert "Convolutions" in person.text
        assert "takes 224 to 112: a/b" in person.text
        assert len(colours_of(person, "return size")) > 2
        await person.press("q")
        assert person.card == "side"

    study(LESSON, act)


def test_a_deck_without_a_lesson_says_so(study):
    async def act(person):
        await person.press("l")
        assert "no lesson" in person.text

    study(RECALL, act)


def test_the_code_is_shown_after_the_answer_and_not_before(study):
    async def act(person):
        await person.press("f5")
        assert "Answer first" in person.text
        await person.type("16")
        await person.press("enter", "v")
        assert "conv2d.output-side, version" in person.text
        assert "def output_side" in person.text
        before = person.text
        await person.press("j", "pagedown")
        assert person.text != before
        await person.press("escape")
        assert person.phase == "ANSWERED"

    study(LESSON, act)


def test_a_card_without_code_says_so(study):
    async def act(person):
        await person.press("v")
        assert "No code is behind this card" in person.text

    study(RECALL, act)


def test_code_on_a_card_is_coloured_after_the_first_paint(study):
    async def act(person):
        assert '      return "a" + str(x)' in person.text
        assert len(colours_of(person, "return")) > 2

    study(CODE, act)


def test_nothing_that_colours_code_is_imported_for_the_first_paint():
    import subprocess
    import sys

    script = (
        "import sys; import quizlab.tui.app, quizlab.tui.screens.study; "
        "print([m for m in sys.modules if m.startswith(('pygments', 'textual.highlight'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_code_in_a_language_nobody_knows_stays_plain(study):
    async def act(person):
        assert "x := y" in person.text

    study(CODE.replace("```python", "```no-such-language").replace("def f(x):", "x := y"), act)


def test_a_lesson_is_laid_out_for_the_width_there_is(study):
    async def act(person):
        await person.press("f4")
        await person.pilot.resize_terminal(44, 20)
        await person.settle()
        assert all(len(row) <= 44 for row in person.rows)
        assert "def side(size):" in person.text

    study(LESSON, act)


def test_a_lesson_with_a_fact_that_cannot_be_computed_is_still_read(study):
    async def act(person):
        await person.press("l")
        assert "Before" in person.text
        assert "{no.such}" in person.text

    study("# A lesson\n\nBefore {fact}`no.such size=1` after.\n\n" + RECALL, act)
