"""Our themes: dark, light, high contrast, and one for colour-blind eyes.

No colour is a signal of its own: verdicts and grades carry a sign and a word as well. The variable
``quiet`` colours what stands beside the point, such as conventions and sources.
"""

from textual.theme import Theme

DARK = Theme(
    name="quizlab-dark",
    primary="#7aa2f7",
    secondary="#9d7cd8",
    accent="#e0af68",
    success="#9ece6a",
    warning="#e0af68",
    error="#f7768e",
    foreground="#c8d0e8",
    background="#16171f",
    surface="#1c1e29",
    panel="#242735",
    dark=True,
    variables={"quiet": "#9399b2"},
)
LIGHT = Theme(
    name="quizlab-light",
    primary="#2e5fb8",
    secondary="#7847bd",
    accent="#8a5a00",
    success="#3b6f1e",
    warning="#8a5a00",
    error="#b3203b",
    foreground="#23263a",
    background="#f5f6fa",
    surface="#eceef5",
    panel="#dfe3ee",
    dark=False,
    variables={"quiet": "#5b5f73"},
)
CONTRAST = Theme(
    name="quizlab-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#ffff00",
    success="#00ff00",
    warning="#ffff00",
    error="#ff6060",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    dark=True,
    variables={"quiet": "#ffffff", "text-muted": "#ffffff"},
)
COLOUR_BLIND = Theme(
    name="quizlab-colour-blind",
    # Okabe and Ito's palette, which the common kinds of colour-blindness can tell apart.
    primary="#56b4e9",
    secondary="#cc79a7",
    accent="#f0e442",
    success="#56b4e9",
    warning="#f0e442",
    error="#e69f00",
    foreground="#e6e6e6",
    background="#14151a",
    surface="#1b1d24",
    panel="#262932",
    dark=True,
    variables={"quiet": "#a6a6a6"},
)

# For themes of others, which do not know our variable: grey that dark and light grounds both bear.
VARIABLES = {"quiet": "#8a8a8a"}
THEMES = (DARK, LIGHT, CONTRAST, COLOUR_BLIND)
