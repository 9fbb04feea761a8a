"""Four themes; none of them says anything by colour alone."""

import pytest
from textual.color import Color

from quizlab.settings import load
from quizlab.tui.themes import THEMES

CARD = "## Which? {#which}\n\nSource below.\n\n- [x] right\n- [ ] wrong\n\nsource: A book\n"


def contrast(one, other):
    """The ratio of WCAG 2 between two colours."""
    lights = []
    for color in (one, other):
        parts = [part / 255 for part in color.rgb]
        parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        lights.append(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_and_quiet_text_can_be_read_on_every_ground(theme):
    quiet = Color.parse(theme.variables["quiet"])
    wanted = 7 if theme.name == "quizlab-contrast" else 4.5
    for ground in (theme.background, theme.surface, theme.panel):
        assert contrast(Color.parse(theme.foreground), Color.parse(ground)) >= 7
        assert contrast(quiet, Color.parse(ground)) >= wanted


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_drawn_character_of_an_answered_card_can_be_read(study, theme):
    async def act(person):
        person.app.theme = theme.name
        await person.press("a", "enter")
        weak = set()
        for strip in person.screen._compositor.render_strips():
            for segment in strip:
                style = segment.style
                if segment.text.strip(" ▁▂▃▄▅▆▇█▎▊") and style and style.color and style.bgcolor:
                    ratio = contrast(
                        Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
                    )
                    ratio = 1 / ratio if ratio < 1 else ratio
                    if ratio < 4.5 and not style.reverse:
                        weak.add((segment.text.strip(), round(ratio, 1)))
        assert not weak

    study(CARD, act)


def test_a_theme_chosen_in_the_palette_is_kept(study, workspace):
    async def act(person):
        person.app.theme = "quizlab-light"
        await person.settle()

    study(CARD, act)
    assert load(workspace.home.settings, {}).theme == "quizlab-light"
    assert workspace.settings.theme == "quizlab-light"


def test_starting_keeps_nothing(study, workspace):
    async def act(person):
        await person.settle()

    study(CARD, act)
    assert not workspace.home.settings.exists()


def test_an_unknown_theme_in_the_settings_is_passed_over(study, workspace):
    workspace.keep_settings(theme="no-such-theme")

    async def act(person):
        assert person.app.theme == "quizlab-dark"
        assert person.card == "which"

    study(CARD, act)
    assert load(workspace.home.settings, {}).theme == "no-such-theme"


def test_themes_of_others_work_too(study):
    async def act(person):
        for name in ("textual-light", "nord", "gruvbox"):
            person.app.theme = name
            await person.press("f1", "escape")
        assert person.card == "which"

    study(CARD, act)


def test_without_colour_signs_and_words_say_all(study, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def act(person):
        await person.press("a", "enter")
        assert ("✓ Right" in person.text) or ("✗ Wrong" in person.text)
        assert "✓ [" in person.text
        for strip in person.screen._compositor.render_strips():
            for segment in strip.apply_filter(person.app._filters[0], Color(0, 0, 0)):
                if segment.style and segment.style.color:
                    red, green, blue = segment.style.color.get_truecolor()
                    assert red == green == blue

    study(CARD, act)
