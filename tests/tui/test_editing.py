"""Leaving for an editor, and coming back to the same card."""

import stat
import sys
from contextlib import contextmanager

import pytest
from textual.app import SuspendNotSupported

from quizlab.tui.app import QuizlabApp

CARD = "## What is stride? {#stride}\n\nThe step.\n\n## Other {#other}\n\nText.\n"
TYPED = "## Side? {#side}\n\n```{answer}\nvalue: 16\n```\n\n## Other {#other}\n\nText.\n"


@pytest.fixture
def lent(monkeypatch):
    """Lend the terminal, and count how often."""
    times = []

    @contextmanager
    def suspend(_):
        times.append(1)
        yield

    monkeypatch.setattr(QuizlabApp, "suspend", suspend)
    return times


@pytest.fixture
def editor(tmp_path, monkeypatch, lent):  # noqa: ARG001  # an editor needs the terminal
    """An editor that replaces one text by another and remembers how it was called."""

    def use(old, new, *options, code=0):
        program = tmp_path / "my editor"
        calls = tmp_path / "calls"
        program.write_text(
            f"#!{sys.executable}\n"
            "import sys, pathlib\n"
            f"pathlib.Path({str(calls)!r}).write_text('\\n'.join(sys.argv[1:]))\n"
            "file = pathlib.Path(sys.argv[-1])\n"
            f"file.write_text(file.read_text().replace({old!r}, {new!r}))\n"
            f"sys.exit({code})\n"
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", " ".join([f"'{program}'", *options]))
        return calls

    return use


def test_an_edited_card_comes_back_with_its_new_text(study, editor):
    editor("What is stride?", "What is a stride?")

    async def act(person):
        await person.press("e")
        assert person.card == "stride"
        assert "What is a stride?" in person.text
        assert person.phase == "ASKING"

    study(CARD, act)


def test_options_of_the_editor_are_kept_apart(study, editor, home):
    calls = editor("x", "x", "--wait", "--new-window")

    async def act(person):
        await person.press("f7")
        assert calls.read_text().split("\n") == [
            "--wait",
            "--new-window",
            str(home.cards / "basics.md"),
        ]

    study(CARD, act)


@pytest.mark.usefixtures("lent")
def test_vi_and_its_kin_open_at_the_line_of_the_card(study, monkeypatch, home):
    called = []
    monkeypatch.setenv("EDITOR", "/usr/bin/vim")
    monkeypatch.delenv("VISUAL", raising=False)

    class Done:
        returncode = 0

    monkeypatch.setattr(
        "quizlab.tui.editing.subprocess.run", lambda command, **_: called.append(command) or Done
    )

    async def act(person):
        await person.press("e")
        assert called == [["/usr/bin/vim", "+5", str(home.cards / "basics.md")]]

    study(CARD, act)


@pytest.mark.usefixtures("lent")
def test_the_setting_comes_before_visual_and_editor(study, workspace, monkeypatch):
    monkeypatch.setenv("EDITOR", "no-such-editor-1")
    monkeypatch.setenv("VISUAL", "no-such-editor-2")

    async def act(person):
        await person.press("e")
        assert "no-such-editor-2" in person.text
        workspace.keep_settings(editor="no-such-editor-3")
        await person.press("e")
        assert "no-such-editor-3" in person.text

    study(CARD, act)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        pytest.param("no-such-editor --wait", "was not found", id="missing"),
        pytest.param("'unclosed", "a quote is not closed", id="no command"),
        pytest.param("/", "failed", id="a folder"),
    ],
)
@pytest.mark.usefixtures("lent")
def test_an_editor_that_cannot_be_used_is_named(study, monkeypatch, chosen, said):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", chosen)

    async def act(person):
        await person.press("e")
        flat = " ".join(person.text.split())
        assert said in flat
        assert "set $EDITOR" in flat
        assert person.card == "stride"

    study(CARD, act)


def test_a_terminal_that_cannot_be_lent_says_so(study, monkeypatch):
    @contextmanager
    def refuse(_):
        raise SuspendNotSupported
        yield

    monkeypatch.setattr(QuizlabApp, "suspend", refuse)

    async def act(person):
        await person.press("e")
        assert "cannot be lent" in person.text

    study(CARD, act)


def test_a_card_broken_by_an_edit_stays_as_it_was_and_can_be_mended(study, editor, reviews):
    editor("value: 16", "value: sixteen")

    async def act(person):
        await person.type("1")
        await person.press("f7")
        assert person.card == "side"
        assert "The card has a fault now" in person.text
        assert "basics.md:8:8: error [answer-form]" in person.text
        assert person.screen.page.form.values() == {"answer": "1"}
        editor("value: sixteen", "value: 17")
        await person.press("f7")
        assert person.card == "side"
        assert "fault" not in person.text
        await person.type("17")
        await person.press("enter")
        assert "✓ Right" in person.text

    study(TYPED, act)
    assert reviews("side") == [3]


def test_a_card_broken_by_an_edit_can_still_be_answered(study, editor, reviews):
    editor("value: 16", "value: sixteen")

    async def act(person):
        await person.press("f7")
        await person.type("16")
        await person.press("enter")
        assert "✓ Right" in person.text

    study(TYPED, act)
    assert reviews("side") == [3]


def test_a_card_that_is_gone_gives_way_to_the_next_one(study, editor):
    editor("## What is stride? {#stride}\n\nThe step.\n", "")

    async def act(person):
        await person.press("e")
        assert person.card == "other"
        assert "own/stride is no longer in its file." in person.text

    study(CARD, act)


def test_a_renamed_card_is_found_again_under_its_new_name(study, editor):
    editor("{#stride}", "{#step .was-stride}")

    async def act(person):
        await person.press("e")
        assert person.card == "step"

    study(CARD, act)


def test_a_broken_file_keeps_its_cards(study, editor):
    editor("Text.", "```\nnever closed")

    async def act(person):
        await person.press("e")
        assert person.card == "stride"
        assert "fence-open" in person.text

    study(CARD, act)


def test_an_answer_that_is_stored_stands_after_an_edit(study, editor, reviews):
    editor("value: 16", "value: 17")

    async def act(person):
        await person.type("16")
        await person.press("enter", "e")
        assert "✓ Right" in person.text
        assert "from the next time on" in person.text
        assert person.phase == "ANSWERED"

    study(TYPED, act)
    assert reviews("side") == [3]


def test_an_editor_that_fails_is_mentioned(study, editor):
    editor("x", "x", code=3)

    async def act(person):
        await person.press("e")
        assert "ended with code 3" in person.text

    study(CARD, act)


def test_an_error_of_the_editor_stays_inside_the_suspension(monkeypatch):
    from quizlab.tui import editing

    monkeypatch.setattr(editing, "_HOW", "set it")
    assert editing._run(["/no/such/editor"]) == (
        "The editor '/no/such/editor' was not found; set it",
    )
    assert editing._run(["true"]) == ()
    assert editing._run(["false"]) == ("The editor ended with code 1.",)
