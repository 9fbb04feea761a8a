"""Text of cards, names and notes reaches the terminal as text: no controls, no markup, no links."""

import re

import pytest

from quizlab.domain.query import Query
from quizlab.tui.app import QuizlabApp
from quizlab.tui.control_filter import ControlFilter
from quizlab.tui.screens.note import NoteScreen
from quizlab.tui.screens.page import Page, PageScreen

OSC52 = "\x1b]52;c;ZXZpbA==\x07"
ATTACKS = [
    pytest.param("\x1b[2J\x1bc", id="escape"),
    pytest.param(OSC52, id="clipboard"),
    pytest.param("\x9b2J\x9d0;title\x9c", id="C1"),
    pytest.param("\x1b]8;;file:///etc/passwd\x1b\\link\x1b]8;;\x1b\\", id="hyperlink"),
    pytest.param("a\u202eb\u2066c\u2069\u200fd", id="bidi"),
    pytest.param("one\rtwo\x08\x7f\x00\x0b\x0c", id="cursor"),
]
# What Textual writes of itself: styles and cursor moves.
OURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\[[0-9]+;[0-9]+H")
FORBIDDEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
MARKUP = "[@click=app.quit]x[/] [bold red]boo[/] [link=file:///etc/passwd]y[/]"


@pytest.fixture
def written(monkeypatch):
    """All that is written to the terminal, as the compositor renders it for the driver."""
    texts = []
    real = QuizlabApp._display

    def display(app, screen, renderable):
        if renderable is not None and hasattr(renderable, "render_segments"):
            texts.append(renderable.render_segments(app.console))
        real(app, screen, renderable)

    monkeypatch.setattr(QuizlabApp, "_display", display)
    return texts


def check(written):
    assert written
    for text in written:
        rest = OURS.sub("", text)
        assert not FORBIDDEN.search(rest), repr(FORBIDDEN.search(rest))


@pytest.mark.parametrize("attack", ATTACKS)
def test_card_text_is_clean_when_it_reaches_the_terminal(study, write, workspace, written, attack):
    write(
        f"---\ndeck: Test/Deck\n---\n\n# Lesson {attack}\n\nText {attack}\n\n"
        f"## Heading {attack} {{#one}}\n\nPrompt {attack} `code {attack}` $x{attack}$\n\n---\n\n"
        f"Answer {attack}\n\n```python\nprint('{attack}')\n```\n\n- [ ] point {attack}\n\n"
        f"source: Book {attack}, https://example.org/{attack}\n"
    )
    workspace.library.sync()

    async def act(person):
        if person.phase == "OVER":  # a file may be refused as a whole for a control character
            return
        await person.press("enter", "t", "l", "escape", "m")

    study(None, act)
    check(written)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_slips_past_the_import_is_caught_before_the_terminal(
    study, written, monkeypatch, attack
):
    # A database that somebody else wrote: its texts were never cleaned.
    from dataclasses import replace

    from quizlab.domain.document import CodeBlock, Paragraph, Text
    from quizlab.sessions.asking import Examiner

    real = Examiner.ask

    def ask(examiner, card, side=1, variety=None):
        asked = real(examiner, card, side, variety)
        question = replace(
            asked.question,
            deck_name=f"Deck {attack}",
            heading=(Text(f"Heading {attack}"),),
            prompt=(Paragraph((Text(f"Prompt {attack}"),)), CodeBlock(attack, "python")),
            answer=(Paragraph((Text(f"Answer {attack}"),)),),
            points=((Text(f"point {attack}"),),),
        )
        return replace(asked, question=question)

    monkeypatch.setattr(Examiner, "ask", ask)

    async def act(person):
        assert "Heading" in person.text
        await person.press("enter")
        assert "point" in person.text

    study("## A {#a}\n\nB.\n", act)
    check(written)


@pytest.mark.parametrize("attack", ATTACKS)
def test_everything_else_that_shows_text_is_filtered_too(study, written, attack):
    async def act(person):
        person.screen.say(f"said {attack}", "warning")
        person.app.notify(f"toast {attack}", title=f"title {attack}", markup=False)
        person.app.title = f"title {attack}"
        await person.settle()
        person.app.push_screen(NoteScreen(f"question {attack}", f"text {attack}"))
        await person.settle()
        person.app.pop_screen()

        from textual.content import Content

        person.app.push_screen(PageScreen(Page(f"page {attack}", lambda _: Content(attack))))
        await person.settle()
        assert "page" in person.text

    study("## A {#a}\n\nB.\n", act)
    check(written)


@pytest.mark.parametrize("attack", ATTACKS)
def test_without_the_filter_these_attacks_do_get_through(study, written, monkeypatch, attack):
    monkeypatch.setattr(ControlFilter, "apply", lambda _, segments, *__: segments)

    async def act(person):
        person.screen.say(f"said {attack}")
        await person.settle()

    study("## A {#a}\n\nB.\n", act)
    with pytest.raises(AssertionError):
        check(written)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_typed_and_pasted_is_filtered(study, written, attack):
    from textual.events import Paste

    async def act(person):
        field = person.app.focused
        field.post_message(Paste(f"x{attack}"))
        await person.settle()
        await person.press("enter")

    study("## A {#a}\n\n```{answer}\nvalue: 1\n```\n", act)
    check(written)


@pytest.mark.parametrize("attack", ATTACKS)
def test_deck_names_at_home_are_clean(at_home, write, written, monkeypatch, attack):
    from dataclasses import replace

    from quizlab.store import Store

    real = Store.deck_list
    monkeypatch.setattr(
        Store,
        "deck_list",
        lambda store: tuple(replace(i, deck_name=f"Deck {attack}") for i in real(store)),
    )
    write("---\ndeck: Test/Deck\n---\n\n## A {#a}\n\nB.\n")

    async def act(person):
        assert "Deck" in person.text

    at_home(act, welcomed=False)
    check(written)


def test_markup_in_a_card_is_shown_as_it_stands(study):
    async def act(person):
        assert MARKUP in person.text.replace("`", "")
        for y, row in enumerate(person.rows):
            for x in range(0, len(row), 3):
                if row[x : x + 1].strip():
                    style = person.screen.get_style_at(x, y)
                    assert not any(key.startswith("@") for key in style.meta), (row, style.meta)
        await person.press("enter")
        await person.pilot.click(offset=(6, 2))
        await person.settle()
        assert person.app.is_running
        assert "boo" in person.text

    study(
        f"## `{MARKUP}` {{#a}}\n\nB {MARKUP.replace('[link=file:///etc/passwd]y[/]', '')}.\n", act
    )


def test_markup_in_options_and_points_is_text(study):
    async def act(person):
        assert "[@click=app.quit]go[/]" in person.text
        await person.press("a", "enter")
        assert "[@click=app.quit]go[/]" in person.text

    study("## A {#a}\n\n- [x] `[@click=app.quit]go[/]`\n- [ ] `[red]no[/red]`\n", act)


def test_markup_in_deck_names_and_learners_is_text(at_home, write):
    write("---\ndeck: '[red]Deck [@click=app.quit]x'\n---\n\n## A {#a}\n\nB.\n")

    async def act(person):
        assert "[red]Deck [@click=app.quit]x" in person.text
        await person.press("enter")
        assert "[red]Deck [@click=app.quit]x" in person.rows[0]

    at_home(act)


def test_markup_in_topics_of_the_first_run_is_text(at_home, write):
    write("---\ndeck: '[red]Topic[/red]'\n---\n\n## A {#a}\n\nB.\n")

    async def act(person):
        assert "[red]Topic[" in person.text

    at_home(act, welcomed=False)


def test_markup_in_titles_of_lessons_and_in_flags_is_text(study):
    async def act(person):
        await person.press("l")
        assert "[@click=app.quit]Lesson[/]" in person.text
        await person.press("escape", "f")
        await person.type("[red]x[/")
        assert "[red]x[/" in person.text
        await person.press("enter")
        assert "Flagged" in person.text

    study("# `[@click=app.quit]Lesson[/]`\n\nText.\n\n## A {#a}\n\nB.\n", act)


def test_markup_in_what_is_said_is_text(study):
    async def act(person):
        person.screen.say("[@click=app.quit]x[/] [bold")
        await person.settle()
        assert "[@click=app.quit]x[/] [bold" in person.text

    study("## A {#a}\n\nB.\n", act)


def test_links_are_text_with_their_address_and_nothing_opens_them(study, monkeypatch):
    import webbrowser

    monkeypatch.setattr(webbrowser, "open", lambda *_, **__: pytest.fail("opened"))
    monkeypatch.setattr(
        "textual.driver.Driver.open_url", lambda *_, **__: pytest.fail("opened"), raising=False
    )

    async def act(person):
        await person.press("enter")
        row = next(n for n, row in enumerate(person.rows) if "paper" in row)
        assert "paper (https://arxiv.org/abs/1412.6980)" in person.rows[row]
        for x in range(2, 40, 2):
            assert not person.screen.get_style_at(x, row).link
        await person.pilot.click(offset=(4, row))
        await person.settle()
        assert "Source: Kingma & Ba, https://arxiv.org/abs/1412.6980" in person.text

    study(
        "## A {#a}\n\nThe [paper](https://arxiv.org/abs/1412.6980).\n\n"
        "source: Kingma & Ba, https://arxiv.org/abs/1412.6980\n",
        act,
    )


def test_images_are_shown_as_their_description(study, home):
    (home.cards).mkdir(parents=True, exist_ok=True)
    (home.cards / "curve.png").write_bytes(b"x")

    async def act(person):
        assert "[image: a curve]" in person.text

    study("## A {#a}\n\n![a curve](curve.png)\n\n---\n\nB.\n", act)


def test_the_filter_is_the_last_of_all(study):
    async def act(person):
        assert isinstance(person.app.get_line_filters()[-1], ControlFilter)

    study("## A {#a}\n\nB.\n", act, query=Query())
