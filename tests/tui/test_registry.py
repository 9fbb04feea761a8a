"""One registry feeds keys, help, palette and documentation."""

from pathlib import Path

import pytest

from quizlab.tui import actions
from quizlab.tui.actions import ACTIONS, HOME, NOTE, PAGE, STUDY, WELCOME, actions_of
from quizlab.tui.screens.home import HomeScreen
from quizlab.tui.screens.note import NoteScreen
from quizlab.tui.screens.page import PageScreen, help_page
from quizlab.tui.screens.study import StudyScreen
from quizlab.tui.screens.welcome import WelcomeScreen

SCREENS = {
    HOME: HomeScreen,
    STUDY: StudyScreen,
    PAGE: PageScreen,
    NOTE: NoteScreen,
    WELCOME: WelcomeScreen,
}
README = Path(__file__).parents[2] / "README.md"


@pytest.mark.parametrize("name", SCREENS)
def test_every_action_is_a_method_of_its_screens(name):
    screen = SCREENS[name]
    assert screen.registry_name == name
    for action in actions_of(name):
        assert callable(getattr(screen, f"action_{action.name}")), action


@pytest.mark.parametrize("name", SCREENS)
def test_no_key_of_a_screen_does_two_things(name):
    keys = [key for action in actions_of(name) for key in action.keys]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", SCREENS)
def test_the_keys_of_a_screen_are_those_of_the_registry(name):
    bound = {
        key.strip(): binding.action
        for binding in SCREENS[name].BINDINGS
        for key in binding.key.split(",")
    }
    assert bound == {key: action.call for action in actions_of(name) for key in action.keys}


def test_what_a_letter_does_on_a_card_an_f_key_does_in_a_field():
    unreachable = {"grade", "tick", "back", "down", "up"}  # none of them acts while one types
    for action in actions_of(STUDY):
        if action.name not in unreachable:
            assert any(map(actions.acts_in_fields, action.keys)), action


@pytest.mark.parametrize("name", [HOME, STUDY])
@pytest.mark.parametrize("width", [40, 76])
def test_help_lists_every_action_with_all_its_keys(name, width):
    text = help_page(name).draw(width).plain
    flat = " ".join(text.split())
    for action in actions_of(name):
        first, *_ = action.help.split()
        assert f"{action.shown_keys} {first}" in flat, action
    assert max(map(len, text.split("\n"))) <= width


def test_every_action_says_what_it_does_in_a_sentence():
    for action in ACTIONS:
        assert action.help.endswith(".")
        assert action.help[0].isupper()
        assert action.screens


@pytest.mark.parametrize("name", [HOME, STUDY])
def test_the_readme_lists_every_key(name):
    readme = README.read_text(encoding="utf-8")
    missing = [
        row for row in actions.keys_table(name).split("\n")[2:] if row.rstrip() not in readme
    ]
    assert not missing, "README.md needs these rows:\n" + actions.keys_table(name)


def palette_of(person):
    return [command.title for command in person.app.get_system_commands(person.screen)]


CARDS = """## What is stride? {#stride}

Think.

---

The step.

- [ ] names it
"""


def test_the_palette_offers_only_what_can_act(study):
    async def act(person):
        asked = palette_of(person)
        assert "Edit (e F7)" in asked
        assert not [title for title in asked if title.startswith(("Again", "Hint", "Code", "Tick"))]
        await person.press("enter")
        graded = palette_of(person)
        assert "Again (1)" in graded
        assert "Tick points (t)" in graded
        await person.press("4")
        over = palette_of(person)
        assert "Undo (u F3)" in over
        assert not [title for title in over if title.startswith(("Again", "Edit", "Flag", "Bury"))]
        assert over[-2:] == ["Theme", "Quit"]

    study(CARDS, act)


def test_the_palette_of_an_empty_home_studies_nothing(at_home):
    async def act(person):
        assert not [title for title in palette_of(person) if title.startswith("Study")]
        await person.press("a", "enter")
        assert person.screen.registry_name == "home"

    at_home(act)
