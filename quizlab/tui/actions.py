"""The one registry of what a person can do: it feeds keys, footer, help and palette."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding

HOME = "home"
STUDY = "study"

KEY_NAMES = {
    "question_mark": "?",
    "escape": "esc",
    "ctrl+p": "^p",
    "enter": "enter",
    "space": "space",
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
    """

    name: str
    keys: tuple[str, ...]
    title: str
    help: str
    screens: tuple[str, ...]
    argument: str = ""

    @property
    def call(self) -> str:
        """The action as Textual writes it."""
        return f"{self.name}({self.argument})" if self.argument else self.name

    @property
    def shown_keys(self) -> str:
        """The keys as people read them."""
        return " ".join(key_name(key) for key in self.keys)


ACTIONS: tuple[Action, ...] = (
    Action("study", ("enter", "space"), "study", "Study the deck under the cursor.", (HOME,)),
    Action("study_all", ("a",), "all", "Study all decks.", (HOME,)),
    Action(
        "go_on",
        ("enter", "space"),
        "reveal, submit, go on",
        "Submit what is typed or chosen; reveal the answer; go on to the next card.",
        (STUDY,),
    ),
    Action("grade", ("1",), "again", "Grade: not known. Comes back in a minute.", (STUDY,), "1"),
    Action("grade", ("2",), "hard", "Grade: known with effort.", (STUDY,), "2"),
    Action("grade", ("3",), "good", "Grade: known.", (STUDY,), "3"),
    Action("grade", ("4",), "easy", "Grade: known at once.", (STUDY,), "4"),
    Action("hint", ("h", "f2"), "hint", "Show the next step of the solution.", (STUDY,)),
    Action(
        "undo", ("u", "f3"), "undo", "Take the newest review back, as often as wanted.", (STUDY,)
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
    Action("leave_field", ("escape",), "leave field", "Leave the field, or go back.", (STUDY,)),
    Action("help", ("question_mark", "f1"), "help", "Show all keys.", (HOME, STUDY)),
    Action("back", ("q",), "back", "Go back, or quit.", (HOME, STUDY)),
)


def key_name(key: str) -> str:
    """A key as people read it."""
    return KEY_NAMES.get(key, key.upper() if key[0] == "f" and key[1:].isdigit() else key)


def actions_of(screen: str) -> tuple[Action, ...]:
    """What can be done on `screen`."""
    return tuple(action for action in ACTIONS if screen in action.screens)


def bindings_of(screen: str) -> list[Binding]:
    """The keys of `screen`."""
    return [
        Binding(",".join(action.keys), action.call, action.title, show=False)
        for action in actions_of(screen)
    ]
