"""The one registry of what a person can do: it feeds keys, foot, help, palette and documentation."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding

HOME = "home"
STUDY = "study"
PAGE = "page"
NOTE = "note"
WELCOME = "welcome"

KEY_NAMES = {
    "question_mark": "?",
    "escape": "esc",
    "ctrl+p": "^p",
}


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a person can do.

    Attributes:
        name: ``action_<name>`` on the screen.
        keys: Keys, the one to show first; F-keys act while a field has the focus too.
        title: One or two words, for the foot of the screen.
        help: A sentence, for help and palette.
        screens: Where it can be done.
        argument: Given to the action.
        in_palette: Whether the palette offers it; what only moves about is left out.
    """

    name: str
    keys: tuple[str, ...]
    title: str
    help: str
    screens: tuple[str, ...]
    argument: str = ""
    in_palette: bool = True

    @property
    def call(self) -> str:
        """The action as Textual writes it."""
        return f"{self.name}({self.argument})" if self.argument else self.name

    @property
    def shown_keys(self) -> str:
        """The keys as people read them."""
        return " ".join(key_name(key) for key in self.keys)

    def key(self, *, typing: bool) -> str:
        """The key to show: while a field takes the letters, one that acts there all the same."""
        usable = [key for key in self.keys if not typing or acts_in_fields(key)]
        return key_name((usable or self.keys)[0])


ACTIONS: tuple[Action, ...] = (
    Action("study", ("enter", "space"), "study", "Study the deck under the cursor.", (HOME,)),
    Action("study_all", ("a",), "study all", "Study all decks.", (HOME,)),
    Action(
        "go_on",
        ("enter", "space"),
        "go on",
        "Submit the answer, or reveal it; go on to the next card.",
        (STUDY,),
    ),
    Action("grade", ("1",), "again", "Grade: not known. Comes back in a minute.", (STUDY,), "1"),
    Action("grade", ("2",), "hard", "Grade: known with effort.", (STUDY,), "2"),
    Action("grade", ("3",), "good", "Grade: known.", (STUDY,), "3"),
    Action("grade", ("4",), "easy", "Grade: known at once.", (STUDY,), "4"),
    Action("hint", ("h", "f2"), "hint", "Show the next step of the solution.", (STUDY,)),
    Action(
        "undo",
        ("u", "f3"),
        "undo",
        "Take the newest review back, as often as wanted.",
        (HOME, STUDY),
    ),
    Action(
        "tick",
        ("t",),
        "tick points",
        "Tick what your answer named; that suggests a grade.",
        (STUDY,),
    ),
    Action("lesson", ("l", "f4"), "lesson", "Read the lesson of this deck.", (STUDY,)),
    Action("source", ("v", "f5"), "code", "Read the code that computed this answer.", (STUDY,)),
    Action(
        "formulas", ("m", "f6"), "LaTeX", "Show formulas as LaTeX source, or typeset.", (STUDY,)
    ),
    Action("edit", ("e", "f7"), "edit", "Edit this card in your editor, and come back.", (STUDY,)),
    Action("flag", ("f", "f8"), "flag", "Say that this card is wrong, with a note.", (STUDY,)),
    Action("bury", ("b", "f9"), "bury", "Put this card off until tomorrow.", (STUDY,)),
    Action("suspend", ("s", "f10"), "suspend", "Set this card aside for good.", (STUDY,)),
    Action(
        "down",
        ("j",),
        "down",
        "Scroll down; arrows and page keys scroll as well.",
        (STUDY, PAGE),
        in_palette=False,
    ),
    Action("up", ("k",), "up", "Scroll up.", (STUDY, PAGE), in_palette=False),
    Action("leave_field", ("escape",), "leave field", "Leave the field, or go home.", (STUDY,)),
    Action("help", ("question_mark", "f1"), "help", "Show all keys.", (HOME, STUDY)),
    Action("back", ("q",), "back", "Go back, or quit.", (HOME, STUDY)),
    Action("close", ("escape", "q", "enter", "f1"), "close", "Close this page.", (PAGE,)),
    Action("cancel", ("escape",), "cancel", "Leave without a note.", (NOTE,)),
    Action("keep", ("enter",), "start", "Keep both answers and start.", (WELCOME,)),
    Action("skip", ("escape",), "skip", "All topics, 20 minutes a day.", (WELCOME,)),
)


def acts_in_fields(key: str) -> bool:
    """Whether `key` acts while a field has the focus, rather than being typed into it."""
    return key in ("enter", "escape", "ctrl+p") or (key[0] == "f" and key[1:].isdigit())


def key_name(key: str) -> str:
    """A key as people read it."""
    return KEY_NAMES.get(key, key.upper() if key[0] == "f" and key[1:].isdigit() else key)


def actions_of(screen: str) -> tuple[Action, ...]:
    """What can be done on `screen`."""
    return tuple(action for action in ACTIONS if screen in action.screens)


def action_of(screen: str, name: str) -> Action:
    """Return the action called `name` of `screen`; of the four grades the first."""
    return next(action for action in actions_of(screen) if action.name == name)


def bindings_of(screen: str) -> list[Binding]:
    """The keys of `screen`."""
    return [
        Binding(",".join(action.keys), action.call, action.title, show=False)
        for action in actions_of(screen)
    ]


def keys_table(screen: str) -> str:
    """The keys of `screen` as a Markdown table, for the documentation."""
    rows = [
        f"| {' '.join(f'`{key_name(key)}`' for key in action.keys)} | {action.help} |"
        for action in actions_of(screen)
    ]
    return "\n".join(["| Key | What it does |", "|---|---|", *rows])
